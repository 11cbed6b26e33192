"""Torture: the sending process is killed at random points, over a provider that loses, delays, refuses and cuts.

`python -m tests.torture.kill_sending --kills 200 --messages 500`. At the end each message must be at the provider
exactly once and in order, each state right, nothing uncertain, each answer here exactly once, and the journal sound.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from integrations.registry import Registry
from models import delivery, journal, person, posting, record, sending, user, workspace
from models.database import database, now
from models.message import Message
from models.workspace import Workspace
from tests.fakes.twilio.account import Account
from tests.fakes.twilio.faults import Fault
from tests.fakes.twilio.server import Twilio

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, STRANGE = 25, 3  # so many contacts; the last few are not on WhatsApp
FAULTY = 0.35  # of the requests
MOST_FAULTS = 3  # for one text: eight tries are all there are
FAULTS = (
    Fault("503"),
    Fault("503", after=True),
    Fault("429", seconds=0.1),
    Fault("cut"),
    Fault("cut", after=True),
    Fault("sleep", seconds=0.9),  # taken over late, after we gave up waiting
    Fault("sleep", after=True, seconds=0.9),
    Fault("sleep", seconds=0.1),
    Fault("html"),
    Fault("garbage", after=True),
)


@dataclass
class Report:
    """What became of it all. `wrong` says each thing that is not as it has to be."""

    kills: int = 0
    messages: int = 0
    seconds: float = 0.0
    uncertain_seen: int = 0
    requests: int = 0
    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Torture:
    """One run: a workspace, a fake, and the process that is killed."""

    def __init__(self, folder: Path, *, kills: int, messages: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.kills, self.count = kills, messages
        self.folder, self.noise = folder / "workspace", folder / "worker.log"
        self.twilio = Twilio(Account(), validate=False)
        self.faults: Counter[str] = Counter()
        self.posted: dict[str, list[str]] = {}
        self.answers: list[str] = []
        self.contacts: list[tuple[int, str]] = []
        self.report = Report(kills=kills, messages=messages)
        self.stop = threading.Event()
        self.quiet = threading.Event()

    def run(self) -> Report:
        """Do it, and say what became of it."""
        began = time.monotonic()
        opened = workspace.create(self.folder, name="Marta", email="marta@northwind.example", currency="EUR")
        with self.twilio:
            try:
                self._prepare(opened)
                movers = threading.Thread(target=self._move_on, daemon=True)
                movers.start()
                self._kill()
                self._finish()
                self._judge()
            finally:
                self.stop.set()
                workspace.close(opened)
        self.report.seconds = time.monotonic() - began
        self.report.requests = len(self.twilio.requests)
        return self.report

    def _prepare(self, opened: Workspace) -> None:
        me = self.me = user.first_administrator().id
        registry = Registry(opened.id, discover=False)
        settings = {name: value for name, value in self.twilio.settings.items() if name != "secret"}
        registry.put("whatsapp_twilio", settings, by=me)
        registry.enable("whatsapp_twilio", by=me)
        for number in range(PEOPLE):
            phone = f"+346565550{number:02d}"
            id = record.create("contact", {"name": f"Person {number}", "mobile": phone}, by=me).id
            self.contacts.append((id, phone))
            self.twilio.account.inbound(phone, "Hola", when=self.twilio.account.now())
            who = person.of_card(id)
            assert who is not None
            posting.receive(id, "Hola", author=who.id, channel="whatsapp", provider_id=self._newest(), when=now())
            if number >= PEOPLE - STRANGE:
                self.twilio.account.not_on_whatsapp.add(phone)
        self.twilio.misbehave = self._misbehave

    def _newest(self) -> str:
        return self.twilio.account.messages[-1].sid

    def _misbehave(self, body: str) -> Fault | None:
        if self.stop.is_set() or self.faults[body] >= MOST_FAULTS or self.random.random() > FAULTY:
            return None
        self.faults[body] += 1
        return self.random.choice(FAULTS)

    def _move_on(self) -> None:
        """The provider moves its messages on, and people write."""
        while not self.stop.wait(0.2):
            self.twilio.account.advance()
            if not self.quiet.is_set() and self.random.random() < 0.2 and len(self.answers) < 100:
                text = f"Answer {len(self.answers)}"
                self.answers.append(text)
                self.twilio.account.inbound(self.random.choice(self.contacts)[1], text)

    def _post(self, count: int) -> None:
        """Write some messages; some texts are the same as others to the same person."""
        for _ in range(count):
            id, phone = self.random.choice(self.contacts)
            mine = self.posted.setdefault(phone, [])
            text = f"Message {len(mine)}" if self.random.random() < 0.8 else "The same again"
            sending.send(id, text, by=self.me, channel="whatsapp")
            mine.append(text)

    def _worker(self, seconds: float) -> subprocess.Popen[bytes]:
        secret = {"CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET": self.twilio.account.token}
        command = [sys.executable, "-m", "tests.torture.sending_worker", str(self.folder), str(seconds)]
        with self.noise.open("ab") as noise:
            return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **secret}, stderr=noise)

    def _kill(self) -> None:
        left = self.count
        for kill in range(self.kills):
            batch = max(1, left // (self.kills - kill)) if left else 0
            self._post(batch)
            left -= batch
            worker = self._worker(60)
            asked, patience = len(self.twilio.requests), time.monotonic() + 10
            while len(self.twilio.requests) == asked and time.monotonic() < patience and self.random.random() < 0.97:
                time.sleep(0.02)  # mostly until it speaks to the provider, now and then before
            time.sleep(self.random.uniform(0, 0.5))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            if worker.returncode != -signal.SIGKILL:
                self.report.wrong.append("the worker ended by itself")
                return
            self.report.uncertain_seen += self._in("uncertain", "sending")
        self._post(left)

    def _finish(self) -> None:
        """Let one worker bring everything to its end."""
        self.quiet.set()  # nobody writes any more: what is judged has had its time to come in
        worker = self._worker(600)
        end = time.monotonic() + 30 + self.count
        while time.monotonic() < end and worker.poll() is None:
            time.sleep(0.2)
            if not self._in("waiting", "sending", "uncertain", "queued", "sent", "delivered") and self._all_answers():
                break
        worker.kill()
        worker.wait()
        if noise := self.noise.read_text():
            self.report.wrong.append(f"the worker said: {noise[-2000:]}")

    def _in(self, *states: str) -> int:
        return int(delivery.Delivery.select().where(delivery.Delivery.state.in_(states)).count())

    def _all_answers(self) -> bool:
        return int(Message.select().where(Message.body.startswith("Answer ")).count()) >= len(self.answers)

    def _judge(self) -> None:
        wrong, account = self.report.wrong, self.twilio.account
        for phone, texts in self.posted.items():
            there = [one.body for one in account.outgoing(phone)]
            if there != texts:
                extra, lost = Counter(there) - Counter(texts), Counter(texts) - Counter(there)
                wrong.append(f"{phone}: too often {dict(extra)}, lost {dict(lost)}, in order: {not (extra or lost)}")
        by_sid = {one.sid: one for one in account.outgoing()}
        for row in delivery.Delivery.select():
            self.report.states[row.state] += 1
            there = by_sid.pop(row.provider_id or "", None)
            expected = {"read": "read", "undelivered": "failed"}.get(there.status if there else "")
            if row.state != expected:
                wrong.append(
                    f"delivery {row.id} is {row.state} ({row.reason}), at the provider {there and there.status}"
                )
        wrong += [f"nobody knows of {sid}" for sid in by_sid]
        came = Counter(row[0] for row in Message.select(Message.body).where(Message.direction == "in").tuples())
        wrong += [f"{text!r} came {came[text]} times" for text in self.answers if came[text] != 1]
        verified = journal.verify()
        wrong += [*verified.problems]
        if database.execute_sql("PRAGMA integrity_check").fetchone()[0] != "ok":
            wrong.append("the database is damaged")


def main() -> int:
    """Run by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = Torture(Path(folder), kills=chosen.kills, messages=chosen.messages, seed=chosen.seed).run()
    print(f"seed {chosen.seed}: {report}")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
