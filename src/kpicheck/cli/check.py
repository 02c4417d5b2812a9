"""`kpicheck check`: from files to the verdict's exit code, in one place."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from kpicheck import period
from kpicheck.cli.screen import Exit, in_colour, on_terminal, paint_width, read_stdin, reader_language, tell
from kpicheck.formats import FORMATS, SUFFIXES, render
from kpicheck.judge import evaluate, is_chosen
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, Refusal, Severity, problem
from kpicheck.report import Options, Report
from kpicheck.submission import Submission, read_submission
from kpicheck.targets import load_targets
from kpicheck.targets.model import TargetsFile
from kpicheck.writer import STDOUT, write

MAX_ROWS: Final = 200
"""The most rows that a terminal is given without --all."""

DEFAULT_LANGUAGE: Final = "en"
TO_ZERO: Final = frozenset({Exit.FAILED, Exit.UNDECIDED, Exit.NOTHING_JUDGED})


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


class Misused(Exception):  # noqa: N818  it is not wrong, it cannot be done
    """What was asked for cannot be: exit code 2."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def run(asked: Asked) -> int:
    """Judge and write; the exit code."""
    try:
        return _check(asked, _outputs(asked), _options(asked))
    except Misused as misused:
        tell((misused.problem,), reader_language(asked.language))
        return Exit.USAGE


def _check(asked: Asked, outputs: tuple[Output, ...], options: Options) -> int:
    language = asked.language or DEFAULT_LANGUAGE
    try:
        targets = _targets(asked, options)
        language = asked.language or targets.language
        report = evaluate(targets, _submission(asked, targets), options)
    except KpiCheckError as error:
        return _not_judged(error.problems, asked, options, outputs, language)
    told = (each for each in report.problems if each.severity is not Severity.NOTE or asked.verbose)
    tell(told, reader_language(asked.language))
    code = Exit.OK if asked.exit_zero and report.exit_code in TO_ZERO else report.exit_code
    return _write(outputs, lambda output: _rendered(report, output, asked), asked, code)


def _options(asked: Asked) -> Options:
    for word in asked.only:
        if word.startswith("entity:"):
            raise Misused(problem("bad-only", text=word))
    run_period, as_of = _period("--period", asked.period), _period("--as-of", asked.as_of)
    return Options(run_period, as_of.last_day if as_of else None, asked.only, asked.strict, asked.exit_zero)


def _period(option: str, text: str | None) -> Period | None:
    try:
        return period.read(text) if text is not None else None
    except Refusal as refusal:
        raise Misused(refusal.at(Place(option))) from None


def _outputs(asked: Asked) -> tuple[Output, ...]:
    """Every output; the table goes to standard output unless another does or -q is given."""
    outputs = [_output(text) for text in asked.outputs]
    if asked.output_format is not None:
        outputs.append(Output(asked.output_format, STDOUT))
    if not asked.quiet and all(each.path != STDOUT for each in outputs):
        outputs.append(Output("table", STDOUT))
    if sum(each.path == STDOUT for each in outputs) > 1:
        raise Misused(problem("two-to-stdout"))
    return tuple(outputs)


def _output(text: str) -> Output:
    name, equals, path = text.partition("=")
    if equals and name in FORMATS:
        return Output(name, path)
    if text == STDOUT:
        return Output("table", STDOUT)
    found = SUFFIXES.get(Path(text).suffix.lower())
    if found is None:
        raise Misused(problem("unknown-output", path=text, known=", ".join(FORMATS)))
    return Output(found, text)


def _targets(asked: Asked, options: Options) -> TargetsFile:
    """The targets file, `--period` in place of its own default; a selection that finds nothing is an error."""
    targets = load_targets(asked.targets)
    for word in options.only:
        if not any(is_chosen(target, (word,)) for target in targets.targets.values()):
            raise Misused(problem("unknown-selection", text=word))
    return targets if options.period is None else targets._replace(period=options.period)


def _submission(asked: Asked, targets: TargetsFile) -> Submission:
    """What was submitted: the files named on the command line, else those that the targets file names."""
    paths = asked.submissions or _declared(targets)
    if not paths:
        raise Misused(problem("no-submission"))
    return read_submission(paths, targets, format=asked.format, encoding=asked.encoding, stdin=read_stdin)


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
    """The report for one output: a table on a terminal speaks its reader's language, all else the file's."""
    if output.path != STDOUT or output.format != "table":
        return render(report, output.format, language=asked.language, verbose=asked.verbose)
    language = asked.language or (reader_language(None) if on_terminal() else report.language)
    limit = None if asked.all_rows else MAX_ROWS
    return render(
        report, output.format, language=language, width=paint_width(asked.color), verbose=asked.verbose, limit=limit,
        color=in_colour(asked.color),
    )  # fmt: skip


def _not_judged(
    problems: tuple[Problem, ...], asked: Asked, options: Options, outputs: tuple[Output, ...], language: str
) -> int:
    """Nothing was judged: the problems, and the same JSON document without verdicts."""
    tell(problems, reader_language(asked.language))
    wanted = tuple(output for output in outputs if output.format == "json")
    if not wanted:
        return Exit.BROKEN_INPUT
    from kpicheck.formats.json_report import failure_json  # noqa: PLC0415

    text = failure_json(problems, language, options, Exit.BROKEN_INPUT)
    return _write(wanted, lambda _output: text, asked, Exit.BROKEN_INPUT)


def _write(outputs: tuple[Output, ...], text: Callable[[Output], str], asked: Asked, code: int) -> int:
    """Write every output; one that fails is told and decides the exit code."""
    for output in outputs:
        try:
            write(text(output), output.path)
        except KpiCheckError as error:
            tell(error.problems, reader_language(asked.language))
            code = code if code == Exit.BROKEN_INPUT else Exit.OUTPUT_FAILED
    return code
