"""What a command says to whom: the language of the reader, colours, problems on standard error."""

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


def colour_width(color: str) -> int | None:
    """How wide to paint for a terminal; None where plain text is wanted (https://no-color.org)."""
    plain = color == "never" or (color == "auto" and (bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()))
    if plain:
        return None
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((120, 24)).columns


def tell(problems: Iterable[Problem], language: str) -> None:
    """Problems to standard error; where nobody reads it, nothing happens."""
    from kpicheck.formats.problem_text import problems_text  # noqa: PLC0415  most runs have none

    text = problems_text(problems, language)
    if text:
        try:
            sys.stdout.flush()
            sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
            sys.stderr.flush()
        except OSError:
            return
