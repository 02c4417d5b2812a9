"""With how many decimals a value is shown, so that a printed number never contradicts its verdict.

As many as were submitted, two for what a division made; more until values that differ look different, and those that
are equal look equal.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import Call, Node, Product, nodes_in
from kpicheck.quantity import decimal_places, rounded, scaled_half_up
from kpicheck.unit import Unit

QUOTIENT_PLACES: Final = 2
OPERAND_PLACES: Final = 6
"""The least decimals, and significant digits, of a value in a formula that has no end."""

MAX_PLACES: Final = 1_000
"""Cap: a figure has at most 400 digits, the last of them at the 800th decimal."""


class Shown(NamedTuple):
    """A number on the page: with so many decimals, half up; with all that it has where `places` is None."""

    value: Fraction
    places: int | None

    @property
    def number(self) -> Fraction:
        """What a reader sees."""
        return self.value if self.places is None else rounded(self.value, Fraction(1, 10**self.places))


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


def places_of_operand(value: Fraction) -> int | None:
    """The decimals of a value in a formula: all where they are few, else so many that it can be computed again."""
    exact = decimal_places(value)
    if exact is not None and exact <= OPERAND_PLACES:
        return None
    places = OPERAND_PLACES
    while places < MAX_PLACES and 0 < abs(value) * 10**places < 10 ** (OPERAND_PLACES - 1):
        places += 1
    return places


def _divides(node: Node) -> bool:
    """Whether a formula divides figures, itself or by a function."""
    return any(
        (isinstance(step, Product) and any(operand.is_inverse for operand in step.operands))
        or (isinstance(step, Call) and FUNCTIONS[step.function].is_relative)
        for step in nodes_in(node)
    )


def distinct(value: Fraction, others: Iterable[Fraction], places: int) -> int:
    """*places*, or more until *value* looks different from each of *others* that it differs from."""
    (found,) = apart((Shown(value, places), *(Shown(other, None) for other in others if other != value)))
    return found


def apart(numbers: Sequence[Shown]) -> tuple[int, ...]:
    """The decimals of those *numbers* that are rounded, or more until all differ on the page exactly when they differ.

    Two that differ are told apart at the fewer decimals of both, so that the page has them in their true order.
    """
    least = min((shown.places for shown in numbers if shown.places is not None), default=0)
    at = numbers
    for places in range(least, MAX_PLACES + 1):
        at = [shown if shown.places is None else shown._replace(places=max(shown.places, places)) for shown in numbers]
        if all(_look_as_they_are(one, other) for one, other in combinations(at, 2)):
            break
    return tuple(shown.places for shown in at if shown.places is not None)


def _look_as_they_are(one: Shown, other: Shown) -> bool:
    """Whether two numbers look equal where they are, and different where they are not; endless ones need not."""
    digits = [shown.places for shown in (one, other) if shown.places is not None]
    if not digits:
        return True
    if one.value != other.value:
        return scaled_half_up(one.value, min(digits)) != scaled_half_up(other.value, min(digits))
    is_endless = len(digits) == 1 and decimal_places(one.value) is None
    return is_endless or one.number == other.number
