"""How many times a value has been multiplied by ten: 45 of 50 times 100 is 90, and 90 is 9000%, not 90%."""

from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.quantity import Quantity
from kpicheck.unit import Unit


class Tens(NamedTuple):
    """The least and the most times that bare numbers have multiplied a value by ten; negative where they divided it.

    A range, because an index may count from 1 or from 100, and 200 may be twice a hundred or two hundred of something.
    """

    least: int
    most: int

    def plus(self, other: "Tens", times: int) -> "Tens":
        """What is left where a value is multiplied by another, *times* as often."""
        one, two = other.least * times, other.most * times
        return Tens(self.least + min(one, two), self.most + max(one, two))

    def exceeds(self, other: "Tens") -> bool:
        """Whether this value was multiplied by 100 and the other was not."""
        return self.least >= HUNDRED > other.most

    def inflates(self, unit: Unit) -> bool:
        """Whether a ratio, judged in *unit*, comes out too large: times 100 or more, or by what its sign divides by."""
        return self.least >= HUNDRED or (self.least > 0 and 10**self.least * unit.factor == 1)


HUNDRED: Final = 2
UNSCALED: Final = Tens(0, 0)
INDEX: Final = Tens(0, HUNDRED)
"""The scale of a pure number that is submitted: a share of 1, or an index where last year is 100."""


def tens_of_literal(quantity: Quantity) -> Tens:
    """How often a number in a formula multiplies by ten: 100 twice, 1% minus twice, 5元 not at all."""
    size = abs(quantity.base)
    if size == 0 or quantity.dimension:
        return UNSCALED
    tens = _whole_tens(size) if size >= 1 else -_whole_tens(1 / size)
    is_power = size == Fraction(10) ** tens
    return Tens(tens, tens) if is_power else Tens(min(tens, 0), max(tens, 0))


def _whole_tens(size: Fraction) -> int:
    """The largest power of ten that is no more than *size*, which is one or more."""
    return len(str(size.numerator // size.denominator)) - 1
