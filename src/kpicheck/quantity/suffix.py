"""What follows a number in a text: an English number word, a unit."""

import re
from typing import Final

from kpicheck.unit import Unit, Units, is_count, is_currency
from kpicheck.unit.compound import ONE_NAME, RUN

_MULTIPLIERS: Final = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SHORT_MULTIPLIERS: Final = {"k": 3, "K": 3, "m": 6, "M": 6, "mn": 6, "bn": 9, "tn": 12}
"""English number words, as powers of ten; the short ones only before money and what is counted."""

_LATIN: Final = re.compile(" *([A-Za-z]+)")


def multiplier(text: str, at: int, units: Units) -> tuple[int, int] | None:
    """The English number word at *at*, as a power of ten, and where it ends; None where there is none."""
    found = _LATIN.match(text, at)
    if found is None:
        return None
    if (power := _MULTIPLIERS.get(found[1].lower())) is not None:
        return power, found.end()
    power = _SHORT_MULTIPLIERS.get(found[1])
    return (power, found.end()) if power and _is_counted(text, found.end(), units) else None


def _is_counted(text: str, at: int, units: Units) -> bool:
    """Whether a unit is at *at* that begins with money or a counting word: USD/person, people."""
    unit, _ = scan_unit(text, at, units, ONE_NAME)
    return unit is not None and (is_count(unit.dimension) or any(is_currency(base) for base, _ in unit.dimension))


def scan_unit(text: str, start: int, units: Units, pattern: re.Pattern[str] = RUN) -> tuple[Unit | None, int]:
    """The longest unit at *start*, which a space may precede, and where it ends; None where none does."""
    at = past_spaces(text, start)
    run = unit_run(pattern, text, at)
    for length in range(len(run), 0, -1):
        if _may_end(run, length) and (unit := units.get(run[:length])) is not None:
            return unit, at + length
    return None, start


def past_spaces(text: str, at: int) -> int:
    """Where the spaces at *at* end."""
    while text.startswith(" ", at):
        at += 1
    return at


def unit_run(pattern: re.Pattern[str], text: str, start: int) -> str:
    """The characters from *start* that could be a unit."""
    found = pattern.match(text, start)
    return found.group() if found else ""


def _may_end(run: str, length: int) -> bool:
    """Whether a unit may end after *length* characters: not behind a space, nor inside a Latin word (m of minimum)."""
    around = run[length - 1 : length + 1]
    return around[0] != " " and not (len(around) == 2 and around.isascii() and around.isalnum())
