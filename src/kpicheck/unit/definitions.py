"""The built-in units: units.txt is split into names at the start, and a unit is worked out when it is asked for."""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

Dimension = tuple[tuple[str, int], ...]
"""Base names and their powers, sorted; `()` is a pure number. A counting word is its own base."""

REFUSED: Final = {
    "ton": "t, short ton, long ton",
    "tons": "t, short tons, long tons",
    "兆": "百万, 万亿, MW, MB",
    "$": "USD, HKD, AUD, CAD",
    "¥": "CNY, JPY",
    "￥": "CNY, JPY",
}
"""Names that mean more than one thing, and what they could mean; pint's language cannot say that."""


MULTIPLIERS: Final = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
SHORT_MULTIPLIERS: Final = {"k": 3, "K": 3, "m": 6, "M": 6, "mn": 6, "bn": 9, "tn": 12}
"""English number words before a unit, as powers of ten."""


class Definition(NamedTuple):
    """What a unit's name means: its dimension, and how many base units one of it is."""

    dimension: Dimension
    factor: Fraction


def _split(text: str) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """The number words, the units and the hidden `_base` names of units.txt, each with what is written behind it.

    Every start pays for this loop, so it does little more than split: a unit is worked out when it is asked for.
    """
    prefixes, units, hidden = {}, {}, {}
    for line in text.splitlines():
        names = line.split(" = ")
        if len(names) > 1 and line[0] != "#":
            meaning = names.pop(1)
            if names[0][-1] == "-":
                prefixes[names[0][:-1]] = int(meaning)
                continue
            if "_" in line:
                if names[0].endswith("_base"):
                    hidden[names[0]] = meaning
                    continue
                names = [name.replace("_", " ") for name in names]
            for name in names:
                units[name] = meaning
    return prefixes, units, hidden


def built_in(name: str) -> Definition | None:
    """The built-in unit of exactly that name, without a number word before it; None where there is none."""
    meaning = _UNITS.get(name)
    return None if meaning is None else _worked_out(meaning)


@cache
def _worked_out(meaning: str) -> Definition:
    """What `[m]`, `1/1000 kg` or `kg * m ** 2 / s ** 2` says: a base, or a number and names with powers."""
    if meaning.startswith("["):
        return Definition(((meaning[1:-1], 1),), Fraction(1))
    factor, sign, parts = Fraction(1), 1, []
    for word in meaning.replace(" ** ", "^").split():
        if word in {"*", "/"}:
            sign = 1 if word == "*" else -1
        elif word[0].isdigit():
            factor = Fraction(word)
        else:
            name, _, power = word.partition("^")
            inner = _UNITS.get(name) or _HIDDEN[name]
            parts.append((_worked_out(inner), sign * int(power or 1)))
    return product(factor, parts)


@cache
def bases(group: str) -> frozenset[str]:
    """The bases of the units in a group of units.txt."""
    return frozenset(each.partition("]")[0] for each in _section(group).split("= [")[1:])


@cache
def names(group: str) -> frozenset[str]:
    """The names of the units in a group of units.txt."""
    lines = [line.split(" = ") for line in _section(group).splitlines()]
    return frozenset(name for first, *rest in lines for name in (first, *rest[1:]))


@cache
def dimensions(group: str) -> frozenset[Dimension]:
    """The dimensions of the units in a group of units.txt, whether they have names of their own or not."""
    return frozenset(_worked_out(line.split(" = ")[1]).dimension for line in _section(group).splitlines())


def _section(group: str) -> str:
    """The lines of a group of units.txt."""
    return _TEXT.partition(f"@group {group}\n")[2].partition("\n@end")[0]


def product(factor: Fraction, parts: Iterable[tuple[Definition, int]]) -> Definition:
    """*factor* times every one of *parts* to its power."""
    powers: dict[str, int] = {}
    for (dimension, size), power in parts:
        factor *= size**power
        multiply(powers, dimension, power)
    return Definition(dimension_of(powers), factor)


def multiply(powers: dict[str, int], dimension: Dimension, times: int) -> None:
    """Multiply what *powers* make so far by *dimension* to the power of *times*."""
    for base, power in dimension:
        powers[base] = powers.get(base, 0) + power * times
        if not powers[base]:
            del powers[base]


def dimension_of(powers: dict[str, int]) -> Dimension:
    """The dimension that *powers* make."""
    return tuple(sorted(powers.items()))


_TEXT: Final = Path(__file__).with_name("units.txt").read_bytes().decode()
_PREFIXES, _UNITS, _HIDDEN = _split(_TEXT)

PREFIXES: Final = {name: _PREFIXES[name] for name in sorted(_PREFIXES, key=len, reverse=True)}
"""The number words that may come before a unit, longest first: 十亿 is tried before 十."""

UNIT_NAMES: Final = tuple(_UNITS)
"""Every built-in name, in the order of units.txt."""
