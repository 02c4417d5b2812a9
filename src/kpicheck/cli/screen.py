"""What every command needs of the terminal: language, width, colours, standard input, problems, exit codes."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.problem import Problem


class Exit(IntEnum):
    """The exit codes, in the order in which they take precedence."""

    BUG = 70
    USAGE = 2
    BROKEN_INPUT = 3
    OUTPUT_FAILED = 6
    FAILED = 1
    UNDECIDED = 4
    NOTHING_JUDGED = 5
    OK = 0
    INTERRUPTED = 130


EXIT_MEANINGS: Final[dict[Exit, tuple[str, str]]] = {
    Exit.BUG: ("a bug of kpicheck", "kpicheck 自身的缺陷"),
    Exit.USAGE: ("wrong usage, or no submission given", "用法错误，或没有给出报送文件"),
    Exit.BROKEN_INPUT: (
        "a targets file or a submission is absent, unreadable or broken in its structure: nothing was judged",
        "目标文件或报送文件不存在、读不出或结构有误：没有作任何判定",
    ),
    Exit.OUTPUT_FAILED: ("an output could not be written", "结果无法写出"),
    Exit.FAILED: ("a target of severity error failed", "有严重程度为 error 的目标未达标"),
    Exit.UNDECIDED: (
        "else: a target of severity error is missing or invalid, or a figure was refused",
        "否则：有严重程度为 error 的目标缺数据或无效，或有数据被拒收",
    ),
    Exit.NOTHING_JUDGED: ("else: nothing reached pass, fail or waived", "否则：没有任何目标得出达标、未达标或豁免"),
    Exit.OK: ("else", "否则"),
    Exit.INTERRUPTED: ("interrupted", "被中断"),
}
"""What each code means, in English and Chinese."""


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


def paint_width(color: str) -> int | None:
    """The columns of the terminal; None for plain text, where there is no terminal and colours are not forced."""
    if not on_terminal() and color != "always":
        return None
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((120, 24)).columns


def in_colour(color: str) -> bool:
    """Whether to use colours: as `--color` says; for auto, unless NO_COLOR (https://no-color.org) or TERM forbid it."""
    return color == "always" or (
        color == "auto" and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


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
