"""Whether those who apply together agree, and whether their shares are the amount asked: pure, amounts in fen."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.money import format_yuan, split
from grants.partners.models import Partner, PartnerStatus

LEAD_DUTIES = "牵头，对整个项目和资金负责"


def terms_of(number: str, title: str, lead: str, partner: str, share_fen: int, duties: str) -> dict[str, Any]:
    """What one organisation is asked to agree to."""
    return {
        "proposal": number,
        "title": title,
        "lead": lead,
        "partner": partner,
        "share_fen": share_fen,
        "duties": duties,
    }


def terms_hash(terms: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the terms: what a yes is bound to."""
    text = json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def gap_of(partner: Partner) -> str | None:
    """What is missing of one answer, in plain words; None when the organisation agreed to just this."""
    if partner.status == PartnerStatus.ASKED:
        return f"联合单位“{partner.name}”还没有答复。"
    if partner.status == PartnerStatus.DECLINED:
        return f"联合单位“{partner.name}”不参加，请改份额或分工后再请一次，或收回邀请。"
    now = partner.terms | {"share_fen": partner.share_fen, "duties": partner.duties}
    is_covered = terms_hash(now) == partner.terms_hash
    return None if is_covered else f"联合单位“{partner.name}”同意的不是现在的份额和分工，请再请一次。"


def too_many(most: int) -> str:
    """What an edition says to one partner more than it allows."""
    return f"本届最多联合 {most} 家。" if most else "本届不接受联合申报。"


def gaps(most: int, asked_fen: int, own_fen: int, found: Sequence[Partner]) -> list[str]:
    """Everything that keeps a joint application from being handed in; nothing where the lead applies alone.

    ``most`` is how many partners the edition allows, ``own_fen`` the lead's own share of the ``asked_fen``.
    """
    if not found:
        return []
    sentences = [gap_of(partner) for partner in found]
    if len(found) > most:
        sentences.append(too_many(most))
    whole = own_fen + sum(partner.share_fen for partner in found)
    if whole != asked_fen:
        sentences.append(
            f"牵头单位和联合单位的份额相加是 {format_yuan(whole)} 元，"
            f"申请金额是 {format_yuan(asked_fen)} 元，两者要相等，请改份额或预算。"
        )
    return [sentence for sentence in sentences if sentence]


def lines(lead: str, own_fen: int, found: Iterable[Partner]) -> list[dict[str, Any]]:
    """Who takes which part, the lead first, as a snapshot keeps it; empty where the lead applies alone."""
    rows = [
        {"name": one.name, "share_fen": one.share_fen, "duties": one.duties, "terms_hash": one.terms_hash}
        for one in found
        if one.status == PartnerStatus.ACCEPTED
    ]
    return [{"name": lead, "share_fen": own_fen, "duties": LEAD_DUTIES, "terms_hash": ""}, *rows] if rows else []


def shares_of(rows: Sequence[Mapping[str, Any]], amount_fen: int) -> list[int]:
    """What is awarded, in the proportions of what was asked: exact to the fen, by largest remainder."""
    return split(amount_fen, [row["share_fen"] for row in rows]) if rows else []


def together(lead: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Who applies, in one line: the lead, and whoever joins it."""
    names = "、".join(row["name"] for row in rows[1:])
    return f"{lead}（联合{names}）" if names else lead
