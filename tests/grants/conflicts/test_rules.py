"""Which traces are conflicts, kind by kind and day by day; no database."""

from datetime import date

import pytest

from core import codelists
from grants.conflicts import rules
from grants.conflicts.rules import Found, Item, Sitting, find
from incubator.dealings.rules import Dealing, Somebody

TODAY = date(2026, 11, 25)
KINDS = {kind["code"]: kind for kind in codelists.shipped()["conflict_kinds"]}
JUDGE = Somebody(7, "评一凡", "某社工机构", "13900000007")
SEAT = Sitting(70, JUDGE, "990105001001")
OTHER = Sitting(80, Somebody(8, "评二思"))


def item(**changed):
    return Item(**{"proposal_id": 1, "group_id": 10, "area_code": "990105001002"} | changed)


def kinds_found(one, *dealings, kinds=KINDS):
    return [(f.seat_id, f.kind) for f in find([SEAT, OTHER], [one], dealings, kinds, TODAY)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"team": ("评 一凡", "周小满")}, [(70, "NAME")]),
        ({"team": ("评一凡甲",)}, []),
        ({"payee": "某社工机构 "}, [(70, "HOST")]),
        ({"payee": ""}, []),
        ({"phone": "13900000007"}, [(70, "CONTACT")]),
        ({"phone": ""}, []),
        ({"authors": frozenset({8})}, [(80, "CONTACT")]),
        ({"area_code": "990105001001"}, [(70, "COMMUNITY")]),
        ({"area_code": "990105001001", "phone": "13900000007"}, [(70, "COMMUNITY"), (70, "CONTACT")]),
    ],
)
def test_what_stands_in_the_proposal(changed, expected):
    assert kinds_found(item(**changed)) == expected


def test_a_communitys_own_contest_does_not_look_at_communities():
    kinds = {code: kind for code, kind in KINDS.items() if code != "COMMUNITY"}
    assert kinds_found(item(area_code="990105001001"), kinds=kinds) == []


@pytest.mark.parametrize(
    ("kind", "on", "counts"),
    [
        ("ROSTER", None, True),
        ("LEFT", date(2024, 11, 25), True),
        ("LEFT", date(2024, 11, 24), False),
        ("SERVED", date(2026, 1, 1), True),
        ("SERVED", date(2020, 1, 1), False),
        ("PROJECT", date(2023, 11, 25), True),
        ("PROJECT", date(2023, 11, 24), False),
        ("HOST", date(1999, 1, 1), True),
    ],
)
def test_how_far_each_kind_looks_back(kind, on, counts):
    assert bool(kinds_found(item(), Dealing(kind, 7, 10, on, "一句话。"))) == counts


def test_who_joins_the_lead_is_looked_at_as_the_lead_is():
    joint, member = item(partners=(11, 12)), Dealing("ROSTER", 7, 12, None, "在名单里。")
    assert kinds_found(joint, member) == [(70, "ROSTER")] and kinds_found(item(partners=(11,)), member) == []


def test_whose_grant_is_given_on_is_looked_at_as_a_host_is():
    held = item(holders={30: "某社工机构"})
    assert kinds_found(held) == [(70, "HOST")] and kinds_found(item(holders={30: "另一家机构"})) == []
    of = lambda kind: Dealing(kind, 8, 30, None, "在名单里。")  # noqa: E731
    other = item(holders={30: "另一家机构"})
    assert kinds_found(other, of("ROSTER")) == [(80, "HOST")] and kinds_found(other, of("COACH")) == []


def test_dealings_with_another_group_or_of_somebody_else_do_not_count():
    assert kinds_found(item(), Dealing("ROSTER", 7, 11, None, "x"), Dealing("ROSTER", 9, 10, None, "x")) == []


def test_evidence_of_one_kind_is_told_once_and_whole():
    twice = [Dealing("SERVED", 7, 10, date(2026, n, 1), f"第 {n} 次服务。") for n in (1, 2, 2)]
    assert find([SEAT], [item()], twice, KINDS, TODAY) == [Found(70, 1, "SERVED", "第 1 次服务。第 2 次服务。")]


def test_long_evidence_says_how_much_more_there_is():
    sentences = [f"{'服务' * 40}第 {n} 次。" for n in range(9)]
    text = rules.shortened(sentences)
    assert len(text) <= 300 and text.startswith(sentences[0]) and text.endswith("另有 6 条。")
    assert rules.shortened(["长" * 400]) == "长" * 299 + "…"
    assert rules.shortened([]) == ""


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 36, date(2023, 1, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_before(day, months, expected):
    assert rules.months_before(day, months) == expected


def test_every_kind_maps_to_a_reason_of_the_list():
    reasons = {reason["code"] for reason in codelists.shipped()["recusal_reasons"]}
    assert {kind["reason"] for kind in KINDS.values()} <= reasons
    assert set(codelists.shipped()["scoring_rules"]["conflict_kinds"]) == set(KINDS)
