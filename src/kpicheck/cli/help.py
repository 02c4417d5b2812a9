"""`kpicheck help`: what the program knows, from the tables that it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck.cli.screen import EXIT_MEANINGS, Exit, print_problems, reader_language
from kpicheck.problem import CATALOGUE, problem
from kpicheck.text import closest
from kpicheck.wording import about, phrase
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from collections.abc import Callable


def run(topic: str | None, language: str | None) -> int:
    """Explain *topic*, or list the topics; 2 where there is none of that name."""
    speaks = reader_language(language)
    if topic is None:
        write("".join(f"kpicheck help {name}\n" for name in TOPICS) + "kpicheck help CODE\n", STDOUT)
        return Exit.OK
    if topic in TOPICS:
        write(TOPICS[topic](speaks), STDOUT)
        return Exit.OK
    if topic in CATALOGUE:
        write(_code(topic, speaks), STDOUT)
        return Exit.OK
    print_problems((problem("unknown-topic", topic=topic, close=closest(topic, [*TOPICS, *CATALOGUE])),), speaks)
    return Exit.USAGE


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
    from kpicheck.notation import words  # noqa: PLC0415

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
        ("help-about", words.ABOUTS),
        ("help-vague", words.VAGUE),
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
    """Every exit code, in the order in which they take precedence."""
    return "".join(f"{int(code):3}  {EXIT_MEANINGS[code][language == 'zh']}\n" for code in EXIT_MEANINGS)


TOPICS: Final[dict[str, Callable[[str], str]]] = {
    "units": units, "notation": notation, "functions": functions, "problems": problems, "exit-codes": exit_codes,
}  # fmt: skip
"""What can be asked about beside the codes."""
