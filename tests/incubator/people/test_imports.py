"""Lists of talents: read, confirmed, entered once; what was refused comes back with its reason."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlmodel import select

from core import storage, vault
from core.call import Upload
from core.clock import clock_at, now
from core.errors import Forbidden, Refused, WrongState
from core.files.models import StoredFile
from core.imports.rejected import rejected_rows
from core.permissions import Role
from core.tables import spreadsheet
from incubator.people import actions, queries
from incubator.people.forms import ImportForm, TalentForm
from incubator.people.models import ImportStatus, Talent, TalentImport
from tests.factories import COMMUNITY_A, COMMUNITY_B

HEAD = ["姓名", "联系电话", "所在社区", "出生年月", "特长类别", "发现渠道", "备注"]
ROWS = [
    ["周小满", "138-1590-8301", "银杏里", "1955.2", "手工非遗", "日常走访", "=1+1"],
    ["吴 桐", "13815908302", "银杏里社区", "", "文艺才艺、体育健身", "", ""],
    ["周小满", "13815908301", "银杏里社区", "", "手工非遗", "", ""],
    ["李四", "1381590", "银杏里社区", "", "手工非遗", "", ""],
    ["王五", "13815908305", "河畔社区", "", "手工非遗", "", ""],
    ["合计", "", "", "", "", "", "5"],
]
LIST = spreadsheet("能人", HEAD, ROWS)
FORM = ImportForm(consent_on="2026-11-01", consent_channel="PAPER", discover_channel="RECOMMEND")


@pytest.fixture
def worker(actor):
    return actor(Role.COMMUNITY, COMMUNITY_A)


def plan(session, worker, form=FORM, content=LIST):
    return actions.plan_talents(session, worker, form, Upload("登记表.xlsx", content))


def talents(session):
    return session.exec(select(Talent).order_by(Talent.id)).all()


def test_a_dry_run_writes_nothing_and_keeps_the_list_sealed(session, worker):
    made = plan(session, worker)
    assert (made.total, made.ok_count, made.duplicate_count, made.error_count) == (5, 2, 1, 2)
    assert talents(session) == []
    stored = storage.get(session.get_one(StoredFile, made.file_id).sha256)
    assert b"PK" not in stored[:10] and b"13815908302" not in stored
    assert queries.content_of_import(session, made) == LIST


def test_confirming_enters_the_good_rows_once(session, worker):
    made = plan(session, worker)
    entered = actions.apply_import(session, worker, made)
    assert [(t.name, t.area_code, t.birth_year, t.discover_channel, t.notes) for t in entered] == [
        ("周小满", COMMUNITY_A, 1955, "VISIT", "=1+1"),
        ("吴桐", COMMUNITY_A, None, "RECOMMEND", ""),
    ]
    assert entered[0].consent_version and entered[0].phone_masked == "138****8301"
    assert [o["verdict"] for o in made.outcomes] == ["ok", "ok", "duplicate", "error", "error"]
    with pytest.raises(WrongState):
        actions.apply_import(session, worker, made)


def test_who_came_in_between_is_not_doubled(session, worker):
    made = plan(session, worker)
    data = TalentForm(
        name="吴桐", area_code=COMMUNITY_A, phone="13815908302", categories=["ARTS"], discover_channel="SELF"
    )
    actions.add_talent(session, worker, data)
    assert [t.name for t in actions.apply_import(session, worker, made)] == ["周小满"]
    assert (made.ok_count, made.duplicate_count) == (1, 2)


def test_discarding_destroys_the_list(session, worker):
    made = plan(session, worker)
    actions.discard_import(session, worker, made)
    assert made.status == ImportStatus.DISCARDED
    with pytest.raises(vault.Erased):
        queries.content_of_import(session, made)


def test_a_list_is_found_old_after_thirty_days(session, worker):
    plan(session, worker)
    assert queries.list_old_imports(session, now() - timedelta(days=actions.KEEP_DAYS)) == []
    with clock_at(now() + timedelta(days=31)):
        assert len(queries.list_old_imports(session, now() - timedelta(days=actions.KEEP_DAYS))) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "请选择要导入的登记表"),
        (b"<html>", "文件打不开"),
        (spreadsheet("x", ["品名", "数量"], [["笔", "3"]]), "没有找到这些列"),
        (spreadsheet("x", HEAD, []), "表头下面没有人员"),
    ],
)
def test_what_is_no_list_is_refused(session, worker, content, sentence):
    with pytest.raises(Refused, match=sentence):
        plan(session, worker, content=content)


def test_a_team_may_not_import(session, actor):
    with pytest.raises(Forbidden):
        plan(session, actor(Role.TEAM, COMMUNITY_A))


def test_the_two_steps_in_the_browser(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    assert worker.get("/talent-imports/new").status_code == 200
    refused = worker.post("/talent-imports/new", {"consent_on": "2026-11-01"}, files={"file": ("名单.xlsx", LIST)})
    assert refused.status_code == 422 and "一起填写" in refused.text
    data = {"consent_on": "2026-11-01", "consent_channel": "PAPER", "form_key": "k"}
    sent = worker.post("/talent-imports/new", data, files={"file": ("名单.xlsx", LIST)})
    assert sent.status_code == 303, sent.text
    where = sent.headers["location"]
    page = worker.get(where).text
    assert "手机号应为 11 位数字" in page and "同一社区已有相同的手机号" in page and "138-1590-8301" in page
    assert browser(Role.COMMUNITY, COMMUNITY_B).get(where).status_code == 404
    rejected = openpyxl.load_workbook(BytesIO(worker.get(where + "/rejected").content)).active
    assert [cell.value for cell in rejected[1]] == [*HEAD, "原行号", "结果", "原因"]
    assert [row[7].value for row in rejected.iter_rows(min_row=2)] == ["4", "5", "6"]
    assert worker.post(where + "/move", {"verb": "apply", "version": "1"}).status_code == 303
    assert "已导入 2 人" in worker.get(where).text
    assert worker.get(where + "/rejected").status_code == 200
    assert "吴桐" in worker.get("/talents").text
    shown = worker.get("/api/v1" + where).json()
    assert (shown["ok_count"], shown["status"]) == (2, "APPLIED")


def test_formulas_come_back_as_text(session, worker, browser):
    rows = [["李四", "12", "银杏里", "", "", "", "=HYPERLINK(1)"]]
    made = plan(session, worker, content=spreadsheet("x", HEAD, rows))
    found = queries.rows_of(queries.content_of_import(session, made), made.name, made.sheet)
    sheet = openpyxl.load_workbook(
        BytesIO(rejected_rows(found, 1, [{"row": 2, "verdict": "error", "reason": "x"}]))
    ).active
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("=HYPERLINK(1)", "s")


def test_the_list_of_imports(browser, database):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    worker.post("/talent-imports/new", {}, files={"file": ("名单.xlsx", LIST)})
    assert "名单.xlsx" in worker.get("/talent-imports").text
    with database.reading() as session:
        assert session.exec(select(TalentImport.area_code)).one() == COMMUNITY_A
