"""The dictionary and Whoosh: what is relied on of Whoosh, damage that is noticed, what batches say of themselves."""

from __future__ import annotations

import inspect
import random
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from search_index import bits
from search_index.about import FORM, About, Mark, Numbers, read
from search_index.batch import FULL, Batch, Row
from search_index.index import NAME, Index
from search_index.schema import SCHEMA, Codec, Damaged, Durable

WORKSPACE = "w" * 32


def rows_of(terms: dict[int, set[bytes]]) -> list[Row]:
    return [Row(id, id * 1_000, found) for id, found in sorted(terms.items())]


def written(folder: Path, terms: dict[int, set[bytes]]) -> Index:
    index = Index(folder, WORKSPACE, make=True)
    index.write(lambda ids: iter(rows_of({id: terms[id] for id in ids})), list(terms), mark=Mark(7, b"h"))
    return index


def test_what_is_used_of_whoosh_is_there() -> None:
    assert list(inspect.signature(TOC.read).parameters)[:4] == ["storage", "indexname", "gen", "schema"]
    assert {"create_file", "rename_file", "open_file", "file_exists"} <= set(dir(FileStorage))
    assert {"name", "onclose"} <= set(inspect.signature(StructFile).parameters)
    assert {"field_writer", "terms_reader", "per_document_reader"} <= set(dir(W3Codec))
    assert "mergetype" in inspect.signature(SegmentWriter.commit).parameters
    assert {"codec", "compound"} <= set(inspect.signature(SegmentWriter.__init__).parameters)


def test_a_commit_is_one_segment_of_one_document(tmp_path: Path) -> None:
    index = written(tmp_path / "1", {1: {b"=a"}, 2: {b"=a", b"=b"}})
    toc = TOC.read(Durable(str(tmp_path / "1")), NAME, schema=SCHEMA)
    assert [segment.doc_count_all() for segment in toc.segments] == [1]
    assert isinstance(toc.segments[0].codec(), Codec)
    assert index.mark == Mark(7, b"h")
    index.close()


def test_all_that_was_written_is_read_again(tmp_path: Path) -> None:
    chance = random.Random(3)
    names = [bytes(chance.choices(b"abcdefgh/ 0", k=chance.randint(1, 12))) for _ in range(2_000)]
    terms = {id: {b"=" + name for name in chance.sample(names, 30)} for id in range(1, 3_000)}
    index = written(tmp_path / "1", terms)
    (batch,) = index.batches.values()
    for name in names:
        wanted = {id for id, found in terms.items() if b"=" + name in found}
        assert {batch.ids[place] for place in bits.newest(batch.bits(b"=" + name))} == wanted
    for name in names[:200]:
        start = b"=" + name[:3]
        wanted = {id for id, found in terms.items() if any(one.startswith(start) and b" " not in one for one in found)}
        assert {batch.ids[place] for place in bits.newest(batch.begun(start))} == wanted
    assert batch.bits(b"=zzz") == batch.bits(b"!") == batch.begun(b"=zz") == 0
    index.close()


@pytest.mark.parametrize("kind", [".dic", ".val", "_stored.col", ".toc"])
def test_a_flipped_bit_anywhere_is_noticed_or_harmless(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    terms = {id: {b"=%d" % (id % 97), b"=word%d" % id, b"~x"} for id in range(1, 2_000)}
    written(tmp_path / "1", terms).close()
    (file,) = [one for one in (tmp_path / "1").iterdir() if one.name.endswith(kind)]
    sound = file.read_bytes()
    noticed = 0
    for _ in range(60):
        spoilt = bytearray(sound)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        file.write_bytes(spoilt)
        try:
            index = Index(tmp_path / "1", WORKSPACE)
            index.check()
        except Damaged:
            noticed += 1
            continue
        for number in range(97):
            assert set(index.ids(b"=%d" % number)) == {id for id in terms if id % 97 == number}
        index.close()
    if kind in (".dic", ".val"):
        assert noticed == 60
    assert noticed > 5


@pytest.mark.parametrize("kind", [".dic", ".val", "_stored.col", ".toc"])
def test_a_file_cut_short_or_gone_is_noticed(tmp_path: Path, kind: str) -> None:
    written(tmp_path / "1", {1: {b"=a"}, 2: {b"=b"}}).close()
    (file,) = [one for one in (tmp_path / "1").iterdir() if one.name.endswith(kind)]
    sound = file.read_bytes()
    file.write_bytes(sound[: -3 if kind != "_stored.col" else -30])  # Whoosh can do without the last few of these
    with pytest.raises(Damaged):
        Index(tmp_path / "1", WORKSPACE).check()
    file.unlink()
    with pytest.raises(Damaged):
        Index(tmp_path / "1", WORKSPACE).check()


def test_an_index_of_another_workspace_or_form_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "1", {1: {b"=a"}}).close()
    with pytest.raises(Damaged, match="another workspace"):
        Index(tmp_path / "1", "other")
    monkeypatch.setattr("search_index.about.FORM", FORM + 1)
    with pytest.raises(Damaged, match="form"):
        Index(tmp_path / "1", WORKSPACE)


@given(st.sets(st.integers(0, FULL - 1), max_size=3_000), st.sampled_from([1, 64, 4_096, FULL]))
def test_positions_are_packed_and_unpacked(positions: set[int], size: int) -> None:
    kept = sorted(position for position in positions if position < size)
    packed = bits.pack(array("H", kept), size)
    assert sorted(bits.newest(bits.union((packed,), size))) == kept
    assert bits.count(packed) == len(kept)


@given(st.lists(st.integers(-(2**61), 2**61) | st.integers(0, 200), max_size=50), st.integers(0, 2**40))
def test_what_a_batch_says_of_itself_is_kept(numbers: list[int], seq: int) -> None:
    ids = array("q", numbers)
    column = Numbers.of(ids)
    told = About(3, Mark(seq, b"x" * 32), WORKSPACE, column, column, ids, frozenset({"de"}), 5, frozenset({"a"}))
    again = read(told.packed())
    assert (again.mark, again.floor, again.languages, again.gone) == (told.mark, 5, told.languages, ids)
    for one in (again.ids, again.at):
        assert (len(one), one.low, one.high, one.last) == (len(ids), column.low, column.high, column.last)
        assert [one[place] for place in range(len(ids))] == list(one) == numbers


def test_a_batch_finds_its_messages_by_id_in_any_order() -> None:
    batch = Batch([Row(9, 1, {b"=a"}), Row(2, 2, {b"=a"}), Row(5, 3, set())])
    assert [batch.position(id) for id in (9, 2, 5, 1, 3, 10)] == [0, 1, 2, None, None, None]
    batch.hide({2, 77})
    assert batch.live & batch.bits(b"=a") == 0b001


@settings(deadline=None)
@given(st.integers(0, 5_000), st.sampled_from([1, 300, 70_000, 2**40]), st.randoms())
def test_columns_of_many_pieces_are_kept(count: int, step: int, chance: random.Random) -> None:
    listed = [number * step + chance.randrange(step) for number in range(count)]
    column = Numbers(Numbers.of(array("q", listed)).packed())
    places = [chance.randrange(count) for _ in range(20)] if count else []
    assert [column[place] for place in places] == [listed[place] for place in places]
    assert list(column) == listed
