"""The outbox: mail goes out once, outside of any transaction, and a hostile name is never a header."""

import smtplib
import socket
from email import message_from_string

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


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def sink(database):
    controller = Controller(Sink(database), hostname="127.0.0.1", port=_free_port())
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


@pytest.mark.parametrize(
    "recipient",
    ["", "13800000000", "a@example.org, b@example.org", "周小满@例子.中国", "a@", "<a@b>@c", "a b@example.org"],
)
def test_what_is_no_single_address_is_marked_and_holds_up_nobody(sqlite_database, recipient):
    controller = Controller(Sink(sqlite_database), hostname="127.0.0.1", port=_free_port())
    controller.start()
    with sqlite_database.writing() as session:
        mail.send(session, recipient, "邀请", "您好")
        mail.send(session, "a@example.org", "邀请", "您好")
    assert mail.deliver(sqlite_database, "127.0.0.1", controller.port, "miaopu@example.org") == 1
    controller.stop()
    with sqlite_database.reading() as session:
        odd, plain, _later = session.exec(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert odd.failure and odd.sent_at is None and plain.sent_at
    assert len(controller.handler.messages) == 1


def test_what_was_refused_waits_behind_what_was_not_tried(sqlite_database):
    with sqlite_database.writing() as session:
        session.add_all(OutboxMail(recipient="x", subject="", body="", failure="SMTPDataError") for _ in range(100))
        mail.send(session, "new@example.org", "邀请", "您好")
    with sqlite_database.reading() as session:
        assert mail.waiting(session)[0].recipient == "new@example.org"


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u2029"])
def test_no_line_break_reaches_a_header(sqlite_database, mark):
    with sqlite_database.writing() as session:
        kept = mail.send(session, "a@example.org", f"邀请{mark}Bcc: all@example.org", f"您好{mark}Bcc: all@example.org")
    text = mail.message_of("miaopu@example.org", kept).as_bytes().decode()
    head = message_from_string(text.partition("\n\n")[0])
    assert sorted(head.keys()) == sorted(
        ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    )


def test_to_another_machine_nothing_goes_out_without_tls(sqlite_database):
    """Any name but the own machine's counts as another; this one's server offers no TLS."""
    controller = Controller(Sink(sqlite_database), hostname="127.0.0.2", port=_free_port())
    controller.start()
    with sqlite_database.writing() as session:
        mail.send(session, "a@example.org", "邀请", "您好")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mail.deliver(sqlite_database, "127.0.0.2", controller.port, "miaopu@example.org")
    controller.stop()
    with sqlite_database.reading() as session:
        assert len(mail.waiting(session)) == 1
    assert controller.handler.messages == []
