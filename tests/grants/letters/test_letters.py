"""Result letters: one for each applicant, at once, saying what to do better and nothing that names a judge."""

from datetime import timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import select

from core import clock, codelists
from core.errors import Forbidden, WrongState
from core.files.models import StoredFile
from core.files.queries import content_of
from core.mail import OutboxMail
from core.notices import actions as notice_actions
from core.schemes import parse_definition
from grants.awards import actions as award_actions
from grants.awards.forms import ChoiceForm
from grants.awards.queries import awards_of
from grants.letters import actions, queries, rules
from tests.grants.judging.round import COMMENT, Round

SHARED = "楼道照明和扶手的建议值得吸收，请补一份安全预案。"
DEFINITION = parse_definition(codelists.shipped()["proposal_rubric"])


def decided(made: Round) -> Round:
    """Two proposals scored and opened, the first chosen, the list final; one judge lets his words go."""
    made.start()
    made.score(0, 0, 80, comment=SHARED, is_shared=True)
    for judge in range(1, 5):
        made.score(judge, 0, 80)
    for judge in range(5):
        made.score(judge, 1, 62)
    made.close()
    chosen = ChoiceForm(chosen=[{"proposal_id": made.proposals[0].id, "amount_fen": "2000"}])
    award_actions.propose_awards(made.session, made.centre, made.contest, chosen)
    notice = award_actions.announce(made.session, made.district, made.contest)
    with clock.clock_at(clock.now() + timedelta(days=40)):
        notice_actions.confirm_notice(made.session, made.district, notice)
        award_actions.confirm_awards(made.session, made.district, made.contest)
    return made


@pytest.mark.parametrize(("mean", "percent"), [("20", 100), ("18", 80), ("17.9", 80), ("10", 40), ("0", 0)])
def test_the_nearest_anchor_of_two_equally_near_ones_is_the_lower(mean, percent):
    leaf = DEFINITION.groups[0].leaves[0]
    assert rules.nearest_anchor(leaf, Fraction(mean)).percent == percent


def test_two_sheets_say_nothing_because_they_would_say_who(session, actor):
    marks = {leaf.code: str(leaf.max_points) for group in DEFINITION.groups for leaf in group.leaves}
    assert rules.feedback(DEFINITION, [marks] * 2) == []
    told = rules.feedback(DEFINITION, [marks] * 3)
    assert len(told) == len(marks) and told[0][1] == DEFINITION.groups[0].leaves[0].anchors[0].title


def test_comments_come_in_no_order_of_judges():
    assert rules.in_no_order(["乙", " 甲 ", "", "乙"]) == rules.in_no_order(["甲", "乙"])


def test_everybody_gets_exactly_one_letter(session, actor):
    made = Round(session, actor, 2)
    with pytest.raises(WrongState, match="名单生效后"):
        actions.send_letters(session, made.district, made.contest)
    decided(made)
    with pytest.raises(Forbidden):
        actions.send_letters(session, made.centre, made.contest)
    assert actions.send_letters(session, made.district, made.contest) == 2
    with pytest.raises(WrongState, match="都已经发出"):
        actions.send_letters(session, made.district, made.contest)
    texts = []
    for letter in queries.letters_of(session, made.district, made.contest):
        pdf = content_of(session.get_one(StoredFile, letter.sent.file_id))
        texts.append("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    won, lost = texts
    assert "同意立项" in won and "2,000.00" in won and "本届未入选" in lost and "2,000.00" not in lost
    # Only the words that were let go, no mark, no judge.
    assert SHARED[:12] in won and COMMENT[:12] not in won and SHARED[:12] not in lost
    names = [seat.organisation for seat in made.seats if seat.organisation] + [judge.name for judge in made.judges]
    assert not [name for name in names for text in texts if name in text]
    assert "62.00" not in lost and "80.00" not in won


def test_a_letter_about_a_revoked_award_names_no_amount(session, actor):
    made = decided(Round(session, actor, 2))
    award = awards_of(session, made.contest.id)[0]
    award_actions.revoke_award(session, made.district, award, "负责人搬离，书面放弃立项")
    assert actions.send_letters(session, made.district, made.contest) == 2
    letter = queries.letters_of(session, made.district, made.contest)[0]
    pdf = content_of(session.get_one(StoredFile, letter.sent.file_id))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert (letter.amount_fen, letter.outcome) == (None, "立项后已撤销")
    assert "立项金额" not in text and "2,000" not in text and "祝贺" not in text and "立项后已撤销" in text


def test_the_page_shows_every_letter_before_it_goes(story, as_):
    made = story(decided)
    path = f"/contests/{made.contest.id}/letters"
    page = as_(made.district).get(path).text
    assert "一次发出 2 份" in page and SHARED in page and "本届未入选" in page
    for other in (made.centre, made.worker, made.judges[0]):
        assert as_(other).get(path).status_code in (403, 404)
        assert as_(other).post(path, {}).status_code in (403, 404)
    assert as_(made.district).post(path, {}).status_code == 303
    again = as_(made.district).post(path, {})
    assert again.status_code == 409 and "都已经发出" in again.text
    proposal = as_(made.worker).get(f"/proposals/{made.proposals[1].id}").text
    assert "评审结果通知书" in proposal


def test_the_api_sends_once(story, as_, database):
    made = story(decided)
    path = f"/api/v1/contests/{made.contest.id}/letters"
    client = as_(made.district)
    assert [one["document_number"] for one in client.get(path).json()["items"]] == [None, None]
    sent = client.post(path, json={})
    assert sent.status_code in (200, 201) and all(one["document_number"] for one in sent.json()["items"])
    assert client.post(path, json={}).status_code == 409
    with database.reading() as session:
        assert session.exec(select(OutboxMail).where(OutboxMail.subject == "评审结果通知书")).all() == []
