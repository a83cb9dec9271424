"""A round through the browser and the API; and twins that differ in one sealed score look alike to everybody else."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook
from sqlmodel import select

from core import clock
from core.permissions import Role
from grants.judging.queries import ranking_of
from grants.sheets import actions, queries, rules
from grants.sheets.models import Sheet
from tests.factories import COMMUNITY_A, OTHER_DISTRICT
from tests.grants.judging.round import COMMENT, FULL, Round, marks_of


def started(made):
    made.start()


def typed(points=80, **changed):
    marks = {f"mark-{code}": value for code, value in marks_of(points).items()}
    return {**marks, "comment": COMMENT, "recommendation": "FUND", "suggested_fen": "1500"} | changed


def test_the_journey_of_a_judge(story, as_):
    made = story()
    judge, seat, (first, second) = as_(made.judges[0]), made.seats[0].id, made.proposals
    assert "接受邀请" in judge.get("/judging").text
    assert judge.post(f"/panel-seats/{seat}/move", {"verb": "accept"}).status_code == 303
    home = judge.get("/judging").text
    assert "2 份申报书要先声明" in home and "暖邻行动" not in home
    page = judge.get(f"/judging/{seat}/declare").text
    assert "暖邻行动" in page and "银杏里助老队" not in page and "周小满" not in page
    refused = judge.post(f"/judging/{seat}/declare", {f"answer-{first.id}": "OTHER", f"note-{second.id}": "还没想好"})
    assert refused.status_code == 422 and "请写明情形" in refused.text and "还没想好" in refused.text
    answers = {f"answer-{first.id}": "NONE", f"answer-{second.id}": "COACH"}
    assert judge.post(f"/judging/{seat}/declare", answers).status_code == 303
    home = judge.get("/judging").text
    assert "暖邻行动" in home and "指尖暖冬" not in home


def test_scoring_saves_as_one_types_and_locks_when_handed_in(story, as_, database):
    made = story(started)
    with database.reading() as session:
        mine = session.exec(select(Sheet.id).where(Sheet.seat_id == made.seats[0].id).order_by(Sheet.id)).first()
    judge, where = as_(made.judges[0]), f"/score-sheets/{mine}"
    page = judge.get(where + "/form")
    assert page.status_code == 200 and "需求真实性" in page.text and "统筹" in page.text
    assert not [name for name in ("周小满", "吴一", "银杏里助老队", "银杏里社区居委会") if name in page.text]
    saved = judge.post(where + "/form", {"mark-NEED": "8.5", "version": "1"}, headers={"accept": "application/json"})
    assert saved.json()["version"] == 2
    stale = judge.post(where + "/form", {"mark-NEED": "9", "version": "1"}, headers={"accept": "application/json"})
    assert stale.status_code == 409
    wrong = judge.post(where + "/form", typed(**{"mark-NEED": "20.3", "version": "2", "do": "submit"}))
    assert wrong.status_code == 422 and "20.3" in wrong.text and COMMENT in wrong.text
    short = judge.post(where + "/form", typed(comment="太短", version="2", do="submit"))
    assert short.status_code == 422 and "评语不少于 20 字" in short.text and "太短" in short.text
    assert 'value="8.5"' in judge.get(where + "/form").text
    sent = judge.post(where + "/form", typed(version="2", do="submit"))
    assert sent.status_code == 303, sent.text
    shown = judge.get(where).text
    assert "已封存" in shown and COMMENT in shown
    assert judge.get(where + "/form").status_code == 303
    assert judge.post(where + "/form", typed(60)).status_code in (409, 422)
    assert "1</span>" in judge.get("/judging").text or "1 / 2" in judge.get("/judging").text
    assert judge.get(where + "/blank").content.startswith(b"%PDF")


def test_the_office_forms_the_panel_and_closes_the_round(story, as_):
    made = story(started, lambda m: m.score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 81]))
    centre, panel = as_(made.centre), f"/panels/{made.panel.id}"
    assert centre.get(f"/contests/{made.contest.id}/judging").headers["location"] == panel
    page = centre.get(panel).text
    assert "10 / 10" in page and "名次" not in page
    assert centre.get(panel + "/workbook").status_code == 404
    assert centre.post(panel + "/move", {"verb": "ask"}).status_code == 303
    waiting = centre.get(panel).text
    assert "申请的人不能自己确认" in waiting and "10 / 10" in waiting and "名次" not in waiting
    closed = as_(made.district).post(panel + "/move", {"verb": "close"})
    assert closed.status_code == 303, closed.text
    page = centre.get(panel).text
    assert "<del>50.00</del>" in page and "82.00" in page and "评分分布" in page
    assert centre.post(panel + "/summary", {"form_key": "k"}).status_code == 303
    assert "项目评审汇总表" in centre.get(panel).text
    wrong = centre.post(panel + "/ballot", {"numbers": "XX YY", "reason": "五票对零票"})
    assert wrong.status_code == 422 and "XX YY" in wrong.text and "没有这些编号" in wrong.text


def recomputed(content: bytes) -> list[tuple[str, str]]:
    """The ranking from nothing but the workbook, in integer halves of points and hundredths."""
    book = load_workbook(BytesIO(content))
    rules = dict(row[:2] for row in book["规则"].iter_rows(min_row=2, values_only=True))
    heads, *rows = book["评分表"].iter_rows(values_only=True)
    totals: dict[str, list[int]] = {}
    for row in rows:
        line = dict(zip(heads, row, strict=True))
        totals.setdefault(line["申报书编号"], []).append(sum(round(float(line[code]) * 2) for code in FULL))
    found = []
    for number, values in totals.items():
        kept = sorted(values)
        if len(kept) >= int(rules["trim_from"]):
            kept = kept[int(rules["trim_drop"]) : -int(rules["trim_drop"])]
        hundredths, rest = divmod(sum(kept) * 50, len(kept))
        found.append((hundredths + (2 * rest >= len(kept)), number))
    return [
        (number, f"{score // 100}.{score % 100:02d}") for score, number in sorted(found, key=lambda f: (-f[0], f[1]))
    ]


def test_the_ranking_follows_from_the_exported_workbook(story, as_, database):
    points = [50, 80, 82, 84, 99], [81, 81, 81, 81, 80], [77, 60, 91, 66, 70]
    made = story(started, lambda m: m.score_all(*points), Round.close, proposals=3)
    content = as_(made.centre).get(f"/panels/{made.panel.id}/workbook").content
    with database.reading() as session:
        stored = [(place.number, f"{place.score}") for place in ranking_of(session, made.contest.id)]
    assert recomputed(content) == stored


def test_who_may_open_what(story, as_, browser):
    made = story(started)
    panel, seat = f"/panels/{made.panel.id}", f"/panel-seats/{made.seats[0].id}"
    judge, other, team = as_(made.judges[0]), browser(Role.CENTRE, OTHER_DISTRICT), browser(Role.TEAM, COMMUNITY_A)
    assert [who.get(panel).status_code for who in (judge, other, team, browser())] == [403, 404, 403, 303]
    assert [who.get(seat).status_code for who in (judge, as_(made.judges[1]), other, team)] == [200, 404, 404, 404]
    assert [who.get("/judging").status_code for who in (judge, team, other)] == [200, 403, 403]
    assert as_(made.district).post(panel + "/reopen", {}).status_code == 422
    assert judge.post(panel + "/reopen", {}).status_code == 403
    assert judge.get(f"/proposals/{made.proposals[0].id}").status_code in (403, 404)


def test_the_api_of_a_round(story, as_):
    made = story(lambda m: m.accept())
    judge, seat, centre = as_(made.judges[0]), made.seats[0].id, as_(made.centre)
    path = f"/api/v1/panel-seats/{seat}/declarations"
    waiting = judge.get(path).json()["items"]
    assert [card["hint"] for card in waiting] == ["SAME_COMMUNITY", "SAME_COMMUNITY"]
    answers = [{"proposal_id": card["proposal_id"], "reason": None} for card in waiting]
    assert judge.post(path, json={"answers": answers[:1]}).status_code == 422
    assert judge.post(path, json={"answers": answers}).json() == {"declared": 2}
    moved = centre.post(f"/api/v1/panels/{made.panel.id}/moves", json={"verb": "start"})
    assert moved.json()["status"] == "SCORING", moved.text
    sheet = judge.get("/api/v1/score-sheets").json()["items"][0]
    assert (sheet["marks"], sheet["total"]) == (None, None)
    content = f"/api/v1/score-sheets/{sheet['id']}/content"
    body = {"marks": marks_of(80), "comment": COMMENT, "recommendation": "FUND", "suggested_fen": "1500.00"}
    saved = judge.post(content, json=body)
    assert saved.json() == body | {"version": 2}
    assert judge.post(content, json={"marks": {"NEED": 1.5}}).status_code == 422
    done = judge.post(f"/api/v1/score-sheets/{sheet['id']}/moves", json={"verb": "submit"})
    assert done.json()["status"] == "SUBMITTED" and len(done.json()["commitment"]) == 64
    for who in (centre, as_(made.judges[1])):
        assert who.get(content).status_code in (403, 404)
        assert who.get(f"/api/v1/score-sheets/{sheet['id']}").status_code == 404
        assert sheet["id"] not in [one["id"] for one in who.get("/api/v1/score-sheets").json()["items"]]


def test_a_conflict_hides_the_proposal_everywhere(story, as_, database):
    made = story(started)
    judge, first = as_(made.judges[0]), made.proposals[0]
    with database.reading() as session:
        here = (Sheet.seat_id == made.seats[0].id, Sheet.proposal_id == first.id)
        sheet = session.exec(select(Sheet.id).where(*here)).one()
    form = {"seat_id": made.seats[0].id, "proposal_id": first.id, "reason": "KINSHIP", "note": "申报方书面申请，已核实"}
    made_row = as_(made.centre).post("/conflicts/new", form)
    assert made_row.status_code == 303, made_row.text
    paths = [f"/score-sheets/{sheet}{rest}" for rest in ("", "/form", "/blank", "/files/1")]
    paths += [f"/api/v1/score-sheets/{sheet}", f"/api/v1/score-sheets/{sheet}/content"]
    assert {judge.get(path).status_code for path in paths} == {404}
    for path in (
        "/judging",
        "/score-sheets",
        "/score-sheets?q=SB",
        "/api/v1/score-sheets",
        f"/judging/{made.seats[0].id}/declare",
    ):
        text = judge.get(path).text
        assert first.title not in text and first.number not in text, path


SECRET = [
    "/judging",
    "/desk",
    "/panels",
    "/panels/export",
    "/panels/{panel}",
    "/panel-seats",
    "/panel-seats/{seat}",
    "/conflicts",
    "/score-sheets",
    "/score-sheets/export",
    "/score-sheets/{sheet}",
    "/score-sheets/{sheet}/form",
    "/contests/{contest}",
    "/proposals",
    "/proposals/{proposal}",
    "/search?q=暖邻",
    "/api/v1/panels",
    "/api/v1/panels/{panel}",
    "/api/v1/panel-seats",
    "/api/v1/score-sheets",
    "/api/v1/score-sheets/{sheet}",
    "/api/v1/score-sheets/{sheet}/content",
    "/api/v1/contests/{contest}",
    "/api/v1/proposals/{proposal}",
    "/panels/{panel}/workbook",
]


def seen(people, names):
    """Every answer that these people get, status and body; keys that pages make anew are cut out."""
    found = {}
    for who, client in people.items():
        for path in SECRET:
            answer = client.get(path.format(**names))
            body = answer.content if answer.headers["content-type"].startswith("application/vnd") else answer.text
            found[who, path] = (answer.status_code, without_keys(body), answer.headers.get("location"))
    return found


def without_keys(body):
    if isinstance(body, bytes):
        return list(load_workbook(BytesIO(body)).active.iter_rows(values_only=True))
    parts = body.split('name="form_key" value="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


TOLD = {"more marks": (), "handed in": ("centre", "district"), "another score": ()}
"""Change of a sealed sheet → who learns of it: the office is told how many sheets of the whole panel are in."""


def test_twins_that_differ_in_one_sealed_sheet_look_alike_to_everybody_else(story, as_, browser, database):
    made = story(started)
    with database.reading() as session:
        sheet = session.exec(select(Sheet).where(Sheet.seat_id == made.seats[0].id).order_by(Sheet.proposal_id)).first()
    names = {"panel": made.panel.id, "seat": made.seats[0].id, "sheet": sheet.id}
    names |= {"contest": made.contest.id, "proposal": made.proposals[0].id}
    people = {"other judge": as_(made.judges[1]), "applicant": as_(made.worker), "public": browser()}
    people |= {"auditor": browser(Role.AUDITOR), "admin": browser(Role.ADMIN), "finance": browser(Role.FINANCE)}
    people |= {"centre": as_(made.centre), "district": as_(made.district)}
    author = as_(made.judges[0])
    with clock.clock_at(datetime.now(UTC) + timedelta(minutes=5)):
        before = seen(people, names)
        for change, told in TOLD.items():
            mine = without_keys(author.get(f"/score-sheets/{sheet.id}").text)
            change_sheet(author, database, made, sheet.id, change)
            after = seen(people, names)
            assert without_keys(author.get(f"/score-sheets/{sheet.id}").text) != mine
            assert [key for key in before if before[key] != after[key] and key[0] not in told] == [], change
            before = after
    assert {status for (who, _path), (status, _b, _l) in before.items() if who == "other judge"} >= {200, 404}


def change_sheet(author, database, made, sheet_id, change):
    """Make the other twin: through the author's own pages, or by putting another score under the same seal."""
    where = f"/score-sheets/{sheet_id}/form"
    if change == "more marks":
        assert author.post(where, typed(90)).status_code == 303
    elif change == "handed in":
        assert author.post(where, typed(90, do="submit")).status_code == 303
    else:
        with database.writing() as session:
            sheet = session.get_one(Sheet, sheet_id)
            content = queries.content_of(session, sheet) | {"marks": marks_of(95)}
            sheet.sealed = actions.seal_content(session, made.panel, sheet, content)
            sheet.commitment = rules.commitment_of(content)
            session.add(sheet)
