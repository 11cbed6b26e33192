"""Fetching pictures from elsewhere: only pictures, only from the web, nothing told, nothing within the own network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from integrations.remote_pictures import _outside, fetch, fetch_all
from models import setting
from models.errors import Refused
from models.workspace import Workspace
from tests.fakes.pictures import PictureServer, png


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with PictureServer() as running:
        yield running


def test_a_picture_is_fetched_and_nothing_is_told(server: PictureServer) -> None:
    assert fetch(f"{server.url}/a.png?who=1", near=True) == png()
    assert fetch(f"{server.url}/b.png", near=True) == png()
    assert server.asked == ["/a.png?who=1", "/b.png"]
    assert not {"cookie", "referer", "authorization", "from"} & server.headers.keys()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page.html", "no picture"),
        ("/drawing.svg", "no picture"),
        ("/gone.png", "404"),
        ("/large.png", "larger than 5 MB"),
        ("/round.png", "circles"),
        ("/file.png", "on the web"),
    ],
)
def test_what_is_no_picture_is_refused(server: PictureServer, path: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        fetch(server.url + path, near=True)


def test_a_redirect_is_followed(server: PictureServer) -> None:
    assert fetch(f"{server.url}/moved.png", near=True) == png()


def test_the_own_network_is_not_called(server: PictureServer) -> None:
    for address in (server.url, server.url.replace("127.0.0.1", "localhost"), "http://[::1]:9/", "http://10.0.0.1/"):
        with pytest.raises(Refused, match="own network"):
            fetch(f"{address}/a.png")
    assert server.asked == []
    for number in ("127.0.0.1", "::1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "::ffff:127.0.0.1", "0.0.0.0"):
        assert not _outside(number), number
    assert _outside("93.184.216.34") and not _outside("224.0.0.1") and not _outside("fe80::1%eth0")


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://x.example/a.png", "javascript:1", "http://", "x"])
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(Refused):
        fetch(address, near=True)


def test_each_says_for_itself_why_not(workspace: Workspace, server: PictureServer) -> None:
    found = fetch_all([f"{server.url}/a.png"])
    assert found == {f"{server.url}/a.png": "Its address lies within the own network."}
    setting.put("pictures.near", True, by=1)
    found = fetch_all([f"{server.url}/a.png", f"{server.url}/gone.png"])
    assert found == {f"{server.url}/a.png": png(), f"{server.url}/gone.png": "Its server answers 404."}
