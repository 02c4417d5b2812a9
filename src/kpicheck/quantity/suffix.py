"""What follows a number in a text: an English number word, a unit."""

import re
from typing import Final

from kpicheck.text import run_end
from kpicheck.unit import Unit, Units, number_word
from kpicheck.unit.compound import ONE_NAME, RUN

_LATIN: Final = re.compile(" *([A-Za-z]+)")


def multiplier(text: str, at: int, units: Units) -> tuple[int, int] | None:
    """The English number word at *at*, as a power of ten, and where it ends; None where there is none."""
    found = _LATIN.match(text, at)
    if found is None:
        return None
    unit, _ = scan_unit(text, found.end(), units, ONE_NAME)
    power = number_word(found[1], unit and unit.dimension)
    return None if power is None else (power, found.end())


def scan_unit(text: str, start: int, units: Units, pattern: re.Pattern[str] = RUN) -> tuple[Unit | None, int]:
    """The longest unit at *start*, which a space may precede, and where it ends; None where none does."""
    at = run_end(text, start, " ")
    run = unit_run(pattern, text, at)
    for length in range(len(run), 0, -1):
        if _may_end(run, length) and (unit := units.get(run[:length])) is not None:
            return unit, at + length
    return None, start


def unit_run(pattern: re.Pattern[str], text: str, start: int) -> str:
    """The characters from *start* that could be a unit."""
    found = pattern.match(text, start)
    return found.group() if found else ""


def _may_end(run: str, length: int) -> bool:
    """Whether a unit may end after *length* characters: not behind a space, nor inside a Latin word (m of minimum)."""
    around = run[length - 1 : length + 1]
    return around[0] != " " and not (len(around) == 2 and around.isascii() and around.isalnum())
