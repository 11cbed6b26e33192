"""Files of messages whose content is gone from the disk, and disks without room: said in words, nothing half done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations.api import File, Outgoing, Rejected
from integrations.plugins.email import Email
from models import attachment, entries, storage
from models.draft import File as Kept
from tests.fakes.web_folder import WebFolder
from tests.integrations.conftest import ANA

PLAN = b"Two doors, 2.40 m wide."


def with_file(talking: Any) -> int:
    """A message with a file is written; returns its delivery."""
    files = talking.filled.workspace.files
    stored = storage.keep_bytes(files, PLAN, limit=attachment.limit())
    return int(talking.write("The plan", files=[Kept(stored.sha256, stored.size, "plan.pdf")]))


def content(talking: Any) -> Path:
    (path,) = [one for one in talking.filled.workspace.files.rglob("*") if one.is_file()]
    return Path(path)


def test_a_file_that_vanished_fails_in_words_and_nothing_goes_out(talking: Any) -> None:
    with WebFolder(user="ana", password="secret") as folder:
        talking.registry.put("whatsapp_twilio", {"share_url": folder.url_with_credentials}, by=talking.filled.marta)
        gone, there = with_file(talking), talking.write("Without one")
        content(talking).unlink()
        talking.work()
    assert talking.sent(gone).state == "failed"
    assert talking.sent(gone).reason == "The file plan.pdf can't be read any more; attach it again."
    assert talking.sent(there).state == "queued" and talking.bodies() == ["Without one"]


def test_an_e_mail_without_its_file_is_not_sent(tmp_path: Path) -> None:
    file = File("plan.pdf", str(tmp_path / "gone"), "application/pdf")
    message = Outgoing("abc-1", "ana@herrera.example", "Ana", "The plan", files=(file,))
    with pytest.raises(Rejected, match=r"plan\.pdf can't be read any more"):
        Email({"address": "marta@northwind.example", "smtp_host": "127.0.0.1", "smtp_port": 9}).send(message)


def test_what_comes_in_waits_until_there_is_room(talking: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "_settle", full)
        talking.twilio.account.inbound(ANA, "The door", media=[("image/png", b"picture")])
        talking.twilio.account.inbound(ANA, "Only words")
        (fetched,) = talking.fetch()
        assert len(fetched.received) == 1 and "No space left on device" in (fetched.trouble or "")
        assert not list(talking.filled.workspace.files.rglob(".part-*"))
    (fetched,) = talking.fetch()
    assert [entries.one(id).body for id in fetched.received] == ["The door"]
    assert fetched.trouble is None
