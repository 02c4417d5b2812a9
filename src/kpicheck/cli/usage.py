"""How a command is used: its `--help`, made from its own parameters and from the sentences of the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.cli.screen import reader_language
from kpicheck.formats.layout import display_width, padded
from kpicheck.wording import help_entry, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typer._click import Command, Context, Parameter

INDENT = "  "
_WIDEST_NAME = 26
_CLOSING = "，。；：、！？）】》」”,.;:!?)"
_OPENING = "（【《「“("


def command_help(command: Command, context: Context) -> str:
    """What `--help` says of *command* and of the commands below it."""
    commands: Iterable[str] = getattr(command, "commands", ())
    language, width = context.params.get("lang") or reader_language(None), screen_width()
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    lines = [f"{phrase('help-usage', language)}{usage}", ""]
    lines += paragraph(command_about(context.command_path, language), INDENT)
    records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            records[parameter.param_type_name].append((record[0], _parameter_about(parameter, command, language)))
    for kind, rows in records.items():
        lines += _section(f"help-{kind}s", rows, language, width)
    lines += _section("help-commands", [(name, command_about(name, language)) for name in commands], language, width)
    if command.epilog:
        lines += ["", phrase("help-example", language) + command.epilog]
    return "\n".join(lines)


def command_about(name: str, language: str) -> str:
    """What a command does; *name* may be its path."""
    return help_entry("COMMANDS", name.rpartition(" ")[2], language)


def screen_width() -> int:
    """The columns of the terminal, or 80; longer lines are hard to read."""
    from shutil import get_terminal_size  # noqa: PLC0415

    return max(min(get_terminal_size((80, 24)).columns, 100), 40)


def definitions(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Names with what each means beside it, folded; a long name has a line of its own."""
    rows = tuple(rows)
    column = max((size for name, _ in rows if (size := display_width(name)) <= _WIDEST_NAME), default=0)
    before = column + 2 * len(INDENT)
    for name, text in rows:
        lines = folded(text, width - before)
        if display_width(name) > column:
            yield INDENT + name
        else:
            yield (INDENT + padded(name, column) + INDENT + lines.pop(0)).rstrip()
        yield from (" " * before + line for line in lines)


def paragraph(text: str, indent: str = "") -> list[str]:
    """*text* in lines that fit the screen."""
    return [indent + line for line in folded(text, screen_width() - len(indent))]


def folded(text: str, width: int) -> list[str]:
    """*text* in lines of at most *width* columns, where a piece is not longer."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and display_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """The parts of *text* between which a line may end: after a space, and beside a wide character (UAX 14)."""
    start = 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        is_wide = display_width(before) > 1 or display_width(after) > 1
        if before == " " or (is_wide and after not in f" {_CLOSING}" and before not in _OPENING):
            yield text[start:at]
            start = at
    yield text[start:]


def _section(title: str, rows: list[tuple[str, str]], language: str, width: int) -> list[str]:
    return ["", phrase(title, language), *definitions(rows, width)] if rows else []


def _parameter_about(parameter: Parameter, command: Command, language: str) -> str:
    """What a parameter means, of this command or of any."""
    return help_entry("PARAMETERS", f"{command.name}.{parameter.name}", language) or help_entry(
        "PARAMETERS", parameter.name or "", language
    )
