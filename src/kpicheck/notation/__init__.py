"""A Threshold: what a text demands, and how it is worded.

`notation.read` reads texts, Chinese and English, by one grammar over tables of words.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, assert_never

from kpicheck.demand import Operator
from kpicheck.quantity import Quantity
from kpicheck.text import closest


class Direction(Enum):
    """Which way a change verb goes: 增长 up, 下降 down (its numbers are already negated)."""

    UP = "up"
    DOWN = "down"


class Relative(Enum):
    """What of a threshold goes the way that `better` says."""

    COMPARATOR = "comparator"  # 优于35微克/立方米: its side; as a bare limit goes where `better` says nothing
    LEVEL = "level"  # 优化至5天: its side
    CHANGE = "change"  # improve by 5%: a rise or a fall


class Declared(NamedTuple):
    """What a targets file declares: the names that a threshold may compare with, the levels that it may demand.

    Both are in the form that `text.name_key` gives; names that are many come as a set or a mapping. `suggest` gives
    the known word that an unknown one was probably meant to be.
    """

    names: Collection[str] = ()
    levels: Collection[str] = ()
    suggest: Callable[[str, Iterable[str]], str] = closest


class Limit(NamedTuple):
    """A comparator and a number: `≥ 23%`."""

    operator: Operator
    quantity: Quantity


class Range(NamedTuple):
    """Between two numbers; an open end is not in it: `6% ~ 6.5%`, `(6%, 6.5%]`."""

    low: Quantity
    high: Quantity
    low_open: bool = False
    high_open: bool = False


class About(NamedTuple):
    """Near a number, no further away than the tolerance; None where it is not known yet."""

    quantity: Quantity
    tolerance: Quantity | None = None


class Level(NamedTuple):
    """A comparator and a level of a scale: `≥ 竣工`."""

    operator: Operator
    level: str


class AnyOf(NamedTuple):
    """One of these levels: `in 红, 黄`."""

    levels: tuple[str, ...]


class NoneOf(NamedTuple):
    """Any level but these: `not 红`."""

    levels: tuple[str, ...]


class Day(NamedTuple):
    """A comparator and a day: `≤ 2023-12-31`."""

    operator: Operator
    day: date


class Reference(NamedTuple):
    """A comparator and another value, a name or a formula as it is written: `≤ 1.2 * region`."""

    operator: Operator
    against: str


class LastYear(NamedTuple):
    """A comparator and the indicator's own value a year earlier: `≥ 上年`.

    A trend such as 持续增长 compares a change with zero instead.
    """

    operator: Operator
    is_trend: bool = False


class Multiple(NamedTuple):
    """A comparator and so many times the baseline: 翻一番 is at least twice."""

    operator: Operator
    factor: Fraction

    @staticmethod
    def usual(factor: Fraction) -> Operator:
        """The comparator where none is said: at least twice, at most half."""
        return Operator.GE if factor >= 1 else Operator.LE


Requirement = Limit | Range | About | Level | AnyOf | NoneOf | Day | Reference | LastYear | Multiple


class Threshold(NamedTuple):
    """What a text demands, and how it is worded.

    `basis` is the function that a word such as 同比 asks for (growth, mom, cagr); `bare` where the text is a quantity
    alone; `strength` a word such as 力争, kept and never a severity; `relative` where it is read as if more were better
    and `better` may say otherwise.
    """

    text: str
    requires: Requirement
    direction: Direction | None = None
    basis: str | None = None
    bare: bool = False
    strength: str | None = None
    relative: Relative | None = None

    @property
    def operator(self) -> Operator | None:
        """Its comparator; None where it has none: a range, an about, one or none of several levels."""
        return None if isinstance(self.requires, Range | About | AnyOf | NoneOf) else self.requires.operator

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that it is written with: its limit, or both ends of its range."""
        match self.requires:
            case Limit(_, quantity) | About(quantity, _):
                return (quantity,)
            case Range(low, high):
                return low, high
        return ()

    def if_bare(self, operator: Operator) -> "Threshold":
        """A bare limit with another comparator; every other threshold unchanged."""
        if self.bare and isinstance(self.requires, Limit):
            return self._replace(requires=self.requires._replace(operator=operator))
        return self

    def towards(self, *, more: bool) -> "Threshold":
        """What a relative threshold demands where *more*, or else less, is better; every other unchanged."""
        if self.relative is None or more:
            return self._replace(relative=None)
        requires = self.requires
        if self.relative is Relative.CHANGE:
            assert isinstance(requires, Limit | Range | About | LastYear)  # nothing else is a change
            return self._replace(requires=negated(requires), direction=self.direction and Direction.DOWN, relative=None)
        assert isinstance(requires, Limit | Reference | LastYear)  # nothing else has a relative comparator
        return self._replace(requires=requires._replace(operator=requires.operator.flipped), relative=None)


def negated(requires: Limit | Range | About | LastYear) -> Requirement:
    """What is required of a fall, where so much is required of its size: a fall of at least 5% is ≤ -5%."""
    match requires:
        case Limit(operator, quantity):
            return Limit(operator.flipped, quantity.negated)
        case Range(low, high, low_open, high_open):
            return Range(high.negated, low.negated, high_open, low_open)
        case About(quantity):
            return requires._replace(quantity=quantity.negated)
        case LastYear(operator):
            return requires._replace(operator=operator.flipped)
        case _:
            assert_never(requires)
