"""What Chatterdesk needs of a Linux system: found missing by trying, installed by apt where the rights allow."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# What Qt's libraries and its platform plugins (offscreen, xcb, wayland) are linked with, and who brings it on Debian.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONTS = {
    "opentype/inter": "fonts-inter",
    "truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
    "truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
    "opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}
# Programs that some tests talk to; without them those tests are skipped and say so.
TEST_EXTRAS = {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/xauth": "xauth",
    "/usr/lib/dovecot/imap": "dovecot-imapd",
    "/usr/bin/apertium": "apertium",
    "/usr/share/apertium/modes/eng-spa.mode": "apertium-eng-spa",
    "/usr/share/apertium/modes/fra-cat.mode": "apertium-fra-cat",
}
APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
INSTALL = (*APT, "install", "--yes", "--no-install-recommends")
# Debian starts a server as soon as it is installed; the tests start their own. Its switch for this is policy-rc.d.
WITHOUT_STARTING_SERVERS = """
policy=/usr/sbin/policy-rc.d
[ -e $policy ] || { printf '#!/bin/sh\\nexit 101\\n' > $policy; chmod 755 $policy; trap 'rm -f $policy' EXIT; }
"$@"
"""


def is_linux() -> bool:
    return sys.platform.startswith("linux")


def missing_libraries() -> list[str]:
    """Debian packages without which Chatterdesk can't start: Qt's libraries, and Python's own venv."""
    if not is_linux():
        return []
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return missing


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require() -> None:
    """Install what is missing, or stop with the line that does it."""
    missing = missing_libraries()
    if not missing:
        return
    if not shutil.which("apt-get"):
        lacking = [library for library in LIBRARIES if not loads(library)]
        sys.exit(f"Your system lacks {', '.join(lacking or missing)}: install them with its package manager.")
    if may_install() is None:
        sys.exit(f"Some system libraries are missing, and installing them needs more rights. Run:\n  {line(missing)}")
    failed = install(missing)
    if failed:
        sys.exit(f"Some system libraries could not be installed. Run this and see why:\n  {line(failed)}")


def install_fonts() -> None:
    """The fonts of the interface; without them the window takes the system's own, so this never stops a start."""
    missing = [package for path, package in FONTS.items() if not Path("/usr/share/fonts", path).exists()]
    if not missing or not is_linux() or not shutil.which("apt-get"):
        return
    failed = missing if may_install() is None else install(missing)
    if failed:
        print(f"The window will use your system's fonts. For those it was drawn with, run:\n  {line(failed)}")


def install_test_extras() -> None:
    """Servers and programs for tests: brought along for root only (a container, CI), else named."""
    missing = [package for path, package in TEST_EXTRAS.items() if not Path(path).exists()]
    if not missing or not is_linux() or not shutil.which("apt-get"):
        return
    failed = install(missing, start_servers=False) if os.geteuid() == 0 else missing
    if failed:
        print(f"Tests that need {', '.join(failed)} are skipped. To run them too:\n  {line(failed)}")


def may_install() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it works or can ask; None: no rights."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo"] if silent or sys.stdin.isatty() else None


def line(packages: list[str]) -> str:
    """What a person types to install them."""
    return f"sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(packages)}"


def install(packages: list[str], *, start_servers: bool = True) -> list[str]:
    """Install these Debian packages, together or else one by one; returns those that could not be installed."""
    print(f"Installing by apt: {' '.join(packages)}", flush=True)
    apt(*APT, "update")
    command = INSTALL if start_servers else ("sh", "-c", WITHOUT_STARTING_SERVERS, "sh", *INSTALL)
    if apt(*command, *packages):
        return []
    return [package for package in packages if not apt(*command, package)]


def apt(*command: str) -> bool:
    """Run quietly with the rights there are; what it printed is shown only when it failed."""
    prefix = [*(may_install() or []), "env", "DEBIAN_FRONTEND=noninteractive"]
    with tempfile.TemporaryFile() as log:
        done = subprocess.run([*prefix, *command], stdin=None, stdout=log, stderr=log, check=False).returncode == 0
        if not done:
            log.seek(0)
            print(log.read().decode(errors="replace")[-2000:], file=sys.stderr)
    return done
