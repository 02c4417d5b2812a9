"""`kpicheck check`: from files to the verdict's exit code, in one place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpicheck import period
from kpicheck.cli.exits import Exit
from kpicheck.cli.screen import colour_width, reader_language, tell
from kpicheck.formats import FORMATS, SUFFIXES, Style, render
from kpicheck.judge import evaluate
from kpicheck.problem import KpiCheckError, Refusal, Severity, problem
from kpicheck.report import Options
from kpicheck.submission import read_submission
from kpicheck.targets import load_targets
from kpicheck.writer import STDOUT, ClosedOutput, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpicheck.problem import Problem
    from kpicheck.report import Report
    from kpicheck.targets.model import TargetsFile

MAX_ROWS = 200
TO_ZERO = frozenset({Exit.FAILED, Exit.UNDECIDED, Exit.NOTHING_JUDGED})


class Asked(NamedTuple):
    """The command line, read."""

    submissions: tuple[str, ...]
    targets: str
    period: str | None
    as_of: str | None
    only: tuple[str, ...]
    strict: bool
    exit_zero: bool
    quiet: bool
    verbose: int
    color: str
    language: str | None
    encoding: str | None
    format: str | None
    output_format: str | None
    outputs: tuple[str, ...]
    all_rows: bool


class Output(NamedTuple):
    """A format and where it goes."""

    format: str
    path: str


def run(asked: Asked) -> int:
    """Judge and write; the exit code."""
    try:
        outputs, options = _outputs(asked), _options(asked)
    except KpiCheckError as error:
        tell(error.problems, reader_language(asked.language))
        return Exit.USAGE
    try:
        targets = _targets(asked, options)
        paths = asked.submissions or _declared(targets)
        if not paths:
            tell((problem("no-submission"),), reader_language(asked.language))
            return Exit.USAGE
        submission = read_submission(
            paths, targets, format=asked.format, encoding=asked.encoding, stdin=sys.stdin.buffer.read
        )
        report = evaluate(targets, submission, options)
    except KpiCheckError as error:
        return _not_judged(error.problems, asked, options, outputs)
    tell(
        (each for each in report.problems if each.severity is not Severity.NOTE or asked.verbose),
        reader_language(asked.language),
    )
    code = Exit.OK if asked.exit_zero and report.exit_code in TO_ZERO else report.exit_code
    return _write(outputs, lambda output: _rendered(report, output, asked), asked, code)


def _options(asked: Asked) -> Options:
    """Raises KpiCheckError where a period, a day or a selection is none."""
    for word in asked.only:
        if word.startswith("entity:"):
            raise KpiCheckError((problem("bad-only", text=word),))
    try:
        run_period = period.read(asked.period) if asked.period is not None else None
        as_of = period.read(asked.as_of).last_day if asked.as_of is not None else None
    except Refusal as refusal:
        raise KpiCheckError((refusal.at(None),)) from None
    return Options(run_period, as_of, asked.only, asked.strict, asked.exit_zero)


def _outputs(asked: Asked) -> tuple[Output, ...]:
    """Every output; the table goes to standard output unless another does or -q is given."""
    outputs = [_output(text) for text in asked.outputs]
    if asked.output_format is not None:
        outputs.append(Output(asked.output_format, STDOUT))
    if not asked.quiet and all(each.path != STDOUT for each in outputs):
        outputs.append(Output("table", STDOUT))
    return tuple(outputs)


def _output(text: str) -> Output:
    name, equals, path = text.partition("=")
    if equals and name in FORMATS:
        return Output(name, path)
    if text == STDOUT:
        return Output("table", STDOUT)
    found = SUFFIXES.get(Path(text).suffix.lower())
    if found is None:
        raise KpiCheckError((problem("unknown-output", path=text, known=", ".join(FORMATS)),))
    return Output(found, text)


def _targets(asked: Asked, options: Options) -> TargetsFile:
    """The targets file, `--period` in place of its own default; a selection that finds nothing is an error."""
    targets = load_targets(asked.targets)
    if options.period is not None:
        targets = targets._replace(period=options.period)
    return targets


def _declared(targets: TargetsFile) -> tuple[str, ...]:
    """The files that the targets file names, relative to it, in the order of their names within a pattern."""
    folder = Path(targets.path).parent
    found: dict[str, None] = {}
    for pattern in targets.submissions:
        absolute = Path(pattern)
        matches = sorted(folder.glob(pattern)) if not absolute.is_absolute() else [absolute]
        found.update(dict.fromkeys(str(path) for path in matches))
        if not matches and not any(sign in pattern for sign in "*?["):
            found[str(folder / pattern)] = None
    return tuple(found)


def _rendered(report: Report, output: Output, asked: Asked) -> str:
    to_terminal = output.path == STDOUT
    width = colour_width(asked.color) if to_terminal else None
    language = asked.language or (reader_language(None) if width is not None else report.language)
    limit = None if asked.all_rows else MAX_ROWS
    return render(report, output.format, Style(language, width, asked.verbose, limit))


def _not_judged(problems: tuple[Problem, ...], asked: Asked, options: Options, outputs: tuple[Output, ...]) -> int:
    """Nothing was judged: the problems, and the same JSON document without verdicts."""
    tell(problems, reader_language(asked.language))
    wanted = tuple(output for output in outputs if output.format == "json")
    if not wanted:
        return Exit.BROKEN_INPUT
    from kpicheck.formats.json_report import failure_json  # noqa: PLC0415

    text = failure_json(problems, asked.language or "en", options, Exit.BROKEN_INPUT)
    return _write(wanted, lambda _output: text, asked, Exit.BROKEN_INPUT)


def _write(outputs: tuple[Output, ...], text: Callable[[Output], str], asked: Asked, code: int) -> int:
    """Write every output; one that fails is told and decides the exit code, a closed pipe does not."""
    for output in outputs:
        try:
            write(text(output), output.path)
        except ClosedOutput:
            from kpicheck.writer import abandon_stdout  # noqa: PLC0415

            abandon_stdout()
        except KpiCheckError as error:
            tell(error.problems, reader_language(asked.language))
            code = code if code == Exit.BROKEN_INPUT else Exit.OUTPUT_FAILED
    return code
