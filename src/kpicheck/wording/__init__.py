"""Code and arguments to a sentence in a language: the only place where sentences are made.

Each language has two modules of plain dicts: `en` (PHRASES of the screen by key, NUMBERS, UNITS and PLURALS, MESSAGES
and HINTS by code) and `help_en` (ABOUT by code, for `help CODE`). Only what is spoken is loaded. A message is looked up as
`code/why` first, where the problem has an argument `why`; then as `code?argument` for each argument that is not
empty; then as the code itself. The values are `str.format` templates over the problem's arguments.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from kpicheck.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpicheck.problem import Argument, Problem

LANGUAGES: Final = ("en", "zh")


def message(problem: Problem, language: str) -> str:
    """What is wrong, in one sentence."""
    return _fill(_dict(language, "MESSAGES"), problem) or problem.code


def hint(problem: Problem, language: str) -> str:
    """What to do about it, or `""`."""
    return _fill(_dict(language, "HINTS"), problem)


def about(code: str, language: str) -> str:
    """What `help CODE` says of a code: when it is raised and why."""
    return _dict(f"help_{language}", "ABOUT")[code]


def help_entry(table: str, name: str, language: str) -> str:
    """An entry of a table of `help_en`, `help_zh`: COMMANDS, PARAMETERS, TOPICS, EXITS, KEYS; `""` where it has none."""
    return _dict(f"help_{language}", table).get(name, "")


def function_about(name: str, language: str) -> str:
    """What `help functions` says of a function of formulas."""
    return _dict(f"help_{language}", "FUNCTIONS")[name]


def usage_sentence(text: str, language: str) -> str:
    """Typer's sentence on a wrong command line, *text*, in *language*; as it is where the language has no such."""
    import re  # noqa: PLC0415  only a mistake pays for it

    for pattern, sentence in _dict(language, "USAGE").items():
        if (found := re.fullmatch(pattern, text)) is not None:
            return sentence.format(*found.groups())
    return text


def phrase(key: str, language: str, **arguments: Argument) -> str:
    """A word or phrase of the screen; `key/1` where there is one and the argument `count` is one (or minus one)."""
    phrases = _dict(language, "PHRASES")
    singular = phrases.get(f"{key}/1") if str(arguments.get("count")).lstrip("+−") == "1" else None
    return (singular or phrases[key]).format_map(arguments)


def number_sign(key: str, language: str) -> str:
    """What *language* writes in a number: `plus`, `minus`, `group` (of thousands), `space`, `per`.

    `list` is between the items of a list, `clause` between sentences of one line.
    """
    return _dict(language, "NUMBERS")[key]


def unit_word(name: str, language: str, *, is_one: bool) -> str:
    """A unit as *language* calls it, of one or of more: `days` for 天, `day` of one; else as the file writes it."""
    word, plurals = _dict(language, "UNITS").get(name, name), _dict(language, "PLURALS")
    if not is_one:
        return plurals.get(word, word)
    return next((one for one, more in plurals.items() if more == word), word)


@cache
def _dict(module: str, name: str) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(import_module(f"kpicheck.wording.{module}"), name)
    return found


def _fill(templates: Mapping[str, str], problem: Problem) -> str:
    arguments = {key: escape(str(value)) for key, value in problem.arguments}
    template = next((templates[key] for key in _keys(problem) if key in templates), "")
    return template.format_map(arguments)


def _keys(problem: Problem) -> Iterator[str]:
    arguments = dict(problem.arguments)
    if "why" in arguments:
        yield f"{problem.code}/{arguments['why']}"
    yield from (f"{problem.code}?{key}" for key, value in arguments.items() if value != "")
    yield problem.code
