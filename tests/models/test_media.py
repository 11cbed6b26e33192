"""Facts about sound and film: read from small files made here; damaged ones tell nothing and break nothing."""

from __future__ import annotations

import random
import struct
import wave
from pathlib import Path

import pytest

from models.media import Facts, facts, is_media


def sound(path: Path, seconds: float = 2.5) -> Path:
    with wave.open(str(path), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(b"\0\0" * int(8000 * seconds))
    return path


def box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def mp4(width: int = 640, height: int = 360, milliseconds: int = 92_000) -> bytes:
    """The head of a film with a sound track before its picture."""
    head = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, milliseconds), b"\0" * 80)
    tracks = [
        box(b"trak", box(b"tkhd", b"\0" * 76, struct.pack(">II", w << 16, h << 16)))
        for w, h in ((0, 0), (width, height))
    ]
    return box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", head, *tracks) + box(b"mdat", b"\0" * 64)


def element(kind: int, content: bytes) -> bytes:
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + bytes([0x10 | (len(content) >> 24)]) + (len(content) & 0xFFFFFF).to_bytes(3, "big") + content


def webm() -> bytes:
    info = element(0x2AD7B1, (1_000_000).to_bytes(4, "big")) + element(0x4489, struct.pack(">d", 61_500.0))
    video = element(0xE0, element(0xB0, (320).to_bytes(2, "big")) + element(0xBA, (240).to_bytes(2, "big")))
    tracks = element(0x1654AE6B, element(0xAE, video))
    return element(0x1A45DFA3, b"\x42\x86\x81\x01") + element(0x18538067, element(0x1549A966, info) + tracks)


def test_a_sound_tells_its_length(tmp_path: Path) -> None:
    found = facts(sound(tmp_path / "a"), "call.wav")
    assert found.seconds == pytest.approx(2.5, abs=0.05) and found.width is None
    assert is_media("Call.WAV") and not is_media("wav.txt")


def test_a_film_tells_its_size(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(mp4())
    found = facts(tmp_path / "film", "film.mp4")
    assert (found.width, found.height, found.seconds) == (640, 360, 92.0)
    (tmp_path / "web").write_bytes(webm())
    assert facts(tmp_path / "web", "web.webm") == Facts(61.5, 320, 240)


def test_an_mp3_tells_title_and_artist(tmp_path: Path) -> None:
    def frame(kind: bytes, text: str) -> bytes:
        return kind + struct.pack(">IH", len(text) + 1, 0) + b"\3" + text.encode()

    tags = frame(b"TIT2", "Harvest\nsong") + frame(b"TPE1", "Ana")
    (tmp_path / "a").write_bytes(b"ID3\3\0\0" + bytes([0, 0, 0, len(tags)]) + tags + b"\xff\xfb\x90\0" + b"\0" * 413)
    found = facts(tmp_path / "a", "song.mp3")
    assert (found.title, found.artist) == ("Harvest song", "Ana")


@pytest.mark.parametrize("name", ["a.mp3", "a.ogg", "a.wav", "a.m4a", "a.flac", "a.mp4", "a.webm", "a.mkv", "a.txt"])
def test_what_is_damaged_breaks_nothing(tmp_path: Path, name: str) -> None:
    random.seed(7)
    whole = [mp4(), webm(), sound(tmp_path / "s").read_bytes()[:400], b"", b"ID3" + b"\xff" * 50, b"OggS" * 9]
    for content in whole:
        for _ in range(20):
            damaged = bytearray(content)
            for _ in range(min(4, len(damaged))):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            (tmp_path / "x").write_bytes(damaged[: random.randrange(len(damaged) + 1)])
            assert isinstance(facts(tmp_path / "x", name), Facts)


def test_a_box_within_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(box(b"moov", *(box(b"trak") for _ in range(3))) + struct.pack(">I4s", 0, b"moov"))
    assert facts(tmp_path / "x", "x.mp4").width is None
