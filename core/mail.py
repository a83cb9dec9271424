"""Mail: written to an outbox in the business transaction, delivered afterwards by a job; the demo only shows it."""

import re
import smtplib
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import update
from sqlmodel import Field, Session, col, select

from core import clock
from core.db import Row

LINE_BREAKS = re.compile(r"[\r\n\x00-\x1f\x7f]+")


class OutboxMail(Row, table=True):
    """One message to be sent, or that was sent."""

    __tablename__ = "outbox_mail"

    recipient: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    body: str
    sent_at: datetime | None = None
    failure: str | None = None


def send(session: Session, recipient: str, subject: str, body: str) -> OutboxMail:
    """Put a plain-text message into the outbox; a name can never become a header or markup."""
    clean = [LINE_BREAKS.sub(" ", text)[:200] for text in (recipient, subject)]
    message = OutboxMail(recipient=clean[0], subject=clean[1], body=body)
    session.add(message)
    session.flush()
    return message


def deliver(session: Session, host: str, port: int, sender: str) -> int:
    """Send what waits through the SMTP server; returns how many went out."""
    waiting = list(session.exec(select(OutboxMail).where(col(OutboxMail.sent_at).is_(None)).limit(100)))
    if not waiting:
        return 0
    with smtplib.SMTP(host, port, timeout=20) as server:
        for mail in waiting:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
            message.set_content(mail.body)
            server.send_message(message)
            session.execute(update(OutboxMail).where(col(OutboxMail.id) == mail.id).values(sent_at=clock.now()))
    return len(waiting)
