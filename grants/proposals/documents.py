"""The proposal and its receipt as PDF blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from core import clock
from core.documents import Facts, Grid, Heading, Para, Signatures
from core.files.models import Attachment, StoredFile
from core.files.rules import size_text
from core.money import format_yuan
from grants.backing.models import Backing, BackingStatus
from grants.contests.models import Contest
from grants.eligibility.rules import Finding
from grants.partners.rules import together
from grants.proposals.models import EligibilityCheck, MoneySource, Proposal, ReadBack, Slot, Submission
from grants.proposals.rules import total
from grants.questions.documents import Answer, blocks
from incubator.groups.models import Group

ON_THE_COVER = ("title", "category", "months", "beneficiaries", "service_times", "target", "payee_kind", "payee_name")


def proposal_blocks(
    proposal: Proposal,
    contest: Contest,
    group: Group,
    community: str,
    parts: dict[str, Sequence[Any]],
    answers: Sequence[tuple[str, list[Answer]]],
) -> list[Any]:
    """The proposal as the team prints it and as judges read it."""
    budget = parts["budget"]
    texts = [(title, [one for one in found if one.key not in ON_THE_COVER]) for title, found in answers]
    return [
        Facts(
            [
                ("大赛", contest.title),
                ("申报团队", together(group.name, parts["shares"])),
                ("组别", proposal.league.label),
                ("登记备案", f"{group.legal_status.label} {group.filing_number or ''}"),
                ("落地社区", community),
                ("实施周期", f"{proposal.months} 个月"),
                ("申请金额", f"{format_yuan(total(budget, MoneySource.ASKED))} 元"),
                ("直接受益人数", str(proposal.beneficiaries)),
                ("收款方式", f"{proposal.payee_kind.label} {proposal.payee_name}"),
                ("服务对象", proposal.target or "—"),
            ]
        ),
        *share_blocks(parts["shares"]),
        *blocks(texts),
        Para(
            f"预算合计 {format_yuan(total(budget))} 元，其中申请资金 "
            f"{format_yuan(total(budget, MoneySource.ASKED))} 元。"
        ),
        Heading("附件清单"),
        *_files(parts["files"]),
        Heading("承诺与意见"),
        Para("我们承诺：内容真实，没有在别处重复申请资助，按预算使用资金，接受监督。"),
        *[Para(f"{one.kind.label}：{one.name}　{_answer(one)}") for one in parts["backings"]],
        *([] if parts["backings"] else [Para("落地社区意见：（待填写）")]),
        *read_back_blocks(parts["read_back"]),
        Signatures(
            ["申报团队负责人", *partners_sign(parts["shares"]), "落地社区（盖章）", "代管单位（盖章）"],
        ),
    ]


def share_blocks(rows: Sequence[Mapping[str, Any]], amounts: Sequence[int] = ()) -> list[Any]:
    """Who applies together: share and duties of each, the lead first; ``amounts`` in fen instead of what was asked."""
    if not rows:
        return []
    fen = amounts or [row["share_fen"] for row in rows]
    lines = [
        [row["name"], row["duties"], format_yuan(amount), (row.get("terms_hash") or "")[:16]]
        for row, amount in zip(rows, fen, strict=True)
    ]
    grid = Grid(
        ["单位", "承担什么", "份额（元）", "约定校验码（前 16 位）"],
        lines,
        [3, 5, 2, 2.6],
        align=["left", "left", "right", "left"],
    )
    return [Heading("联合申报"), grid]


def partners_sign(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A place to sign for each who joins the lead."""
    return [f"联合单位 {row['name']}" for row in rows[1:]]


def _answer(backing: Backing) -> str:
    return backing.opinion if backing.status == BackingStatus.ACCEPTED else f"（{backing.status.label}）"


def _files(found: Sequence[tuple[Attachment, StoredFile]]) -> list[Any]:
    """What is attached, each with the beginning of its hash, so that paper and file can be matched."""
    if not found:
        return [Para("（无）")]
    rows = [
        [str(n), Slot(one.slot).label, one.caption or one.name, size_text(stored.size), stored.sha256[:16]]
        for n, (one, stored) in enumerate(found, start=1)
    ]
    return [Grid(["序号", "类别", "名称", "大小", "校验码（前 16 位）"], rows, [0.9, 3, 4, 1.4, 2.6])]


def check_blocks(
    proposal: Proposal, contest: Contest, group: Group, rows: Sequence[tuple[str, Finding, EligibilityCheck]], who: str
) -> list[Any]:
    """The eligibility check: each rule with what the records say, the answer and its note, and the conclusion."""
    lines = [[str(n), rule, one.evidence, c.result.label, c.note or "—"] for n, (rule, one, c) in enumerate(rows, 1)]
    return [
        Facts(
            [
                ("大赛", contest.title),
                ("申报书编号", proposal.number),
                ("项目名称", proposal.title),
                ("申报团队", group.name),
                ("组别", proposal.league.label),
                ("审查人", who),
            ]
        ),
        Grid(["序号", "资格条件", "系统记录", "审查结果", "说明"], lines, [0.9, 4, 3, 1.4, 2.6]),
        Para(f"结论：{proposal.status.label}。需要补正的，可在规定期限内补正一次。", indent=False),
        Signatures(["审查人", "审查单位（盖章）"]),
    ]


def read_back_blocks(one: ReadBack | None) -> list[Any]:
    """What says that the text was typed from paper, and who agreed to it."""
    if one is None:
        return []
    witness = f"，见证人{one.witness}" if one.witness else ""
    said = f"{clock.format_datetime(one.read_at)}读给{one.heard_by}听，{one.agreed.label}{witness}。"
    return [Para(f"本申报书由工作人员代居民录入，{said}写在纸上的，原件照片附后。")]


def receipt_blocks(
    proposal: Proposal, version: Submission, contest: Contest, group: Group, read_back: ReadBack | None
) -> list[Any]:
    """The receipt of one submission: number, server time, hash."""
    at = clock.format_datetime(version.submitted_at) + f":{clock.local(version.submitted_at):%S}"
    return [
        Facts(
            [
                ("回执编号", version.receipt_number),
                ("第几次提交", str(version.number)),
                ("申报书编号", proposal.number),
                ("大赛", contest.title),
                ("申报团队", group.name),
                ("项目名称", version.snapshot["title"]),
                ("服务器收到时间", at),
            ]
        ),
        *read_back_blocks(read_back),
        Heading("内容摘要（SHA-256）"),
        Para(version.content_hash, indent=False),
        Para("征集截止前可以撤回修改后重新提交；以最后一次提交为准，每次提交的摘要不同。"),
    ]
