"""What a threshold text says, once it is read."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from kpicheck.quantity import Quantity


class Kind(Enum):
    """What is demanded: a number, a rung of a ladder, a day, another value, or a multiple of a baseline."""

    THRESHOLD = "threshold"
    STATE = "state"
    DATE = "date"
    REFERENCE = "reference"
    MULTIPLE = "multiple"


class Operator(Enum):
    """How the value and what is demanded must stand to each other."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="
    NE = "!="
    RANGE = "range"
    ABOUT = "about"
    IN = "in"
    NOT_IN = "not in"


class Direction(Enum):
    """Which way a change verb goes: 增长 up, 下降 down (its numbers are already negated)."""

    UP = "up"
    DOWN = "down"


PREVIOUS_YEAR = "previous year"
"""`against` of 上年: the indicator's own value a year earlier."""


class Given(NamedTuple):
    """The names that a threshold may compare with, and the rungs that it may demand."""

    names: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()


class Threshold(NamedTuple):
    """A threshold as written.

    `limit` is a quantity or a day, `low` and `high` the ends of a range; `against` is the name or the formula that a
    reference compares with; `factor` the multiple of the baseline; `basis` the function that a word such as 同比 asks
    for (growth, mom, cagr); `bare` where the text is a quantity alone; `strength` a word such as 力争, kept and never
    a severity.
    """

    text: str
    kind: Kind
    operator: Operator
    limit: Quantity | date | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    low_open: bool = False
    high_open: bool = False
    tolerance: Quantity | None = None
    states: tuple[str, ...] = ()
    against: str | None = None
    factor: Fraction | None = None
    direction: Direction | None = None
    basis: str | None = None
    bare: bool = False
    strength: str | None = None


def for_better(threshold: Threshold, lower: bool) -> Threshold:
    """A bare limit as an upper bound where lower is better."""
    return threshold._replace(operator=Operator.LE) if threshold.bare and lower else threshold
