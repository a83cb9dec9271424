"""Building the form of an edition, writing with it, and that nothing that was handed in changes afterwards."""

import json

import pytest

from core.permissions import Role
from grants.builder import actions, rules
from grants.builder.forms import OfferForm
from grants.contests.models import Contest
from grants.proposals import actions as proposals
from grants.proposals.models import Proposal
from grants.proposals.pages import answers_of
from grants.questions.models import Question
from grants.questions.queries import forms_of, versions_of
from grants.sheets.queries import blind_answers
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft
from tests.grants.story import Story, hand_in
from tests.proofs.forms import forms_of as html_forms

WHY = "街道建议多问一句"
QUESTIONS = [
    Question(key="q_where", kind="CHOICE", title="在哪里办", options=["室内", "室外"]),
    Question(key="q_rain", kind="LONG", title="下雨怎么办", when="q_where", when_is=["室外"], least=4),
    Question(key="q_who", kind="TEXT", title="联系哪位志愿者", is_hidden=True, stage="OPTIONAL"),
    Question(key="q_aims", kind="INDICATOR", title="看得见的变化", stage="OPTIONAL"),
]


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def ask(session, story, contest, questions=QUESTIONS):
    forms, after = forms_of(session, contest), "#4"
    for question in questions:
        forms, after = rules.with_question(forms, "FULL", question, after), question.key
    return actions.write_forms(session, story.centre, contest, forms, "多问几句", WHY)


def step(client, draft, number):
    [form] = [f for f in html_forms(client.get(f"/proposals/{draft.id}/steps/{number}").text) if "steps/" in f.action]
    return [(c.name, c.value) for c in form.controls if c.kind not in ("radio", "checkbox") or c.is_checked]


def test_own_questions_are_written_merged_handed_in_and_stay(draft):
    with draft.database.writing() as session:
        ask(session, draft.story, session.get_one(Contest, draft.contest.id))
    one, other = draft.mate("阿一"), draft.mate("阿二")
    first, second = step(one, draft, 4), step(other, draft, 4)
    path, quiet = f"/proposals/{draft.id}/steps/4", {"Accept": "application/json"}

    def save(client, fields, **typed):
        named = {name.replace("__", "."): text for name, text in typed.items()}
        sent = dict([pair for pair in fields if pair[0] not in named]) | named
        answer = client.post(path, sent, headers=quiet)
        assert answer.status_code == 200, answer.text
        return answer.json()

    row = next(name.rsplit(".", 1)[0] for name, _value in first if name.startswith("q_aims."))
    assert save(one, first, q_where="室外", **{f"{row}.name": "上门次数", f"{row}.goal": "50"})["clashes"] == {}
    told = save(other, second, q_where="室内", q_who="王阿姨")
    assert told["clashes"]["q_where"]["text"] == "室外" and "q_who" not in told["clashes"]
    with draft.database.writing() as session:
        proposal = session.get_one(Proposal, draft.id)
        assert {k: v for k, v in proposal.answers.items() if k != "q_aims"} == {"q_where": "室外", "q_who": "王阿姨"}
        assert [line["name"] for line in proposal.answers["q_aims"]] == ["上门次数"]
        assert proposals.gaps_of(session, proposal) == ["“下雨怎么办”还没有填写。"]
    save(one, step(one, draft, 4), q_rain="改到室内活动室")
    with draft.database.writing() as session:
        proposal = session.get_one(Proposal, draft.id)
        hand_in(session, draft.story.worker, proposal)
        before = answers_of(session, proposal)
        contest = session.get_one(Contest, draft.contest.id)
        left = forms_of(session, contest)
        for question in QUESTIONS[::-1]:
            left = rules.without_question(left, "FULL", question.key)
        actions.write_forms(session, draft.story.centre, contest, left, "又不问了", WHY)
        session.refresh(proposal)
        assert answers_of(session, proposal) == before and "改到室内活动室" in str(before)
        assert [version.number for version in versions_of(session, contest.id)] == [3, 2, 1]
        assert rules.question_in(forms_of(session, contest)[0], "q_where") is None
    centre = draft.browser(Role.CENTRE)
    page = centre.get(f"/proposals/{draft.id}").text
    assert "改到室内活动室" in page and "看得见的变化" in page and "上门次数" in page
    assert centre.get(f"/proposals/{draft.id}/pdf").status_code == 200
    told = centre.get(f"/api/v1/proposals/{draft.id}").json()
    assert told["answers"]["q_rain"] == "改到室内活动室"


def test_a_judge_reads_own_answers_but_not_the_hidden_ones_nor_names(draft):

    with draft.database.writing() as session:
        contest = session.get_one(Contest, draft.contest.id)
        ask(session, draft.story, contest)
        proposal = session.get_one(Proposal, draft.id)
        proposal.answers = {"q_where": "室外", "q_rain": "请周小满改到室内", "q_who": "王阿姨"}
        session.flush()
        hand_in(session, draft.story.worker, proposal)
        shown = str(blind_answers(session, proposal, proposals.queries.group_of(session, proposal), "zh"))
    assert "改到室内" in shown and "室外" in shown
    assert not [word for word in ("王阿姨", "周小满", "联系哪位志愿者") if word in shown]


def test_the_amount_changes_the_form_and_keeps_what_was_typed(draft):
    offered = {"forms": [{"code": "ONE_PAGE", "up_to_fen": "3000"}, {"code": "FULL"}], "reason": WHY}
    with draft.database.writing() as session:
        contest = session.get_one(Contest, draft.contest.id)
        actions.offer(session, draft.story.centre, contest, OfferForm.model_validate(offered))
    mate = draft.mate("阿一")
    assert "一页申报表" in mate.get(f"/proposals/{draft.id}/steps/0").text
    assert mate.get(f"/proposals/{draft.id}/steps/4").headers["location"] == f"/proposals/{draft.id}"
    fields = step(mate, draft, 11)
    price = next(name for name, value in fields if name.endswith(".price_fen") and value == "30.00")
    sent = dict(fields) | {price: "40", "summary": "每周上门看望三十户独居老人，陪着说说话，遇到急事有人帮。"}
    answer = mate.post(f"/proposals/{draft.id}/steps/11", sent)
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"/proposals/{draft.id}")
    assert mate.get(f"/proposals/{draft.id}/steps/4").status_code == 200
    kept = dict(step(mate, draft, 1))
    assert kept["summary"] == sent["summary"]
    late = mate.post(f"/proposals/{draft.id}/steps/11", sent | {"months": "5"}, headers={"Accept": "application/json"})
    assert late.status_code == 200 and late.json()["form"] == "完整申报书", "a page of the other form still saves"
    with draft.database.writing() as session:
        proposal = session.get_one(Proposal, draft.id)
        proposal.goals = ""
        session.flush()
        assert proposals.gaps_of(session, proposal) == ["“项目目标”还没有写完（不少于 10 字）。"]


def test_staff_build_it_in_the_browser_and_applicants_may_only_look(draft):
    centre, path = draft.browser(Role.CENTRE), f"/contests/{draft.contest.id}/form"
    page = centre.get(path).text
    assert "征集已经开始" in page and "项目简介" in page
    asked = f"{path}/FULL/questions/q_pets"
    form = centre.get(f"{asked}?kind=CHOICE&place=goals").text
    assert "一行一个" in form and "表格的列" not in form
    sent = {"kind": "CHOICE", "title": "有宠物吗", "place": "goals", "stage": "OPTIONAL", "options": "有\n没有\n"}
    refused = centre.post(asked, sent)
    assert refused.status_code == 422 and "请写明修改说明" in refused.text and "有宠物吗" in refused.text
    assert "至少要有两个不同的选项" in centre.post(asked, sent | {"options": "有", "reason": WHY}).text
    assert centre.post(asked, sent | {"reason": WHY}).status_code == 303
    assert centre.post(asked, sent | {"reason": WHY, "title": "养宠物吗", "seen": "0" * 12}).status_code == 422
    assert "有宠物吗" in centre.get(path).text and "有宠物吗" in centre.get(f"{path}/FULL/preview?as=phone").text
    removed = centre.post(f"{path}/FULL/questions/budget/remove", {"reason": WHY})
    assert removed.status_code == 422 and "缺少立项和拨款要用的内容" in removed.text
    worker = draft.browser(Role.COMMUNITY, COMMUNITY_A)
    assert "有宠物吗" in worker.get(path).text and "/questions/" not in worker.get(path).text
    assert worker.get(asked).status_code == 403 and worker.post(asked, sent | {"reason": WHY}).status_code == 403
    assert worker.get(f"{path}/NONE/preview").status_code == 404
    for key in ("q_" + "a" * 40, "q_大", "x", "q_", "goals2"):
        assert centre.get(f"{path}/FULL/questions/{key}?kind=TEXT").status_code == 404
        assert centre.post(f"{path}/FULL/questions/{key}", sent | {"reason": WHY}).status_code == 404
    long = sent | {"options": "\n".join(f"第 {n} 个" for n in range(31)), "reason": WHY}
    assert "最多 30 个选项" in centre.post(asked, long).text


def test_the_api_reads_and_replaces_whole_forms(draft):
    centre, path = draft.browser(Role.CENTRE), f"/api/v1/contests/{draft.contest.id}/forms"
    told = centre.get(path).json()
    assert told["number"] == 1 and [form["code"] for form in told["forms"]] == ["FULL"]
    forms = told["forms"]
    forms[0]["sections"][3]["questions"].append({"key": "q_api", "kind": "DATE", "title": "哪天开始"})
    body = {"forms": forms, "reason": WHY, "seen": told["mark"]}
    as_json = {"Content-Type": "application/json"}
    answer = centre.post(path, content=json.dumps(body), headers=as_json)
    assert answer.status_code == 200 and answer.json()["number"] == 2, answer.text
    assert centre.post(path, content=json.dumps(body), headers=as_json).status_code == 422, "the mark is an old one"
    forms[0]["sections"][3]["questions"][-1]["kind"] = "TEXT"
    changed = centre.post(path, content=json.dumps(body | {"seen": ""}), headers=as_json)
    assert changed.status_code == 422 and "已有的题不能改类型" in changed.text
    worker = draft.browser(Role.COMMUNITY, COMMUNITY_A)
    assert worker.post(path, content=json.dumps(body), headers=as_json).status_code == 403
    sent = {"title": "暖邻行动", "category": "ELDER", "q_api": "2026-12-10", "budget": []}
    saved = worker.post(f"/api/v1/proposals/{draft.id}", content=json.dumps(sent), headers=as_json)
    assert saved.status_code == 200 and saved.json()["answers"] == {"q_api": "2026-12-10"}, saved.text
    wrong = worker.post(
        f"/api/v1/proposals/{draft.id}", content=json.dumps(sent | {"q_api": "十二月"}), headers=as_json
    )
    assert wrong.status_code == 422 and "q_api" in wrong.text, wrong.text


def test_before_the_call_opens_there_is_one_version(session, actor):

    story = Story(session, actor)
    contest = story.contest()
    with session.begin_nested():
        session.connection().exec_driver_sql(f"UPDATE contest SET status = 'DRAFT' WHERE id = {contest.id}")
    session.refresh(contest)
    for _again in range(2):
        version = actions.write_forms(session, story.centre, contest, forms_of(session, contest), "排好")
    assert version.number == 1 and len(versions_of(session, contest.id)) == 1
