"""What every command needs of the terminal: language, width, colours, standard input, problems, exit codes."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.problem import Problem


class Exit(IntEnum):
    """The exit codes, in the order in which they take precedence; 70 and 71 are those of sysexits.h."""

    BUG = 70
    OUT_OF_MEMORY = 71
    USAGE = 2
    BROKEN_INPUT = 3
    OUTPUT_FAILED = 6
    FAILED = 1
    UNDECIDED = 4
    NOTHING_JUDGED = 5
    OK = 0
    INTERRUPTED = 130


def reader_language(asked: str | None) -> str:
    """The language of the person at the terminal: the one that `--lang` asks for, else the locale's."""
    if asked is not None:
        return asked
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def on_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def color_wish(asked: str) -> str:
    """`always`, `never` or `auto`: as `--color` says; for auto, as the environment does.

    NO_COLOR (https://no-color.org) wins over FORCE_COLOR (https://force-color.org), and this over TERM.
    """
    if asked != "auto":
        return asked
    if os.environ.get("NO_COLOR"):
        return "never"
    if os.environ.get("FORCE_COLOR"):
        return "always"
    return "never" if os.environ.get("TERM") == "dumb" else "auto"


def paint_width(wish: str) -> int | None:
    """The columns of the terminal; None for plain text, where there is no terminal and colours are not forced."""
    if not on_terminal() and wish != "always":
        return None
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((120, 24)).columns


def read_stdin() -> bytes:
    """All of standard input, up to one byte more than a file may have; nothing where it is closed."""
    from kpicheck.files import MAX_BYTES  # noqa: PLC0415

    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""


def print_problems(problems: Iterable[Problem], language: str) -> None:
    """Report *problems* on standard error."""
    found = tuple(problems)
    if found:
        from kpicheck.formats.layout import problems_text  # noqa: PLC0415  most runs have none

        print_error(problems_text(found, language))


def print_error(text: str) -> None:
    """Write *text* to standard error; where that is closed, nothing happens."""
    try:
        sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stderr.flush()
    except (OSError, AttributeError):  # closed now, or before the program began
        return
