"""A target's keys against each other and against its indicator: what cannot be meant is refused before any figure."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple, TypeGuard

from kpicheck.demand import Demand
from kpicheck.formula.syntax import Call, Node, names_in, outermost
from kpicheck.formula.writing import brief
from kpicheck.nodes import Node as FileNode
from kpicheck.notation import About, AnyOf, Day, Level, Multiple, NoneOf, Range, Threshold
from kpicheck.period import Period, month
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.targets.behind import may_be_empty, sums_of, without_parts
from kpicheck.targets.demands import check_unit
from kpicheck.targets.formulas import Namespace, mismatch_kind, type_of
from kpicheck.targets.model import Aggregation, Base, Indicator, Versus
from kpicheck.targets.reading import SchemaKey
from kpicheck.targets.schema import TargetEntry
from kpicheck.unit import Unit

_CHANGES: Final = frozenset({"growth", "mom", "cagr", "change", "gap"})
_YEAR_ON_YEAR: Final = frozenset({"growth", "change"})


class TargetDraft(NamedTuple):
    """A target while it is read: its keys, its indicator, its thresholds; the limit is written at `limit`.

    `unit` is that of the limit, and once the dimensions of all indicators are known, of what is shown: the limit's own,
    else the indicator's, which is `own`. `period` is the one that is judged, where the file says it.
    """

    entry: TargetEntry
    indicator: Indicator
    threshold: Threshold
    warn: Threshold | None
    limit: FileNode
    namespace: Namespace
    period: Period | None
    unit: Unit | None
    own: Unit | None = None

    @property
    def is_number(self) -> bool:
        """Whether the indicator is neither a state nor a day."""
        return self.indicator.is_number

    @property
    def judged(self) -> Period | None:
        """The part of the period whose value is judged: that up to `due`."""
        due, period = self.entry.due, self.period
        return period if due is None or period is None else period.until(month(due).last_day) or period

    @property
    def formula(self) -> Node | None:
        """The indicator's formula as it was parsed, though there may be a mistake in it."""
        return self.namespace.parsed.get(self.indicator.id)

    @property
    def is_change(self) -> bool:
        """Whether its values are changes: its formula is one, or the indicator says so."""
        is_computed = self.formula is not None and outermost(self.formula) in _CHANGES
        return is_computed or self.indicator.aggregation is Aggregation.CHANGE

    def demands_a(self, kind: type[Any]) -> bool:
        """Whether one of the thresholds is of that *kind*, or a `warn` that could not be read may be."""
        is_unread = self.warn is None and self.entry.may_have(TargetEntry.warn)
        return is_unread or any(each and isinstance(each.requires, kind) for each in (self.threshold, self.warn))


def written_unit(threshold: Threshold) -> Unit | None:
    """The unit that a limit is written with; of a range, that of the higher end."""
    return next((limit.unit for limit in reversed(threshold.quantities) if limit.unit is not None), None)


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


def check_verb(threshold: Threshold, draft: TargetDraft) -> None:
    """增长 needs a change, 翻番 a level, 同比 its function. Raises Refusal `verb-mismatch`, `basis-mismatch`."""
    indicator, is_multiple = draft.indicator, isinstance(threshold.requires, Multiple)
    if not is_multiple and threshold.direction is None and threshold.basis is None:
        return
    function = outermost(draft.formula) if draft.formula is not None else None
    if not is_multiple and not draft.is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="change")
    if is_multiple and draft.is_change:
        raise Refusal("verb-mismatch", text=threshold.text, id=indicator.id, why="level")
    agreeing = _YEAR_ON_YEAR if threshold.basis == "growth" else {threshold.basis}
    if threshold.basis is None or function is None:
        return
    if function not in agreeing:
        raise Refusal("basis-mismatch", text=threshold.text, have=function, want=threshold.basis)
    if _is_against_another(draft.formula, threshold.basis):
        raise Refusal("basis-mismatch", text=threshold.text, have=brief(draft.formula), want=threshold.basis)


def _is_against_another(formula: Node | None, basis: str) -> TypeGuard[Call]:
    """Whether a change is against another year than the one before, which 同比 means."""
    return isinstance(formula, Call) and bool(formula.words) and basis != "cagr"


def check_dimension(draft: TargetDraft) -> None:
    """Limits are of the indicator's dimension. Raises Refusal `unit-mismatch`, `limit-without-unit`, `needs-unit`."""
    threshold = draft.threshold
    if not draft.is_number:
        return
    limits, is_range = threshold.quantities, isinstance(threshold.requires, Range)
    if draft.own is None and (not limits or (limits[0].unit is None and not is_range)):
        why = "pure" if limits and limits[0].value != 0 else ""
        raise Refusal("needs-unit", text=threshold.text, id=draft.indicator.id, why=why)
    for limit in limits:
        _check_quantity(limit, draft)


def _check_quantity(limit: Quantity, draft: TargetDraft) -> None:
    own, indicator = draft.own, draft.indicator
    if own is not None and limit.unit is not None and limit.unit.dimension != own.dimension:
        what = indicator.formula.text if indicator.formula else indicator.name
        why = mismatch_kind(type_of(indicator), limit.unit) or "target"
        raise Refusal("unit-mismatch", text=what, have=limit.unit.name, want=own.name, why=why)
    check_unit(limit, own)


def _check_better(draft: TargetDraft) -> None:
    """`better` agrees with the comparator. Raises Refusal `better-conflict`."""
    better, operator = draft.entry.better, draft.threshold.operator
    if better is not None and operator is not None and operator.side is better.side.flipped:
        raise Refusal("better-conflict", text=draft.threshold.text, better=better.value)


def _check_baseline(draft: TargetDraft) -> None:
    """A baseline is of its indicator's dimension and length. Raises Refusal `unit-mismatch`, `baseline-length`."""
    baseline = draft.entry.baseline
    assert baseline is not None  # only then it is checked
    if baseline.value is not None:
        _check_quantity(baseline.value, draft)
    base = Base(draft.indicator.name, baseline.period, sums_of(draft.namespace, draft.indicator.id))
    if (judged := draft.judged) is not None and not base.fits(judged):
        raise Refusal("baseline-length", name=base.name, period=str(base.period), judged=str(judged))


def _check_due(draft: TargetDraft) -> None:
    """Part of a period can be judged of a quantity, up to the end of a month. Raises Refusal `due-not-judged`."""
    due = draft.entry.due
    if due is None or not draft.is_number:
        return
    reasons = [*_not_judged_at(due, draft.period), *_no_parts(draft, draft.indicator.id)]
    _refuse_due(due, reasons)


def check_due_of_limit(due: date, draft: TargetDraft, demand: Demand | Versus | None) -> None:
    """What a limit is made of has a value for part of a period too. Raises Refusal `due-not-judged`."""
    if isinstance(demand, Versus) and draft.is_number:
        names = names_in(demand.expression)
        _refuse_due(due, list(_no_parts(draft, *(draft.namespace.names[name] for name in names))))


def _refuse_due(due: date, reasons: list[tuple[str, str]]) -> None:
    refusals = [Refusal("due-not-judged", due=due.isoformat(), why=why, text=text) for why, text in reasons]
    if refusals:
        refusals[0].also = tuple(refusals[1:])
        raise refusals[0]


def _not_judged_at(due: date, period: Period | None) -> Iterator[tuple[str, str]]:
    """Why no part of *period* ends at *due*."""
    if due != month(due).last_day:
        yield "month-end", ""
    if period is not None and (period.day or not period.first_day <= due <= period.last_day):
        yield "outside", str(period)


def _no_parts(draft: TargetDraft, *ids: str) -> Iterator[tuple[str, str]]:
    """The figure that keeps indicators from having a value for part of a period."""
    stranger = without_parts(draft.namespace, *ids)
    if stranger is not None:
        yield "kind", stranger


CHECKS: Final[tuple[tuple[SchemaKey[Any], Callable[[TargetDraft], None]], ...]] = (
    (TargetEntry.better, _check_better),
    (TargetEntry.baseline, _check_baseline),
    (TargetEntry.due, _check_due),
)
"""What must hold of a key that a target has; failures are reported at its value."""


def _has_direction(draft: TargetDraft) -> bool:
    """Not `=` and `!=`: of these no direction is the good one."""
    return draft.threshold.operator is None or draft.threshold.operator.side is not None


def _has_about(draft: TargetDraft) -> bool:
    """A target that is about, or a `warn` that is and has no tolerance in its text."""
    own = draft.warn.requires if draft.warn is not None else None
    has_own = isinstance(own, About) and own.tolerance is not None and not isinstance(draft.threshold.requires, About)
    return draft.demands_a(About) and not has_own


EFFECTS: Final[tuple[tuple[SchemaKey[Any], Callable[[TargetDraft], bool]], ...]] = (
    (TargetEntry.better, _has_direction),
    (TargetEntry.tolerance, _has_about),
    (TargetEntry.baseline, lambda draft: draft.demands_a(Multiple)),
    (TargetEntry.when_empty, lambda draft: draft.formula is None or may_be_empty(draft.namespace, draft.indicator.id)),
)
"""Where a key that a target has is of any effect; elsewhere it is refused."""
