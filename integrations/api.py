"""What a plugin may know: how it declares itself, what it is given and what it gives back. Plain values only.

A plugin is one class in one file: a `Channel` (sends and receives messages) or a `Translator`. It declares its
settings, from which their page is built, and is made anew, with the values, whenever these change. Each worker thread
gets an object of its own, so no object is called twice at a time; a method may take its time-out, never longer, and
must not swallow errors: those below say what an unhappy end means, anything else is shown as the plugin's fault.
docs/plugins.md is the guide, with a complete example.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

API_VERSION = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A setting. `kind`: text, secret, number, yes_no, choice, url or phone; `choices` are (value, label)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    default: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    advanced: bool = False


class PluginError(Exception):
    """An unhappy end; `str()` is one sentence for the person, `code` the provider's own number for it."""

    def __init__(self, words: str, *, code: str | None = None) -> None:
        super().__init__(words)
        self.code = code


class Rejected(PluginError):
    """The provider will never take this: don't try again. `opt_out`: the recipient asked not to be written to."""

    def __init__(self, words: str, *, code: str | None = None, opt_out: bool = False) -> None:
        super().__init__(words, code=code)
        self.opt_out = opt_out


class Later(PluginError):
    """It was certainly not processed: try again, not before `retry_after` seconds have passed."""

    def __init__(self, words: str, *, code: str | None = None, retry_after: float = 0) -> None:
        super().__init__(words, code=code)
        self.retry_after = retry_after


class Offline(PluginError):
    """The provider could not even be reached, nothing left this computer: the whole channel rests for a moment."""


class Uncertain(PluginError):
    """It may have been processed: ask the provider before any second try."""


class Misconfigured(PluginError):
    """The settings are wrong (credentials, sender): the channel stops until they are mended; its messages wait."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message. `path` lies on this computer; `cid` names it where the HTML shows it."""

    name: str
    path: str
    content_type: str
    cid: str | None = None

    def open(self) -> BinaryIO:
        """Its content, to be read and closed; `Rejected` where it is gone or can't be read."""
        try:
            return Path(self.path).open("rb")
        except OSError as error:
            raise Rejected(f"The file {self.name} can't be read any more; attach it again.") from error


@dataclass(frozen=True, slots=True)
class Template:
    """A text the provider approves. `body` has placeholders {{1}}, {{2}}…; only `status` "approved" may be sent.

    `category` is the provider's price class, `reason` why it was refused, `samples` what its author meant to stand for
    each placeholder.
    """

    id: str
    name: str
    language: str
    body: str
    status: str
    category: str = ""
    reason: str = ""
    samples: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for one recipient. `key` never changes between tries; `started` is when the last try began.

    `text` is exactly what goes out, in the channel's own markup; for a template, its text with the `variables` in it.
    `references` are the provider's ids of what went before in the conversation, oldest first. `reply_address` is one
    of our own addresses that tells, signed, to which conversation an answer belongs: for channels that have such.
    """

    key: str
    address: str
    name: str
    text: str
    html: str | None = None
    subject: str | None = None
    sender_name: str = ""
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()
    references: Sequence[str] = ()
    reply_address: str | None = None
    started: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has the message. `state`: queued or sent."""

    provider_id: str
    state: str = "queued"


@dataclass(frozen=True, slots=True)
class Status:
    """News of a message sent earlier. `state`: queued, sent, delivered, read or failed; `reason` says why in words.

    `opt_out`: it failed because the recipient asked not to be written to.
    """

    provider_id: str
    state: str
    reason: str | None = None
    code: str | None = None
    opt_out: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message received. `recipients` are where it went to, `references` the ids of messages that it answers.

    `address` is who wrote: a number as +34656555014 or an e-mail address. `opt_out`: they ask not to be written to any
    more (True), or to be written to again (False).
    """

    provider_id: str
    address: str
    text: str
    date: dt.datetime
    html: str | None = None
    name: str = ""
    subject: str | None = None
    recipients: Sequence[str] = ()
    references: Sequence[str] = ()
    files: Sequence[Received] = ()
    automatic: bool = False
    opt_out: bool | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came with a message."""

    name: str
    content_type: str
    content: bytes
    cid: str | None = None


@dataclass(frozen=True, slots=True)
class Polled:
    """What a look at the provider brought. `cursor` is handed to the next look; `more`: there was too much for one."""

    incoming: Sequence[Incoming] = ()
    statuses: Sequence[Status] = ()
    cursor: Any = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation. `source` is the language the engine found, where it says so."""

    text: str
    source: str | None = None


class Plugin(ABC):
    """What every plugin declares: `name` (its id), `label` (what people call it), `settings`, and whether they work."""

    api_version: ClassVar[int] = API_VERSION
    name: ClassVar[str]
    label: ClassVar[str]
    settings: ClassVar[tuple[Field, ...]] = ()

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    @abstractmethod
    def check(self) -> str:
        """Try the connection and say in a sentence what was found; a `PluginError` in words when it fails."""

    @classmethod
    def suggestions(cls, field: str, value: str) -> Mapping[str, Any]:
        """What other settings most likely are, now that `value` was typed in `field`: by name, as plain values.

        Called while somebody types, so it asks nobody; they fill what was not touched yet and can be changed.
        """
        return {}

    def close(self) -> None:  # noqa: B027 - most plugins hold nothing
        """Let go of connections; the plugin is not used afterwards."""


class Channel(Plugin):
    """A plugin that sends and receives messages. `channel` is the way it serves: whatsapp or email.

    `limit` is the number of characters of a message, `poll_seconds` how often to look for news. `listens`: `listen` can
    tell of news at once.
    """

    channel: ClassVar[str]
    limit: ClassVar[int | None] = None
    poll_seconds: float = 60
    listens: bool = False

    @abstractmethod
    def send(self, message: Outgoing) -> Accepted:
        """Hand a message to the provider; one of the errors says how an unhappy end is to be understood."""

    @abstractmethod
    def find(self, message: Outgoing, known: Sequence[str]) -> Accepted | None:
        """Ask whether the provider has a message whose sending ended uncertainly; `known` ids belong to others.

        None says that the provider was asked and has no trace of it; whoever could not ask raises `Later`.
        """

    @abstractmethod
    def poll(self, cursor: Any, pending: Sequence[str]) -> Polled:
        """Look for what came in since `cursor` (None: the first look) and for news of the `pending` provider ids.

        May hand in a message again that it brought before: the provider's id tells them apart. Ids that it doesn't
        know are passed over.
        """

    def listen(self, heard: Callable[[], None], stopped: Callable[[], bool]) -> None:
        """Call `heard` whenever there may be news to poll, until `stopped()`, which is to be asked about every second.

        It may return, or raise, before that: it is called again after a while.
        """

    def templates(self) -> Sequence[Template]:
        """The texts that the provider approves or has refused; none where there is no such thing."""
        return ()

    def template(self, id: str) -> Template | None:
        """One of these texts, where the provider has it."""
        return next((one for one in self.templates() if one.id == id), None)


class Translator(Plugin):
    """A plugin that translates. Languages are ISO 639-1, with a region where it matters (pt-BR, zh-TW).

    `limit` is the number of characters of a request, `timeout` how many seconds it may take.
    """

    limit: ClassVar[int] = 1500
    timeout: ClassVar[float] = 30

    @abstractmethod
    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate a plain text of several lines, which stay lines; None as `source` leaves it to the engine.

        Markers such as ⟦3⟧ in the text stand for what must not change.
        """

    @abstractmethod
    def languages(self) -> Sequence[str]:
        """The languages it translates to."""


def unreached(whom: str, error: BaseException) -> str:
    """Why nobody was spoken to, in words: "`whom` can't be reached …", or that its certificate is not accepted."""
    if "CERTIFICATE" in str(error).upper():
        return f"The connection to {whom} is not safe: its certificate is not accepted. Nothing was sent."
    return f"{whom} can't be reached; check the connection and try again."
