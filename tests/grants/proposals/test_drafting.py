"""Two people on one draft, over the pages: different fields merge, the same field is shown twice, nothing is lost."""

import json
from urllib.parse import urlencode

from tests.proofs.forms import forms_of

SENT = {"Content-Type": "application/x-www-form-urlencoded"}


class Sheet:
    """One step as one person has it open."""

    def __init__(self, client, draft, number):
        self.client, self.path = client, f"/proposals/{draft.id}/steps/{number}"
        self.read(client.get(self.path).text)

    def read(self, html):
        [form] = [f for f in forms_of(html) if f.action == self.path]
        self.fields = [(c.name, c.value) for c in form.controls if c.kind not in ("radio", "checkbox") or c.is_checked]
        self.html = html

    def type(self, **typed):
        named = {name.replace("__", "."): text for name, text in typed.items()}
        self.fields = [(n, v) for n, v in self.fields if n not in named] + list(named.items())

    def value(self, name):
        return dict(self.fields)[name]

    def send(self, **headers):
        return self.client.post(self.path, content=urlencode(self.fields), headers=SENT | headers)

    def save(self):
        """As the script does while one types; what others wrote is not taken in here, so its tags are not either."""
        answer = self.send(Accept="application/json")
        assert answer.status_code == 200, answer.text
        told = answer.json()
        known = {unit: mark for unit, mark in told["loaded"].items() if unit not in told["fresh"]}
        loaded = json.loads(self.value("loaded")) | known
        self.type(loaded=json.dumps(loaded))
        return told

    def row(self, table, text):
        """The place of the row that holds this text."""
        [place] = [n.rsplit(".", 1)[0] for n, v in self.fields if n.startswith(table) and v == text]
        return place.replace(".", "__")


def test_different_fields_merge_silently(draft):
    one, other = Sheet(draft.mate("阿一"), draft, 4), Sheet(draft.mate("阿二"), draft, 4)
    one.type(goals="每周上门一次，全年五十次以上。")
    assert one.save()["clashes"] == {}
    other.type(outcomes="三十户老人都有人看，满意率九成以上。")
    told = other.save()
    assert told["clashes"] == {} and told["fresh"] == {"goals": ["每周上门一次，全年五十次以上。"]}
    proposal, _parts = draft.stored()
    assert (proposal.goals, proposal.outcomes) == (one.value("goals"), other.value("outcomes"))


def test_the_same_field_is_shown_twice_until_somebody_chooses(draft):
    one, other = Sheet(draft.mate("阿一"), draft, 4), Sheet(draft.mate("阿二"), draft, 4)
    one.type(goals="一写的目标，每周一次，全年五十次。")
    one.save()
    other.type(goals="二写的目标，每月四次，全年四十八次。", outcomes="二写的成效，三十户都满意。")
    told = other.save()
    clash = told["clashes"]["goals"]
    assert (clash["text"], clash["may_join"]) == ("一写的目标，每周一次，全年五十次。", True)
    assert "goals" not in told["loaded"] and "outcomes" in told["loaded"]
    assert draft.stored()[0].goals == one.value("goals") and draft.stored()[0].outcomes == "二写的成效，三十户都满意。"
    assert other.save()["clashes"] == told["clashes"]
    other.type(take__goals=f"both:{clash['tag']}")
    joined = "一写的目标，每周一次，全年五十次。\n二写的目标，每月四次，全年四十八次。"
    assert other.save()["fresh"] == {"goals": [joined]}
    assert draft.stored()[0].goals == joined


def test_without_a_script_both_texts_come_back_and_nothing_is_written_meanwhile(draft):
    one, other = Sheet(draft.mate("阿一"), draft, 4), Sheet(draft.mate("阿二"), draft, 4)
    one.type(goals="一写的目标，每周一次，全年五十次。")
    assert one.send().status_code == 303
    other.type(goals="二写的目标，每月四次，全年四十八次。", outcomes="二写的成效，三十户都满意。")
    answer = other.send()
    assert answer.status_code == 409
    other.read(answer.text)
    assert "一写的目标" in answer.text and other.value("goals") == "二写的目标，每月四次，全年四十八次。"
    assert draft.stored()[0].outcomes != "二写的成效，三十户都满意。"
    again = other.send()
    assert again.status_code == 409, "pressing save again is no choice"
    [form] = [f for f in forms_of(again.text) if f.action == other.path]
    choice = next(c.value for c in form.controls if c.name == "take.goals" and c.value.startswith("mine:"))
    other.read(again.text)
    other.type(take__goals=choice)
    assert other.send().status_code == 303
    proposal, _parts = draft.stored()
    assert (proposal.goals, proposal.outcomes) == ("二写的目标，每月四次，全年四十八次。", "二写的成效，三十户都满意。")


def test_rows_are_saved_one_by_one(draft):
    one, other = Sheet(draft.mate("阿一"), draft, 2), Sheet(draft.mate("阿二"), draft, 2)
    first, second = one.row("team", "周小满"), one.row("team", "吴一")
    one.type(**{f"{first}__role": "总协调"})
    one.type(**{"team__2__name": "郑三", "team__2__role": "记账"})
    one.save()
    other.type(**{f"{second}__name": "", f"{second}__role": ""})
    other.type(**{"team__3__name": "王四", "team__3__role": "摄影"})
    told = other.save()
    assert told["clashes"] == {} and len(told["fresh"]) == 2
    _proposal, parts = draft.stored()
    assert [(t.name, t.role) for t in parts["team"]] == [("周小满", "总协调"), ("郑三", "记账"), ("王四", "摄影")]
    assert other.save()["fresh"] == told["fresh"], "a repeated save adds no row"
    assert len(draft.stored()[1]["team"]) == 3


def test_two_people_in_one_row(draft):
    one, other = Sheet(draft.mate("阿一"), draft, 6), Sheet(draft.mate("阿二"), draft, 6)
    row = one.row("budget", "探访物资")
    one.type(**{f"{row}__quantity": "50"})
    one.save()
    other.type(**{f"{row}__price_fen": "28"})
    [clash] = other.save()["clashes"].values()
    assert clash["text"] == "活动物资与耗材 · 探访物资 · 50 · 30.00 · 申请资金"
    other.type(**{f"take.{clash['unit']}".replace(".", "__"): f"theirs:{clash['tag']}"})
    assert other.save()["clashes"] == {}
    assert [(b.quantity, b.price_fen) for b in draft.stored()[1]["budget"]] == [(50, 3000)]


def test_what_is_half_typed_keeps_nothing_else_from_being_saved(draft):
    sheet = Sheet(draft.mate("阿一"), draft, 6)
    row = sheet.row("budget", "探访物资")
    sheet.type(**{f"{row}__quantity": "80", "budget__1__item": "投影用电脑", "budget__1__quantity": "1"})
    sheet.type(budget__1__category="MATERIAL", budget__1__price_fen="9", budget__2__item="茶", budget__2__uid="ab12")
    told = sheet.save()
    assert list(told["problems"].values()) == [
        "这一项必须填写。",
        "“投影用电脑”属于禁列项：购置固定资产。请改为允许的支出。",
    ]
    assert [(b.item, b.quantity) for b in draft.stored()[1]["budget"]] == [("探访物资", 80)]


def test_a_telephone_is_kept_when_it_is_not_typed_again(draft):
    sheet = Sheet(draft.mate("阿一"), draft, 2)
    before = draft.stored()[0].leader_phone_sealed
    sheet.type(team_intro="我们是一支老队伍，十个人，都住在银杏里。")
    sheet.save()
    assert draft.stored()[0].leader_phone_sealed == before
    sheet.type(leader_phone="13900002222")
    sheet.save()
    assert draft.stored()[0].leader_phone_masked == "139****2222"


def test_the_whole_form_keeps_every_row(draft):
    mate = draft.mate("阿一")
    assert f'href="/proposals/{draft.id}/steps/0"' in mate.get(f"/proposals/{draft.id}").text
    sheet, before = Sheet(mate, draft, 0), draft.stored()[1]
    sheet.type(goals="每周上门一次，全年五十次以上。")
    assert sheet.send().status_code == 303
    assert draft.stored() == (draft.stored()[0], before) and draft.stored()[0].goals == sheet.value("goals")
