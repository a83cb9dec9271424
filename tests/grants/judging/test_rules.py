"""What a panel needs, what a judge may read, what a commitment covers."""

from grants.panels import rules
from grants.panels.models import PanelSeat, SeatStatus
from grants.sheets import rules as sheet_rules


def test_a_panel_says_what_it_needs():
    needs = {"min_judges": 5, "odd_panel": True, "panel_roles": ["FINANCE", "SOCIAL_WORK_EXPERT"]}
    seat = lambda status, role: PanelSeat(area_code="x", panel_id=1, account_id=1, role=role, status=status)  # noqa: E731
    seats = [seat(SeatStatus.ACCEPTED, "FINANCE") for _n in range(4)] + [seat(SeatStatus.INVITED, "FINANCE")]
    assert rules.panel_gaps(needs, seats, {"SOCIAL_WORK_EXPERT": "社会工作专家"}) == [
        "至少要有 5 位评委接受邀请，现有 4 位。",
        "评委人数应为单数，现有 4 位。",
        "还缺评委类别：社会工作专家。",
        "还有 1 份邀请没有答复，请等待答复或撤回。",
    ]
    whole = [seat(SeatStatus.ACCEPTED, role) for role in ["FINANCE", "SOCIAL_WORK_EXPERT"] * 2 + ["FINANCE"]]
    assert rules.panel_gaps(needs, whole, {}) == []


def test_a_judge_reads_roles_instead_of_names():
    snapshot = {
        "title": "银杏编织队暖冬行动",
        "summary": "周小满带领银杏编织队为老人织围巾，吴一教针法。",
        "payee_name": "银杏里社区居委会",
        "team": [
            {"name": "吴一", "role": "教练", "skill": "吴一编织二十年"},
            {"name": "郑二", "role": "", "skill": ""},
        ],
        "plan": [{"content": "郑二主持开班", "responsible": "外请的王五"}, {"content": "织", "responsible": "吴一"}],
        "budget": [{"item": "毛线", "price_fen": 100}],
        "partners": [
            {"name": "银杏编织队", "share_fen": 60, "duties": "牵头", "terms_hash": ""},
            {"name": "梧桐社工站", "share_fen": 40, "duties": "梧桐社工站培训骨干", "terms_hash": "ab12"},
        ],
    }
    shown = sheet_rules.blind(snapshot, "银杏编织队", "周小满")
    assert shown == {
        "title": "申报团队暖冬行动",
        "summary": "负责人带领申报团队为老人织围巾，教练教针法。",
        "team": [{"role": "教练", "skill": "教练编织二十年"}, {"role": "成员2", "skill": ""}],
        "plan": [
            {"content": "成员2主持开班", "responsible": "负责人"},
            {"content": "织", "responsible": "教练"},
        ],
        "budget": [{"item": "毛线", "price_fen": 100}],
        "partners": [
            {"name": "申报团队", "share_fen": 60, "duties": "牵头"},
            {"name": "联合单位1", "share_fen": 40, "duties": "联合单位1培训骨干"},
        ],
    }


def test_a_commitment_covers_every_mark():
    content = {"marks": {"NEED": "12.5"}, "comment": "好", "nonce": "n"}
    assert sheet_rules.commitment_of(content) == sheet_rules.commitment_of(dict(reversed(content.items())))
    assert sheet_rules.commitment_of(content) != sheet_rules.commitment_of(content | {"marks": {"NEED": "12"}})
