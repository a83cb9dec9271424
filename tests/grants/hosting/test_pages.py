"""A roadshow through the browser and the API: the host, a judge who follows, one who leaves, and everybody else."""

import re

from sqlmodel import select

from grants.conflicts.actions import add_conflict
from grants.conflicts.forms import ConflictForm
from grants.roadshow.models import Roadshow, RoadshowItem
from grants.sheets.models import Sheet, Stage
from tests.grants.hosting.show import Show, show_marks, tell


def keep_out(made):
    first = made.items()[0]
    said = {"seat_id": made.seats[1].id, "proposal_id": first.proposal_id, "reason": "KINSHIP", "note": "书面申请"}
    add_conflict(made.session, made.centre, ConflictForm(**said))


def test_a_roadshow_is_planned_ordered_and_run_by_hand(database, as_):
    made = tell(database, Show.start)
    centre, judge, kept_out = as_(made.centre), as_(made.judges[0]), as_(made.judges[1])
    assert centre.get(f"/contests/{made.contest.id}/roadshow").headers["location"] == (
        f"/roadshows/new?panel_id={made.panel.id}"
    )
    page = centre.get(f"/roadshows/new?panel_id={made.panel.id}").text
    key = re.search(r'name="form_key" value="([^"]+)"', page)[1]
    data = {"panel_id": str(made.panel.id), "rubric_id": str(made.rubric_id), "starts_at": "2027-03-01T09:00"}
    data |= {"talk_minutes": "5", "question_minutes": "5", "form_key": key}
    wrong = centre.post("/roadshows/new", data)
    assert wrong.status_code == 422 and "这一项必须填写" in wrong.text and "2027-03-01T09:00" in wrong.text
    where = centre.post("/roadshows/new", data | {"place": "街道议事厅"}).headers["location"]
    assert "还没有排出场顺序" in centre.get(where).text
    short = centre.post(f"{where}/order", {"kind": "DRAWN", "seed": "03 08 17"})
    assert short.status_code == 422 and "请写明种子从哪里来" in short.text and 'value="03 08 17"' in short.text
    drawn = {"kind": "DRAWN", "seed": "03 08 17", "seed_source": "当期开奖号码"}
    assert centre.post(f"{where}/order", drawn).status_code == 303
    assert "请等候" in judge.get(f"/judging/{made.seats[0].id}/roadshow").text
    with database.writing() as session:
        made.session, made.roadshow = session, session.get(Roadshow, int(where.rsplit("/", 1)[1]))
        keep_out(made)
        session.expunge_all()
    present = {"present": [str(seat.id) for seat in made.seats]}
    assert centre.post(f"{where}/move/start", present).status_code == 303
    assert centre.post(f"{where}/next", {}).status_code == 303
    here = centre.get(where).text
    assert "0 / 4" in here and "应当离场的评委" in here and 'data-gone="' in here
    follow = judge.get(f"/judging/{made.seats[0].id}/roadshow")
    sheet = follow.headers["location"]
    form = judge.get(sheet).text
    assert "陈述清楚" in form and "建议资助金额" not in form and "data-follow" in form and 'data-talk="300"' in form
    leave = kept_out.get(f"/judging/{made.seats[1].id}/roadshow").text
    titles = [p.title for p in made.proposals]
    assert "请离场回避" in leave and not [title for title in titles if title in leave]
    assert kept_out.get(sheet).status_code == 404
    marks = {f"mark-{code}": value for code, value in show_marks(77).items()}
    sent = judge.post(sheet, marks | {"version": "1", "do": "submit"})
    assert sent.headers["location"] == f"/judging/{made.seats[0].id}/roadshow"
    state = centre.get(f"{where}/state?seen=").text
    assert "1 / 4" in state and "请刷新页面后再操作" in state
    assert not re.search(r"(?<!\d)77(?!\d)", re.sub(r"<[^>]+>", "", state))  # names of people end in numbers too
    gone = centre.post(f"{where}/next", {"running_id": "99999"})
    assert gone.status_code == 409 and "别人刚刚处理过" in gone.text


def test_the_api_goes_on_once(database, as_):
    made = tell(database, Show.ready)
    centre = as_(made.centre)
    base, json = f"/api/v1/roadshows/{made.roadshow.id}", {"accept": "application/json"}
    first = centre.http.post(f"{base}/next", json={"running_id": None}, headers=json).json()["items"]
    assert [item["status"] for item in first] == ["RUNNING", "WAITING"]
    again = centre.http.post(f"{base}/next", json={"running_id": None}, headers=json)
    assert again.status_code == 409 and "别人刚刚处理过" in again.json()["detail"]
    with database.reading() as session:
        sheets = session.exec(select(Sheet).where(Sheet.stage == Stage.ROADSHOW)).all()
        running = session.exec(select(RoadshowItem).where(RoadshowItem.status == "RUNNING")).one()
    assert len(sheets) == 5 and {sheet.proposal_id for sheet in sheets} == {running.proposal_id}
    assert as_(made.judges[0]).get(f"/roadshows/{made.roadshow.id}").status_code == 403
