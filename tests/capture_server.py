"""A real SMTP server on loopback that keeps every envelope as it came: sender, recipients, bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE_S = 10.0


@dataclass
class Captured:
    """One envelope, as the server was given it."""

    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def body(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def whole(self) -> str:
        """Headers decoded and every readable part, for a search for what should not be there."""
        message = self.message
        headers = [f"{name}: {value}" for name, value in message.items()]
        texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return "\n".join([*headers, *texts])


@dataclass
class CaptureServer:
    """What the server took, and what it answers next (`refusals`: address to the answer it gets)."""

    envelopes: list[Captured] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(Captured(list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 taken"


class Loopback(Controller):
    """Listens on a port the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server(settings: object) -> Iterator[CaptureServer]:
    """The server, with Django's own smtp backend turned to it."""
    kept = CaptureServer()
    controller = Loopback(kept, hostname="127.0.0.1", port=0, server_hostname="localhost", ready_timeout=PATIENCE_S)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kept
    controller.stop()
