"""What the records say to each eligibility rule, and what comes of a team's own answers."""

from datetime import date

import pytest

from core import codelists
from grants.contests.models import League
from grants.eligibility.rules import (
    OF_EARLIER,
    OF_OTHERS,
    RECORDS,
    Earlier,
    Facts,
    Finding,
    answers_of,
    findings,
    likeness,
    of_all,
    year_of_report,
)
from grants.precheck.rules import BLOCKED, FINE, OPEN, conclusion, packed, verdicts
from grants.proposals.forms import StartForm
from incubator.groups.models import Group, GroupStatus, LegalStatus

TODAY = date(2026, 11, 25)
RULES = codelists.shipped()["eligibility_rules"]
DONE = Earlier("SB-1", "楼道电瓶车大家议", 2024, True)


def facts(group=None, **known):
    usual = {"status": GroupStatus.ACTIVE, "legal_status": LegalStatus.UNFILED}
    team = Group(
        number="X", name="银杏里助老队", sanzi_type="VOLUNTEER", colour="RED", area_code="", **usual | (group or {})
    )
    return Facts(team, TODAY, ["TEAM", "FILED"], ["HOST", "OWN"], **known)


REGISTERED = {"legal_status": LegalStatus.REGISTERED}


@pytest.mark.parametrize(
    ("code", "known", "holds", "evidence"),
    [
        ("NOT_BARRED", facts(), True, "没有禁入记录"),
        ("NOT_BARRED", facts({"blacklisted_until": TODAY}), False, "禁入到 2026-11-25"),
        ("NOT_BARRED", facts({"blacklisted_until": date(2026, 11, 24)}), True, "没有禁入记录"),
        ("NO_OPEN_PROJECT", facts(earlier=[DONE]), True, "没有未结项的项目"),
        ("NO_OPEN_PROJECT", facts(earlier=[Earlier("SB-2", "花园", 2025, False)]), False, "未结项：SB-2“花园”"),
        ("ONE_PER_APPLICANT", facts(others=["SB-3"]), False, "本届另有：SB-3"),
        ("ACTIVE_GROUP", facts({"status": GroupStatus.PAUSED}), False, "团队状态：暂停"),
        ("LEAGUE_FITS", facts(), True, "未备案，应报居民团队组"),
        ("LEAGUE_FITS", facts(league=League.FILED), False, "未备案，应报居民团队组"),
        ("LEAGUE_FITS", facts(REGISTERED), False, "已登记，应报登记组织组"),
        ("PAYEE_FITS", facts(), True, "没有登记，要由代管单位或经办人收款"),
        ("PAYEE_FITS", facts(payee_kind="OWN"), False, "所选收款方式不符合规定"),
        ("PAYEE_FITS", facts(REGISTERED, payee_kind="OWN"), True, "所选收款方式可用"),
        ("PAYEE_FITS", facts(payee_kind="HANDLER"), False, "所选收款方式不符合规定"),
        ("ANNUAL_REPORT", facts(), True, "没有登记，不用报年报"),
        ("ANNUAL_REPORT", facts(REGISTERED), None, "还没有登记 2025 年度的年报结论"),
        (
            "ANNUAL_REPORT",
            facts(REGISTERED | {"report_year": 2024, "has_passed_report": True}),
            None,
            "还没有登记 2025 年度的年报结论",
        ),
        (
            "ANNUAL_REPORT",
            facts(REGISTERED | {"report_year": 2025, "has_passed_report": True}),
            True,
            "2025 年度年报合格",
        ),
        (
            "ANNUAL_REPORT",
            facts(REGISTERED | {"report_year": 2025, "has_passed_report": False}),
            False,
            "2025 年度年报不合格",
        ),
        ("NO_DUPLICATE_FUNDING", facts(earlier=[DONE], title="社区合唱节"), True, "本系统里没有同年度、同内容的资助"),
        (
            "NO_DUPLICATE_FUNDING",
            facts(earlier=[DONE], title="楼道电瓶车一起议"),
            False,
            "内容相近：SB-1“楼道电瓶车大家议”",
        ),
        ("NO_DUPLICATE_FUNDING", facts(earlier=[Earlier("SB-4", "花园", 2026, True)]), False, "同年度：SB-4“花园”"),
        ("IN_SCOPE", facts(), None, "系统没有这项记录，请审查时核对"),
    ],
)
def test_what_the_records_say(code, known, holds, evidence):
    assert findings([code], known) == {code: Finding(holds, evidence)}


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 5, 31), 2024), (date(2026, 6, 1), 2025), (date(2026, 1, 1), 2024)]
)
def test_which_annual_report_is_due(today, year):
    assert year_of_report(today) == year


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [("合唱节", "合唱节", 1, 1), ("合唱节", "花园", 0, 0), ("", "", 1, 1), ("花", "花", 1, 1)],
)
def test_likeness_of_titles(one, other, least, most):
    assert least <= likeness(one, other) <= most and likeness(one, other) == likeness(other, one)


def test_every_rule_has_its_source_question_and_cure_in_both_languages():
    names = [f"{name}{lang}" for name in ("", "source_", "ask_", "cure_") for lang in ("zh", "en")]
    assert [(rule["code"], name) for rule in RULES for name in names if not rule.get(name)] == []
    assert {rule["code"] for rule in RULES} >= set(RECORDS) and {rule["fine"] for rule in RULES} == {"YES", "NO"}


@pytest.mark.parametrize(
    ("holds", "said", "outcome"),
    [
        (True, "", FINE),
        (True, "NO", FINE),
        (True, "YES", OPEN),
        (None, "", OPEN),
        (None, "NO", FINE),
        (None, "UNSURE", OPEN),
        (False, "NO", BLOCKED),
        (False, "", BLOCKED),
    ],
)
def test_the_records_decide_and_a_doubt_opens_a_question(holds, said, outcome):
    rule = next(one for one in RULES if one["code"] == "NOT_BARRED")
    [told] = verdicts([rule], {"NOT_BARRED": Finding(holds, "")}, {"NOT_BARRED": said} if said else {})
    assert told.outcome == outcome and conclusion([told]) == outcome


@pytest.mark.parametrize(
    ("own", "theirs", "holds"),
    [(True, True, True), (True, None, None), (True, False, False), (False, True, False), (None, False, False)],
)
def test_a_rule_holds_for_everybody_who_applies(own, theirs, holds):
    lead = {"NOT_BARRED": Finding(own, "牵头的记录"), "LEAGUE_FITS": Finding(own, "组别")}
    found = of_all(lead, {"乙社": {"NOT_BARRED": Finding(theirs, "乙的记录")}})
    said = "牵头的记录" if theirs else "牵头的记录；联合单位“乙社”：乙的记录"
    assert found == {"NOT_BARRED": Finding(holds, said), "LEAGUE_FITS": Finding(own, "组别")}


class Unread:
    """Something that nobody is to look at."""

    def __iter__(self):
        raise LookupError

    __bool__ = __len__ = __iter__


@pytest.mark.parametrize("code", RECORDS)
def test_a_rule_says_what_it_looks_at(code):
    """What no rule of an edition looks at is not searched for."""
    for field, those in (("earlier", OF_EARLIER), ("others", OF_OTHERS)):
        try:
            RECORDS[code](facts(**{field: Unread()}))
            looked = False
        except LookupError:
            looked = True
        assert looked == (code in those), field


def test_answers_travel_in_one_field():
    said = {"NOT_BARRED": "NO", "IN_SCOPE": "UNSURE"}
    start = StartForm(contest_id=1, group_id=1, title="暖邻行动", answered=packed(said))
    assert answers_of(start.answered) == said and answers_of("") == {}
    with pytest.raises(ValueError, match="pattern"):
        StartForm(contest_id=1, group_id=1, title="暖邻行动", answered="X=MAYBE;")
