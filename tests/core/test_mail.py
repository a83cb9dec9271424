"""The outbox: mail goes out once, outside of any transaction, and a hostile name is never a header."""

import socket

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from core import mail
from core.mail import OutboxMail


class Sink:
    """Keeps what it is sent, refuses one recipient, and tries to write while it is spoken to."""

    def __init__(self, database):
        self.database, self.messages = database, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with self.database.writing() as other:
            mail.send(other, "later@example.org", "同时", "写入")
        self.messages.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def sink(database):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Sink(database), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def deliver(database, sink):
    return mail.deliver(database, "127.0.0.1", sink.port, "miaopu@example.org")


@pytest.fixture
def two_mails(database):
    with database.writing() as session:
        mail.send(session, "a@example.org", "邀请\r\nBcc: all@example.org", "您好")
        mail.send(session, "nobody@example.org", "邀请", "您好")


def test_each_message_is_marked_by_itself_and_others_may_write_meanwhile(database, sink, two_mails):
    assert deliver(database, sink) == 1
    with database.reading() as session:
        sent, refused, later = session.exec(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert sent.sent_at and sent.failure is None
    assert refused.sent_at is None and refused.failure == "SMTPRecipientsRefused"
    assert later.sent_at is None
    (message,) = sink.handler.messages
    assert "\nBcc:" not in message


def test_nothing_goes_out_twice(database, sink, two_mails):
    deliver(database, sink)
    deliver(database, sink)
    texts = [m for m in sink.handler.messages if "To: a@example.org" in m]
    assert len(texts) == 1 and len(sink.handler.messages) == 2


def test_without_mail_no_server_is_asked(database):
    assert mail.deliver(database, "127.0.0.1", 1, "miaopu@example.org") == 0


def test_an_unreachable_server_keeps_everything(database, two_mails):
    with pytest.raises(OSError):
        mail.deliver(database, "127.0.0.1", 1, "miaopu@example.org")
    with database.reading() as session:
        assert len(mail.waiting(session)) == 2
