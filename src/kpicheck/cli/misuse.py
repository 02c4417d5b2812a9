"""What is wrong with a command line: Typer's sentence in the reader's language, and what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kpicheck.cli.screen import reader_language
from kpicheck.text import closest, escape
from kpicheck.wording import phrase, usage_sentence

if TYPE_CHECKING:
    import typer
    from typer._click import Context

_GUESSES: Final = re.compile(r" ?(\(Possible options?: .*\)|Did you mean .*\?)$")
"""Typer's own guesses, which are no likenesses: for --bogus it offers --verbose."""


def misuse_text(error: typer.TyperException) -> str:
    """The sentence and a hint: the option or command that was probably meant, else the command's help."""
    context: Context | None = getattr(error, "ctx", None)  # only errors of usage know the command that they are about
    language = (context and context.params.get("lang")) or reader_language(None)
    sentence = usage_sentence(_GUESSES.sub("", " ".join(error.format_message().split())), language)
    close = _meant(error, context)
    hint = phrase("usage-close", language, close=close) if close else ""
    hint = hint or f"{context.command_path if context is not None else 'kpicheck'} --help"
    return f"kpicheck: {escape(sentence)}\n  {phrase('hint', language)}{hint}\n"


def _meant(error: typer.TyperException, context: Context | None) -> str:
    """What is like the unknown option or command."""
    option = getattr(error, "option_name", None)
    if option is not None and context is not None and getattr(error, "message", "").startswith("No such"):
        return closest(option, [name for each in context.command.get_params(context) for name in each.opts])
    command = re.match(r"No such command '(.*?)'", error.format_message())
    if command is not None and context is not None:
        return closest(command[1], getattr(context.command, "commands", {}))
    return ""
