"""`kpicheck lint`: every mistake of targets files, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.cli.asked import Misused, asked_encoding, asked_targets
from kpicheck.cli.screen import Exit, print_problems, reader_language
from kpicheck.problem import KpiCheckError
from kpicheck.targets.limits import at_least_note
from kpicheck.text import escape
from kpicheck.wording import message, phrase
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from kpicheck.problem import Problem
    from kpicheck.targets.model import TargetsFile


def run(paths: tuple[str, ...], language: str | None, encoding: str | None, format_: str | None) -> int:
    """Lint the files at *paths*; 0, or 3 where one has an error."""
    speaks = reader_language(language)
    try:
        asked_encoding(encoding)
    except Misused as misused:
        print_problems(misused.problems, speaks)
        return Exit.USAGE
    return _lint(paths, speaks, encoding, format_)


def _lint(paths: tuple[str, ...], speaks: str, encoding: str | None, format_: str | None) -> int:
    problems: list[Problem] = []
    lines: list[str] = []
    code = Exit.OK
    for path in paths:
        try:
            targets = asked_targets(path, encoding)
            problems += targets.warnings
            lines += _summary(targets, speaks)
        except KpiCheckError as error:
            problems += error.problems
            code = Exit.BROKEN_INPUT
    if format_ == "json":
        from kpicheck.formats.json_report import problems_json  # noqa: PLC0415

        write(problems_json(tuple(problems), speaks), STDOUT)
        return code
    print_problems(problems, speaks)
    write("".join(f"{escape(line)}\n" for line in lines), STDOUT)
    return code


def _summary(targets: TargetsFile, language: str) -> list[str]:
    """How much there is, the rounding steps taken from the limits' digits, and the limits read as at least."""
    rounded = [
        phrase(
            "lint-rounding",
            language,
            path=targets.path,
            id=target.id,
            step=target.compare.text,
            mode=target.compare.mode.value,
        )
        for target in targets.targets.values()
        if target.compare is not None
    ]
    bare = [f"{targets.path}: {message(note, language)}" for note in at_least_note(targets)]
    counts = {"targets": len(targets.targets), "indicators": len(targets.indicators)}
    return [*rounded, *bare, phrase("lint-clean", language, path=targets.path, **counts)]
