"""The agreement of three parties as PDF blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from core import clock
from core.documents import Facts, Grid, Heading, Para, Signatures
from core.ledger import Fund
from core.money import format_yuan, split, yuan_in_capitals
from grants.awards.models import Agreement, Award, AwardShare, Payee
from grants.contests.models import Contest
from grants.partners.rules import shares_of, together
from grants.proposals.documents import partners_sign, share_blocks
from grants.proposals.models import Proposal
from incubator.groups.models import Group

LOTTERY = "LOTTERY_CITY"
CLAUSES = (
    ("专款专用", "受助方应将资助款用于预算所列事项，单独记账，不得用于禁列项目；变更须经原审批渠道同意。"),
    ("票据与报告", "每笔支出应有合规票据；按期提交活动记录、中期报告和结项报告，并配合检查、审计和满意度调查。"),
    ("培训与标识", "受助方应参加资助方组织的培训；项目和活动应按规定标注资金来源。"),
    ("监督检查", "资助方、落地社区可以查看现场、台账和账目；受助方应如实提供，并按要求限期整改。"),
    ("变更与终止", "有弄虚作假、挪用资金、停止实施等情形的，资助方可以责令改正、停止拨款并收回未使用的资金。"),
    ("肖像与个人信息", "采集和公开个人信息、肖像须取得本人同意；受益人只统计人数和类别。"),
    ("知识产权", "项目形成的文字、图片和课程由受助方署名，资助方可以用于公益宣传和总结推广。"),
    ("违约责任", "任何一方不履行约定的，应当纠正并承担由此造成的损失；受助方违约的，结余和违规支出应予退回。"),
    ("争议解决", "协商不成的，向资助方所在地有管辖权的人民法院起诉。本协议一式三份，三方各执一份。"),
)

TOGETHER = "各联合单位已同意上表的份额和分工并照此承担；牵头单位对整个项目和资金负责，按份额使用和转付。"

GIVEN_ON = "再资助的部分由乙方另办一届小赛，公开征集、评审、公示后资助其他团队，单独记账；没有分配的，结项时退回。"


def _clauses(is_joint: bool, regrant_fen: int) -> list[tuple[str, str]]:
    """What is agreed; how a quarrel is settled comes last."""
    more = [("联合实施", TOGETHER)] if is_joint else []
    return [*CLAUSES[:-1], *more, *([("再资助", GIVEN_ON)] if regrant_fen else []), CLAUSES[-1]]


def lottery_label(shares: Sequence[tuple[AwardShare, Fund]]) -> str | None:
    """The wording that must stand on whatever lottery money pays for."""
    return "福彩公益金资助" if any(fund.source == LOTTERY for _share, fund in shares) else None


def agreement_blocks(
    agreement: Agreement,
    award: Award,
    payee: Payee,
    contest: Contest,
    proposal: Proposal,
    group: Group,
    community: str,
    shares: Sequence[tuple[AwardShare, Fund]],
    parts: Mapping[str, Sequence[Any]],
    funder: str,
    regrant_fen: int,
) -> list[Any]:
    """Parties, money by source, tranches with triggers, goals and budget, duties, signatures."""
    joint = (proposal.snapshot or {}).get("partners", [])
    starts, ends, signed = (
        clock.format_date(day) if day else "" for day in (agreement.starts_on, agreement.ends_on, agreement.signed_on)
    )
    return [
        Facts(
            [
                ("甲方（资助方）", f"{funder}（{contest.title}组织单位）"),
                ("乙方（受助方）", together(group.name, joint)),
                ("代管方 / 收款方", f"{payee.holder}（{payee.kind.label}）"),
                ("丙方（落地社区）", community),
                ("项目名称", award.title),
                ("实施期", f"{starts} 至 {ends}"),
                ("资助总额", f"{format_yuan(award.amount_fen)} 元（{yuan_in_capitals(award.amount_fen)}）"),
                *([("其中用于再资助", f"{format_yuan(regrant_fen)} 元")] if regrant_fen else []),
                ("收款账户", f"{payee.bank} {payee.account_masked}"),
            ]
        ),
        *_money(shares),
        *_tranches(contest, award),
        *share_blocks(joint, shares_of(joint, award.amount_fen)),
        Heading("目标"),
        *[Para(line) for line in proposal.goals.splitlines() if line.strip()],
        *_budget(contest, parts["budget"]),
        Heading("约定"),
        *[Para(f"{n}. {title}：{text}") for n, (title, text) in enumerate(_clauses(bool(joint), regrant_fen), start=1)],
        Para(f"签署日期：{signed}"),
        Signatures(["甲方（盖章）", "乙方负责人", *partners_sign(joint), "代管方（盖章）", "丙方（盖章）"]),
    ]


def _money(shares: Sequence[tuple[AwardShare, Fund]]) -> list[Any]:
    rows = [[fund.name, format_yuan(share.amount_fen)] for share, fund in shares]
    return [Heading("资金来源"), Grid(["来源", "金额（元）"], rows, align=["left", "right"])]


def _tranches(contest: Contest, award: Award) -> list[Any]:
    """What is paid when: the shares add up to the award to the fen."""
    steps = contest.tranches
    amounts = split(award.amount_fen, [step["percent"] for step in steps])
    rows = [
        [str(number), step["zh"], f"{step['percent']}%", format_yuan(amount)]
        for number, (step, amount) in enumerate(zip(steps, amounts, strict=True), start=1)
    ]
    aligned = ["left", "left", "right", "right"]
    return [Heading("拨付"), Grid(["批次", "条件", "比例", "金额（元）"], rows, align=aligned)]


def _budget(contest: Contest, lines: Sequence[Any]) -> list[Any]:
    labels = {rule["code"]: rule["zh"] for rule in contest.cost_rules}
    rows = [
        [
            labels.get(line.category, line.category),
            line.item,
            f"{line.quantity}{line.unit}",
            format_yuan(line.amount_fen),
            line.source.label,
        ]
        for line in lines
    ]
    aligned = ["left", "left", "right", "right", "left"]
    return [Heading("预算"), Grid(["科目", "项目", "数量", "金额（元）", "来源"], rows, align=aligned)]
