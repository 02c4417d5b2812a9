"""`kpicheck eval`: a formula's exact value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck import period
from kpicheck.cli.screen import Exit, print_problems, read_stdin, reader_language
from kpicheck.formats.evidence import exact_phrase
from kpicheck.judge.calculate import calculate
from kpicheck.problem import KpiCheckError, Refusal
from kpicheck.quantity import Quantity
from kpicheck.submission import read_submission
from kpicheck.targets import load_targets
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from kpicheck.report import Value


def run(
    text: str, paths: tuple[str, ...], targets_path: str | None, unit: str | None, when: str | None,
    language: str | None, encoding: str | None, format_: str | None, output: str | None,
) -> int:  # fmt: skip
    """Compute *text*; 0, 3 where a file is broken, 4 where there is no value."""
    speaks = reader_language(language)
    targets = submission = None
    try:
        asked = period.read(when) if when is not None else None
        if targets_path is not None or paths:
            targets = load_targets(targets_path or "targets.yaml")
            targets = targets if asked is None else targets._replace(period=asked)
            submission = read_submission(paths, targets, format=format_, encoding=encoding, stdin=read_stdin)
    except Refusal as refusal:
        print_problems((refusal.at(None),), speaks)
        return Exit.USAGE
    except KpiCheckError as error:
        print_problems(error.problems, speaks)
        return Exit.BROKEN_INPUT
    try:
        value = calculate(text, targets, submission, period=asked, unit=unit)
    except KpiCheckError as error:
        print_problems(error.problems, speaks)
        return Exit.UNDECIDED
    write(_json(value) if output == "json" else _line(value, speaks), STDOUT)
    return Exit.OK


def _line(value: Value, language: str) -> str:
    """The value by the display rule, and the exact one beside it."""
    exact = f"  {exact_phrase(value.exact, language)}" if isinstance(value.exact, Quantity) else ""
    return f"{value.shown}{exact}\n"


def _json(value: Value) -> str:
    import json  # noqa: PLC0415

    from kpicheck.formats.json_report import value_json  # noqa: PLC0415

    return json.dumps(value_json(value), ensure_ascii=False) + "\n"
