"""Issuing and verifying documents."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from core import audit, clock, storage
from core.access import Area
from core.documents import Facts, Para, certificate_pdf
from core.issued import actions, queries, rules
from core.issued.models import IssuedDocument
from core.notices.actions import publish_notice
from core.notices.pages import NOTICES
from core.permissions import Role
from tests import factories

BLOCKS = [Para("经评审，贵组织申报的项目予以立项。"), Facts([("组织", "银杏里编织社"), ("金额", "3,000.00 元")])]


def make_notice(session, actor):
    thing = session.exec(select(Area).where(Area.code == factories.DISTRICT)).one()
    thing.__dict__["area_code"] = factories.DISTRICT
    return publish_notice(session, actor, thing=thing, kind="x", title="立项公示", body="现予以公示，欢迎监督。")


def issue(session, actor, thing, blocks=BLOCKS, **more):
    return actions.issue(session, actor, thing, "award", "LX", "立项通知书", blocks, issuer="云溪区民政局", **more)


def test_an_issued_document_is_kept_as_printed(session, actor):
    centre = actor(Role.CENTRE)
    one = issue(session, centre, make_notice(session, centre))
    content = storage.get(one.sha256)
    assert content.startswith(b"%PDF-")
    assert (one.number, one.version, one.issued_by) == ("990105-LX-2026-0001", 1, centre.account_id)
    event = audit.timeline(session, "notice", one.noun_id)[0]
    assert (event.kind, event.data["sha256"]) == ("notice.issue", one.sha256)


def test_issued_again_it_keeps_its_number(session, actor):
    centre = actor(Role.CENTRE)
    notice = make_notice(session, centre)
    first = issue(session, centre, notice)
    second = issue(session, centre, notice, [Para("更正：金额为 2,800.00 元。")])
    assert (second.number, second.version) == (first.number, 2)
    assert first.content_hash != second.content_hash
    assert queries.by_code(session, first.verify_code).is_newest is False
    assert queries.by_code(session, first.verify_code).newest_version == 2
    assert queries.by_code(session, second.verify_code).is_newest is True
    notes = [one["note"] for one in queries.documents_of(session, centre, NOTICES, notice)]
    assert ["已有新版" in note for note in notes] == [False, True]


def test_issued_rows_do_not_change(database, session, actor):
    centre = actor(Role.CENTRE)
    issue(session, centre, make_notice(session, centre))
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("UPDATE issued_document SET title = 'x'"))


def test_a_certificate_is_pressed_and_verified_by_the_same_code(session, actor):
    centre = actor(Role.CENTRE)
    one = issue(session, centre, make_notice(session, centre), press=lambda head: certificate_pdf(head, "银杏里编织社"))
    assert storage.get(one.sha256).startswith(b"%PDF-")


def test_what_the_font_lacks_is_said(session, actor):
    centre = actor(Role.CENTRE)
    one = issue(session, centre, make_notice(session, centre), [Para("共享花园🌱")])
    assert one.missing == "🌱"


@pytest.mark.parametrize("typed", [str, str.lower, rules.spaced, lambda code: f"  {code[:6]} {code[6:]} "])
def test_codes_are_read_as_typed(typed):
    code = rules.new_code()
    assert rules.normal_code(typed(code)) == code


@pytest.mark.parametrize("typed", ["", "x", "0" * 12, "../../etc", "A" * 13, "ABCD-EFGH-JKL1"])
def test_what_is_no_code_is_none(typed):
    assert rules.normal_code(typed) is None


@pytest.fixture
def issued(database):
    with database.writing() as session:
        centre = factories.make_actor(session, Role.CENTRE)
        return issue(session, centre, make_notice(session, centre))


def test_anybody_verifies_by_code_and_learns_nothing_about_persons(browser, issued):
    page = browser().get(f"/verify/{issued.verify_code}")
    assert page.status_code == 200
    shown = ("立项通知书", issued.number, "云溪区民政局", issued.content_hash, clock.format_date(clock.today()))
    assert [fact for fact in shown if fact not in page.text] == []
    assert "人员" not in page.text
    assert (
        browser()
        .get(f"/verify?code={rules.spaced(issued.verify_code).lower()}")
        .headers["location"]
        .endswith(issued.verify_code)
    )
    assert browser().get("/verify").status_code == 200
    assert browser().get("/verify/AAAABBBBCCCC").status_code == 404
    assert browser().get("/verify?code=nonsense").status_code == 404
    assert browser().get(f"/api/v1/verify/{issued.verify_code}").json()["version"] == 1


def test_a_file_verifies_only_as_it_was_issued(browser, issued):
    content = storage.get(issued.sha256)
    same = browser().post("/verify", files={"file": ("a.pdf", content)})
    assert (same.status_code, "文件与出具时完全一致" in same.text) == (200, True)
    changed = browser().post("/verify", files={"file": ("a.pdf", content[:-1] + b"x")})
    assert (changed.status_code, "没有核验通过" in changed.text) == (200, True)
    assert browser().post("/verify").status_code == 422
    assert browser().post("/verify", files={"file": ("a.pdf", bytes(13_000_000))}).status_code == 413


def test_documents_are_downloaded_by_who_sees_the_record(browser, issued):
    page = browser(Role.CENTRE).get("/notice-desk/1")
    href = re.search(r"/documents/\d+", page.text)[0]
    got = browser(Role.CENTRE).get(href)
    assert (got.status_code, got.content) == (200, storage.get(issued.sha256))
    assert got.headers["content-disposition"].startswith("attachment")
    assert browser(Role.CENTRE, factories.OTHER_DISTRICT).get(href).status_code == 404
    assert browser(Role.JUDGE).get(href).status_code == 404
    assert browser().get(href).status_code == 303


def test_two_that_issue_at_once_make_one_version(session, actor):
    centre = actor(Role.CENTRE)
    one = issue(session, centre, make_notice(session, centre))
    double = IssuedDocument(**one.model_dump(exclude={"id", "verify_code"}), verify_code="X")
    session.add(double)
    with pytest.raises(DatabaseError):
        session.flush()
