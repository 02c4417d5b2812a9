"""How far a value is from what is demanded, and what would have been needed: shown, never deciding."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from kpicheck.demand import Excluded, Interval, Operator, decide
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Name, Node, Span
from kpicheck.judge.checks import Check
from kpicheck.judge.figures import Figures
from kpicheck.judge.needed import inlined, solve
from kpicheck.judge.shown import (
    as_submitted,
    completion_value,
    distinct,
    margin_value,
    quantity_value,
)
from kpicheck.matching import Figure, Key
from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.quantity import Quantity, rounded
from kpicheck.report import Needed, Value
from kpicheck.targets.model import Indicator, Target
from kpicheck.unit import Unit


class Shown(NamedTuple):
    """A judged quantity and what is shown with it."""

    actual: Value
    limit: Value | None
    margin: Value
    completion: Value | None


def shown(actual: Fraction, check: Check, close: Check | None, target: Target, unit: Unit, places: int) -> Shown:
    """*actual* beside the ends of *check* in *unit*, with *places* decimals or as many more as tell them apart."""
    ends = [*ends_of(check), *(ends_of(close) if close is not None else ())]
    places = distinct(actual / unit.factor, [end / unit.factor for end in ends], places)
    written = target.threshold.quantities
    limit = None
    if not written and ends_of(check):
        limit = quantity_value(ends_of(check)[0], unit, distinct_end(check, actual, unit, places))
    margin_places = max(places, *(max(0, -(end.exponent or 0)) for end in written), 0)
    return Shown(
        quantity_value(actual, unit, places),
        limit,
        margin_value(margin_of(check, actual), unit, margin_places),
        _completion(check, actual, target.threshold.operator),
    )


def distinct_end(check: Check, actual: Fraction, unit: Unit, places: int) -> int:
    """How many decimals a computed limit needs to look different from *actual* exactly when it is."""
    return distinct(ends_of(check)[0] / unit.factor, (actual / unit.factor,), places)


def ends_of(check: Check) -> tuple[Fraction, ...]:
    """The values at which *check* turns."""
    if isinstance(check, Interval):
        return tuple(dict.fromkeys(end for end in (check.low, check.high) if end is not None))
    return (check.value,) if isinstance(check, Excluded) else ()


def margin_of(check: Check, actual: Fraction) -> Fraction:
    """Positive is met: the distance to the nearest end; for `=` what is missing, for `!=` how far away it is."""
    if isinstance(check, Interval):
        gaps = [
            *([actual - check.low] if check.low is not None else []),
            *([check.high - actual] if check.high is not None else []),
        ]
        return min(gaps)
    return abs(actual - check.value) if isinstance(check, Excluded) else Fraction(0)


def _completion(check: Check, actual: Fraction, operator: Operator | None) -> Value | None:
    if (
        isinstance(check, Interval)
        and check.low is not None
        and check.low > 0
        and operator in {Operator.GE, Operator.GT}
    ):
        return completion_value(actual / check.low)
    return None


def straddles(value: Fraction, step: Fraction, check: Check) -> bool:
    """Whether the unrounded value, half a last digit either way, could have been judged the other way."""
    return decide(check, value - step / 2) != decide(check, value + step / 2)


def needed(target: Target, indicator: Indicator, check: Check, figures: Figures, period: Period) -> tuple[Needed, ...]:
    """What each input of the judged period would have to be, the others held, where the verdict is monotone in it."""
    if not isinstance(check, Interval) or (check.low is None) == (check.high is None):
        return ()
    node = inlined(Name(indicator.id, Span(0, 0)), figures.targets)
    if node is None:
        return ()
    found = (
        _needed_of(key, node, target, check, figures, period)
        for key in figures.reported(indicator.id, period)
        if key[1] == period
    )
    return tuple(each for each in found if each is not None)


def _needed_of(
    key: Key, node: Node, target: Target, check: Interval, figures: Figures, period: Period
) -> Needed | None:
    leaf = figures.leaf(*key)
    unit = _common_unit([figure for _, figure in leaf.figures])
    end = check.low if check.low is not None else check.high
    if unit is None or isinstance(leaf.value, Lack) or end is None:
        return None
    solved = solve(node, Point("", period), (key[0], Point("", key[1])), figures.look_up, end)
    if solved is None:
        return None
    root, rising = solved
    quantity, scale = unit
    at_least = rising is (check.low is not None)
    step = _digit(quantity, figures)
    grid = _grid(root / scale, step, at_least=at_least)
    trial = _Trial(node, period, key, target, check, figures, scale)
    value = trial.first_met(grid, step if at_least else -step)
    if value is None:
        return None
    exact = quantity._replace(value=value)
    return Needed(key[0], key[1], ">=" if at_least else "<=", as_submitted(exact))


def _common_unit(figures: list[Figure]) -> tuple[Quantity, Fraction] | None:
    """The unit that all figures were submitted in, with the finest of their last digits."""
    quantities = [
        figure.quantity for figure in figures if figure.quantity is not None and figure.quantity.exponent is not None
    ]
    if (
        not quantities
        or len(quantities) < len(figures)
        or len({(q.unit, f.scale) for q, f in zip(quantities, figures, strict=True)}) > 1
    ):
        return None
    finest = min(quantities, key=lambda quantity: quantity.exponent or 0)
    return finest, figures[0].scale


def _digit(quantity: Quantity, figures: Figures) -> Fraction:
    """The step that a needed figure is rounded to: its last digit, a whole for counts."""
    whole = quantity.unit is not None and figures.targets.units.is_count(quantity.unit.dimension)
    return (
        max(Fraction(1) / quantity.unit.factor, Fraction(0))
        if whole and quantity.unit and quantity.unit.factor == 1
        else quantity.step
    )


def _grid(root: Fraction, step: Fraction, *, at_least: bool) -> Fraction:
    """*root* rounded to *step* towards what is met."""
    return Fraction(ceil(root / step) if at_least else floor(root / step)) * step


class _Trial(NamedTuple):
    """The verdict as a function of one figure, the others held."""

    node: Node
    period: Period
    key: Key
    target: Target
    check: Interval
    figures: Figures
    scale: Fraction

    def first_met(self, start: Fraction, step: Fraction) -> Fraction | None:
        """The first value from *start* in *step*s that is met while the one before it is not; None where it is not so.

        Tried out rather than trusted: open ends and rounding move it by a digit.
        """
        for value in (start - step, start, start + step):
            if self.met(value) and self.met(value - step) is False:
                return value
        return None

    def met(self, value: Fraction) -> bool | None:
        """Whether the target would be met by *value*; None where there would be no verdict."""
        own, targets = value * self.scale, self.figures.targets

        def look_up(name: str, point: Point) -> Fraction | Lack:
            key = (targets.id_of(name), point.period)
            return own if key == self.key else self.figures.value(*key)

        found = evaluate(self.node, Point("", self.period), look_up)
        if isinstance(found, Lack):
            return None
        return decide(self.check, compared(found, self.target))


def compared(value: Fraction, target: Target) -> Fraction:
    """The value that is judged: the full one, or rounded once (GB/T 8170-2008, 4.3)."""
    return value if target.compare is None else rounded(value, target.compare.step, target.compare.mode)
