"""A target's keys against each other and against its indicator: what cannot be meant is refused before any figure."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from kpicheck.demand import Operator
from kpicheck.formula.syntax import Literal, factors_of, outermost
from kpicheck.nodes import Node
from kpicheck.notation import About, AnyOf, Day, Level, Multiple, NoneOf, Range, Threshold
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.targets.demands import base_of
from kpicheck.targets.model import Aggregation, Better, Indicator
from kpicheck.targets.reading import Key
from kpicheck.targets.schema import TargetEntry
from kpicheck.unit import Unit

_CHANGES: Final = frozenset({"growth", "mom", "cagr", "change", "gap"})
_YEAR_ON_YEAR: Final = frozenset({"growth", "change"})


class Draft(NamedTuple):
    """A target while it is read: its keys, its indicator, its thresholds; the limit is written at `limit`."""

    entry: TargetEntry
    indicator: Indicator
    threshold: Threshold
    warn: Threshold | None
    limit: Node

    @property
    def unit(self) -> Unit | None:
        """The unit that actual, limit and margin are shown in: the limit's own, else the indicator's."""
        return written_unit(self.threshold) or self.indicator.own_unit


def written_unit(threshold: Threshold) -> Unit | None:
    """The unit that a limit is written with; of a range, that of the higher end."""
    return next((limit.unit for limit in reversed(threshold.quantities) if limit.unit is not None), None)


def check_limit(draft: Draft) -> None:
    """The limit fits the indicator. Raises Refusal, as the three checks of this do; the first one stands for all."""
    check_kind(draft.threshold, draft.indicator)
    _check_verb(draft.threshold, draft.indicator)
    _check_dimension(draft.threshold, draft.indicator)


def check_kind(threshold: Threshold, indicator: Indicator) -> None:
    """A level for a scale, a day for a date, a quantity for the rest. Raises Refusal `wrong-threshold-kind`."""
    wanted = "state" if indicator.scale else "date" if indicator.is_date else "number"
    found = _kind(threshold)
    if found != wanted:
        why = "due" if (wanted, found) == ("number", "date") else wanted
        raise Refusal("wrong-threshold-kind", text=threshold.text, id=indicator.id, why=why)


def _kind(threshold: Threshold) -> str:
    if isinstance(threshold.requires, Level | AnyOf | NoneOf):
        return "state"
    return "date" if isinstance(threshold.requires, Day) else "number"


def _check_verb(threshold: Threshold, indicator: Indicator) -> None:
    """增长 needs a change, 翻番 a level, 同比 its function. Raises Refusal `verb-mismatch`, `basis-mismatch`."""
    function = outermost(indicator.formula.node) if indicator.formula else None
    is_change = function in _CHANGES or indicator.aggregation is Aggregation.CHANGE
    if threshold.direction is not None and not is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="change")
    if is_change and isinstance(threshold.requires, Multiple):
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="level")
    agreeing = _YEAR_ON_YEAR if threshold.basis == "growth" else {threshold.basis}
    if threshold.basis is not None and function is not None and function not in agreeing:
        raise Refusal("basis-mismatch", text=threshold.text, have=function, want=threshold.basis)


def _check_dimension(threshold: Threshold, indicator: Indicator) -> None:
    """Limits are of the indicator's dimension. Raises Refusal `unit-mismatch`, `limit-without-unit`, `needs-unit`."""
    if _kind(threshold) != "number":
        return
    limits, is_range = threshold.quantities, isinstance(threshold.requires, Range)
    if indicator.own_unit is None and (not limits or (limits[0].unit is None and not is_range)):
        raise Refusal("needs-unit", text=threshold.text, id=indicator.id)
    for limit in limits:
        _check_quantity(limit, indicator)


def _check_quantity(limit: Quantity, indicator: Indicator) -> None:
    unit = indicator.own_unit
    if unit is not None and limit.unit is not None and limit.unit.dimension != unit.dimension:
        what = indicator.formula.text if indicator.formula else indicator.name
        raise Refusal("unit-mismatch", text=what, have=limit.unit.name, want=unit.name, why="target")
    base_of(limit, unit)


def _check_factor(draft: Draft) -> None:
    """`a / b * 100` judged in % would be a hundred times too large. Raises Refusal `percent-twice`."""
    formula, unit = draft.indicator.formula, draft.unit
    if formula is None or unit is None or unit.dimension != () or unit.name == "":
        return
    for factor in factors_of(formula.node):
        if isinstance(factor, Literal) and factor.quantity.unit is None and factor.quantity.value * unit.factor == 1:
            raise Refusal("percent-twice", text=formula.text, unit=unit.name, factor=factor.text)


def _check_better(draft: Draft) -> None:
    """`better` agrees with the comparator and has an effect. Raises Refusal `better-conflict`, `key-without-effect`."""
    better, operator = draft.entry.better, draft.threshold.operator
    if better is None:
        return
    if _kind(draft.threshold) != "number":
        raise _idle("better", draft)
    if operator is not None and operator.side is (Operator.LE if better is Better.HIGHER else Operator.GE):
        raise Refusal("better-conflict", text=draft.threshold.text, better=better.value)


def _check_tolerance(draft: Draft) -> None:
    """About alone takes a tolerance. Raises Refusal `key-without-effect`."""
    is_about = isinstance(draft.threshold.requires, About)
    if draft.entry.tolerance is not None and not is_about and draft.unit is not None:
        raise _idle("tolerance", draft)


def _check_baseline(draft: Draft) -> None:
    """A multiple alone takes a baseline, of its dimension. Raises Refusal `key-without-effect`, `unit-mismatch`."""
    baseline, thresholds = draft.entry.baseline, (draft.threshold, draft.warn)
    if baseline is None:
        return
    if not any(each is not None and isinstance(each.requires, Multiple) for each in thresholds):
        raise _idle("baseline", draft)
    if baseline.value is not None:
        _check_quantity(baseline.value, draft.indicator)


def _check_when_empty(draft: Draft) -> None:
    """`when_empty` is for formulas that can be 0/0. Raises Refusal `key-without-effect`."""
    if draft.entry.when_empty is None:
        return
    formula = draft.indicator.formula
    divides = formula is not None and ("/" in formula.text or "÷" in formula.text)
    if formula is None or not (divides or outermost(formula.node) in _CHANGES):
        raise _idle("when_empty", draft)


def _idle(key: str, draft: Draft) -> Refusal:
    return Refusal("key-without-effect", key=key, id=draft.indicator.id)


CHECKS: Final[tuple[tuple[Key[Any], Callable[[Draft], None]], ...]] = (
    (TargetEntry.formula, _check_factor),
    (TargetEntry.better, _check_better),
    (TargetEntry.tolerance, _check_tolerance),
    (TargetEntry.baseline, _check_baseline),
    (TargetEntry.when_empty, _check_when_empty),
)
"""What must hold once a target's limit fits its indicator, and the key at which a failure is reported."""
