"""Attachments of proposals: sent from the step they belong to, frozen with it, and nameless for judges."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.accounts.models import Account
from core.call import Upload
from core.files.actions import attach
from core.permissions import Role
from grants.proposals import actions, queries
from grants.proposals.models import Slot
from tests import factories
from tests.core.files.samples import PDF, image
from tests.factories import COMMUNITY_C
from tests.grants.judging.round import Round
from tests.grants.story import Story, hand_in

PNG = image("PNG")


@pytest.fixture
def draft(database):
    """A committed draft with its story."""
    with database.writing() as session:
        story = Story(session, lambda *who: factories.make_actor(session, *who))
        proposal = story.proposal(story.contest())
        session.expunge_all()
    return story, proposal


@pytest.fixture
def as_(browser, database):
    def enter(actor):
        with database.reading() as session:
            account = session.get_one(Account, actor.account_id)
            session.expunge(account)
        return browser(account=account)

    return enter


def send(client, proposal, slot, name="走访.png", content=PNG, **typed):
    path = f"/attachments/proposal/{proposal.id}"
    return client.post(path, {"slot": slot, **typed}, files={"file": (name, content)})


def test_a_file_is_sent_from_its_step_and_one_returns_there(draft, as_, database):
    story, proposal = draft
    worker = as_(story.worker)
    page = worker.get(f"/proposals/{proposal.id}/steps/3").text
    assert 'capture="environment"' in page and 'value="nameless"' in page and 'value="charter"' not in page
    answer = send(worker, proposal, "evidence", back="steps/3", caption="三十户走访")
    assert answer.headers["location"] == f"/proposals/{proposal.id}/steps/3#files"
    assert "走访.png" in worker.get(f"/proposals/{proposal.id}/steps/3").text
    assert "走访.png" not in worker.get(f"/proposals/{proposal.id}/steps/2").text
    assert "走访.png" in worker.get(f"/proposals/{proposal.id}").text
    with database.reading() as session:
        [(one, _stored)] = queries.files_of(session, proposal.id)
    removed = worker.post(f"/attachments/{one.id}/remove?back=steps/3")
    assert removed.headers["location"] == f"/proposals/{proposal.id}/steps/3#files"
    assert "走访.png" not in worker.get(f"/proposals/{proposal.id}").text


@pytest.mark.parametrize("back", ["//evil.example", "../../accounts", "steps/3?x=1", "https:", "steps/3/4"])
def test_one_returns_nowhere_else(draft, as_, back):
    story, proposal = draft
    answer = send(as_(story.worker), proposal, "evidence", back=back)
    assert answer.headers["location"] == f"/proposals/{proposal.id}#files"


@pytest.mark.parametrize(
    ("slot", "name", "content", "sentence"),
    [
        ("", "走访.png", PNG, "请选择附件的类别。"),
        ("minutes", "走访.png", PNG, "请选择附件的类别。"),
        ("evidence", "走访.svg", b"<svg/>", "SVG 里可以藏程序"),
        ("evidence", "走访.png", b"", "是空文件"),
        ("paper", "第一页.heic", PNG, "HEIC"),
    ],
)
def test_what_is_refused(draft, as_, slot, name, content, sentence):
    story, proposal = draft
    answer = send(as_(story.worker), proposal, slot, name, content)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_nothing_chosen_is_refused(draft, as_):
    story, proposal = draft
    answer = as_(story.worker).post(f"/attachments/proposal/{proposal.id}", {"slot": "evidence"})
    assert answer.status_code == 422
    assert "请先选择文件。" in answer.text


def stranger(database):
    """A judge of another round."""
    with database.writing() as session:
        return factories.make_actor(session, Role.JUDGE)


def test_others_neither_send_nor_read(draft, as_, browser, database):
    story, proposal = draft
    with database.writing() as session:
        [one] = [attach(session, story.worker, proposal, Upload("章程.pdf", PDF), Slot.CHARTER)]
    for client in (browser(Role.COMMUNITY, COMMUNITY_C), as_(stranger(database))):
        assert send(client, proposal, "evidence").status_code == 404
        assert client.get(f"/files/{one.id}").status_code == 404
        assert client.get(f"/api/v1/attachments/{one.id}/content").status_code == 404


def test_what_was_submitted_is_frozen_and_covered_by_the_hash(draft, as_, database):
    story, proposal = draft
    with database.writing() as session:
        proposal = session.merge(proposal)
        before = actions.rules.content_hash(actions.snapshot_of(session, proposal))
        one = attach(session, story.worker, proposal, Upload("走访.png", PNG), Slot.EVIDENCE)
        hand_in(session, story.worker, proposal)
        [file] = proposal.snapshot["files"]
        assert proposal.content_hash != before
        assert (file["slot"], file["size"]) == ("evidence", len(PNG))
        assert "走访" not in str(proposal.snapshot["files"])
    worker = as_(story.worker)
    for answer in (send(worker, proposal, "evidence"), worker.post(f"/attachments/{one.id}/remove")):
        assert answer.status_code == 403
    assert "添加附件</summary>" not in worker.get(f"/proposals/{proposal.id}").text


def test_the_pdf_lists_them(draft, as_, database):
    story, proposal = draft
    worker = as_(story.worker)
    send(worker, proposal, "evidence", caption="三十户走访登记")
    send(worker, proposal, "charter", "章程.pdf", PDF)
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(worker.get(f"/proposals/{proposal.id}/pdf").content)).pages
    )
    with database.reading() as session:
        hashes = [stored.sha256[:16] for _one, stored in queries.files_of(session, proposal.id)]
    assert "附件清单" in text and "三十户走访登记" in text and "章程.pdf" in text
    assert all(sha in text.replace("\n", "") for sha in hashes)


def test_a_judge_sees_nameless_files_under_neutral_names(database, as_):
    with database.writing() as session:
        made = Round(session, lambda *who: factories.make_actor(session, *who))
        proposal = made.proposals[0]
        told = [(Slot.EVIDENCE, "周小满走访.png"), (Slot.NAMELESS, "银杏里助老队问卷.png"), (Slot.CHARTER, "章程.png")]
        files = {
            slot: attach(session, made.worker, proposal, Upload(n, PNG), slot, "周小满整理").id for slot, n in told
        }
        made.start()
        path, judge = f"/score-sheets/{made.sheet(0).id}", made.judges[0]
    client = as_(judge)
    page = client.get(f"{path}/form").text
    assert "附件-1.png" in page
    assert [word for word in ("周小满", "银杏里助老队", "章程.png", "走访.png") if word in page] == []
    shown = client.get(f"{path}/files/{files[Slot.NAMELESS]}")
    assert shown.content == PNG
    assert "%E9%99%84%E4%BB%B6-1.png" in shown.headers["content-disposition"]
    for slot in (Slot.EVIDENCE, Slot.CHARTER):
        assert client.get(f"{path}/files/{files[slot]}").status_code == 404
    assert client.get(f"/files/{files[Slot.NAMELESS]}").status_code == 404
