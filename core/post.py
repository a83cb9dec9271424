"""Writing to people who have accounts: by mail, where somebody signs in by mail; others read it on their pages."""

from collections.abc import Iterable

from sqlmodel import Session

from core import mail
from core.accounts.models import Account
from core.accounts.queries import sign_in_of
from core.addresses import absolute


def write_to(session: Session, accounts: Iterable[Account], subject: str, lines: list[str], path: str) -> None:
    """A few lines to each of these people, and where to read on."""
    for account in accounts:
        address = sign_in_of(session, account)
        if "@" in address:
            mail.send(
                session, address, subject, "\n".join([f"{account.name}您好：", "", *lines, "", absolute(path), ""])
            )
