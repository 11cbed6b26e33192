"""The present user's menu entry, icon and handler of chatterdesk: links, in the folders of the XDG specifications.

https://specifications.freedesktop.org/desktop-entry-spec/latest/ and https://specifications.freedesktop.org/mime-apps-spec/latest/
"""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import Failed

TEMPLATES = Path(__file__).resolve().parent / "linux"
ENTRY = "chatterdesk.desktop"
LINKS = "x-scheme-handler/chatterdesk"


def data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")


def entry_file() -> Path:
    return data_home() / "applications" / ENTRY


def icon_file() -> Path:
    return data_home() / "icons/hicolor/scalable/apps/chatterdesk.svg"


def choices_file() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "mimeapps.list"


def install(program: Path) -> None:
    """Write entry and icon, and make Chatterdesk the one that opens chatterdesk: links."""
    if not sys.platform.startswith("linux"):
        raise Failed(f"Menu entries are made on Linux only. Here Chatterdesk is started by {program}")
    entry = (TEMPLATES / ENTRY).read_text(encoding="utf-8").replace("@PROGRAM@", quoted(program))
    entry_file().parent.mkdir(parents=True, exist_ok=True)
    entry_file().write_text(entry, encoding="utf-8")
    icon_file().parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TEMPLATES / "chatterdesk.svg", icon_file())
    choose(ENTRY)
    refresh()
    print(f"Chatterdesk is in your menu and opens chatterdesk: links ({entry_file()}).")


def uninstall() -> None:
    """Take away what install wrote; workspaces stay where they are."""
    for file in (entry_file(), icon_file()):
        file.unlink(missing_ok=True)
    if choices_file().exists():
        choose(None)
    refresh()
    print("Chatterdesk is no longer in your menu. Your workspaces are untouched.")


def quoted(program: Path) -> str:
    """A path as the Exec key wants it: in quotes, with its own escapes, which the string value escapes once more."""
    escaped = "".join("\\" + letter if letter in '"`$\\' else letter for letter in str(program))
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def choose(entry: str | None) -> None:
    """Set, or with None forget, who opens chatterdesk: links; the user's other choices stay as they are."""
    choices = configparser.RawConfigParser(delimiters=("=",), interpolation=None, strict=False)
    choices.optionxform = str  # type: ignore[method-assign,assignment]
    choices.read(choices_file(), encoding="utf-8")
    section = "Default Applications"
    if not choices.has_section(section):
        choices.add_section(section)
    choices.remove_option(section, LINKS)
    if entry:
        choices.set(section, LINKS, entry)
    choices_file().parent.mkdir(parents=True, exist_ok=True)
    with choices_file().open("w", encoding="utf-8") as file:
        choices.write(file, space_around_delimiters=False)


def refresh() -> None:
    """Tell the desktops: a newer folder says that an icon theme's cache is old; the other cache has a program."""
    hicolor = data_home() / "icons/hicolor"
    if hicolor.exists():
        os.utime(hicolor)
    if shutil.which("update-desktop-database"):
        subprocess.run(["update-desktop-database", "-q", str(entry_file().parent)], check=False)
