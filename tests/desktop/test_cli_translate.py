"""The command `translate`: its JSON (product.md §12), and what it says where it can't."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.cli import program
from integrations import engine
from models import posting
from tests.fakes.google_page import GooglePage

Cli = Callable[..., tuple[int, Any, str]]
SPANISH = "El portón de la bodega mide 2,40 m y el camión es más alto"


@pytest.fixture
def page() -> Iterator[GooglePage]:
    engine.forget()
    with GooglePage(instant=True) as made:
        yield made


@pytest.fixture
def message(filled: Any) -> int:
    from models import person, workspace

    author = person.of_card(filled.ana)
    assert author is not None
    id = posting.receive(filled.barrels, SPANISH, author=author.id, channel="email", subject="Entrega")
    assert id is not None
    workspace.close(filled.workspace)
    return id


@pytest.fixture
def cli(filled: Any, message: int, capsys: pytest.CaptureFixture[str]) -> Cli:
    def run(*words: str | int, human: bool = False) -> tuple[int, Any, str]:
        capsys.readouterr()
        options = ["--workspace", str(filled.workspace.path)] + ([] if human else ["--json"])
        status = program.run([*options, *(str(word) for word in words)])
        assert isinstance(status, int)
        said = capsys.readouterr()
        return status, said.out if human or status else json.loads(said.out), said.err

    return run


@pytest.fixture
def enabled(cli: Cli, page: GooglePage) -> Cli:
    assert cli("settings", "set", "translate_google.base_url", page.page)[0] == 0
    assert cli("plugins", "enable", "translate_google")[0] == 0
    return cli


def test_a_message_is_translated_and_then_known(enabled: Cli, message: int) -> None:
    status, found, _ = enabled("translate", message, "--to", "en")
    assert status == 0
    wanted = {"text": f"en:{SPANISH}", "source": "es", "target": "en", "engine": "translate_google", "cached": False}
    assert found == wanted
    assert enabled("translate", message, "--to", "en")[1] == {**wanted, "cached": True}
    thread = enabled("thread", translation_thread(enabled, message))[1]
    assert thread[0]["translations"] == {"en": f"en:{SPANISH}"}


def translation_thread(cli: Cli, message: int) -> int:
    return int(cli("search", "portón")[1]["hits"][0]["record"])


def test_people_read_subject_and_text(enabled: Cli, message: int) -> None:
    assert enabled("translate", message, "--to", "German", human=True)[1] == f"de:Entrega\nde:{SPANISH}\n"


def test_no_engine_is_enabled_in_a_new_workspace(cli: Cli, message: int) -> None:
    status, _, said = cli("translate", message, "--to", "en")
    assert status == 1
    assert said == "No translator is switched on yet.\n"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("translate", "{m}", "--to", "klingonish"), 1, "“klingonish” is not a language"),
        (("translate", "{m}", "--to", "es"), 1, "in Spanish already"),
        (("translate", 999_999, "--to", "en"), 1, "no message 999999"),
        (("translate", "x", "--to", "en"), 1, "not the id of a message"),
        (("translate", "{m}"), 2, "--to"),
        (("translate", "--to", "en"), 2, "MESSAGE"),
    ],
)
def test_what_it_does_not_take(enabled: Cli, message: int, words: tuple[Any, ...], status: int, said: str) -> None:
    found = enabled(*(message if word == "{m}" else word for word in words))
    assert found[0] == status
    assert said in found[2] and found[2].count("\n") == 1


@pytest.mark.parametrize(("mode", "said"), [("429", "no more requests"), ("500", "error"), ("captcha", "without")])
def test_a_failing_engine_is_one_line(enabled: Cli, message: int, page: GooglePage, mode: str, said: str) -> None:
    page.mode = mode
    status, _, words = enabled("translate", message, "--to", "en")
    assert status == 1 and said in words and words.count("\n") == 1


def test_a_refused_contact_is_one_line(enabled: Cli, message: int, filled: Any, page: GooglePage) -> None:
    from models import reading, workspace

    opened = workspace.open(filled.workspace.path)
    reading.refuse_for(filled.ana, True, by=filled.marta)
    workspace.close(opened)
    status, _, words = enabled("translate", message, "--to", "en")
    assert (status, page.asked) == (1, [])
    assert "not to be translated outside" in words


def always(filled: Any) -> None:
    """Marta always reads Ana translated."""
    from models import person, reading, workspace

    opened = workspace.open(filled.workspace.path)
    author = person.of_card(filled.ana)
    assert author is not None
    reading.translate_always(filled.marta, author.id, True)
    workspace.close(opened)


def test_sync_translates_what_is_always_read_translated(enabled: Cli, message: int, filled: Any) -> None:
    status, found, _ = enabled("sync")
    assert (status, enabled("thread", filled.barrels)[1][0]["translations"]) == (0, {})
    always(filled)
    assert enabled("sync", human=True)[1].endswith(" waiting, 1 translated.\n")
    assert enabled("thread", filled.barrels)[1][0]["translations"] == {"en": f"en:{SPANISH}"}
    assert enabled("sync")[1] == found  # nothing is done twice


def test_sync_says_why_something_is_not_translated(enabled: Cli, filled: Any, page: GooglePage) -> None:
    always(filled)
    page.mode = "429"
    status, said, _ = enabled("sync", human=True)
    assert status == 0 and "Not everything is translated: " in said and "no more requests" in said
