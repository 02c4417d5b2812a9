"""The command line: commands with their options, and every exit. Only the module of the called command is imported.

Annotations are values here, not texts: Typer would evaluate each of them twice at every start.
"""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Final, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from kpicheck.cli.screen import Exit, print_error, print_problems, reader_language

if TYPE_CHECKING:
    from typer._click import Context, Parameter
    from typer.core import TyperOption

Language = Literal["en", "zh"]
Color = Literal["auto", "always", "never"]
Format = Literal["table", "json"]
InputFormat = Literal["csv", "tsv", "json", "yaml"]
"""What options may be: languages, when to use colours, formats of a report, formats of a submission."""

DEFAULT_TARGETS: Final = "targets.yaml"

Submissions = Annotated[list[str] | None, typer.Argument(metavar="[SUBMISSION]...")]
Targets = Annotated[str, typer.Option("-t", "--targets", metavar="PATH")]
Lang = Annotated[Language | None, typer.Option("--lang", is_eager=True)]  # known when --help is written
PeriodOption = Annotated[str | None, typer.Option("--period", metavar="PERIOD")]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME")]
From = Annotated[InputFormat | None, typer.Option("--from")]
OutputFormat = Annotated[Format | None, typer.Option("--format")]



class _Command(TyperCommand):
    """A command whose --help speaks the reader's language and leaves by the one door for output."""

    def get_help(self, ctx: "Context") -> str:
        from kpicheck.cli.usage import command_help  # noqa: PLC0415

        return command_help(self, ctx)

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        return _answering(super().get_help_option(ctx))


class _Group(TyperGroup):
    """The program itself, with the same --help."""

    def get_help(self, ctx: "Context") -> str:
        from kpicheck.cli.usage import command_help  # noqa: PLC0415

        return command_help(self, ctx)

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        return _answering(super().get_help_option(ctx))


def _answering(option: "TyperOption | None") -> "TyperOption | None":
    """The option --help, which writes as every command does, and after --lang has been read, wherever that is."""
    if option is not None:
        option.callback, option.is_eager = _show_help, False
    return option


def _show_help(context: "Context", _option: "Parameter", is_asked: bool) -> None:
    if is_asked and not context.resilient_parsing:
        _answer(context.get_help())
        raise typer.Exit


def _answer(text: str) -> None:
    from kpicheck.writer import STDOUT, write  # noqa: PLC0415

    write(f"{text}\n", STDOUT)


app = typer.Typer(
    cls=_Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(arguments: bool) -> None:
    if arguments:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  20 ms that only --version pays

        try:
            _answer(f"kpicheck {version('kpicheck')}")
        except PackageNotFoundError:
            _answer("kpicheck, not installed")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _app(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,  # noqa: ARG001
) -> int:
    if context.invoked_subcommand is None:
        _answer(context.get_help())
        return Exit.USAGE
    return Exit.OK


@app.command(name="check", cls=_Command, epilog="kpicheck check -t targets.yaml samples/wuhai-2023.csv")
def check(
    submissions: Submissions = None,
    targets: Targets = DEFAULT_TARGETS,
    period: PeriodOption = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID")] = None,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False,
    verbose: Annotated[int, typer.Option("-v", "--verbose", count=True)] = 0,
    color: Annotated[Color, typer.Option("--color")] = "auto",
    lang: Lang = None,
    encoding: Encoding = None,
    from_: From = None,
    format_: OutputFormat = None,
    output: Annotated[list[str] | None, typer.Option("-o", "--output", metavar="PATH")] = None,
    all_rows: Annotated[bool, typer.Option("--all")] = False,
) -> int:
    """Judge submissions against the targets; print the table; exit with the verdict."""
    from kpicheck.cli.check import CheckArguments, run  # noqa: PLC0415

    return run(CheckArguments(
        tuple(submissions or ()), targets, period, as_of, tuple(only or ()), strict, exit_zero, quiet, verbose,
        color, lang, encoding, from_, format_, tuple(output or ()), all_rows,
    ))  # fmt: skip


@app.command(name="lint", cls=_Command, epilog="kpicheck lint targets.yaml")
def lint(
    targets: Annotated[list[str] | None, typer.Argument(metavar="[TARGETS]...")] = None,
    lang: Lang = None,
    encoding: Encoding = None,
    format_: OutputFormat = None,
) -> int:
    """Show every mistake of a targets file, each at its place."""
    from kpicheck.cli.lint import run  # noqa: PLC0415

    return run(tuple(targets or (DEFAULT_TARGETS,)), lang, encoding, format_)


@app.command(name="parse", cls=_Command, epilog="kpicheck parse 23%以上 '6%~6.5%' 'at least 5 million CNY'")
def parse(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...")],
    lang: Lang = None,
    format_: OutputFormat = None,
) -> int:
    """Show how threshold texts are read."""
    from kpicheck.cli.parse import run  # noqa: PLC0415

    return run(tuple(texts), lang, format_)


@app.command(name="eval", cls=_Command, epilog="kpicheck eval '5.7亿元 / 1050户' --in 万元/户")
def evaluate(
    expression: Annotated[str, typer.Argument(metavar="EXPR")],
    submissions: Submissions = None,
    targets: Annotated[str | None, typer.Option("-t", "--targets", metavar="PATH")] = None,
    unit: Annotated[str | None, typer.Option("--in", metavar="UNIT")] = None,
    period: PeriodOption = None,
    lang: Lang = None,
    encoding: Encoding = None,
    from_: From = None,
    format_: OutputFormat = None,
) -> int:
    """Compute a formula, exactly; with submissions, over their figures."""
    from kpicheck.cli.calculate import run  # noqa: PLC0415

    return run(
        expression,
        tuple(submissions or ()),
        targets,
        unit,
        period,
        lang,
        encoding,
        from_,
        format_,
    )


@app.command(name="help", cls=_Command, epilog="kpicheck help unit-mismatch")
def help_(
    context: typer.Context,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC|COMMAND|CODE]")] = None,
    lang: Lang = None,
) -> int:
    """Explain a topic, a command or the code of a problem."""
    from kpicheck.cli.help import run  # noqa: PLC0415

    return run(topic, lang, context)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process; the exit code is always one of `Exit`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a locale without the characters of a help text is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    code = int(Exit.OUT_OF_MEMORY)
    with suppress(MemoryError):  # there may be no room even to report it
        code = run(arguments)
    _flush()
    # Everything is written. The orderly end takes every module and object apart first: 16 to 18 ms, an eighth of a run.
    os._exit(code)


def _flush() -> None:
    """Write what is still in the buffers; a stream that is closed cannot take it any more."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()


def run(arguments: list[str] | None = None) -> int:
    """Run the command that *arguments* (else this process's own) name; the exit code."""
    with suppress(MemoryError):
        return _run(arguments)
    # What had been read is let go of with the exception, but for what holds itself by a cycle.
    from gc import collect  # noqa: PLC0415

    from kpicheck.problem import problem  # noqa: PLC0415

    collect()
    print_problems((problem("out-of-memory"),), reader_language(None))
    return Exit.OUT_OF_MEMORY


def _run(arguments: list[str] | None) -> int:
    from kpicheck.problem import KpiCheckError  # noqa: PLC0415

    try:
        return int(typer.main.get_command(app).main(arguments, prog_name="kpicheck", standalone_mode=False) or 0)
    except typer.TyperException as error:  # the base of all errors of usage, most of which have no public name
        from kpicheck.cli.misuse import misuse_text  # noqa: PLC0415

        print_error(misuse_text(error))
        return Exit.USAGE
    except (typer.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except SystemExit as end:  # completion has been printed, or Typer's own text met a closed pipe
        return Exit.OK if isinstance(end.__context__, OSError) else _code(end)
    except KpiCheckError as error:  # of an output; commands handle all others
        print_problems(error.problems, reader_language(None))
        return Exit.OUTPUT_FAILED
    except OSError as error:  # Typer's own text: completion
        return _unwritten(error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the last line: what reaches it is a bug of ours
        return _bug(error)


def _code(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else Exit.OK


def _unwritten(error: OSError) -> int:
    from kpicheck.writer import STDOUT, abandon_stdout, failed  # noqa: PLC0415

    abandon_stdout()
    print_problems((failed(STDOUT, error),), reader_language(None))
    return Exit.OUTPUT_FAILED


def _bug(error: Exception) -> int:
    """No traceback reaches a user; KPICHECK_TRACEBACK=1 shows it to the person who fixes the bug."""
    from kpicheck.text import escape  # noqa: PLC0415
    from kpicheck.wording import phrase  # noqa: PLC0415

    if os.environ.get("KPICHECK_TRACEBACK") == "1":
        import traceback  # noqa: PLC0415

        print_error(traceback.format_exc())
    what = escape(f"{type(error).__name__}: {error}")
    print_error(f"kpicheck: {phrase('internal-error', reader_language(None), what=what)}\n")
    return Exit.BUG
