"""Exact quantities: a Fraction with a unit, from text and back. No float on the way.

Text becomes one here, and only here.
"""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import number, numeral
from kpicheck.numeral import refused
from kpicheck.problem import Refusal
from kpicheck.quantity.decimals import (
    Mode,
    decimal_places,
    exact_text,
    fixed_text,
    rounded,
    scaled_half_up,
    terminates,
)
from kpicheck.quantity.suffix import multiplier, scan_unit, unit_run
from kpicheck.text import run_end, to_halfwidth
from kpicheck.unit import Dimension, Unit, Units, dimension_text
from kpicheck.unit.compound import ONE_NAME, RUN

__all__ = [
    "PERCENT",
    "POINTS",
    "PURE",
    "Mode",
    "Quantity",
    "as_difference",
    "decimal_places",
    "difference_unit",
    "exact_text",
    "fixed_text",
    "in_unit",
    "mismatch",
    "multiplier",
    "named_unit",
    "quantity_text",
    "read",
    "rounded",
    "scaled_half_up",
    "scan",
    "scan_unit",
    "starts",
    "terminates",
    "unit_of",
]

_HALVES: Final = ("一半", "半数")
_PARTS: Final = {"百分之": ("%", 0), "千分之": ("‰", 0), "万分之": ("%", -2)}
"""Ratios in words: the unit, and the power of ten that the number after them is in it."""

_FRACTION_BEGINS: Final = (*_HALVES, *_PARTS)
_FRACTION_NUMERALS: Final = frozenset("一二三四五六七八九十")

def quantity_text(value: Fraction, unit: Unit | None, places: int | None = None) -> str:
    """*value* and its unit, with so many decimals (half up) or exactly: 5.0%, 9800万元, 200/3%."""
    return (exact_text(value) if places is None else fixed_text(value, places)) + (unit.name if unit else "")


class Quantity(NamedTuple):
    """An exact number of a unit, as written: `value` counts units, `unit` is None for a bare number.

    `exponent` is the power of ten of the last digit written (5.0% has -1), None where there is none (三分之二).
    """

    value: Fraction
    unit: Unit | None
    exponent: int | None

    @property
    def base(self) -> Fraction:
        """How many base units it is; a bare number is itself."""
        return self.value if self.unit is None else self.value * self.unit.factor

    @property
    def negated(self) -> "Quantity":
        """The same below zero instead of above it, or the other way round."""
        return self._replace(value=-self.value)

    @property
    def dimension(self) -> Dimension | None:
        """The dimension, None for a bare number."""
        return None if self.unit is None else self.unit.dimension

    @property
    def step(self) -> Fraction:
        """One of its last written digit, in its own unit; zero for an exact fraction."""
        return Fraction(0) if self.exponent is None else Fraction(10) ** self.exponent

    @property
    def places(self) -> int | None:
        """How many decimals were written; None for an exact fraction."""
        return None if self.exponent is None else max(0, -self.exponent)

    @property
    def written(self) -> str:
        """With the digits it was written with: 5.0%, 三分之二."""
        fraction = abs(self.base)
        if self.unit == PERCENT and not terminates(self.value) and fraction.numerator < 100 > fraction.denominator:
            below, above = numeral.written(fraction.denominator), numeral.written(fraction.numerator)
            return f"{'-' if self.value < 0 else ''}{below}分之{above}"
        return quantity_text(self.value, self.unit, self.places)

    def __str__(self) -> str:
        """Exactly: 9800万元, 200/3%."""
        return quantity_text(self.value, self.unit)


def mismatch(text: str, have: Unit | None, want: Unit, width: int = 1, **more: str) -> Refusal:
    """The refusal of a unit of another dimension, for so many characters of what was read."""
    arguments = {"text": text, "have": have.name if have else "", "want": want.name, **more}
    return Refusal("unit-mismatch", offset=0, width=width, **arguments)


def in_unit(base: Fraction, unit: Unit, exponent: int | None = None) -> Quantity:
    """*base* base units as a quantity of *unit*."""
    return Quantity(base / unit.factor, unit, exponent)


def difference_unit(unit: Unit) -> Unit:
    """What the distance between two values of *unit* is measured in: percentage points for a ratio with a sign."""
    return POINTS if unit.dimension == () and unit.name != "" else unit


def as_difference(said: Quantity, unit: Unit, width: int = 1) -> Quantity:
    """What is said of the distance between two values of *unit*: of that unit where it is bare (4‰±0.5 is 0.5‰).

    Raises Refusal `unit-mismatch`, for *width* characters.
    """
    want = difference_unit(unit)
    if said.unit is None:
        return in_unit(said.value * unit.factor, want, said.exponent if want.factor == unit.factor else None)
    if said.unit.dimension != want.dimension:
        is_ratio = said.unit.dimension == () and want == POINTS
        more = {"points": exact_text(said.base / POINTS.factor)} if is_ratio else {}
        raise mismatch(str(said), said.unit, want, width, **more)
    return said


def unit_of(dimension: Dimension) -> Unit:
    """The unit that a computed value of *dimension* is shown in where no unit is named."""
    if not dimension:
        return PERCENT
    return Unit(dimension_text(dimension), dimension, POINTS.factor ** dict(dimension).get("pp", 0))


PERCENT: Final = Unit("%", (), Fraction(1, 100))
POINTS: Final = Unit("个百分点", (("pp", 1),), Fraction(1, 100))
PURE: Final = Unit("", (), Fraction(1))
"""The unit that `unit: "1"` declares."""


def named_unit(text: str, units: Units) -> Unit:
    """The unit that *text* names, `1` being that of a pure number. Raises Refusal as `Units.find` does."""
    return PURE if to_halfwidth(text).strip() == "1" else units.find(text)


def read(text: str, units: Units) -> Quantity:
    """The quantity that the whole of *text* is, its unit None where it has none.

    Raises Refusal `bad-number`, `unknown-unit`.
    """
    if number.is_plain(text):  # most figures are
        value, exponent = number.read_plain(text)
        return Quantity(value, None, exponent)
    folded = to_halfwidth(text).rstrip()
    at = len(folded) - len(folded.lstrip())
    if not starts(folded, at):
        raise refused(folded[at:], number.INVALID.get(folded[at:], "grammar")).moved(at)
    quantity, end = scan(folded, at, units)
    if end < len(folded):
        raise _no_quantity(folded, at, units)
    return quantity


def _no_quantity(text: str, start: int, units: Units) -> Refusal:
    """Why *text* is no quantity though it begins with one: an unknown unit where that is all there is to it."""
    if _fraction(text, start, units) is None:
        at = run_end(text, number.scan(text, start)[1], " ")
        if text[at:] == unit_run(RUN, text, at):
            units.find(text[at:], at)
    return refused(text[start:], "grammar").moved(start)


def starts(text: str, start: int) -> bool:
    """Whether a quantity begins at *start* of a folded text."""
    return number.starts_number(text, start) or text.startswith(_FRACTION_BEGINS, _past_sign(text, start))


def scan(text: str, start: int, units: Units, *, in_formula: bool = False) -> tuple[Quantity, int]:
    """The quantity that begins at *start* of a folded text, and where it ends.

    The unit is the longest known one there; where none is, the quantity ends with its number. In a
    formula a unit is one name (`/` and `*` are operators) and a comma ends the number. Raises Refusal `bad-number`.
    """
    if (fraction := _fraction(text, start, units)) is not None:
        return fraction
    pattern = ONE_NAME if in_formula else RUN
    if numeral_end := numeral.end_of(text, _past_sign(text, start)):
        found, end = _of_numeral(text, start, numeral_end, units, pattern)
    else:
        found, end = number.scan(text, start, separators=not in_formula)
        if not in_formula and (power := multiplier(text, end, units)) is not None:
            found, end = found.times(power[0]), power[1]
    unit, after = scan_unit(text, end, units, pattern)
    if unit is not None and unit.name in {"成", "折"} and text[after : after + 1] in numeral.FIRST:
        raise refused(text[start : after + 1], "short").moved(start)
    return Quantity(found.value, unit, found.exponent), after


def _of_numeral(
    text: str, start: int, end: int, units: Units, pattern: re.Pattern[str]
) -> tuple[number.Number, int]:
    """The numeral that ends at *end*, read as far as it goes, and where its unit begins.

    What begins a unit's name is no part of the numeral (二十千克), and its 万 or 亿 belongs to the unit (五百万元).
    """
    unit, _ = scan_unit(text, end - 1, units, pattern)
    if unit is not None and end - _past_sign(text, start) > 1 and units.begins_with_name(unit.name):
        end -= 1
    found, _ = number.scan(text[:end], start)
    name, power = numeral.ending(text[start:end])
    if not name or scan_unit(text, end - len(name), units, pattern)[0] is None:
        return found, end
    return found.times(-power), end - len(name)


def _fraction(text: str, start: int, units: Units) -> tuple[Quantity, int] | None:
    """百分之二十三, 三分之二, 一半: the ratio in words that begins at *start*, and where it ends."""
    if "分之" not in text and "半" not in text:
        return None
    at, sign = _past_sign(text, start), -1 if text.startswith("-", start) else 1
    if text.startswith(_HALVES, at):
        return Quantity(Fraction(sign * 50), PERCENT, None), at + 2
    if (part := text[at : at + 3]) in _PARTS:
        name, power = _PARTS[part]
        count, end = _count(text, at + 3)
        value, exponent = count.times(power)
        return Quantity(sign * value, units.find(name), exponent), end
    middle = run_end(text, at, _FRACTION_NUMERALS)
    end = run_end(text, middle + 2, _FRACTION_NUMERALS)
    if middle == at or not text.startswith("分之", middle) or end == middle + 2:
        return None
    below, above = (number.scan(text[:to], of)[0].value for of, to in ((at, middle), (middle + 2, end)))
    return Quantity(100 * sign * above / below, PERCENT, None), end


def _past_sign(text: str, start: int) -> int:
    return start + text.startswith(("+", "-"), start)


def _count(text: str, start: int) -> tuple[number.Number, int]:
    """The number after 百分之; 百分之百 is a hundred per cent."""
    if text.startswith("百", start):
        return number.Number(Fraction(100), 0), start + 1
    return number.scan(text, start)
