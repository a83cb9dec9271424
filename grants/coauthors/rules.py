"""The code of an invitation link: it is worked out from the invitation, so that it is kept nowhere."""

import hmac

from core import vault
from grants.proposals.models import Writer


def code_of(writer: Writer) -> str:
    """Thirty-two characters that nobody can guess who does not have the key of this deployment."""
    return vault.blind_index(f"{writer.id}:{writer.proposal_id}:{writer.role}", "invitation to a proposal")[:32]


def opens(writer: Writer, code: str) -> bool:
    """Whether this is the code of an invitation that nobody has accepted yet."""
    return writer.account_id is None and hmac.compare_digest(code_of(writer).encode(), code.encode())
