"""The index as a log: younger batches hide older states, small ones are joined, others' commits are taken in."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from search_index.about import Mark
from search_index.batch import Row
from search_index.index import FACTOR, Index

WORKSPACE = "w" * 32


class Store:
    """Messages with numbers as words, in the place of a database."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[int, set[bytes]]] = {}

    def read(self, ids: Iterable[int]) -> Iterator[Row]:
        there = sorted((self.kept[id][0], id) for id in set(ids) if id in self.kept)
        return (Row(id, at, self.kept[id][1]) for at, id in there)

    def having(self, word: bytes) -> set[int]:
        return {id for id, (_, words) in self.kept.items() if word in words}


def test_edits_removals_and_back_dating_hold_through_commits_and_joining(tmp_path: Path) -> None:
    chance = random.Random(5)
    store, index = Store(), Index(tmp_path / "1", WORKSPACE, make=True)
    other = Index(tmp_path / "1", WORKSPACE)
    joined = 0
    for number in range(1, 120):
        changed = set()
        for _ in range(chance.randint(1, 12)):
            id = chance.randint(1, 150)
            changed.add(id)
            if id in store.kept and chance.random() < 0.2:
                del store.kept[id]
            else:
                words = {b"=%d" % word for word in chance.sample(range(20), 4)}
                store.kept[id] = (store.kept[id][0] if id in store.kept else chance.randint(0, 1_000), words)
        index.take_in(store.read, changed, Mark(number, b"h"))
        while chance.random() < 0.5 and index.tidy(store.read):
            joined += 1
        if number % 7 == 0:
            other.refresh()
            for opened in (index, other, Index(tmp_path / "1", WORKSPACE)):
                for word in (b"=%d" % word for word in range(20)):
                    found = opened.ids(word)
                    assert len(found) == len(set(found))
                    assert set(found) == store.having(word)
                assert opened.mark.seq == number
                assert opened.count == len(store.kept)
    assert joined > 5
    assert len(index.batches) < 4 * FACTOR


def test_only_files_of_batches_in_use_stay(tmp_path: Path) -> None:
    store, index = Store(), Index(tmp_path / "1", WORKSPACE, make=True)
    for number in range(1, 40):
        store.kept[number] = (number, {b"=a"})
        index.take_in(store.read, [number], Mark(number, b"h"))
        index.tidy(store.read)
    assert len(list((tmp_path / "1").iterdir())) <= 3 * len(index.batches) + 2
    assert set(index.ids(b"=a")) == set(range(1, 40))


def test_more_messages_than_a_batch_holds_go_into_several(tmp_path: Path) -> None:
    store, index = Store(), Index(tmp_path / "1", WORKSPACE, make=True)
    store.kept = {id: (id, {b"=a", b"=%d" % (id % 3)}) for id in range(1, 70_000)}
    index.take_in(store.read, list(store.kept), Mark(1, b"h"))
    assert len(index.batches) == 2
    assert index.count == 69_999
    assert len(index.ids(b"=1", b"=a")) == 0
    assert len(index.ids(b"=1")) == 23_333


def test_an_interrupted_write_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    store, index = Store(), Index(tmp_path / "1", WORKSPACE, make=True)
    store.kept[1] = (1, {b"=a"})
    index.take_in(store.read, [1], Mark(1, b"h"))

    def broken(ids: Iterable[int]) -> Iterator[Row]:
        yield Row(2, 2, {b"=a"})
        raise OSError("disk full")

    for _ in range(3):
        try:
            index.take_in(broken, [2], Mark(2, b"i"))
        except OSError as error:
            assert str(error) == "disk full"
    assert index.ids(b"=a") == [1]
    store.kept[2] = (2, {b"=a"})
    index.take_in(store.read, [2], Mark(2, b"i"))
    assert sorted(Index(tmp_path / "1", WORKSPACE).ids(b"=a")) == [1, 2]
