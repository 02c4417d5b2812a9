"""`kpicheck eval`: a formula's exact value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpicheck.cli import DEFAULT_TARGETS
from kpicheck.cli.asked import Misused, asked_encoding, asked_period, asked_targets
from kpicheck.cli.screen import Exit, print_problems, read_stdin, reader_language
from kpicheck.formats.evidence import exact_phrase
from kpicheck.formats.values import amount_text
from kpicheck.judge.calculate import calculate
from kpicheck.problem import KpiCheckError
from kpicheck.sources import read_submission
from kpicheck.submission import receive
from kpicheck.text import escape
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from kpicheck.report import Amount


def run(
    text: str, paths: tuple[str, ...], targets_path: str | None, unit: str | None, when: str | None,
    language: str | None, encoding: str | None, format_: str | None, output: str | None,
) -> int:  # fmt: skip
    """Compute *text*; 0, 3 where a file is broken, 4 where there is no value."""
    speaks = reader_language(language)
    targets = submission = None
    try:
        asked, encoding = asked_period("--period", when), asked_encoding(encoding)
        if targets_path is not None or paths:
            targets = asked_targets(targets_path or DEFAULT_TARGETS, encoding)
            sources = read_submission(paths, format=format_, encoding=encoding, stdin=read_stdin)
            submission = receive(sources, targets, asked or targets.period, date.max)  # however late, it is evidence
    except Misused as misused:
        print_problems(misused.problems, speaks)
        return Exit.USAGE
    except KpiCheckError as error:
        print_problems(error.problems, speaks)
        return Exit.BROKEN_INPUT
    try:
        value = calculate(text, targets, submission, period=asked, unit=unit)
    except KpiCheckError as error:
        print_problems(error.problems, speaks)
        return Exit.UNDECIDED
    write(_json(value, speaks) if output == "json" else _line(value, speaks), STDOUT)
    return Exit.OK


def _line(value: Amount, language: str) -> str:
    """The value by the display rule, and the exact one beside it."""
    return escape(f"{amount_text(value, language)}  {exact_phrase(value, language)}") + "\n"


def _json(value: Amount, language: str) -> str:
    from kpicheck.formats.json_report import json_text, value_json  # noqa: PLC0415

    return json_text(value_json(value, language)) + "\n"
