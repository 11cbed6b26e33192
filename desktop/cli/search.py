"""Commands on the search: search, reindex, and the indexer's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desktop.cli.command import COUNT, RECORD, command
from desktop.cli.session import Answer, Session
from models import listing
from models import thread as threads
from models.listing import Chosen
from models.record import kinds

if TYPE_CHECKING:
    from search_index.indexer import Progress
    from search_index.search import Hit, Results

FOUND = 20  # hits shown unless another number is asked for
RECORDS = 5  # of a kind, named after the hits


@command("search")
@click.argument("query")
@click.option("--record", type=RECORD, help="Only in the thread of this record.")
@click.option("--limit", type=COUNT, default=FOUND, show_default=True, help="At most so many hits.")
def search(session: Session, query: str, record: int | None, limit: int) -> Answer:
    """Find messages by QUERY, newest first.

    All words must be there, in any order; the last one may be a beginning. Also: "exact phrase", -not, and the filters
    from: to: in: is: has: before: after: on: lang: file:. A filter may have several values, as is:note,message, one of
    which must fit, and on: a span of days, as on:2026-10-01..2026-10-15.
    """
    if record is not None:
        threads.head(record)
    found, meant = _found(session, query, record, limit)
    return Answer(
        {"total": found.total, "exact": found.exact, "hits": [_shape(hit) for hit in found.hits]},
        lambda: _layout(found, meant) + ("" if record is not None else _records(query)),
    )


def _found(session: Session, query: str, record: int | None, limit: int) -> tuple[Results, str | None]:
    """What was found, or else may have been meant."""
    from search_index.filters import Asker
    from search_index.following import catch_up
    from search_index.search import Search

    asked = Search(session.open().index, reading=True)
    asker = Asker(session.by, session.reader)
    try:
        found = asked.answer(asked.question(query, asker=asker, record=record, limit=limit))
        assert found is not None
        if not found.complete and catch_up(session.open().index, tell=_tell):
            found = asked.answer(asked.question(query, asker=asker, record=record, limit=limit))
            assert found is not None
        wanted = not session.json and not found.hits
        return found, asked.meant(asked.question(query, asker=asker, record=record)) if wanted else None
    finally:
        asked.close()


def _tell(progress: Progress) -> None:
    click.echo(f"Building the search index: {progress.done:,} of {progress.total:,} messages.", err=True)


def _shape(hit: Hit) -> dict[str, object]:
    return {"message": hit.message, "record": hit.record, "snippet": hit.snippet.text, "where": hit.snippet.where}


def _layout(found: Results, meant: str | None) -> str:
    if not found.hits:
        return "Nothing found." + (f" Did you mean: {meant}" if meant else "")
    lines = [f"{found.count} found."]
    for hit in found.hits:
        lines += ["", f"#{hit.message} · {hit.title} · {hit.author} · {hit.snippet.where}", f"  {hit.snippet.text}"]
    return "\n".join(lines)


def _records(query: str) -> str:
    """The records in whose titles the words stand, for whoever looked for one by its name."""
    if not query.strip():
        return ""
    named = [
        f"#{row.id} · {row.title} · {cls.label}"
        for cls in kinds.values()
        for row in listing.page(cls.kind, Chosen(containing=query.strip()), limit=RECORDS)
    ]
    return "\n".join(["", "", "Records of that name:", *named]) if named else ""


@command("reindex")
def reindex(session: Session) -> Answer:
    """Build the search index anew. The one in use serves until the new one is whole."""
    from models.errors import Refused
    from search_index.following import catch_up
    from search_index.home import Home
    from search_index.searcher import Searcher

    folder = session.open().index
    try:
        folder.mkdir(exist_ok=True)
        Home(folder).ask_anew("asked for")
    except OSError as error:
        raise Refused(f"The search index can't be written in {folder}: {error.strerror}.") from error
    catch_up(folder, tell=_tell)
    searcher = Searcher(folder)
    searcher.refresh()
    count = searcher.indexed
    searcher.close()
    return Answer({"messages": count}, lambda: f"The search index was built anew: {count:,} messages.")


@command("indexer", in_workspace=False)
@click.option("--with-parent", is_flag=True, help="End when standard input ends.")
@click.option("--text-of", nargs=2, hidden=True, help="Only print the text of a FILE that is of this FORM.")
def indexer(session: Session, with_parent: bool, text_of: tuple[str, str] | None) -> Answer:
    """Keep the search index up to date, and recognise languages, until stopped. The window starts this by itself."""
    if text_of is not None:
        from search_index.extract import main

        return Answer({}, str, main(list(text_of)))
    from integrations.recogniser import Recogniser
    from search_index.following import run

    status = run(
        session.path(), with_parent=with_parent, beside=lambda workspace, ended: Recogniser(workspace).run(ended)
    )
    return Answer({}, str, status)
