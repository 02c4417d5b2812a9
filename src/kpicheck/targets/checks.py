"""A target's keys against each other and against its indicator: what cannot be meant is refused before any figure."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from kpicheck.demand import Operator
from kpicheck.formula.syntax import Literal, factors_of, outermost
from kpicheck.nodes import Node
from kpicheck.notation import About, AnyOf, Day, Level, Multiple, NoneOf, Range, Threshold
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.targets.demands import check_unit
from kpicheck.targets.model import Aggregation, Better, Formula, Indicator
from kpicheck.targets.reading import SchemaKey
from kpicheck.targets.schema import TargetEntry
from kpicheck.unit import Unit

_CHANGES: Final = frozenset({"growth", "mom", "cagr", "change", "gap"})
_YEAR_ON_YEAR: Final = frozenset({"growth", "change"})


class TargetDraft(NamedTuple):
    """A target while it is read: its keys, its indicator, its thresholds; the limit is written at `limit`.

    `unit` is that of the limit, and once the dimensions of all indicators are known, of what is shown: the limit's own,
    else the indicator's, which is `own`.
    """

    entry: TargetEntry
    indicator: Indicator
    threshold: Threshold
    warn: Threshold | None
    limit: Node
    unit: Unit | None
    own: Unit | None = None


def written_unit(threshold: Threshold) -> Unit | None:
    """The unit that a limit is written with; of a range, that of the higher end."""
    return next((limit.unit for limit in reversed(threshold.quantities) if limit.unit is not None), None)


def check_limit(draft: TargetDraft) -> None:
    """The limit fits the indicator. Raises Refusal as the checks of kind, verb and dimension do."""
    check_kind(draft.threshold, draft.indicator)
    _check_verb(draft)
    _check_dimension(draft)


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


def _check_verb(draft: TargetDraft) -> None:
    """增长 needs a change, 翻番 a level, 同比 its function. Raises Refusal `verb-mismatch`, `basis-mismatch`."""
    threshold, indicator = draft.threshold, draft.indicator
    is_multiple = isinstance(threshold.requires, Multiple)
    if not is_multiple and threshold.direction is None and threshold.basis is None:
        return
    function = outermost(indicator.formula.node) if indicator.formula else None
    is_change = function in _CHANGES or indicator.aggregation is Aggregation.CHANGE
    if threshold.direction is not None and not is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="change")
    if is_multiple and is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="level")
    agreeing = _YEAR_ON_YEAR if threshold.basis == "growth" else {threshold.basis}
    if threshold.basis is not None and function is not None and function not in agreeing:
        raise Refusal("basis-mismatch", text=threshold.text, have=function, want=threshold.basis)


def _check_dimension(draft: TargetDraft) -> None:
    """Limits are of the indicator's dimension. Raises Refusal `unit-mismatch`, `limit-without-unit`, `needs-unit`."""
    threshold = draft.threshold
    if draft.indicator.is_date or draft.indicator.scale is not None:
        return
    limits, is_range = threshold.quantities, isinstance(threshold.requires, Range)
    if draft.own is None and (not limits or (limits[0].unit is None and not is_range)):
        raise Refusal("needs-unit", text=threshold.text, id=draft.indicator.id)
    for limit in limits:
        _check_quantity(limit, draft)


def _check_quantity(limit: Quantity, draft: TargetDraft) -> None:
    own, indicator = draft.own, draft.indicator
    if own is not None and limit.unit is not None and limit.unit.dimension != own.dimension:
        what = indicator.formula.text if indicator.formula else indicator.name
        raise Refusal("unit-mismatch", text=what, have=limit.unit.name, want=own.name, why="target")
    check_unit(limit, own)


def check_factor(draft: TargetDraft, formula: Formula) -> None:
    """`a / b * 100` judged in % would be a hundred times too large. Raises Refusal `percent-twice`."""
    unit = draft.unit
    if unit is None or unit.dimension != () or unit.name == "":
        return
    for factor in factors_of(formula.node):
        if isinstance(factor, Literal) and factor.quantity.unit is None and factor.quantity.value * unit.factor == 1:
            raise Refusal("percent-twice", text=formula.text, unit=unit.name, factor=factor.text)


def _check_better(draft: TargetDraft) -> None:
    """`better` agrees with the comparator and has an effect. Raises Refusal `better-conflict`, `key-without-effect`."""
    better, operator = draft.entry.better, draft.threshold.operator
    if _kind(draft.threshold) != "number":
        raise _idle("better", draft)
    against = Operator.LE if better is Better.HIGHER else Operator.GE
    if better is not None and operator is not None and operator.side is against:
        raise Refusal("better-conflict", text=draft.threshold.text, better=better.value)


def _check_tolerance(draft: TargetDraft) -> None:
    """About alone takes a tolerance. Raises Refusal `key-without-effect`."""
    if not isinstance(draft.threshold.requires, About) and draft.unit is not None:
        raise _idle("tolerance", draft)


def _check_baseline(draft: TargetDraft) -> None:
    """A multiple alone takes a baseline, of its dimension. Raises Refusal `key-without-effect`, `unit-mismatch`."""
    baseline, thresholds = draft.entry.baseline, (draft.threshold, draft.warn)
    if not any(each is not None and isinstance(each.requires, Multiple) for each in thresholds):
        raise _idle("baseline", draft)
    if baseline is not None and baseline.value is not None:
        _check_quantity(baseline.value, draft)


def _check_when_empty(draft: TargetDraft) -> None:
    """`when_empty` is for formulas that can be 0/0. Raises Refusal `key-without-effect`."""
    formula = draft.indicator.formula
    divides = formula is not None and ("/" in formula.text or "÷" in formula.text)
    if formula is None or not (divides or outermost(formula.node) in _CHANGES):
        raise _idle("when_empty", draft)


def _idle(key: str, draft: TargetDraft) -> Refusal:
    return Refusal("key-without-effect", key=key, id=draft.indicator.id)


CHECKS: Final[tuple[tuple[SchemaKey[Any], Callable[[TargetDraft], None]], ...]] = (
    (TargetEntry.better, _check_better),
    (TargetEntry.tolerance, _check_tolerance),
    (TargetEntry.baseline, _check_baseline),
    (TargetEntry.when_empty, _check_when_empty),
)
"""What must hold of a key that a target has, once its limit fits its indicator; failures are reported at the key."""
