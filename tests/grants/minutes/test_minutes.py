"""The papers of a roadshow: before the opening no mark is on them, afterwards the result is."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from core.errors import WrongState
from core.files.models import StoredFile
from core.files.queries import content_of
from grants.hosting import actions as hosting
from grants.judging.queries import sheets_with_proposals
from grants.minutes import actions
from grants.panels.models import Panel
from grants.sheets.models import Stage
from tests.grants.hosting.show import Show, tell


@pytest.fixture
def engine():
    return "sqlite"


def heard(made: Show) -> None:
    made.ready()
    made.score_all([80] * 5, [70] * 5)
    made.run_all([90] * 5, [60] * 5)


def words(session, document) -> str:
    content = content_of(session.get_one(StoredFile, document.file_id))
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "")


def test_the_minutes_say_what_happened_and_the_result_only_once_it_is_open(session, actor):
    story = Show(session, actor, 2).ready()
    with pytest.raises(WrongState, match="路演结束后"):
        actions.issue_minutes(session, story.centre, story.roadshow)
    order = words(session, actions.issue_order(session, story.centre, story.roadshow))
    assert "2026135" in order and "当期开奖号码" in order and all(p.number in order for p in story.proposals)
    story.score_all([80] * 5, [70] * 5)
    gone = next(item for item in story.items() if story.place_of(item) == 1)
    hosting.fire_item(session, story.centre, story.roadshow, gone, "miss", "书面放弃")
    story.run_all([91, 92, 93, 94, 95], [])
    sealed = actions.issue_minutes(session, story.centre, story.roadshow)
    text = words(session, sealed)
    assert "街道议事厅" in text and "缺席" in text and "书面放弃" in text and "没有回避" in text
    assert "评分表已封存" in text and "80.00" not in text and "93.00" not in text
    story.close()
    opened = actions.issue_minutes(session, story.centre, story.roadshow)
    assert (opened.number, opened.version) == (sealed.number, 2)
    text = words(session, opened)
    assert "85.20" in text and "评分表已封存" not in text


def test_the_office_prints_and_exports_both_stages(database, as_):
    made = tell(database, heard)
    centre, where = as_(made.centre), f"/roadshows/{made.roadshow.id}"
    assert len(PdfReader(BytesIO(centre.get(f"{where}/blank").content)).pages) == 2
    assert centre.post(f"{where}/minutes", {"form_key": "k-minutes"}).status_code == 303
    assert "路演会议记录" in centre.get(where).text
    with database.writing() as session:
        made.session, made.panel = session, session.get_one(Panel, made.panel.id)
        made.close()
        stages = {sheet.stage for sheet, _proposal, _asked in sheets_with_proposals(session, made.panel)}
        assert stages == set(Stage)
        session.expunge_all()
    book = load_workbook(BytesIO(centre.get(f"/panels/{made.panel.id}/workbook").content))
    assert book.sheetnames == ["规则", "评分表", "路演评分表", "排名 1"]
    assert [cell.value for cell in book["路演评分表"][1]][5:9] == ["CLARITY", "PASSION", "ANSWERS", "RESPONSE"]
    assert "路演各评委总分" in centre.get(f"/panels/{made.panel.id}").text
    assert centre.post(f"/panels/{made.panel.id}/summary", {"form_key": "k-summary"}).status_code == 303
    assert as_(made.judges[0]).get(f"{where}/blank").status_code == 403
