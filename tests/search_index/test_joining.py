"""Full batches under one dictionary: found as before, here and by others, through edits, removals and crashes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import index as indexes
from search_index import joining
from search_index.about import Mark
from search_index.batch import Row
from search_index.index import TOGETHER, Index
from search_index.schema import Damaged
from search_index.volume import MOST, joined, parted
from tests.search_index.conftest import TORTURE

WORKSPACE = "w" * 32
SIZE = 32  # messages of a full batch here


class Store:
    """Messages with some numbers as words, in the place of a database."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.kept: dict[int, set[bytes]] = {}

    def put(self, id: int) -> None:
        found = {b"=%d" % word for word in self.chance.sample(range(40), 5)} | {b"=walk", b"text:en"}
        stemmed = {b"=walk %s" % self.chance.choice((b"en", b"es"))} if self.chance.random() < 0.3 else set()
        self.kept[id] = (found - {b"=walk"} if stemmed else found) | stemmed

    def read(self, ids: Iterable[int]) -> Iterator[Row]:
        languages = frozenset({"en", "es"})
        return (Row(id, id * 10, self.kept[id], languages) for id in sorted(set(ids)) if id in self.kept)

    def having(self, term: bytes) -> set[int]:
        return {id for id, found in self.kept.items() if term in found}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "FULL", SIZE)
    monkeypatch.setattr(joining, "STEP", 0.0)
    monkeypatch.setattr(joining, "_TERMS", 7)


def require_same(opened: Index, store: Store) -> None:
    """Everything that there is is found, once, and nothing else."""
    for term in (*(b"=%d" % word for word in range(40)), b"=walk", b"=walk en", b"text:en", b"=zzz"):
        found = opened.ids(term)
        assert len(found) == len(set(found))
        assert set(found) == store.having(term), term
    begun, rooted = set(), set()
    for one in opened.batches.values():
        for beginning, found in ((b"=3", begun), (b"=walk", rooted)):
            bits = one.begun(beginning) if found is begun else one.rooted(beginning, frozenset({b"es"}), own=True)
            found |= {one.ids[place] for place in range(one.size) if (bits & one.live) >> place & 1}
    assert begun == {id for id, terms in store.kept.items() if any(term.startswith(b"=3") for term in terms)}
    assert rooted == store.having(b"=walk") | store.having(b"=walk es")
    assert opened.count == len(store.kept)


def filled(folder: Path, seed: int, batches: int) -> tuple[Store, Index]:
    store, index = Store(seed), Index(folder, WORKSPACE, make=True)
    for number in range(batches):
        ids = range(number * SIZE + 1, (number + 1) * SIZE + 1)
        for id in ids:
            store.put(id)
        index.take_in(store.read, list(ids), Mark(number + 1, b"h"))
    return store, index


def test_full_batches_come_under_one_dictionary(tmp_path: Path) -> None:
    store, index = filled(tmp_path / "1", 1, TOGETHER + 2)
    other = Index(tmp_path / "1", WORKSPACE)
    steps = 0
    while index.tidy(store.read):
        steps += 1
    assert steps > 5  # little by little
    assert len(index.volumes) == 1
    other.refresh()
    for opened in (index, other, Index(tmp_path / "1", WORKSPACE)):
        require_same(opened, store)
        assert (opened.mark, opened.number) == (Mark(TOGETHER + 2, b"h"), TOGETHER + 3)
        opened.check()
    assert len(list((tmp_path / "1").iterdir())) == 5  # contents, lock, what batches say, names, values


@pytest.mark.parametrize("seed", range(40 if TORTURE else 4))
def test_edits_and_removals_hold_through_joining(tmp_path: Path, seed: int) -> None:
    store, index = filled(tmp_path / "1", seed, TOGETHER)
    other, chance, most = Index(tmp_path / "1", WORKSPACE), random.Random(seed), 0
    for number in range(100, 220):
        changed = set()
        for _ in range(chance.choice((1, 3, SIZE))):
            id = chance.randint(1, SIZE * (TOGETHER + 14))
            changed.add(id)
            if id in store.kept and chance.random() < 0.3:
                del store.kept[id]
            else:
                store.put(id)
        index.take_in(store.read, changed, Mark(number, b"h"))
        while chance.random() < 0.7 and index.tidy(store.read):
            pass
        most = max(most, sum(one.shared for one in index.volumes.values()))
        if number % 10 == 0:
            other.refresh()
            for opened in (index, other, Index(tmp_path / "1", WORKSPACE)):
                require_same(opened, store)
    while index.tidy(store.read):
        pass
    require_same(index, store)
    require_same(Index(tmp_path / "1", WORKSPACE), store)
    assert most
    assert all(
        sum(one.live != 0 for one in index.batches.values() if one.volume is volume) <= MOST
        for volume in index.volumes.values()
    )


def test_left_in_the_middle_it_begins_again(tmp_path: Path) -> None:
    store, index = filled(tmp_path / "1", 2, TOGETHER)
    for _ in range(3):
        assert index.tidy(store.read)
    index._storage.let_go()  # as if the process had ended here
    again = Index(tmp_path / "1", WORKSPACE)
    require_same(again, store)
    while again.tidy(store.read):
        pass
    require_same(again, store)
    assert len(again.volumes) == 1
    index.close()
    assert again.ids(b"=1")


def test_a_flipped_bit_of_a_joined_dictionary_is_noticed(tmp_path: Path) -> None:
    store, index = filled(tmp_path / "1", 3, TOGETHER)
    while index.tidy(store.read):
        pass
    index.close()
    for kind in (".dic", ".val"):
        (file,) = (tmp_path / "1").glob(f"*{kind}")
        sound = file.read_bytes()
        for place in range(0, len(sound), max(1, len(sound) // 40)):
            file.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
            with pytest.raises(Damaged):
                Index(tmp_path / "1", WORKSPACE).check()
        file.write_bytes(sound)


@given(st.dictionaries(st.integers(0, MOST - 1), st.binary(min_size=1, max_size=300), min_size=1))
def test_pieces_are_joined_and_parted(pieces: dict[int, bytes]) -> None:
    assert parted(joined(pieces)) == pieces
