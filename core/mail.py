"""Mail: written to an outbox in the business transaction, delivered afterwards by a job; the demo only shows it."""

import re
import smtplib
import ssl
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from sqlalchemy import update
from sqlmodel import Field, Session, col, select

from core import clock
from core.addresses import LOCAL
from core.db import Database, Row

LINE_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


class OutboxMail(Row, table=True):
    """One message to be sent, or that was sent."""

    __tablename__ = "outbox_mail"

    recipient: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    body: str
    sent_at: datetime | None = None
    failure: str | None = None


STAYS = "mail stays"
"""Set in ``session.info`` by who plays in a rehearsal: nothing that is tried out is posted to anybody."""


def send(session: Session, recipient: str, subject: str, body: str) -> OutboxMail:
    """Put a plain-text message into the outbox; a name can never become a header or markup."""
    clean = [LINE_BREAKS.sub(" ", text)[:200] for text in (recipient, subject)]
    message = OutboxMail(recipient=clean[0], subject=clean[1], body=body)
    if session.info.get(STAYS):
        return message
    session.add(message)
    session.flush()
    return message


def waiting(session: Session) -> list[OutboxMail]:
    """What is still to be sent, oldest first; what was refused before comes last and never holds up the rest."""
    unsent = select(OutboxMail).where(col(OutboxMail.sent_at).is_(None))
    return list(session.exec(unsent.order_by(col(OutboxMail.failure).is_not(None), col(OutboxMail.id)).limit(100)))


def deliver(database: Database, host: str, port: int, sender: str) -> int:
    """Send what waits through the SMTP server; returns how many went out.

    No transaction is open while the server is spoken to: each message is marked by itself once it is on its way,
    one that the server refuses keeps the reason and is tried again. To another machine mail goes over TLS or not
    at all: a server without it, or whose name it does not prove, raises and everything waits.
    """
    with database.reading() as session:
        mails = waiting(session)
    if not mails:
        return 0
    count = 0
    with smtplib.SMTP(host, port, timeout=20) as server:
        if host not in LOCAL:
            server.starttls(context=ssl.create_default_context())
        for mail in mails:
            failure = _post(server, sender, mail)
            _mark(database, mail, failure)
            count += failure is None
    return count


def _post(server: smtplib.SMTP, sender: str, mail: OutboxMail) -> str | None:
    """Hand one message to the server; returns why it was refused, if it was. A lost connection is raised."""
    try:
        server.send_message(message_of(sender, mail))
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, MessageError, ValueError, IndexError) as refusal:  # IndexError: "a@" in the parser
        return type(refusal).__name__
    return None


def message_of(sender: str, mail: OutboxMail) -> EmailMessage:
    """The message for exactly one address; raises ValueError or MessageError when the recipient is not one."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, Address(addr_spec=mail.recipient), mail.subject
    message.set_content(mail.body)
    return message


def _mark(database: Database, mail: OutboxMail, failure: str | None) -> None:
    values = {"failure": failure} if failure else {"sent_at": clock.now(), "failure": None}
    with database.writing() as session:
        session.execute(update(OutboxMail).where(col(OutboxMail.id) == mail.id).values(**values))
