"""Index: the batches of one folder, opened, kept up with what others commit, and written to. The only writer.

The index is a log: a commit adds one batch with the present state of every message that changed; a younger batch hides
what older ones say of the same messages; nothing is ever changed in place. Full batches are put under one dictionary.
"""

from __future__ import annotations

import contextlib
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh.index import TOC, EmptyIndexError

from search_index import about
from search_index.about import About, Mark, Numbers
from search_index.analysis import STEMMED
from search_index.batch import FULL, Batch, Row, Stored
from search_index.bits import newest
from search_index.joining import Joining
from search_index.schema import SCHEMA, Codec, Damaged, Durable
from search_index.volume import MOST, Volume

NAME = "messages"
FACTOR = 8  # so many batches of one order of size become one
TOGETHER = 4  # so many full batches are put under one dictionary
IN_MEMORY = 4_096  # megabytes of a batch that Whoosh may have in memory: all of it, always
PATIENCE = 10  # times that a table of contents is read anew, because a writer threw its files away meanwhile

Read = Callable[[Iterable[int]], Iterator[Row]]


class Index:
    """The index in a folder, for one thread at a time. Raises `Damaged` when a file is not as it was written.

    `mark`: how far the journal was taken in. `floor`: the id that a build has come down to (None: all is in).
    """

    def __init__(self, folder: Path, workspace: str, *, make: bool = False) -> None:
        self.folder, self.workspace = folder, workspace
        self._storage = Durable(str(folder))
        self._stamp = 0
        self.volumes: dict[str, Volume] = {}
        self.batches: dict[str, Stored] = {}
        self._joining: Joining | None = None
        self.generation, self.number = -1, 0
        self.mark = Mark(0, bytes(32))
        self.floor: int | None = None
        if make:
            folder.mkdir(parents=True, exist_ok=True)
            if not self._storage.index_exists(NAME):
                self._storage.create_index(SCHEMA, NAME)
        self.refresh()

    # -- reading -------------------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what was committed, here or by another process. True if there was something."""
        stamp = self._changed()
        if stamp == self._stamp:
            return False
        try:
            toc, fresh = self._read()
        except Damaged:
            raise
        except Exception as error:  # whatever a damaged file makes of Whoosh's readers and of pickle
            raise Damaged(f"{type(error).__name__}: {error}") from error
        self._stamp = stamp
        if toc.generation == self.generation:
            return False
        self._keep({segment.segment_id() for segment in toc.segments}, fresh)
        self.generation = toc.generation
        self._require_whole()
        return True

    def _changed(self) -> int:
        try:
            return self.folder.stat().st_mtime_ns
        except OSError as error:
            raise Damaged("the folder is gone") from error

    def _read(self) -> tuple[Any, list[Stored]]:
        for left in reversed(range(PATIENCE)):
            try:
                toc = TOC.read(self._storage, NAME, schema=SCHEMA)
                known = () if toc.generation == self.generation else toc.segments
                opened = [self._open(one) for one in known if one.segment_id() not in self.volumes]
                return toc, [batch for batches in opened for batch in batches]
            except (OSError, EmptyIndexError):
                if not left:
                    raise
                time.sleep(0.02)
        raise AssertionError("unreachable")

    def _open(self, segment: Any) -> list[Stored]:
        """The batches of a segment."""
        codec = Codec()
        told = codec.per_document_reader(self._storage, segment)
        try:
            kept = [about.read(told.stored_fields(number)["about"]) for number in range(segment.doc_count_all())]
        finally:
            told.close()
        stemmed = frozenset[str]().union(*(one.languages for one in kept)).intersection(STEMMED)
        names = codec.terms_reader(self._storage, segment)
        volume = Volume(segment.segment_id(), names, [len(one.ids) for one in kept], stemmed)
        return [Stored(one, volume, number) for number, one in enumerate(kept)]

    def _keep(self, names: set[str], fresh: list[Stored]) -> None:
        """Have these segments; what younger batches say of a message hides what older ones say."""
        for name in self.volumes.keys() - names:
            self.volumes.pop(name).close()
        self.batches = {name: one for name, one in self.batches.items() if one.segment in names}
        self.batches |= {one.name: one for one in fresh}
        self.volumes |= {one.segment: one.volume for one in fresh}
        seen: set[int] = set()
        order = sorted(self.batches.values(), key=lambda one: -one.number)
        oldest = min((one.number for one in fresh), default=0)
        for place, one in enumerate(order):
            one.hide(seen)
            if one.number >= oldest:
                seen.update(one.gone)
                if any(older.low <= one.high and one.low <= older.high for older in order[place + 1 :]):
                    seen.update(one.ids)
        if order:
            last = order[0].about
            self.number, self.mark, self.floor = last.number, last.mark, last.floor

    def _require_whole(self) -> None:
        if not self.batches:
            return
        last = max(self.batches.values(), key=lambda one: one.number)
        if last.about.beside | {last.segment} != set(self.volumes):
            raise Damaged("the table of contents")
        if last.about.workspace != self.workspace:
            raise Damaged("of another workspace")

    def ids(self, term: bytes, but: bytes | None = None) -> list[int]:
        """The messages that have a term, and not the other."""
        found: list[int] = []
        for one in self.batches.values():
            bits = one.live & one.bits(term)
            if bits and but is not None:
                bits &= ~one.bits(but)
            found += [one.ids[place] for place in newest(bits)]
        return found

    def check(self) -> None:
        """Read everything, to find damage before it is met."""
        for one in self.volumes.values():
            one.dictionary.check()

    def forget(self) -> None:
        """Forget what was looked up lately."""
        for one in self.volumes.values():
            one.forget()

    @property
    def count(self) -> int:
        """How many messages there are."""
        return sum(one.live.bit_count() for one in self.batches.values())

    def close(self) -> None:
        """Let go of the files."""
        if self._joining is not None:
            self._joining.drop()
            self._joining = None
        for one in self.volumes.values():
            one.close()
        self.volumes.clear()
        self.batches.clear()

    # -- writing -------------------------------------------------------------------------------------------------------

    def write(
        self,
        read: Read,
        ids: Collection[int],
        *,
        mark: Mark,
        floor: int | None = None,
        instead: Collection[Stored] = (),
    ) -> None:
        """Commit a batch of the present state of at most 65,536 messages, in the place of the batches `instead`."""
        batch = Batch(read(ids))
        gone = array("q", sorted(set(ids).difference(batch.ids)))
        beside = self._beside(instead)
        told = About(
            *(self.number + 1, mark, self.workspace, *batch.columns(), gone),
            languages=frozenset(batch.languages),
            floor=floor,
            beside=beside,
        )
        with self._writer(beside) as writer:
            writer.add_document(terms=batch.packed(), about=told.packed())

    def _beside(self, instead: Collection[Stored]) -> frozenset[str]:
        """The segments that are needed besides a new one, which is there in the place of these batches."""
        there = (one for one in self.batches.values() if one not in instead)
        return frozenset(one.segment for one in there if one.size or one.gone)

    @contextlib.contextmanager
    def _writer(self, beside: Collection[str], also: Callable[[], Iterable[Any]] = tuple) -> Iterator[Any]:
        """Whoosh's writer, which in the end commits what it was given, beside these segments and `also` some others."""
        index = self._storage.open_index(NAME, schema=SCHEMA)
        writer = index.writer(compound=False, codec=Codec(), limitmb=IN_MEMORY)
        try:
            yield writer
            writer.commit(
                mergetype=lambda _, segments: [*(one for one in segments if one.segment_id() in beside), *also()]
            )
        except BaseException:
            writer.writelock.release()
            raise
        finally:
            self._storage.let_go()
        self._stamp = 0
        self.refresh()

    def take_in(self, read: Read, ids: Collection[int], mark: Mark) -> None:
        """Commit the present state of changed messages, however many, and the mark that this reaches."""
        listed = sorted(ids)
        while len(listed) > FULL:
            self.write(read, listed[:FULL], mark=self.mark, floor=self.floor)
            del listed[:FULL]
        self.write(read, listed, mark=mark, floor=self.floor)

    def tidy(self, read: Read) -> bool:
        """Write small batches of one size as one, or one anew that is a quarter dead; put full ones together.

        False: there was nothing to do.
        """
        if self._joining is not None:
            return self._join(self._joining)
        for group in self._untidy():
            ids = {one.ids[place] for one in group for place in newest(one.live)}
            others = [one for one in self.batches.values() if one not in group or one.volume.shared]  # these stay
            gone = {id for one in group for id in one.gone if any(other.position(id) is not None for other in others)}
            self.write(read, ids | gone, mark=self.mark, floor=self.floor, instead=group)
            return True
        if batches := self._alone():
            self._joining = Joining(self.folder, batches)
        return self._joining is not None

    def _join(self, joining: Joining) -> bool:
        """Do a piece of the work of putting batches under one dictionary."""
        if not joining.step():
            return True
        self._joining = None
        segment, codec = Codec().new_segment(self._storage, NAME), Codec()
        beside = self._beside([one for one in self.batches.values() if one.segment in joining.sources])
        nothing = Numbers.of(array("q")), Numbers.of(array("q")), array("q")
        last = About(self.number + 1, self.mark, self.workspace, *nothing, floor=self.floor, beside=beside)
        told = codec.per_document_writer(self._storage, segment)
        for number, one in enumerate([*joining.abouts(), last]):
            told.start_doc(number)
            told.add_field("about", SCHEMA["about"], one.packed(), 0)
            told.finish_doc()
        told.close()
        segment.set_doc_count(number + 1)

        def put() -> Iterable[Any]:
            joining.put([segment.make_filename(ext) for ext in Codec.EXTENSIONS])
            return (segment,)

        with self._writer(beside, put):
            pass
        return True

    def _alone(self) -> list[Stored]:
        """Full batches that have a dictionary each, and those of a volume that has room for them."""
        of_volume: defaultdict[str, list[Stored]] = defaultdict(list)
        for one in self.batches.values():
            of_volume[one.segment].append(one)
        shared = [some for some in of_volume.values() if some[0].volume.shared]
        alone = [one for (one, *more) in of_volume.values() if not more and one.live.bit_count() >= FULL // 2]
        if len(alone) < TOGETHER:
            return []
        taken = alone[:MOST]
        for some in sorted(shared, key=lambda some: sum(map(_is_alive, some))):
            if len(taken) + sum(map(_is_alive, some)) <= MOST:
                taken += some
        return taken

    def _untidy(self) -> Iterator[list[Stored]]:
        levels: defaultdict[int, list[Stored]] = defaultdict(list)
        for one in sorted(self.batches.values(), key=lambda one: one.number):
            alive = one.live.bit_count()
            if not alive and one.volume.shared:
                continue
            if alive < FULL // 2:
                levels[len(oct(alive + len(one.gone)))].append(one)
            elif alive < one.size * 3 // 4:
                yield [one]
        for level in sorted(levels):
            if len(levels[level]) >= FACTOR:
                sizes = accumulate(one.live.bit_count() + len(one.gone) for one in levels[level])
                group = [one for one, size in zip(levels[level], sizes, strict=True) if size <= FULL][:FACTOR]
                if len(group) > 1:
                    yield group


def _is_alive(batch: Stored) -> bool:
    return batch.live != 0
