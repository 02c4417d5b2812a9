"""With how many decimals a value is shown, so that a printed number never contradicts its verdict.

As many as were submitted, two for what a division made; more until values that differ look different, and those that
are equal look equal.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from kpicheck.formula.syntax import Call, Node, Product, nodes_in
from kpicheck.quantity import decimal_places, scaled_half_up
from kpicheck.unit import Unit

QUOTIENT_PLACES: Final = 2
QUOTIENTS: Final = frozenset({"growth", "mom"})
"""The functions that divide one figure by another."""

MAX_PLACES: Final = 60


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
        (isinstance(step, Product) and any(operand.is_inverse for operand in step.operands))
        or (isinstance(step, Call) and step.function in QUOTIENTS)
        for step in nodes_in(node)
    )


def distinct(value: Fraction, others: Iterable[Fraction], places: int) -> int:
    """*places*, or more until *value* looks different from each of *others* that it differs from."""
    apart = [other for other in others if other != value]
    while places < MAX_PLACES and scaled_half_up(value, places) in [scaled_half_up(other, places) for other in apart]:
        places += 1
    return places
