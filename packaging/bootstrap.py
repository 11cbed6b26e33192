"""Chatterdesk from a bare checkout, with nothing but Python: python3 packaging/bootstrap.py COMMAND [ARGUMENTS]

  run [ARGUMENTS]   start Chatterdesk; arguments go to its command line. Without a display and without arguments:
                    render the window of a sample workspace to a picture and say where it is
  test [ARGUMENTS]  ruff, mypy, import-linter and pytest; arguments go to pytest
  setup [LOCK]      make .venv and stop; LOCK is run (the default), dev or bench
  install           menu entry, icon and chatterdesk: links for the present user; uninstall takes them away
  bench [ARGUMENTS] the benchmarks; arguments go to tests.benchmarks
  pictures DIR      render each view of the window to PNG files in DIR
  lock [--upgrade]  renew packaging/requirements from pyproject.toml; --upgrade takes newer versions

Every step has a check of its own, so each command may be repeated; a second start costs a fraction of a second.
This file must be readable for an older Python too, to find a newer one; its neighbours need not.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def find_newer_python():
    """Start again under a Python that is new enough, or stop with words."""
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031  an older Python reads this line
        if found:
            sys.stdout.flush()
            os.execv(found, [found, *sys.argv])
    sys.exit("Chatterdesk needs Python 3.11 or newer; this one is " + sys.version.split()[0] + ".")


if sys.version_info < OLDEST:
    find_newer_python()

import checks  # noqa: E402
import environment  # noqa: E402
import locks  # noqa: E402
import menu_entry  # noqa: E402
import system_packages  # noqa: E402


def has_display() -> bool:
    """Whether a window can be shown. Qt's vnc platform isn't a display: it listens to everyone, without a password."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform == "vnc":
        sys.exit("QT_QPA_PLATFORM=vnc would show the window to the whole network without a password. Unset it.")
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def replace_process(command: list, **variables: str):
    """Become that command (on Windows: wait for it), as Python with UTF-8 everywhere."""
    command = [str(part) for part in command]
    settings = {**os.environ, "PYTHONUTF8": "1", **variables}
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command, env=settings))
    os.execve(command[0], command, settings)


def set_up(lock: str) -> None:
    """System libraries and the virtual environment, as far as they are missing."""
    system_packages.require()
    if not environment.is_ready(lock):
        system_packages.install_fonts()
        environment.make(lock)


def run(arguments: list) -> None:
    set_up("run")
    if arguments or has_display():
        # The script, not -m: the caller's folder stays the current one, and nothing in it may hide our packages.
        replace_process([environment.SCRIPT, *arguments])
    print("There is no display: rendering the window of the sample workspace to a picture.")
    replace_process([environment.SCRIPT, "--picture"], QT_QPA_PLATFORM="offscreen")


def test(arguments: list) -> None:
    set_up("dev")
    system_packages.install_test_extras()
    sys.exit(checks.run_all(arguments))


def setup(arguments: list) -> None:
    lock = arguments[0] if arguments else "run"
    if lock not in environment.LOCKS:
        sys.exit("There is no lock named {}; there are {}.".format(lock, ", ".join(environment.LOCKS)))
    set_up(lock)
    print(f"Ready: {environment.SCRIPT}")


def install(arguments: list) -> None:
    set_up("run")
    menu_entry.install(environment.SCRIPT)


def uninstall(arguments: list) -> None:
    menu_entry.uninstall()


def bench(arguments: list) -> None:
    set_up("bench")
    environment.compile_project()
    os.chdir(environment.ROOT)
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    replace_process([environment.PYTHON, "-m", "tests.benchmarks", *arguments], QT_QPA_PLATFORM=platform)


def pictures(arguments: list) -> None:
    if len(arguments) != 1:
        sys.exit("Name the folder for the pictures: python3 packaging/bootstrap.py pictures DIR")
    set_up("run")
    folder = os.path.abspath(arguments[0])  # noqa: PTH100
    os.chdir(environment.ROOT)
    replace_process([environment.PYTHON, "-m", "desktop.pictures", folder], QT_QPA_PLATFORM="offscreen")


def lock(arguments: list) -> None:
    locks.renew(arguments)


COMMANDS = {f.__name__: f for f in (run, test, setup, install, uninstall, bench, pictures, lock)}


def main(arguments: list) -> None:
    """Do the named command; without one, or asked for help, say which there are."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(__doc__)
        return
    if arguments[0] not in COMMANDS:
        print(f"There is no command {arguments[0]}.\n\n{__doc__}", file=sys.stderr)
        sys.exit(2)
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except environment.Failed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
