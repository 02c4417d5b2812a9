"""The way in: `kpicheck` and `python -m kpicheck`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line without the collector of cycles."""
    try:
        _read_arguments_as_utf8()
        # A run makes hardly any cycles and soon ends, so the search for them is in vain: 6 to 9 ms of 130, some of it
        # while Typer is imported, so it is off before that.
        gc.disable()
        from kpicheck.signals import end_on_signals  # noqa: PLC0415

        end_on_signals()
    except KeyboardInterrupt:
        os._exit(130)
    from kpicheck.cli import main as command_line  # noqa: PLC0415

    command_line()


def _read_arguments_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where arguments and the names of files are read as ASCII.

    The C locale alone does not do that, it takes PYTHONUTF8=0 as well (PEP 540).
    """
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  ourselves


if __name__ == "__main__":
    main()
