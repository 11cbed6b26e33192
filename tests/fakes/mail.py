"""A mail server on this computer: SMTP by aiosmtpd with a login, IMAP by a private Dovecot.

`python -m tests.fakes.mail` starts it by hand and says which settings to enter. What is sent stays here: a copy goes
into the sender's Sent folder, as many servers do.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "marta", "a-password-for-tests"
ADDRESS = "marta@northwind.example"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {user}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def available() -> bool:
    """Whether a Dovecot is there to be started."""
    return shutil.which("dovecot") is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Postman:
    """What aiosmtpd calls: keeps what is sent, or refuses it as `MailServer.refusal` says."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.server.refusal and self.server.refusal[0] == "rcpt":
            return self.server.refusal[1]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.server.refusal and self.server.refusal[0] == "data":
            return self.server.refusal[1]
        self.server.sent.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.server.put(envelope.content, folder=".Sent")
        if self.server.slow:
            await asyncio.sleep(self.server.slow)
        if self.server.cut:
            self.server.cut = False
            server.transport.abort()
        return "250 OK"


class MailServer:
    """`sent` keeps what went out; `receive` puts something into the inbox; `refusal` and `cut` are for unhappy ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="chatterdesk-mail-"))
        self.folder.chmod(0o755)
        self.sent: list[EmailMessage] = []
        self.refusal: tuple[str, str] | None = None
        self.cut = False
        self.slow = 0.0  # seconds until a message that was taken is acknowledged
        self.imap_port = free_port()
        self._smtp = Controller(
            _Postman(self),
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=self._authenticate,
            auth_require_tls=False,
        )

    @staticmethod
    def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=True) if right else AuthResult(success=False, handled=False)

    @property
    def settings(self) -> dict[str, str]:
        """What a person would enter."""
        return {
            "address": ADDRESS,
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self._smtp.port),
            "smtp_security": "none",
            "imap_host": "127.0.0.1",
            "imap_port": str(self.imap_port),
            "imap_security": "none",
            "username": USER,
            "secret": PASSWORD,
        }

    def __enter__(self) -> MailServer:
        account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._owner = (account.pw_uid, account.pw_gid)
        for name in ("run", "state", "home", "mail"):
            (self.folder / name).mkdir()
            os.chown(self.folder / name, *self._owner)
        values = {"uid": account.pw_uid, "gid": account.pw_gid, "user": account.pw_name, "password": PASSWORD}
        text = CONFIGURATION.format(folder=self.folder, port=self.imap_port, **values)
        (self.folder / "dovecot.conf").write_text(text)
        command = ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._dovecot = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # its warnings are about itself
        self._smtp.start()
        self._wait()
        return self

    def _wait(self) -> None:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.imap_port)) == 0:
                    return
            time.sleep(0.025)
        raise RuntimeError((self.folder / "dovecot.log").read_text(errors="replace"))

    def __exit__(self, *error: object) -> None:
        self._smtp.stop()
        self._dovecot.terminate()
        self._dovecot.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, content: bytes, *, folder: str = "") -> None:
        """Put a message into a folder of the user, as Maildir wants it."""
        place = self.folder / "mail" / USER / folder
        for name in ("tmp", "new", "cur"):
            (place / name).mkdir(parents=True, exist_ok=True)
        name = f"{time.time():.6f}.{uuid.uuid4().hex}.here"
        (place / "tmp" / name).write_bytes(content)
        for one in (self.folder / "mail" / USER, *(self.folder / "mail" / USER).rglob("*")):
            os.chown(one, *self._owner)
        (place / "tmp" / name).rename(place / "new" / name)

    def empty(self) -> None:
        """Throw away what came in."""
        for name in ("new", "cur"):
            for one in (self.folder / "mail" / USER / name).glob("*"):
                one.unlink()

    def receive(self, text: str, *, sender: str, subject: str = "Re: Hello", **headers: str) -> str:
        """Let somebody write to the user; returns the Message-ID."""
        made = EmailMessage()
        id = f"<{uuid.uuid4().hex[:20]}@elsewhere.example>"
        made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, ADDRESS, subject, id
        for name, value in headers.items():
            made[name.replace("_", "-")] = value
        made.set_content(text)
        self.put(made.as_bytes())
        return id

    def report(self, original: str, *, recipient: str, action: str = "delivered") -> None:
        """Let a server say that a message arrived."""
        self._put_report(original, recipient=recipient, action=action, status="2.0.0", words="250 delivered")

    def read_receipt(self, original: str, *, recipient: str) -> None:
        """Let a mail program say that a message was read (RFC 8098)."""
        receipt = (
            "From: {recipient}\r\nTo: {to}\r\nSubject: Read: Hello\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nIt was displayed.\r\n"
            "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
            "Final-Recipient: rfc822; {recipient}\r\nOriginal-Message-ID: {original}\r\n"
            "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
        )
        self.put(receipt.format(to=ADDRESS, recipient=recipient, original=original).encode())

    def bounce(self, original: str, *, recipient: str, words: str = "550 5.1.1 mailbox unavailable") -> None:
        """Let a message come back."""
        self._put_report(original, recipient=recipient, action="failed", status="5.1.1", words=words)

    def _put_report(self, original: str, **values: str) -> None:
        report = (
            "From: MAILER-DAEMON@elsewhere.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
            "Auto-Submitted: auto-replied\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nIt came back.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; elsewhere.example\r\n\r\n"
            "Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
            "Diagnostic-Code: smtp; {words}\r\n\r\n"
            "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\n\r\n--b--\r\n"
        )
        self.put(report.format(to=ADDRESS, original=original, **values).encode())


def main() -> None:
    with MailServer() as server:
        sys.stdout.write("A mail server of your own. Tell Chatterdesk:\n\n")
        for name, value in server.settings.items():
            if name != "secret":
                sys.stdout.write(f"  chatterdesk settings set email.{name} {value}\n")
        sys.stdout.write(f'  export CHATTERDESK_SECRET_EMAIL_SECRET="{PASSWORD}"\n  chatterdesk plugins enable email\n')
        sys.stdout.flush()
        try:
            while True:
                time.sleep(60)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
