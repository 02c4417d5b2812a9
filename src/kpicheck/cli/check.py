"""`kpicheck check`: from files to the verdict's exit code, in one place."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from kpicheck.cli.asked import (
    Misused,
    Output,
    asked_encoding,
    asked_outputs,
    asked_period,
    asked_targets,
    refuse_overwriting,
)
from kpicheck.cli.screen import (
    Exit,
    color_wish,
    on_terminal,
    paint_width,
    print_error,
    print_problems,
    read_stdin,
    reader_language,
)
from kpicheck.formats import render
from kpicheck.judge import evaluate, refuse_unknown
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.report import Options, Report
from kpicheck.sources import Source, read_submission
from kpicheck.targets.limits import at_least_note
from kpicheck.targets.model import TargetsFile
from kpicheck.writer import STDOUT, write

MAX_ROWS: Final = 200
"""The most rows that a terminal is given without --all."""

DEFAULT_LANGUAGE: Final = "en"
TO_ZERO: Final = frozenset({Exit.FAILED, Exit.UNDECIDED, Exit.NOTHING_JUDGED})


class CheckArguments(NamedTuple):
    """The command line of `check`, as read."""

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


def run(arguments: CheckArguments) -> int:
    """Judge and write; the exit code."""
    try:
        outputs = asked_outputs(arguments.outputs, arguments.output_format, quiet=arguments.quiet)
        refuse_overwriting(outputs, (arguments.targets, *arguments.submissions))
        asked_encoding(arguments.encoding)
        return _check(arguments, outputs, _options(arguments))
    except Misused as misused:
        print_problems(misused.problems, reader_language(arguments.language))
        return Exit.USAGE


def _check(arguments: CheckArguments, outputs: tuple[Output, ...], options: Options) -> int:
    language = arguments.language or DEFAULT_LANGUAGE
    try:
        targets = _targets(arguments, options)
        language = arguments.language or targets.language
        report = evaluate(targets, _submission(arguments, targets, outputs), options)
    except KpiCheckError as error:
        return _not_judged(error.problems, arguments, options, outputs, language)
    reported = (*at_least_note(targets), *report.problems) if arguments.verbose else report.warnings
    print_problems(reported, reader_language(arguments.language))
    code = report.exit_code
    if arguments.quiet and code != Exit.OK:
        _print_totals(report, reader_language(arguments.language))
    if arguments.exit_zero and code in TO_ZERO:
        code = Exit.OK
    return _write(outputs, lambda output: _rendered(report, output, arguments), arguments, code)


def _print_totals(report: Report, language: str) -> None:
    """What -q is told on standard error, where there is something to tell."""
    from kpicheck.formats.layout import totals  # noqa: PLC0415

    print_error("".join(f"{line}\n" for line in totals(report, language)))


def _options(arguments: CheckArguments) -> Options:
    for word in arguments.only:
        if word.startswith("entity:"):
            raise Misused(problem("bad-only", text=word))
    run_period, as_of = asked_period("--period", arguments.period), asked_period("--as-of", arguments.as_of)
    return Options(run_period, as_of.last_day if as_of else None, arguments.only, arguments.strict, arguments.exit_zero)


def _targets(arguments: CheckArguments, options: Options) -> TargetsFile:
    """The targets file; a selection that finds nothing is an error."""
    targets = asked_targets(arguments.targets, arguments.encoding)
    try:
        refuse_unknown(options.only, targets)
    except KpiCheckError as error:
        raise Misused(*error.problems) from None
    return targets


def _submission(arguments: CheckArguments, targets: TargetsFile, outputs: tuple[Output, ...]) -> tuple[Source, ...]:
    """What was submitted: the files named on the command line, else those that the targets file names."""
    paths = arguments.submissions or _declared(targets)
    if not paths:
        raise Misused(problem("no-submission"))
    refuse_overwriting(outputs, paths)
    return read_submission(paths, format=arguments.format, encoding=arguments.encoding, stdin=read_stdin)


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


def _rendered(report: Report, output: Output, arguments: CheckArguments) -> str:
    """The report for one output: a table on a terminal speaks its reader's language, all else the file's."""
    if output.path != STDOUT or output.format != "table":
        return render(report, output.format, language=arguments.language, verbose=arguments.verbose)
    language = arguments.language or (reader_language(None) if on_terminal() else report.language)
    limit, wish = None if arguments.all_rows else MAX_ROWS, color_wish(arguments.color)
    return render(
        report, output.format, language=language, width=paint_width(wish), verbose=arguments.verbose,
        limit=limit, color=wish != "never",
    )  # fmt: skip


def _not_judged(
    problems: tuple[Problem, ...], arguments: CheckArguments, options: Options, outputs: tuple[Output, ...],
    language: str,
) -> int:  # fmt: skip
    """Nothing was judged: the problems, and the same JSON document without verdicts."""
    print_problems(problems, reader_language(arguments.language))
    wanted = tuple(output for output in outputs if output.format == "json")
    if not wanted:
        return Exit.BROKEN_INPUT
    from kpicheck.formats.json_report import failure_json  # noqa: PLC0415

    text = failure_json(problems, language, options, Exit.BROKEN_INPUT)
    return _write(wanted, lambda _output: text, arguments, Exit.BROKEN_INPUT)


def _write(outputs: tuple[Output, ...], text: Callable[[Output], str], arguments: CheckArguments, code: int) -> int:
    """Write every output; one that fails is reported and decides the exit code."""
    for output in outputs:
        try:
            write(text(output), output.path)
        except KpiCheckError as error:
            print_problems(error.problems, reader_language(arguments.language))
            code = code if code == Exit.BROKEN_INPUT else Exit.OUTPUT_FAILED
    return code
