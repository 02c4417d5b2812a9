"""What a command hears and says, and to whom: language, width, colours, standard input, problems on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.problem import Problem


def reader_language(asked: str | None) -> str:
    """The language of a person at the terminal: the one asked for, else the locale's."""
    if asked is not None:
        return asked
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def on_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def paint_width(color: str) -> int | None:
    """How wide to paint; None where no terminal is to be painted for."""
    if not on_terminal() and color != "always":
        return None
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((120, 24)).columns


def in_colour(color: str) -> bool:
    """Whether to use colours: as asked, else unless NO_COLOR (https://no-color.org) or a dumb terminal says not to."""
    return color == "always" or (
        color == "auto" and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def read_stdin() -> bytes:
    """All of standard input, but not more than is ever read; nothing where it is closed."""
    from kpicheck.files import MAX_BYTES  # noqa: PLC0415

    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""


def tell(problems: Iterable[Problem], language: str) -> None:
    """Problems to standard error."""
    found = tuple(problems)
    if found:
        from kpicheck.formats.problem_text import problems_text  # noqa: PLC0415  most runs have none

        say(problems_text(found, language))


def say(text: str) -> None:
    """*text* to standard error; where nobody can read it, nothing happens."""
    try:
        sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stderr.flush()
    except (OSError, AttributeError):  # closed now, or before the program began
        return
