"""How a judged value is shown: a printed number never contradicts its verdict.

As many digits as were submitted, two for what a division made, half up; more until values that differ look different,
and those that are equal look equal.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kpicheck.formula.syntax import Call, Product, nodes_in
from kpicheck.quantity import (
    PERCENT,
    Quantity,
    decimal_places,
    difference_unit,
    exact_text,
    fixed_text,
    in_unit,
    scaled_half_up,
)
from kpicheck.report import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.formula.syntax import Node
    from kpicheck.unit import Unit

QUOTIENT_PLACES: Final = 2
QUOTIENTS: Final = frozenset({"growth", "mom"})
MAX_PLACES: Final = 60
MINUS: Final = "−"


def places_of(step: Fraction, unit: Unit) -> int:
    """How many decimals of *unit* it takes to show a last digit that is worth *step* base units."""
    digit, places = step / unit.factor, 0
    while 0 < digit.numerator * 10**places < digit.denominator and places < MAX_PLACES:
        places += 1
    return places


def places_computed(value: Fraction, unit: Unit, node: Node | None) -> int:
    """How many decimals a computed value is shown with: two for a quotient, all of its own for sums, where few."""
    exact = decimal_places(value / unit.factor)
    if exact is None or exact > QUOTIENT_PLACES or (node is not None and _divides(node)):
        return QUOTIENT_PLACES
    return exact


def _divides(node: Node) -> bool:
    """Whether a formula divides figures, itself or by a function."""
    return any(
        (isinstance(each, Product) and any(factor.is_below for factor in each.factors))
        or (isinstance(each, Call) and each.function in QUOTIENTS)
        for each in nodes_in(node)
    )


def distinct(value: Fraction, others: Iterable[Fraction], places: int) -> int:
    """*places*, or more until *value* looks different from each of *others* that it differs from."""
    apart = [other for other in others if other != value]
    while places < MAX_PLACES and scaled_half_up(value, places) in [scaled_half_up(other, places) for other in apart]:
        places += 1
    return places


def quantity_value(base: Fraction, unit: Unit, places: int) -> Value:
    """*base* base units as a value of *unit* with *places* decimals."""
    exact = in_unit(base, unit)
    return Value(exact, f"{signed(exact.value, places)}{unit.name}")


def signed(value: Fraction, places: int, *, plus: bool = False) -> str:
    """A decimal with a real minus sign, and a plus where it is asked for and the value is above zero."""
    text = fixed_text(value, places)
    return text.replace("-", MINUS) if value < 0 else f"+{text}" if plus and value > 0 else text


def as_submitted(quantity: Quantity) -> Value:
    """A submitted figure with the digits it was submitted with."""
    places = max(0, -quantity.exponent) if quantity.exponent is not None else None
    text = exact_text(quantity.value) if places is None else fixed_text(quantity.value, places)
    return Value(quantity, f"{text.replace('-', MINUS)}{quantity.unit.name if quantity.unit else ''}")


def as_written(quantity: Quantity) -> Value:
    """A declared limit: exactly."""
    return Value(
        quantity, f"{exact_text(quantity.value).replace('-', MINUS)}{quantity.unit.name if quantity.unit else ''}"
    )


def margin_value(base: Fraction, unit: Unit, places: int) -> Value:
    """A margin with its sign; zero only where it is zero."""
    exact = in_unit(base, difference_unit(unit))
    places = distinct(exact.value, (Fraction(0),), places)
    return Value(exact, f"{signed(exact.value, places, plus=True)}{exact.unit.name if exact.unit else ''}")


def completion_value(ratio: Fraction) -> Value:
    """A completion rate; 100% only where it is exactly that."""
    exact = in_unit(ratio, PERCENT)
    places = distinct(exact.value, (Fraction(100), Fraction(0)), QUOTIENT_PLACES)
    return Value(exact, f"{signed(exact.value, places)}%")
