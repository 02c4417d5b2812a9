"""A target's threshold and the terms beside it, against its indicator: what does not fit is told before any figure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kpicheck import quantity
from kpicheck.demand import Operator, compared_with, decide
from kpicheck.formula.syntax import Literal, factors_of, outermost
from kpicheck.nodes import Mapping
from kpicheck.notation import About, AnyOf, Day, Level, Multiple, NoneOf, Range, Threshold
from kpicheck.problem import Refusal
from kpicheck.quantity import Mode, Quantity, as_difference, unit_of
from kpicheck.targets import model
from kpicheck.targets.bands import band, base_of, implies
from kpicheck.targets.intake import BASELINE, COMPARE, WAIVER, Fields, Intake
from kpicheck.targets.model import Baseline, Better, Indicator, Rounding, Target, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpicheck.demand import Interval
    from kpicheck.unit import Unit, Units


_CHANGES: Final = frozenset({"growth", "mom", "cagr", "change", "gap"})
_YEAR_ON_YEAR: Final = frozenset({"growth", "change"})


def unit_for(indicator: Indicator, threshold: Threshold) -> Unit | None:
    """The unit in which a target's actual value, limit and margin are shown: the limit's own, else the indicator's."""
    own = (limit.unit for limit in reversed(threshold.quantities) if limit.unit is not None)
    return next(own, None) or _own_unit(indicator)


def check_kind(target: Target, indicator: Indicator) -> None:
    """A rung for a scale, a day for a date, a quantity for the rest. Raises Refusal `wrong-threshold-kind`."""
    wanted = "state" if indicator.scale else "date" if indicator.is_date else "number"
    for threshold in filter(None, (target.threshold, target.warn)):
        found = _kind(threshold)
        if found != wanted:
            why = "due" if (wanted, found) == ("number", "date") else wanted
            raise Refusal("wrong-threshold-kind", text=threshold.text, id=indicator.id, why=why)


def _kind(threshold: Threshold) -> str:
    if isinstance(threshold.requires, Level | AnyOf | NoneOf):
        return "state"
    return "date" if isinstance(threshold.requires, Day) else "number"


def check_dimension(target: Target, indicator: Indicator) -> None:
    """Limits are of the indicator's dimension. Raises Refusal `unit-mismatch`, `limit-without-unit`, `needs-unit`."""
    threshold, unit = target.threshold, _own_unit(indicator)
    if _kind(threshold) != "number":
        return
    if unit is None and (not threshold.quantities or _is_bare_zero(threshold)):
        raise Refusal("needs-unit", text=threshold.text, id=indicator.id)
    for limit in threshold.quantities:
        _check_limit(limit, indicator, unit)


def _check_limit(limit: Quantity, indicator: Indicator, unit: Unit | None) -> None:
    if unit is not None and limit.unit is not None and limit.unit.dimension != unit.dimension:
        what = indicator.formula.text if indicator.formula else indicator.name
        raise Refusal("unit-mismatch", text=what, have=limit.unit.name, want=unit.name, why="target")
    base_of(limit, unit)


def _own_unit(indicator: Indicator) -> Unit | None:
    if indicator.unit is not None:
        return indicator.unit
    return None if indicator.dimension is None else unit_of(indicator.dimension)


def _is_bare_zero(threshold: Threshold) -> bool:
    return not isinstance(threshold.requires, Range) and threshold.quantities[0].unit is None


def check_verb(target: Target, indicator: Indicator) -> None:
    """增长 needs a change, 翻番 a level, 同比 its function. Raises Refusal `verb-mismatch`, `basis-mismatch`."""
    threshold = target.threshold
    function = outermost(indicator.formula.node) if indicator.formula else None
    is_change = function in _CHANGES or indicator.aggregation is model.Aggregation.CHANGE
    if threshold.direction is not None and not is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="change")
    if isinstance(threshold.requires, Multiple) and is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="level")
    agreeing = _YEAR_ON_YEAR if threshold.basis == "growth" else {threshold.basis}
    if threshold.basis is not None and function is not None and function not in agreeing:
        raise Refusal("basis-mismatch", text=threshold.text, have=function, want=threshold.basis)


def check_factor(target: Target, indicator: Indicator) -> None:
    """`a / b * 100` judged in % would be a hundred times too large. Raises Refusal `percent-twice`."""
    formula, unit = indicator.formula, unit_for(indicator, target.threshold)
    if formula is None or unit is None or unit.dimension != () or unit.name == "":
        return
    for factor in factors_of(formula.node):
        if isinstance(factor, Literal) and factor.quantity.unit is None and factor.quantity.value * unit.factor == 1:
            raise Refusal("percent-twice", text=formula.text, unit=unit.name, factor=factor.text)


def check_better(target: Target, indicator: Indicator) -> None:
    """`better` agrees with the comparator and has an effect. Raises Refusal `better-conflict`, `key-without-effect`."""
    if target.better is None:
        return
    if _kind(target.threshold) != "number":
        raise Refusal("key-without-effect", key="better", id=indicator.id)
    against = Operator.LE if target.better is Better.HIGHER else Operator.GE
    operator = target.threshold.operator
    if operator is not None and operator.side is against:
        raise Refusal("better-conflict", text=target.threshold.text, better=target.better.value)


def check_tolerance(target: Target, indicator: Indicator) -> None:
    """About alone takes a tolerance, and needs it. Raises Refusal `needs-tolerance`, `key-without-effect`."""
    about = isinstance(target.threshold.requires, About)
    if about and target.tolerance is None:
        raise Refusal("needs-tolerance", text=target.threshold.text)
    if target.tolerance is not None and not about:
        raise Refusal("key-without-effect", key="tolerance", id=indicator.id)


def check_baseline(target: Target, indicator: Indicator) -> None:
    """A multiple needs a baseline of its dimension.

    Raises Refusal `needs-baseline`, `key-without-effect`, `unit-mismatch`.
    """
    multiple = isinstance(target.threshold.requires, Multiple)
    if multiple and target.baseline is None:
        raise Refusal("needs-baseline", text=target.threshold.text)
    if target.baseline is None:
        return
    if not multiple:
        raise Refusal("key-without-effect", key="baseline", id=indicator.id)
    if target.baseline.value is not None:
        _check_limit(target.baseline.value, indicator, _own_unit(indicator))


def check_when_empty(target: Target, indicator: Indicator) -> None:
    """`when_empty` is for formulas that can be 0/0. Raises Refusal `key-without-effect`."""
    formula = indicator.formula
    can_be = formula is not None and ("/" in formula.text or "÷" in formula.text or outermost(formula.node) in _CHANGES)
    if target.when_empty is not None and not can_be:
        raise Refusal("key-without-effect", key="when_empty", id=indicator.id)


def check_warn(target: Target, indicator: Indicator) -> None:
    """A `warn` is stricter than its target. Raises Refusal `warn-implied`, `unit-mismatch`, `limit-without-unit`."""
    warn, scale = target.warn, indicator.scale
    if warn is None:
        return
    if scale is not None:
        implied = rungs_met(target.threshold, scale) <= rungs_met(warn, scale)
    else:
        outer, inner = _band_of(target.threshold, target, indicator), _band_of(warn, target, indicator)
        implied = outer is not None and inner is not None and implies(outer, inner)
    if implied:
        raise Refusal("warn-implied", text=warn.text, target=target.threshold.text)


def _band_of(threshold: Threshold, target: Target, indicator: Indicator) -> Interval | None:
    """The interval of a declared threshold; None where it compares with another value or excludes one."""
    if not threshold.quantities or threshold.operator is Operator.NE:
        return None
    unit = _own_unit(indicator) or unit_for(indicator, target.threshold)
    return band(threshold, unit, target.better, target.tolerance)


def rungs_met(threshold: Threshold, scale: model.Scale) -> frozenset[int]:
    """The rungs, counted from the worst, that a threshold of states admits."""
    everything, at = range(len(scale.levels)), scale.levels.index
    match threshold.requires:
        case Level(operator, level):
            demand = compared_with(operator, Fraction(at(level)))
            return frozenset(rank for rank in everything if decide(demand, Fraction(rank)))
        case AnyOf(levels):
            return frozenset(map(at, levels))
        case NoneOf(levels):
            return frozenset(everything) - frozenset(map(at, levels))
        case _:
            return frozenset()


def tolerance_of(threshold: Threshold, declared: Quantity | None, indicator: Indicator) -> Quantity | None:
    """The tolerance of an about, from its text or its key.

    Raises Refusal `tolerance-twice`, `negative-tolerance`, `unit-mismatch`.
    """
    written = threshold.requires.tolerance if isinstance(threshold.requires, About) else None
    if declared is not None and written is not None:
        raise Refusal("tolerance-twice", text=threshold.text)
    tolerance, unit = declared or written, unit_for(indicator, threshold)
    if tolerance is None or unit is None:
        return None
    if tolerance.value < 0:
        raise Refusal("negative-tolerance", text=str(tolerance))
    return as_difference(tolerance, unit)


CHECKS: Final[tuple[tuple[str, Callable[[Target, Indicator], None]], ...]] = (
    ("target", check_kind),
    ("target", check_verb),
    ("target", check_dimension),
    ("formula", check_factor),
    ("better", check_better),
    ("tolerance", check_tolerance),
    ("baseline", check_baseline),
    ("when_empty", check_when_empty),
    ("warn", check_warn),
)
"""What must hold between a target and its indicator, and the key that a failure is told at."""


def read_baseline(intake: Intake, fields: Fields, units: Units) -> Baseline | None:
    """`baseline: 2020` or `{period, value, source}`."""
    node = fields.nodes.get("baseline")
    if isinstance(node, Mapping):
        inner = intake.fields(node, BASELINE, ("period",))
        value = inner.read("value", quantity.read, units)
        period = inner.period()
        return None if period is None else Baseline(period, value, inner.text("source"), node.place)
    period = fields.period("baseline")
    return None if period is None else Baseline(period, None, "", fields.keys["baseline"])


def read_waiver(intake: Intake, fields: Fields) -> Waiver | None:
    """`waive: {reason, by, until}`; one that says neither why nor who is an error."""
    node = fields.nodes.get("waive")
    if node is None:
        return None
    inner = intake.fields(node, WAIVER, ("reason", "by"))
    return Waiver(inner.text("reason"), inner.text("by"), inner.date("until"), node.place)


def read_rounding(
    intake: Intake, fields: Fields, units: Units, target: Target, indicator: Indicator
) -> Rounding | None:
    """`compare: rounded` or `{rounded: STEP, mode}`; without a step, the limit's last digit (GB/T 8170-2008, 4.3.3)."""
    node = fields.nodes.get("compare")
    if isinstance(node, Mapping):
        inner = intake.fields(node, COMPARE, ("rounded",))
        mode = inner.choice("mode", Mode) or Mode.HALF_EVEN
        return inner.read("rounded", _declared_step, mode, units, target, indicator)
    return fields.read("compare", _rounding, target, indicator)


def _rounding(text: str, target: Target, indicator: Indicator) -> Rounding | None:
    if text.strip() == "exact":
        return None
    if text.strip() != "rounded":
        raise Refusal("bad-choice", width=len(text), key="compare", text=text, allowed="exact, rounded")
    ends = [end for end in target.threshold.quantities if end.unit is not None and end.exponent is not None]
    if not ends:
        raise Refusal("needs-step", text=target.threshold.text)
    finest = min(ends, key=lambda end: end.step * (end.unit.factor if end.unit else 1))
    return _step(quantity.Quantity(finest.step, finest.unit, None), Mode.HALF_EVEN, indicator, target)


def _declared_step(text: str, mode: Mode, units: Units, target: Target, indicator: Indicator) -> Rounding:
    return _step(quantity.read(text, units), mode, indicator, target)


def _step(step: quantity.Quantity, mode: Mode, indicator: Indicator, target: Target) -> Rounding:
    unit = unit_for(indicator, target.threshold)
    if step.value <= 0:
        raise Refusal("bad-step", text=str(step))
    if unit is None or step.unit is None:
        raise Refusal("limit-without-unit", text=str(step), unit=unit.name if unit else "")
    if step.unit.dimension != unit.dimension:
        raise quantity.mismatch(str(step), step.unit, unit)
    return Rounding(step.base, mode, str(step))
