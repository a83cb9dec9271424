"""Whether what a community or a fiscal host agreed to still covers what the proposal says now: pure, on loaded values.

An answer is bound to its terms: the community agreed to certain places, the host to a most amount and a duration. What
shrinks stays covered, what grows is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grants.backing.models import Backing, BackingStatus
from grants.contests.models import BackingKind

K, S = BackingKind.COMMUNITY, BackingKind.HOST
NOT_ASKED = {K: "还没有请落地社区出具意见。", S: "还没有请代管单位确认愿意代管。"}
NO_ANSWER = {K: "落地社区还没有答复。", S: "代管单位还没有答复。"}
DECLINED = {
    K: "落地社区没有同意，请按它的意见修改后再请一次。",
    S: "代管单位没有同意，请按它的意见修改后再请一次，或另请一家。",
}


def community_name(area: str) -> str:
    """The committee that answers for a village or a community."""
    return f"{area}村民委员会" if area.endswith("村") else f"{area}居民委员会"


def outgrown(kind: BackingKind, agreed: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """What the proposal says now beyond what was agreed to, as a sentence; None while the answer covers it."""
    if kind == BackingKind.COMMUNITY:
        is_new = bool(set(now["places"]) - set(agreed["places"]))
        return "落地社区同意以后，活动计划里多了新的地点，请再请一次。" if is_new else None
    if now["asked_fen"] > agreed["asked_fen"]:
        return "代管单位同意以后，申请金额增加了，请再请一次。"
    if now["months"] > agreed["months"]:
        return "代管单位同意以后，实施周期变长了，请再请一次。"
    return (
        None if now["payee"] == agreed["payee"] else "填写的收款单位不是已同意的代管单位，请改过来，或请新的单位确认。"
    )


def gap_of(kind: BackingKind, backing: Backing | None, now: Mapping[str, Any]) -> str | None:
    """What is missing of one answer, in plain words; None when it is there and still covers the proposal."""
    if backing is None:
        return NOT_ASKED[kind]
    if backing.status == BackingStatus.DECLINED:
        return DECLINED[kind]
    if sentence := outgrown(kind, backing.terms, now):
        return sentence
    return NO_ANSWER[kind] if backing.status == BackingStatus.ASKED else None


def wanted(required: Iterable[str], uses_host: bool) -> list[BackingKind]:
    """The answers that this proposal has to bring: who is paid on an account of one's own needs no fiscal host."""
    return [kind for kind in BackingKind if kind.value in required and (kind == K or uses_host)]


def gaps(required: Iterable[str], uses_host: bool, found: Sequence[Backing], now: Mapping[str, Any]) -> list[str]:
    """Everything that is missing of what the edition requires, each as a sentence."""
    live = {one.kind: one for one in found}
    sentences = (gap_of(kind, live.get(kind), now) for kind in wanted(required, uses_host))
    return [sentence for sentence in sentences if sentence]
