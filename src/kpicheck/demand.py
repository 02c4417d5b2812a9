"""What a value must be, and whether it is: `decide` alone says so, for thresholds, `warn` and early decisions.

Bounds and bands are intervals too. A value is a Fraction here, whatever it measures: base units of a quantity, a
level's rank, a day's ordinal number.
"""

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple, assert_never


class Operator(Enum):
    """How a value and a limit must compare."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="
    NE = "!="

    @property
    def sign(self) -> str:
        """How it is shown: `≥` for `>=`."""
        return _SIGNS.get(self, self.value)

    @property
    def negated(self) -> "Operator":
        """What holds exactly where it does not: `<` for `>=`."""
        return _NEGATED[self]

    @property
    def flipped(self) -> "Operator":
        """What compares the negated value and the negated limit alike: `<=` for `>=`."""
        return _FLIPPED[self]

    @property
    def strict(self) -> "Operator | None":
        """The same without the limit itself: `>` for `>=`; None for `=` and `!=`."""
        return _STRICT.get(self)

    @property
    def side(self) -> "Operator | None":
        """`>=` for a lower bound, `<=` for an upper one; None for `=` and `!=`, which are neither."""
        return _SIDE.get(self)


_GE, _GT, _LE, _LT, _EQ, _NE = Operator
_SIGNS: Final = {_GE: "≥", _LE: "≤", _NE: "≠"}
_NEGATED: Final = {_GE: _LT, _GT: _LE, _LE: _GT, _LT: _GE, _EQ: _NE, _NE: _EQ}
_FLIPPED: Final = {_GE: _LE, _GT: _LT, _LE: _GE, _LT: _GT, _EQ: _EQ, _NE: _NE}
_STRICT: Final = {_GE: _GT, _GT: _GT, _LE: _LT, _LT: _LT}
_SIDE: Final = {_GE: _GE, _GT: _GE, _LE: _LE, _LT: _LE}


class Interval(NamedTuple):
    """Every value between two ends; None is no end. An open end is not in it."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether *value* is in it."""
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        return above and (self.high is None or (value < self.high if self.high_open else value <= self.high))

    def from_below(self) -> "Interval":
        """Only its lower end: a value cannot be too high."""
        return self._replace(high=None, high_open=False)

    def from_above(self) -> "Interval":
        """Only its upper end: a value cannot be too low."""
        return self._replace(low=None, low_open=False)


class Excluded(NamedTuple):
    """Every value but one."""

    value: Fraction


class Levels(NamedTuple):
    """Some levels of a scale, by rank from 0, the worst."""

    ranks: frozenset[int]


Demand = Interval | Excluded | Levels


def decide(demand: Demand, value: Fraction) -> bool:
    """Whether *value* meets *demand*. Exact."""
    match demand:
        case Interval():
            return demand.holds(value)
        case Excluded():
            return value != demand.value
        case Levels():
            return value in demand.ranks
        case _:
            assert_never(demand)


def demand_of(operator: Operator, limit: Fraction) -> Interval | Excluded:
    """What *operator* and *limit* demand of a value."""
    match operator:
        case Operator.GE | Operator.GT:
            return Interval(limit, None, low_open=operator is Operator.GT)
        case Operator.LE | Operator.LT:
            return Interval(None, limit, high_open=operator is Operator.LT)
        case Operator.EQ:
            return Interval(limit, limit)
        case Operator.NE:
            return Excluded(limit)
        case _:
            assert_never(operator)


def decide_from(demand: Interval, least: Fraction) -> bool | None:
    """Whether the values from *least* up meet *demand*: all of them, none of them; None where some do."""
    if not demand.from_above().holds(least):
        return False
    return True if demand.high is None and demand.holds(least) else None


def is_alike(demand: Demand, low: Fraction, high: Fraction) -> bool:
    """Whether all values from *low* to *high* get the same verdict; levels have nothing between them."""
    if isinstance(demand, Interval):
        is_met = demand.holds(low) and demand.holds(high)
        return is_met or not _meets_any(demand, low, high)
    return low == high or not (isinstance(demand, Excluded) and low <= demand.value <= high)


def _meets_any(demand: Interval, low: Fraction, high: Fraction) -> bool:
    """Whether some value from *low* to *high* is in *demand*: neither of them lies wholly beyond the other."""
    return demand.from_below().holds(high) and demand.from_above().holds(low)


def ends(demand: Demand) -> tuple[Fraction, ...]:
    """The values at which *demand* turns, each once; none for levels."""
    if isinstance(demand, Interval):
        return tuple(dict.fromkeys(end for end in (demand.low, demand.high) if end is not None))
    return (demand.value,) if isinstance(demand, Excluded) else ()


def implies(strong: Interval, weak: Interval) -> bool:
    """Whether every value in *strong* is in *weak*."""
    return _starts_within(strong, weak) and _ends_within(strong, weak)


def _starts_within(strong: Interval, weak: Interval) -> bool:
    if weak.low is None or strong.low is None:
        return weak.low is None
    return strong.low > weak.low or (strong.low == weak.low and (strong.low_open or not weak.low_open))


def _ends_within(strong: Interval, weak: Interval) -> bool:
    if weak.high is None or strong.high is None:
        return weak.high is None
    return strong.high < weak.high or (strong.high == weak.high and (strong.high_open or not weak.high_open))


def excludes(one: Interval, other: Interval) -> bool:
    """Whether no value is in both."""
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Interval, other: Interval) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def gap_between(intervals: Iterable[Interval]) -> Fraction | None:
    """A value at which *intervals* leave a gap; None where they cover every number."""
    ordered = sorted(intervals, key=lambda one: (one.low is not None, one.low or 0, one.low_open))
    if ordered[0].low is not None:
        return ordered[0].low
    reached, closed = ordered[0].high, not ordered[0].high_open
    for one in ordered[1:]:
        if reached is None:
            return None
        if one.low is not None and (one.low > reached or (one.low == reached and one.low_open and not closed)):
            return reached
        if one.high is None or one.high > reached or (one.high == reached and not one.high_open):
            reached, closed = one.high, not one.high_open
    return reached
