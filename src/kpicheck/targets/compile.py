"""The entries of `targets:` become targets: thresholds read, compiled to what they demand, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck import quantity
from kpicheck.demand import Operator
from kpicheck.nodes import Scalar
from kpicheck.notation import About, Day, Declared, Threshold
from kpicheck.notation.read import read_threshold
from kpicheck.problem import ALREADY_REPORTED, Refusal
from kpicheck.quantity import Quantity, as_difference
from kpicheck.targets.checks import CHECKS, TargetDraft, check_factor, check_kind, check_limit, written_unit
from kpicheck.targets.demands import Modifiers, demanded, is_implied
from kpicheck.targets.indicators import is_unclear
from kpicheck.targets.model import Better, Rounding, Target
from kpicheck.targets.schema import TargetEntry
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpicheck.demand import Demand
    from kpicheck.nodes import Node
    from kpicheck.targets.formulas import Namespace
    from kpicheck.targets.model import Indicator, Versus
    from kpicheck.targets.reading import NodeReader
    from kpicheck.targets.schema import Compare, IndicatorEntry


def compile_targets(
    reader: NodeReader, entries: Mapping[str, TargetEntry], declared: Mapping[str, IndicatorEntry], namespace: Namespace
) -> dict[str, Target]:
    """The targets of *entries*; *declared* are the entries of the indicators in *namespace*.

    Indicators without a unit get the dimension of their targets' limits on the way.
    """
    compiler = _Compiler(reader, declared, namespace)
    drafts = [draft for entry in entries.values() if (draft := compiler.draft(entry)) is not None]
    fitting = [draft for draft in drafts if compiler.lends_dimension(draft)]
    targets = (compiler.target(draft) for draft in fitting)
    return {target.id: target for target in targets if target is not None}


class _Compiler:
    """What one file's targets are compiled with. Every threshold's text is read once."""

    def __init__(self, reader: NodeReader, declared: Mapping[str, IndicatorEntry], namespace: Namespace) -> None:
        self.reader, self.declared, self.namespace = reader, declared, namespace
        self.thresholds: dict[tuple[str, tuple[str, ...]], Threshold] = {}

    def draft(self, entry: TargetEntry) -> TargetDraft | None:
        """The entry with its indicator and its thresholds; None where a mistake leaves one of them open."""
        indicator = self.indicator(entry)
        if indicator is None or is_unclear(self.declared[indicator.id], indicator):
            return None
        threshold, limit = self.limit(entry, indicator)
        warn = None if entry.warn is None else self.threshold(entry.warn, indicator)
        if threshold is None:
            return None
        if warn is not None and threshold.operator is not None and threshold.operator.side:
            warn = warn.if_bare(threshold.operator)
        return TargetDraft(entry, indicator, threshold, warn, limit, written_unit(threshold))

    def indicator(self, entry: TargetEntry) -> Indicator | None:
        """The indicator that a target names, or that of its own id."""
        named = entry.indicator
        if named is None:
            return self.namespace.indicators[entry.id]
        names = self.namespace.names
        id_ = names.get(name_key(named.text))
        if id_ is None:
            close = self.reader.closest(named.text, names)
            self.reader.refuse("unknown-name", named.place, len(named.text), name=named.text, close=close)
        return None if id_ is None else self.namespace.indicators[id_]

    def limit(self, entry: TargetEntry, indicator: Indicator) -> tuple[Threshold | None, Node]:
        """The threshold of `target`, a bare one turned by `better`, and its node; of a date it may be `due`."""
        text, due = entry.target, entry.value_of(TargetEntry.due) if indicator.is_date else None
        if text is None:
            return self.due(entry, indicator), due or entry.key
        if due is not None:
            self.reader.refuse("target-and-due", text.place, len(text.text), id=entry.id)
        threshold = self.threshold(text, indicator)
        is_lower = threshold is not None and entry.better is Better.LOWER
        return threshold.if_bare(Operator.LE) if threshold is not None and is_lower else threshold, text

    def due(self, entry: TargetEntry, indicator: Indicator) -> Threshold | None:
        """The threshold that `due` is of a date."""
        due = entry.value_of(TargetEntry.due)
        if indicator.is_date and entry.due is not None and isinstance(due, Scalar):
            return Threshold(due.text.strip(), Day(Operator.LE, entry.due))
        if not (entry.may_have(TargetEntry.target) or (indicator.is_date and entry.may_have(TargetEntry.due))):
            key = entry.key
            self.reader.refuse("missing-key", key.place, len(key.text), key=TargetEntry.target.name)
        return None

    def threshold(self, text: Scalar, indicator: Indicator) -> Threshold | None:
        """What a threshold's text demands of figures or states as *indicator* has them."""
        levels = indicator.scale.levels if indicator.scale else ()
        found = self.thresholds.get((text.text, levels))
        if found is None:
            found = self.reader.attempt(text, self.read, text.text, levels)
            if found is not None:
                self.thresholds[text.text, levels] = found
        return found

    def read(self, text: str, levels: tuple[str, ...]) -> Threshold:
        """The threshold that *text* is. Raises Refusal `unknown-rung`, and those of `notation`."""
        reader = self.reader
        try:
            return read_threshold(text, reader.units, Declared(self.namespace.names, levels, reader.closest))
        except Refusal as refusal:
            is_word = refusal.code == "unknown-name" or refusal.arguments.get("why") == "no-number"
            if not levels or not is_word:
                raise
            word = text[refusal.offset : refusal.offset + refusal.width].strip()
            close, where = reader.closest(word, levels), {"offset": refusal.offset, "width": refusal.width}
            raise Refusal("unknown-rung", text=word, close=close, rungs="、".join(levels), **where) from None

    def lends_dimension(self, draft: TargetDraft) -> bool:
        """Give an indicator without a unit the dimension, never the unit, of a limit; whether all its limits agree."""
        unit, indicators, id_ = draft.unit, self.namespace.indicators, draft.indicator.id
        indicator, is_computed = indicators[id_], self.declared[id_].formula is not None
        if unit is None or indicator.unit or indicator.scale or indicator.is_date or is_computed:
            return True
        if indicator.dimension is None:
            indicators[id_] = indicator._replace(dimension=unit.dimension)
        elif indicator.dimension != unit.dimension:
            want = quantity.unit_of(indicator.dimension).name
            self.reader.refuse("limits-disagree", draft.limit.place, id=id_, have=unit.name, want=want)
            return False
        return True

    def target(self, draft: TargetDraft) -> Target | None:
        """The target, if its limit fits its indicator: after a misfit the other checks would say the same once more."""
        indicator, reader, limit = self.namespace.indicators[draft.indicator.id], self.reader, draft.limit
        if indicator.formula is None and self.declared[indicator.id].formula is not None:
            return None
        own = indicator.own_unit
        draft = TargetDraft(draft.entry, indicator, draft.threshold, draft.warn, limit, draft.unit or own, own)
        try:
            check_limit(draft)
        except Refusal as refusal:
            reader.report(refusal, limit)
            return None
        for key, check in CHECKS:
            if getattr(draft.entry, key.attribute) is not None:
                reader.attempt(draft.entry.value_of(key) or limit, check, draft)
        if indicator.formula is not None:
            reader.attempt(draft.entry.formula or limit, check_factor, draft, indicator.formula)
        if isinstance(draft.threshold.requires, About):
            at = draft.entry.value_of(TargetEntry.tolerance) or limit
            threshold = reader.attempt(at, _with_tolerance, draft, draft.threshold.requires)
            if threshold is None:
                return None
            draft = draft._replace(threshold=threshold)
        return None if draft.entry.is_refused(TargetEntry.baseline) else self.compiled(draft)

    def compiled(self, draft: TargetDraft) -> Target | None:
        """The target with what its thresholds demand."""
        entry, indicator, threshold, warn, limit, *_ = draft
        reader = self.reader
        tolerance = threshold.requires.tolerance if isinstance(threshold.requires, About) else None
        modifiers = Modifiers(draft.own or draft.unit, entry.better, tolerance and tolerance.base, entry.baseline)
        demand = reader.attempt(limit, demanded, threshold, indicator, modifiers, self.namespace)
        warn_demand = None
        if warn is not None and entry.warn is not None:
            warn_demand = reader.attempt(entry.warn, _warned, warn, draft, demand, modifiers, self.namespace)
        compare = entry.compare and reader.attempt(entry.compare.at, _rounding, entry.compare, draft)
        if demand is None:
            return None
        is_word = indicator.is_date or indicator.scale is not None
        return Target(
            id=entry.id,
            name=entry.name or indicator.name,
            key=entry.key,
            limit=limit,
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


def _with_tolerance(draft: TargetDraft, requires: About) -> Threshold:
    """The threshold with the tolerance of its text or of the key, in the unit of a difference.

    Raises Refusal `tolerance-twice`, `needs-tolerance`, `negative-tolerance`, `unit-mismatch`.
    """
    threshold, declared = draft.threshold, draft.entry.tolerance
    if declared is not None and requires.tolerance is not None:
        raise Refusal("tolerance-twice", text=threshold.text)
    tolerance, unit = declared or requires.tolerance, draft.unit
    if tolerance is None or unit is None:
        is_reported = draft.entry.is_refused(TargetEntry.tolerance)
        raise Refusal(ALREADY_REPORTED if is_reported else "needs-tolerance", text=threshold.text)
    if tolerance.value < 0:
        raise Refusal("negative-tolerance", text=str(tolerance))
    return threshold._replace(requires=requires._replace(tolerance=as_difference(tolerance, unit)))


def _warned(
    warn: Threshold, draft: TargetDraft, demand: Demand | Versus | None, modifiers: Modifiers, namespace: Namespace
) -> Demand | Versus:
    """What `warn` demands: more than the target. Raises Refusal `warn-implied`, and as `demanded` does."""
    check_kind(warn, draft.indicator)
    found = demanded(warn, draft.indicator, modifiers, namespace)
    if demand is not None and is_implied(found, demand):
        raise Refusal("warn-implied", text=warn.text, target=draft.threshold.text)
    return found


def _rounding(compare: Compare, draft: TargetDraft) -> Rounding:
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
