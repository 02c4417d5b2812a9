"""The entries of `targets:` become targets: thresholds read, compiled to what they demand, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck import quantity
from kpicheck.demand import Operator
from kpicheck.nodes import Scalar
from kpicheck.notation import About, Day, Declared, Threshold
from kpicheck.notation.read import read_threshold
from kpicheck.problem import TOLD, Refusal
from kpicheck.quantity import Quantity, as_difference
from kpicheck.targets.checks import CHECKS, Draft, check_factor, check_kind, check_limit, written_unit
from kpicheck.targets.demands import Terms, demanded, is_implied
from kpicheck.targets.indicators import is_unclear
from kpicheck.targets.model import Better, Rounding, Target
from kpicheck.targets.schema import TargetEntry
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpicheck.demand import Demand
    from kpicheck.nodes import Node
    from kpicheck.targets.formulas import Namespace
    from kpicheck.targets.model import Indicator, Scale, Versus
    from kpicheck.targets.reading import Reader
    from kpicheck.targets.schema import Compare, IndicatorEntry


def compile_targets(
    reader: Reader, entries: Mapping[str, TargetEntry], declared: Mapping[str, IndicatorEntry], namespace: Namespace
) -> dict[str, Target]:
    """The targets of *entries*. Indicators without a unit get the dimension of their targets' limits on the way."""
    thresholds = _Thresholds(reader, namespace)
    drafts = [_draft(reader, entry, declared, namespace, thresholds) for entry in entries.values()]
    fitting = [draft for draft in drafts if draft is not None and _lend_dimension(reader, draft, declared, namespace)]
    targets = (_target(reader, draft, declared[draft.indicator.id], namespace) for draft in fitting)
    return {target.id: target for target in targets if target is not None}


class _Thresholds:
    """Threshold texts against the names and levels of one file; each text is read once."""

    def __init__(self, reader: Reader, namespace: Namespace) -> None:
        self._reader, self._names = reader, namespace.names
        self._read: dict[tuple[str, tuple[str, ...]], Threshold] = {}

    def read(self, text: str, scale: Scale | None) -> Threshold:
        """The threshold that *text* is. Raises Refusal `unknown-rung`, and those of `notation`."""
        levels = scale.levels if scale else ()
        if (text, levels) not in self._read:
            self._read[text, levels] = self._read_new(text, levels)
        return self._read[text, levels]

    def _read_new(self, text: str, levels: tuple[str, ...]) -> Threshold:
        try:
            return read_threshold(text, self._reader.units, Declared(self._names, levels, self._reader.closest))
        except Refusal as refusal:
            is_word = refusal.code == "unknown-name" or refusal.arguments.get("why") == "no-number"
            if not levels or not is_word:
                raise
            word = text[refusal.offset : refusal.offset + refusal.width].strip()
            close, where = self._reader.closest(word, levels), {"offset": refusal.offset, "width": refusal.width}
            raise Refusal("unknown-rung", text=word, close=close, rungs="、".join(levels), **where) from None


def _draft(
    reader: Reader,
    entry: TargetEntry,
    declared: Mapping[str, IndicatorEntry],
    namespace: Namespace,
    thresholds: _Thresholds,
) -> Draft | None:
    """The entry with its indicator and its thresholds; None where a mistake leaves one of them open."""
    indicator = _indicator(reader, entry, namespace)
    if indicator is None or is_unclear(declared[indicator.id], indicator):
        return None
    threshold, limit = _limit(reader, entry, indicator, thresholds)
    warn = None
    if entry.warn is not None:
        warn = reader.attempt(entry.warn, thresholds.read, entry.warn.text, indicator.scale)
    if threshold is None:
        return None
    operator = threshold.operator
    if warn is not None and operator is not None and operator.side:
        warn = warn.if_bare(operator)
    return Draft(entry, indicator, threshold, warn, limit, written_unit(threshold))


def _indicator(reader: Reader, entry: TargetEntry, namespace: Namespace) -> Indicator | None:
    named = entry.indicator
    id_ = entry.id if named is None else namespace.names.get(name_key(named.text))
    if id_ is None and named is not None:
        close = reader.closest(named.text, namespace.names)
        reader.refuse("unknown-name", named.place, len(named.text), name=named.text, close=close)
    return None if id_ is None else namespace.indicators.get(id_)


def _limit(
    reader: Reader, entry: TargetEntry, indicator: Indicator, thresholds: _Thresholds
) -> tuple[Threshold | None, Node]:
    """The threshold of `target`, a bare one turned by `better`, and where it is written; of a date it may be `due`."""
    text, due = entry.target, entry.value_of(TargetEntry.due) if indicator.is_date else None
    if text is None:
        return _due(reader, entry, indicator, due)
    if due is not None:
        reader.refuse("target-and-due", text.place, len(text.text), id=entry.id)
    threshold = reader.attempt(text, thresholds.read, text.text, indicator.scale)
    if threshold is not None and entry.better is Better.LOWER:
        threshold = threshold.if_bare(Operator.LE)
    return threshold, text


def _due(reader: Reader, entry: TargetEntry, indicator: Indicator, due: Node | None) -> tuple[Threshold | None, Node]:
    if isinstance(due, Scalar) and entry.due is not None:
        return Threshold(due.text.strip(), Day(Operator.LE, entry.due)), due
    if not (entry.may_have(TargetEntry.target) or (indicator.is_date and entry.may_have(TargetEntry.due))):
        reader.refuse("missing-key", entry.key.place, len(entry.key.text), key=TargetEntry.target.name)
    return None, entry.key


def _lend_dimension(reader: Reader, draft: Draft, declared: Mapping[str, IndicatorEntry], namespace: Namespace) -> bool:
    """Give an indicator without a unit the dimension, never the unit, of its targets' limits; they must agree."""
    indicator, entry, unit = namespace.indicators[draft.indicator.id], declared[draft.indicator.id], draft.unit
    if unit is None or indicator.unit or indicator.scale or indicator.is_date or entry.formula is not None:
        return True
    if indicator.dimension is None:
        namespace.indicators[indicator.id] = indicator._replace(dimension=unit.dimension)
    elif indicator.dimension != unit.dimension:
        want = quantity.unit_of(indicator.dimension).name
        reader.refuse("limits-disagree", draft.limit.place, id=indicator.id, have=unit.name, want=want)
        return False
    return True


def _target(reader: Reader, draft: Draft, declared: IndicatorEntry, namespace: Namespace) -> Target | None:
    """The target, if its limit fits its indicator: after a misfit the other checks would say the same once more."""
    entry, threshold, limit = draft.entry, draft.threshold, draft.limit
    indicator = namespace.indicators[draft.indicator.id]
    if declared.formula is not None and indicator.formula is None:
        return None
    own = indicator.own_unit
    draft = Draft(entry, indicator, threshold, draft.warn, limit, draft.unit or own, own)
    try:
        check_limit(draft)
    except Refusal as refusal:
        reader.report(refusal, limit)
        return None
    for key, check in CHECKS:
        if getattr(entry, key.attribute) is not None:
            reader.attempt(entry.value_of(key) or limit, check, draft)
    if indicator.formula is not None:
        reader.attempt(entry.formula or limit, check_factor, draft, indicator.formula)
    if isinstance(threshold.requires, About):
        at = entry.value_of(TargetEntry.tolerance) or limit
        with_tolerance = reader.attempt(at, _with_tolerance, draft, threshold.requires)
        if with_tolerance is None:
            return None
        draft = draft._replace(threshold=with_tolerance)
    return None if entry.is_refused(TargetEntry.baseline) else _compiled(reader, draft, namespace)


def _with_tolerance(draft: Draft, requires: About) -> Threshold:
    """The threshold with the tolerance of its text or of the key, in the unit of a difference.

    Raises Refusal `tolerance-twice`, `needs-tolerance`, `negative-tolerance`, `unit-mismatch`.
    """
    threshold, declared = draft.threshold, draft.entry.tolerance
    if declared is not None and requires.tolerance is not None:
        raise Refusal("tolerance-twice", text=threshold.text)
    tolerance, unit = declared or requires.tolerance, draft.unit
    if tolerance is None or unit is None:
        raise Refusal(TOLD if draft.entry.is_refused(TargetEntry.tolerance) else "needs-tolerance", text=threshold.text)
    if tolerance.value < 0:
        raise Refusal("negative-tolerance", text=str(tolerance))
    return threshold._replace(requires=requires._replace(tolerance=as_difference(tolerance, unit)))


def _compiled(reader: Reader, draft: Draft, namespace: Namespace) -> Target | None:
    entry, indicator, threshold, warn = draft.entry, draft.indicator, draft.threshold, draft.warn
    tolerance = threshold.requires.tolerance if isinstance(threshold.requires, About) else None
    terms = Terms(draft.unit, entry.better, tolerance and tolerance.base, entry.baseline)
    demand = reader.attempt(draft.limit, demanded, threshold, indicator, terms, namespace)
    warn_demand = None
    if warn is not None and entry.warn is not None:
        warn_demand = reader.attempt(entry.warn, _warned, warn, draft, demand, terms, namespace)
    compare = entry.compare and reader.attempt(entry.compare.at, _rounding, entry.compare, draft)
    if demand is None:
        return None
    is_word = indicator.is_date or indicator.scale is not None
    return Target(
        id=entry.id,
        name=entry.name or indicator.name,
        place=entry.key.place,
        limit_place=draft.limit.place,
        indicator=indicator.id,
        threshold=threshold,
        demand=demand,
        unit=None if is_word else draft.unit,
        warn=warn,
        warn_demand=warn_demand,
        compare=compare,
        due=None if indicator.is_date else entry.due,
        **entry.kept,
    )


def _warned(
    warn: Threshold, draft: Draft, demand: Demand | Versus | None, terms: Terms, namespace: Namespace
) -> Demand | Versus:
    """What `warn` demands: more than the target. Raises Refusal `warn-implied`, and as `demanded` does."""
    check_kind(warn, draft.indicator)
    found = demanded(warn, draft.indicator, terms, namespace)
    if demand is not None and is_implied(found, demand):
        raise Refusal("warn-implied", text=warn.text, target=draft.threshold.text)
    return found


def _rounding(compare: Compare, draft: Draft) -> Rounding:
    """The step in base units; without one, the limit's last digit (GB/T 8170-2008, 4.3.3).

    Raises Refusal `needs-step`, `bad-step`, `limit-without-unit`, `unit-mismatch`.
    """
    step, unit = compare.step or _last_digit(draft.threshold), draft.unit
    if step.value <= 0:
        raise Refusal("bad-step", text=str(step))
    if unit is None or step.unit is None:
        raise Refusal("limit-without-unit", text=str(step), unit=unit.name if unit else "")
    if step.unit.dimension != unit.dimension:
        raise quantity.mismatch(str(step), step.unit, unit)
    return Rounding(step.base, compare.mode, str(step))


def _last_digit(threshold: Threshold) -> Quantity:
    """One of the last digit that a limit is written with; of a range, the finer end's. Raises Refusal `needs-step`."""
    steps = [
        Quantity(limit.step, limit.unit, None)
        for limit in threshold.quantities
        if limit.unit is not None and limit.exponent is not None
    ]
    if not steps:
        raise Refusal("needs-step", text=threshold.text)
    return min(steps, key=lambda step: step.base)
