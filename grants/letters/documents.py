"""A result letter as blocks of a document."""

from typing import Any

from core.documents import Facts, Grid, Heading, Para
from core.money import format_yuan
from grants.contests.models import Contest
from grants.letters.queries import Letter
from grants.letters.rules import TAKEN_BACK

THANKS = {
    "同意立项": "祝贺！请按通知的时间办理收款账户核验和立项协议。",
    TAKEN_BACK: "立项以后因故撤销，不再拨付资金；撤销的理由在立项页上，有疑问可以向孵化中心咨询。",
    "本届未入选": "感谢您和团队的付出。下面的意见供修改时参考；项目留在项目库里，下一届可以接着申报。",
    "资格审查不符合": "感谢您的申报。下面写明了不符合的条件；条件具备后，下一届可以再申报。",
}


def letter_blocks(contest: Contest, letter: Letter, group: str) -> list[Any]:
    """To whom, what was decided, why, and what the judges' marks and words say."""
    blocks: list[Any] = [
        Para(f"{group}："),
        Para(f"你们申报“{contest.title}”的项目，结果如下。"),
        Facts(
            [
                ("项目名称", letter.proposal.title),
                ("编号", letter.proposal.number),
                ("结果", letter.outcome),
                *([("评审组的建议", letter.recommendation)] if letter.recommendation else []),
                *([("立项金额", f"{format_yuan(letter.amount_fen)} 元")] if letter.amount_fen else []),
            ]
        ),
        Para(THANKS[letter.outcome]),
    ]
    if letter.reasons:
        blocks += [Heading("不符合的条件"), *(Para(f"· {one}") for one in letter.reasons)]
    if letter.feedback:
        blocks += [Heading("评委的整体看法"), Grid(["方面", "评委看到的"], [list(pair) for pair in letter.feedback])]
    if letter.comments:
        blocks += [Heading("评委同意转达的评语"), *(Para(f"· {one}") for one in letter.comments)]
    blocks.append(Para("对结果有疑问的，可以在公示期内书面提出异议，或向孵化中心咨询。"))
    return blocks
