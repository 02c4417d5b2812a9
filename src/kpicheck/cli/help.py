"""`kpicheck help`: what the program knows, from the tables that it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck.cli.screen import Exit, print_problems, reader_language
from kpicheck.cli.usage import INDENT, command_about, command_help, definitions, paragraph, screen_width
from kpicheck.problem import CATALOGUE, problem
from kpicheck.text import closest
from kpicheck.wording import about, help_entry, phrase
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from typer._click import Command, Context


def run(topic: str | None, language: str | None, context: Context) -> int:
    """Explain *topic*, or list what can be explained; 2 where there is nothing of that name."""
    speaks = reader_language(language)
    program = context.find_root()
    commands: dict[str, Command] = getattr(program.command, "commands", {})
    if topic is None:
        text = _list(commands, speaks)
    elif topic in TOPICS:
        text = TOPICS[topic](speaks)
    elif topic in commands:
        of_it = type(context)(commands[topic], info_name=topic, parent=program)
        of_it.params["lang"] = language
        text = command_help(commands[topic], of_it) + "\n"
    elif topic in CATALOGUE:
        text = _code(topic, speaks)
    else:
        close = closest(topic, [*TOPICS, *commands, *CATALOGUE])
        print_problems((problem("unknown-topic", topic=topic, close=close),), speaks)
        return Exit.USAGE
    write(text, STDOUT)
    return Exit.OK


def _list(commands: Iterable[str], language: str) -> str:
    """What can be asked about: topics, commands, codes."""
    width = screen_width()
    lines = [phrase("help-topic-list", language)]
    lines += definitions(((name, help_entry("TOPICS", name, language)) for name in TOPICS), width)
    lines += ["", phrase("help-command-list", language)]
    lines += definitions(((name, command_about(name, language)) for name in commands), width)
    lines += ["", phrase("help-code-list", language), *paragraph(phrase("help-codes", language), INDENT)]
    return "\n".join(lines) + "\n"


def _code(code: str, language: str) -> str:
    entry = CATALOGUE[code]
    return f"{code} ({phrase(f'severity-{entry.severity.value}', language)})\n\n{about(code, language)}\n"


def units(language: str) -> str:
    """Every unit by its dimension, and the number words that may come before one."""
    from kpicheck.unit import BUILT_IN, PREFIXES, REFUSED, UNIT_NAMES, dimension_text  # noqa: PLC0415

    groups: dict[str, list[str]] = {}
    for name in UNIT_NAMES:
        groups.setdefault(dimension_text(BUILT_IN.find(name).dimension), []).append(name)
    lines = [f"{dimension}: {' '.join(names)}" for dimension, names in groups.items()]
    lines += ["", phrase("help-prefixes", language) + " ".join(PREFIXES)]
    lines += [
        phrase("help-refused", language) + "; ".join(f"{name} ({meanings})" for name, meanings in REFUSED.items())
    ]
    return "\n".join(lines) + "\n"


def notation(language: str) -> str:
    """How thresholds may be written: the words of the reader's own tables."""
    from kpicheck.demand import Operator  # noqa: PLC0415
    from kpicheck.notation import phrases, words  # noqa: PLC0415

    groups: dict[str, list[str]] = {}
    for word, operator in words.COMPARATORS.items():
        groups.setdefault(operator.value, []).append(word)
    for word, (_, value) in words.AFTER.items():
        if isinstance(value, Operator):
            groups.setdefault(value.value, []).append(f"…{word}")
    lines = [f"{operator:3} {'  '.join(found)}" for operator, found in groups.items()]
    rows = (
        ("help-rises", words.RISES),
        ("help-falls", words.FALLS),
        ("help-better", (*words.RELATIVE, *words.IMPROVING)),
        ("help-about", words.ABOUTS),
        ("help-vague", phrases.VAGUE),
    )
    lines += ["", *(phrase(key, language) + "  ".join(found) for key, found in rows)]
    return "\n".join(lines) + "\n"


def functions(language: str) -> str:
    """Every function of formulas, how it is written and what it means."""
    from kpicheck.formula.functions import FUNCTIONS, signature  # noqa: PLC0415
    from kpicheck.wording import function_about  # noqa: PLC0415

    return "".join(f"{signature(name)}\n    {function_about(name, language)}\n" for name in FUNCTIONS)


def problems(language: str) -> str:
    """Every code."""
    return "".join(f"{code:28} {about(code, language)}\n" for code in sorted(CATALOGUE))


def exit_codes(language: str) -> str:
    """Every exit code, which of several counts, and what each command may exit with."""
    rows = ((f"{int(code):3}", help_entry("EXITS", code.name, language)) for code in sorted(Exit))
    order = ", ".join(str(int(code)) for code in Exit if code is not Exit.INTERRUPTED)
    lines = [*definitions(rows, screen_width()), ""]
    lines += paragraph(phrase("help-precedence", language, codes=order))
    for command, codes in EXITS_OF.items():
        lines += paragraph(phrase("help-exits", language, command=command, codes=_codes(codes)))
    lines += paragraph(phrase("help-exits-of-all", language, codes=_codes(EXITS_OF_ALL)))
    return "\n".join(lines) + "\n"


def _codes(codes: Iterable[Exit]) -> str:
    return ", ".join(str(int(code)) for code in codes)


def reserved(language: str) -> str:
    """The words that no id may be."""
    from kpicheck.formula.functions import LATER, RESERVED  # noqa: PLC0415

    lines = []
    for key, words in (("help-reserved", RESERVED - LATER), ("help-reserved-later", LATER)):
        lines += [*paragraph(phrase(key, language)), *paragraph(" ".join(sorted(words)), INDENT)]
    return "\n".join([*lines, *paragraph(phrase("help-reserved-quantity", language))]) + "\n"


def targets(language: str) -> str:
    """The keys of a targets file, from the declaration that reads it."""
    from kpicheck.targets.schema import ENTRIES, TargetEntry  # noqa: PLC0415

    blocks = []
    for level in ENTRIES:
        where = help_entry("KEYS", level.where, language) or level.where
        rows = [
            (name, help_entry("KEYS", f"{level.where}.{name}", language) or key.about)
            for name, key in level.schema.items()
            if name not in getattr(level.__base__, "schema", {})
        ]
        blocks.append("\n".join([phrase("help-keys", language, where=where), *definitions(rows, screen_width())]))
        if level is TargetEntry:
            blocks.append("\n".join(paragraph(phrase("help-keys-of-both", language))))
    return "\n\n".join(blocks) + "\n"


EXITS_OF: Final[dict[str, tuple[Exit, ...]]] = {
    "check": (Exit.OK, Exit.FAILED, Exit.BROKEN_INPUT, Exit.UNDECIDED, Exit.NOTHING_JUDGED),
    "lint": (Exit.OK, Exit.BROKEN_INPUT),
    "parse": (Exit.OK, Exit.UNDECIDED),
    "eval": (Exit.OK, Exit.BROKEN_INPUT, Exit.UNDECIDED),
    "help": (Exit.OK,),
}
EXITS_OF_ALL: Final = (Exit.USAGE, Exit.OUTPUT_FAILED, Exit.BUG, Exit.OUT_OF_MEMORY, Exit.INTERRUPTED)
"""What a command exits with, and what each may exit with besides."""

TOPICS: Final[dict[str, Callable[[str], str]]] = {
    "targets": targets, "notation": notation, "functions": functions, "units": units, "reserved": reserved,
    "problems": problems, "exit-codes": exit_codes,
}  # fmt: skip
"""What can be asked about beside commands and codes."""
