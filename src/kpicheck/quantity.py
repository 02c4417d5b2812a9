"""Exact quantities: a Fraction with a unit. Text becomes one here, and only here."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck import number, numeral
from kpicheck.problem import Refusal
from kpicheck.rounding import exact_text
from kpicheck.text import fold
from kpicheck.unit import Unit, Units, dimension_text

if TYPE_CHECKING:
    from kpicheck.unit import Dimension

_PARTS: Final = {"百": ("%", Fraction(1)), "千": ("‰", Fraction(1)), "万": ("%", Fraction(1, 100))}
_PART_OF: Final = re.compile(r"([百千万])分之")
_FRACTION: Final = re.compile(r"([一二三四五六七八九十]+)分之([一二三四五六七八九十]+)")
_HALF: Final = re.compile(r"一半|半数")
_UNIT_RUN: Final = re.compile(r"[^\W\d_]|[%‰°㎡㎥²³/*·^]|(?<=[^\W_])[0-9]+|(?<=[/^*])-?[0-9]+")
_ONE_NAME: Final = re.compile(r"[^\W\d_]|[%‰°㎡㎥²³]|(?<=[^\W\d_])[0-9]+")
_MAX_UNIT: Final = 40


class Quantity(NamedTuple):
    """An exact number of a unit, as written: `value` counts units, `unit` is None for a bare number.

    `exponent` is the power of ten of the last digit written (5.0% has -1), None where there is no last digit (三分之二).
    """

    value: Fraction
    unit: Unit | None
    exponent: int | None

    @property
    def base(self) -> Fraction:
        """How many base units it is; a bare number is itself."""
        return self.value if self.unit is None else self.value * self.unit.factor

    @property
    def dimension(self) -> Dimension | None:
        """The dimension, None for a bare number."""
        return None if self.unit is None else self.unit.dimension

    @property
    def step(self) -> Fraction:
        """One of its last written digit, in its own unit; zero for an exact fraction."""
        return Fraction(0) if self.exponent is None else Fraction(10) ** self.exponent

    def to(self, unit: Unit) -> Quantity:
        """The same quantity in *unit*. Raises Refusal `unit-mismatch` across dimensions, and for a bare number."""
        if self.unit == unit:
            return self
        if self.unit is None or self.unit.dimension != unit.dimension:
            raise mismatch(str(self), self.unit, unit)
        return in_unit(self.base, unit)

    def __str__(self) -> str:
        """Exactly: 9800万元, 200/3%."""
        return f"{exact_text(self.value)}{self.unit.name if self.unit else ''}"


def mismatch(text: str, have: Unit | None, want: Unit) -> Refusal:
    """The refusal of a unit of another dimension."""
    return Refusal("unit-mismatch", text=text, have=have.name if have else "", want=want.name)


def in_unit(base: Fraction, unit: Unit, exponent: int | None = None) -> Quantity:
    """*base* base units as a quantity of *unit*."""
    return Quantity(base / unit.factor, unit, exponent)


def unit_of(dimension: Dimension) -> Unit:
    """The unit that a computed value of *dimension* is shown in where nobody named one."""
    return {(): PERCENT, (("pp", 1),): POINTS}.get(dimension) or Unit(dimension_text(dimension), dimension, Fraction(1))


PERCENT: Final = Unit("%", (), Fraction(1, 100))
POINTS: Final = Unit("个百分点", (("pp", 1),), Fraction(1, 100))
PURE: Final = Unit("", (), Fraction(1))
"""The unit that `unit: "1"` declares."""


def read(text: str, units: Units) -> Quantity:
    """The quantity that the whole of *text* is, its unit None where it has none.

    Raises Refusal `bad-number`, `unknown-unit`.
    """
    folded = fold(text).strip()
    if not number.starts_number(folded) and not _starts_fraction(folded):
        raise Refusal("bad-number", text=text.strip(), why="grammar")
    quantity, end = scan(folded, 0, units)
    if end == len(folded):
        return quantity
    rest = folded[end:].strip()
    if quantity.unit is None and (run := _run(_UNIT_RUN, rest, 0)):
        units.find(run)
    raise Refusal("bad-number", text=text.strip(), why="grammar")


def starts(text: str, start: int) -> bool:
    """Whether a quantity begins at *start* of a folded text."""
    return number.starts_number(text, start) or _starts_fraction(text, start)


def _starts_fraction(text: str, start: int = 0) -> bool:
    return any(pattern.match(text, start) for pattern in (_HALF, _PART_OF, _FRACTION))


def scan(text: str, start: int, units: Units, *, in_formula: bool = False) -> tuple[Quantity, int]:
    """The quantity that begins at *start* of a folded text, and where it ends.

    The unit is the longest known one that stands there; where none is, the quantity ends with its number. In a
    formula a unit is one name (`/` and `*` are operators) and a comma ends the number. Raises Refusal `bad-number`.
    """
    if (ratio := _scan_fraction(text, start, units)) is not None:
        return ratio
    found, end = number.scan(text, start, separators=not in_formula)
    unit, after = _scan_unit(text, end, units, _ONE_NAME if in_formula else _UNIT_RUN)
    if unit is not None and unit.name in {"成", "折"} and text[after : after + 1] in numeral.FIRST:
        raise Refusal("bad-number", text=text[start : after + 1], why="short")
    return Quantity(found.value, unit, found.exponent), after


def _scan_fraction(text: str, start: int, units: Units) -> tuple[Quantity, int] | None:
    """百分之二十三, 三分之二, 一半."""
    if half := _HALF.match(text, start):
        return Quantity(Fraction(50), PERCENT, None), half.end()
    if part := _PART_OF.match(text, start):
        name, factor = _PARTS[part[1]]
        found, end = _scan_count(text, part.end())
        exponent = found.exponent if factor == 1 or found.exponent is None else found.exponent - 2
        return Quantity(found.value * factor, units.find(name), exponent), end
    if fraction := _FRACTION.match(text, start):
        below, above = (numeral.read(word)[0] for word in fraction.groups())
        return Quantity(Fraction(100) * above / below, PERCENT, None), fraction.end()
    return None


def _scan_count(text: str, start: int) -> tuple[number.Number, int]:
    """The number after 百分之; 百分之百 is a hundred per cent."""
    if text[start : start + 1] == "百":
        return number.Number(Fraction(100), 0), start + 1
    return number.scan(text, start)


def _scan_unit(text: str, start: int, units: Units, piece: re.Pattern[str]) -> tuple[Unit | None, int]:
    at = start
    while text[at : at + 1] == " ":
        at += 1
    run = _run(piece, text, at)
    for length in range(len(run), 0, -1):
        if _splits_word(run, length):
            continue
        if (unit := units.get(run[:length])) is not None:
            return unit, at + length
    return None, start


def _run(piece: re.Pattern[str], text: str, start: int) -> str:
    """The characters from *start* that could be a unit."""
    at = start
    while at - start < _MAX_UNIT and (found := piece.match(text, at)):
        at = found.end()
    return text[start:at]


def _splits_word(run: str, length: int) -> bool:
    """Whether a cut after *length* characters would fall inside a Latin word or a number: m of minimum."""
    return length < len(run) and run[length - 1].isascii() and run[length].isascii() and run[length].isalnum() and (
        run[length - 1].isalnum()
    )
