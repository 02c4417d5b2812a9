"""What figures say of one value, and whether all of them can be right.

A printed figure stands for every value within half its last digit, and so does a sum of figures within half a last
digit of each; whole counts were not rounded. What a value can be is narrowed down by every figure that says something
of it; where nothing is left, two of them contradict each other.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Printed(NamedTuple):
    """A figure or a sum of figures, and how far rounding may have moved it: half a last digit of each."""

    value: Fraction
    slack: Fraction

    @property
    def least(self) -> Fraction:
        """The smallest value that it stands for."""
        return self.value - self.slack

    @property
    def most(self) -> Fraction:
        """The largest value that it stands for."""
        return self.value + self.slack


class Possible(NamedTuple):
    """What a value can be: from the least of `low` to the most of `high`; None is no end."""

    low: Printed | None = None
    high: Printed | None = None

    def narrowed(self, other: "Possible") -> "Possible":
        """What it can be by both."""
        lows = [end for end in (self.low, other.low) if end is not None]
        highs = [end for end in (self.high, other.high) if end is not None]
        return Possible(
            max(lows, key=lambda end: end.least, default=None), min(highs, key=lambda end: end.most, default=None)
        )


class Contradiction(NamedTuple):
    """Two that cannot both be right: by how much they differ, and how much rounding would explain."""

    difference: Fraction
    allowed: Fraction


ANYTHING = Possible()
NOT_NEGATIVE = Possible(Printed(Fraction(0), Fraction(0)))


def printed(value: Fraction, slack: Fraction) -> Possible:
    """What a value can be by a figure that rounding may have moved by *slack*."""
    found = Printed(value, slack)
    return Possible(found, found)


def total(parts: Iterable[Possible]) -> Possible:
    """What a sum can be by what its parts can be."""
    parts = tuple(parts)
    return Possible(_sum([part.low for part in parts]), _sum([part.high for part in parts]))


def _sum(ends: list[Printed | None]) -> Printed | None:
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return Printed(sum((end.value for end in known), Fraction(0)), sum((end.slack for end in known), Fraction(0)))


def contradiction(one: Possible, other: Possible) -> Contradiction | None:
    """Why nothing can be as both say; None where something can."""
    for low, high in ((one.low, other.high), (other.low, one.high)):
        if low is not None and high is not None and low.least > high.most:
            return Contradiction(low.value - high.value, low.slack + high.slack)
    return None
