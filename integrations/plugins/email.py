"""E-mail: sends by SMTP, fetches by IMAP; answers find their thread by the ids they refer to, bounces their message."""

from __future__ import annotations

import datetime as dt
import imaplib
import mimetypes
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any, ClassVar

from integrations.api import (
    Accepted,
    Channel,
    Field,
    Incoming,
    Later,
    Misconfigured,
    Offline,
    Outgoing,
    Polled,
    Rejected,
    Status,
    Uncertain,
)
from integrations.plugins import email_servers
from integrations.plugins.email_idle import can_idle, idle
from integrations.plugins.email_parsing import incoming_of, parsed, report_of
from integrations.plugins.email_providers import provider, settings_for

SECURITY = (("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "None"))
FIRST_LOOK = dt.timedelta(hours=24)  # how far the first look reaches back
LONGEST_REASON = 200  # characters of what a server said
AT_ONCE = 50  # messages fetched in one look
_FOLDER = re.compile(r'\) (?:"[^"]*"|NIL) (.+)$')
PORTS = {"tls": (465, 993), "starttls": (587, 143), "none": (25, 143)}


class Email(Channel):
    """The Message-ID is made of the delivery's key, so a second try after an uncertain end is the same message."""

    name: ClassVar[str] = "email"
    label: ClassVar[str] = "E-mail"
    channel: ClassVar[str] = "email"
    timeout: ClassVar[float] = 15
    settings: ClassVar[tuple[Field, ...]] = (
        Field("address", "Your address", required=True, help="Messages come from it, answers go to it."),
        Field("smtp_host", "Outgoing server (SMTP)", required=True, help="Such as smtp.example.com"),
        Field("smtp_port", "Its port", "number", help="Empty: 465 for TLS, 587 for STARTTLS, 25 for none."),
        Field("smtp_security", "Its encryption", "choice", default="tls", choices=SECURITY),
        Field("imap_host", "Incoming server (IMAP)", help="Without one, nothing is fetched."),
        Field("imap_port", "Its port", "number", help="Empty: 993 for TLS, else 143."),
        Field("imap_security", "Its encryption", "choice", default="tls", choices=SECURITY),
        Field("username", "User name", help="Empty where the servers ask for no login."),
        Field("secret", "Password", "secret"),
        Field(
            *("signed_replies", "Signed reply address", "yes_no"),
            default=True,
            help="Answers go to you+…@domain, which tells their record. Off where your mailbox refuses such.",
            advanced=True,
        ),
    )

    @property
    def listens(self) -> bool:  # type: ignore[override]
        """Where there is an incoming server; whether it can is seen when it is asked."""
        return bool(self.values.get("imap_host"))

    @classmethod
    def suggestions(cls, field: str, value: str) -> Mapping[str, Any]:
        """The servers of the common providers, by the domain of the address."""
        return settings_for(value) if field == "address" else {}

    # Sending

    def check(self) -> str:
        """Log in to both servers."""
        with self._smtp():
            found = f"{self.values['smtp_host']} takes messages from {self.values['address']}"
        if not self.values.get("imap_host"):
            return f"{found}. Nothing is fetched: there is no incoming server."
        with self._imap() as box:
            box.select("INBOX", readonly=True)
        return f"{found}; {self.values['imap_host']} hands over what comes in."

    @contextmanager
    def _smtp(self) -> Iterator[smtplib.SMTP]:
        """A connection that is logged in. Whatever fails before that has certainly sent nothing."""
        host, security = str(self.values["smtp_host"]), self.values.get("smtp_security") or "tls"
        with ExitStack() as closing:
            yield self._connected(closing, host, security)

    def _connected(self, closing: ExitStack, host: str, security: str) -> smtplib.SMTP:
        """The outgoing server, encrypted and logged in as the settings say."""
        port = int(self.values.get("smtp_port") or PORTS[security][0])
        context = ssl.create_default_context()
        try:
            over = context if security == "tls" else None
            server = email_servers.Smtp(host, port, timeout=self.timeout, context=over)
            closing.callback(server.close)
            if security == "starttls":
                server.starttls(context=context)
            if self.values.get("username"):
                server.login(str(self.values["username"]), str(self.values.get("secret") or ""))
        except smtplib.SMTPAuthenticationError as error:
            raise Misconfigured(f"{host} refuses user name or password.", code=str(error.smtp_code)) from error
        except ssl.SSLCertVerificationError as error:
            raise Misconfigured(f"The certificate of {host} can't be trusted: {error.verify_message}.") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Misconfigured(f"{host} doesn't offer what is asked for: {error}.") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Offline(f"{host} can't be reached: {_words(error)}.") from error
        return server

    def send(self, message: Outgoing) -> Accepted:
        """Hand one message to the outgoing server."""
        made = self._made(message)
        with self._smtp() as server:
            try:
                server.send_message(made, from_addr=str(self.values["address"]), to_addrs=[message.address])
            except smtplib.SMTPRecipientsRefused as error:
                code, words = next(iter(error.recipients.values()))
                raise _refusal(code, words, f"The server refuses the address {message.address}") from error
            except smtplib.SMTPSenderRefused as error:
                said = f"The server refuses your address: {_text(error.smtp_error)}."
                raise Misconfigured(said, code=str(error.smtp_code)) from error
            except smtplib.SMTPDataError as error:
                raise _refusal(error.smtp_code, error.smtp_error, "The server refuses the message") from error
            except (OSError, smtplib.SMTPException) as error:
                raise Uncertain(f"The connection broke while the message was handed over: {_words(error)}.") from error
        return Accepted(str(made["Message-ID"]), "sent")

    def _made(self, message: Outgoing) -> EmailMessage:
        """The message with its headers, as text and HTML, its files inline or attached."""
        made = EmailMessage()
        made["Message-ID"] = self._id(message.key)
        made["From"] = formataddr((message.sender_name, str(self.values["address"])))
        made["To"] = formataddr((message.name, message.address))
        if message.reply_address and self._signs():
            made["Reply-To"] = formataddr((message.sender_name, message.reply_address))
        made["Subject"] = (message.subject or "").replace("\n", " ")
        made["Date"] = format_datetime(dt.datetime.now(dt.UTC))
        if message.references:
            made["In-Reply-To"] = message.references[-1]
            made["References"] = " ".join(message.references)
        made.set_content(message.text)
        if message.html:
            made.add_alternative(message.html, subtype="html")
        for file in message.files:
            guessed = file.content_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            kind, _, subtype = guessed.partition("/")
            with file.open() as there:
                content = there.read()
            page = made.get_body(("html",)) if file.cid else None
            if page is not None:
                page.add_related(content, kind, subtype, cid=f"<{file.cid}>", filename=file.name, disposition="inline")
                continue
            made.add_attachment(content, maintype=kind, subtype=subtype or "octet-stream", filename=file.name)
        return made

    def _signs(self) -> bool:
        """Whether an address with a signature in it would reach us."""
        hosted = provider(str(self.values["address"]))
        return self.values.get("signed_replies") is not False and (hosted is None or hosted.plus)

    def _id(self, key: str) -> str:
        """A Message-ID that never changes between tries; short, because long ones come back folded."""
        workspace, _, delivery = key.rpartition("-")
        return f"<{delivery}.{workspace[:16]}@{str(self.values['address']).rpartition('@')[2]}>"

    def find(self, message: Outgoing, known: Sequence[str]) -> Accepted | None:
        """Look among what was sent; servers that keep no copy have no trace, and drop a second one by its id."""
        if not self.values.get("imap_host"):
            return None
        wanted = self._id(message.key)
        if wanted in known:
            return None
        with self._imap() as box:
            for folder in _sent_folders(box):
                box.select(f'"{folder}"', readonly=True)
                _, found = box.uid("SEARCH", "HEADER", "Message-ID", f'"{wanted}"')
                if found and found[0]:
                    return Accepted(wanted, "sent")
        return None

    # Fetching

    @contextmanager
    def _imap(self) -> Iterator[email_servers.Imap]:
        host, security = str(self.values["imap_host"]), self.values.get("imap_security") or "tls"
        port = int(self.values.get("imap_port") or PORTS[security][1])
        context = ssl.create_default_context()
        try:
            over = context if security == "tls" else None
            box = email_servers.Imap(host, port, timeout=self.timeout, context=over)
            if security == "starttls":
                box.starttls(context)
        except ssl.SSLCertVerificationError as error:
            raise Misconfigured(f"The certificate of {host} can't be trusted: {error.verify_message}.") from error
        except (OSError, imaplib.IMAP4.error) as error:
            raise Offline(f"{host} can't be reached: {_words(error)}.") from error
        try:
            if self.values.get("username"):
                _log_in(box, host, str(self.values["username"]), str(self.values.get("secret") or ""))
            box.give(email_servers.TALK)
            yield box
        except (OSError, imaplib.IMAP4.abort, imaplib.IMAP4.error) as error:
            raise Later(f"{host} stopped answering: {_words(error)}.") from error
        finally:
            _log_out(box)

    def poll(self, cursor: Any, pending: Sequence[str]) -> Polled:
        """What is newer than the last message seen; the first look reaches back a day."""
        if not self.values.get("imap_host"):
            return Polled(cursor=cursor)
        with self._imap() as box:
            box.select("INBOX", readonly=True)
            validity = _number(box.response("UIDVALIDITY")[1])
            last = cursor["last"] if cursor and cursor["validity"] == validity else 0
            found = _newer(box, last)
            incoming: list[Incoming] = []
            statuses: list[Status] = []
            for uid in found[:AT_ONCE]:
                self._take(box, uid, incoming, statuses)
                last = uid
        more = len(found) > AT_ONCE
        return Polled(incoming, statuses, {"validity": validity, "last": last}, more)

    def listen(self, heard: Callable[[], None], stopped: Callable[[], bool]) -> None:
        """Hold a connection open over which the server tells of new mail; polling does where it can't."""
        with self._imap() as box:
            if can_idle(box):
                box.select("INBOX", readonly=True)
                box.give(None)
                idle(box, heard, stopped)

    def _take(self, box: imaplib.IMAP4, uid: int, incoming: list[Incoming], statuses: list[Status]) -> None:
        """Fetch one message and sort it: a bounce, something of our own, or something received."""
        _, parts = box.uid("FETCH", str(uid), "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        message = parsed(raw)
        report = report_of(message)
        if report is not None:
            statuses.append(report)
            return
        one = incoming_of(message, fallback=f"imap-{uid}")
        if one is not None and one.address.lower() != str(self.values["address"]).lower():
            incoming.append(one)


def _log_in(box: imaplib.IMAP4, host: str, username: str, password: str) -> None:
    try:
        box.login(username, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Misconfigured(f"{host} refuses user name or password.") from error


def _log_out(box: imaplib.IMAP4) -> None:
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error):
        box.shutdown()  # it is gone already


def _newer(box: imaplib.IMAP4, last: int) -> list[int]:
    """The numbers of messages after `last`, in order; without one, those of the last day."""
    if last:
        _, found = box.uid("SEARCH", f"UID {last + 1}:*")
    else:
        since = (dt.datetime.now(dt.UTC) - FIRST_LOOK).strftime("%d-%b-%Y")
        _, found = box.uid("SEARCH", "SINCE", since)
    numbers = sorted(int(one) for one in (found[0] or b"").split())
    return [one for one in numbers if one > last]  # "n:*" names the last message even where it is older than n


def _sent_folders(box: imaplib.IMAP4) -> list[str]:
    """The folders marked as holding what was sent."""
    _, rows = box.list()
    named = [row.decode("ascii", "replace") for row in rows or () if isinstance(row, bytes)]
    return [found[1].strip('"') for row in named if "\\Sent" in row and (found := _FOLDER.search(row))]


def _number(answer: list[Any]) -> int:
    return int(answer[0]) if answer and answer[0] else 0


def _refusal(code: int, words: bytes | str, what: str) -> Later | Rejected:
    """A refusal of the server: 4xx may be tried again, 5xx may not (RFC 5321, 4.2.1)."""
    said = f"{what}: {_text(words)}."
    return Later(said, code=str(code)) if 400 <= code < 500 else Rejected(said, code=str(code))


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split()).rstrip(".")


def _words(error: BaseException) -> str:
    """What went wrong, short and without the parts meant for programs."""
    if isinstance(error, TimeoutError | socket.timeout):
        return "it did not answer in time"
    if isinstance(error, socket.gaierror):
        return "no such server is known"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    said = _text(str(error))  # a server may say anything, and as much of it as it likes
    return (f"{said[:LONGEST_REASON]}…" if len(said) > LONGEST_REASON else said) or "the connection was closed"
