"""Which messages of a batch are meant, as positions and as the bits of one number; bit 0 is the oldest."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence

SPARSE, DENSE = b"n", b"b"
FEW = 12  # positions for which a number made bit by bit is quicker
PIECE = 8_192  # bits that are taken apart at a time: the smaller the number, the quicker each step


def bits_of(positions: Iterable[int], size: int) -> int:
    """The number whose bits are set at these positions."""
    bits = bytearray(size // 8 + 1)
    for position in positions:
        bits[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(bits, "little")


def newest(bits: int) -> Iterator[int]:
    """The positions of the set bits, highest first."""
    while bits:
        low = max(0, bits.bit_length() - PIECE)
        piece = bits >> low
        bits ^= piece << low
        while piece:
            position = piece.bit_length() - 1
            yield low + position
            piece ^= 1 << position


def between(low: int, high: int) -> int:
    """All bits from `low` up to, but not including, `high`."""
    return ((1 << high) - 1) >> low << low if high > low else 0


def pack(positions: array[int], size: int) -> bytes:
    """Few positions as 16-bit numbers, many as compressed bits."""
    if len(positions) * 64 < size or len(positions) < 16:
        return SPARSE + positions.tobytes()
    return DENSE + zlib.compress(bits_of(positions, size).to_bytes(size // 8 + 1, "little"), 1)


def is_dense(piece: bytes) -> bool:
    """Whether the messages are so many that their bits are kept, not their positions."""
    return piece[:1] == DENSE


def positions_of(piece: bytes) -> array[int]:
    """The positions, of what is not dense."""
    return array("H", piece[1:])


def raw(piece: bytes, size: int) -> bytes:
    """The bits as they lie in memory, eight to a byte, the lowest first."""
    if piece[:1] == DENSE:
        return zlib.decompress(piece[1:])
    return union((piece,), size).to_bytes(size // 8 + 1, "little")


def union(packed: Iterable[bytes], size: int) -> int:
    """The bits of all of them together."""
    bits, numbers = 0, []
    for one in packed:
        if one[:1] == DENSE:
            bits |= int.from_bytes(zlib.decompress(one[1:]), "little")
        else:
            numbers.append(one[1:])
    if not numbers:
        return bits
    return bits | few_bits(array("H", b"".join(numbers)), size)


def few_bits(positions: Sequence[int], size: int) -> int:
    """The number whose bits are set at these positions, which are mostly few."""
    if len(positions) > FEW:
        return bits_of(positions, size)
    bits = 0
    for position in positions:
        bits |= 1 << position
    return bits


def count(packed: bytes) -> int:
    """How many messages are meant."""
    if packed[:1] == DENSE:
        return int.from_bytes(zlib.decompress(packed[1:]), "little").bit_count()
    return (len(packed) - 1) // 2
