"""The entries of `targets:` become targets: thresholds read, compiled to what they demand, and checked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kpicheck import quantity
from kpicheck.demand import Operator
from kpicheck.nodes import Scalar
from kpicheck.notation import About, Day, Declared, Multiple, Threshold
from kpicheck.notation.read import read_threshold
from kpicheck.problem import ALREADY_REPORTED, Refusal
from kpicheck.targets.checks import (
    CHECKS,
    EFFECTS,
    TargetDraft,
    check_dimension,
    check_due_of_limit,
    check_kind,
    check_verb,
    written_unit,
)
from kpicheck.targets.demands import Modifiers, demanded
from kpicheck.targets.formulas import check_scale, type_of
from kpicheck.targets.indicators import check_bounds, is_unclear, nature_of, refuse_idle_keys
from kpicheck.targets.limits import check_possible, directed, of_trend
from kpicheck.targets.model import Target
from kpicheck.targets.modifiers import complete, rounding
from kpicheck.targets.schema import TargetEntry
from kpicheck.targets.warn import check_warn, with_comparator
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpicheck.demand import Demand
    from kpicheck.nodes import Node
    from kpicheck.period import Period
    from kpicheck.targets.formulas import Namespace
    from kpicheck.targets.model import Indicator, Versus
    from kpicheck.targets.modifiers import Defaults
    from kpicheck.targets.reading import NodeReader
    from kpicheck.targets.schema import IndicatorEntry
    from kpicheck.unit import Unit


def compile_targets(
    reader: NodeReader,
    entries: Mapping[str, TargetEntry],
    declared: Mapping[str, IndicatorEntry],
    namespace: Namespace,
    defaults: Defaults,
    period: Period | None,
) -> dict[str, Target]:
    """The targets of *entries*; *declared* are the entries of the indicators in *namespace*.

    Indicators without a unit get the dimension of their targets' limits on the way. *period* is that of targets that
    name none.
    """
    compiler = _Compiler(reader, declared, namespace, defaults, period)
    drafts = [draft for entry in entries.values() if (draft := compiler.draft(entry)) is not None]
    compiler.strangers = {draft.entry.id for draft in drafts if not compiler.lends_dimension(draft)}
    check_bounds(reader, declared, namespace)
    targets = (compiler.target(draft) for draft in drafts)
    return {target.id: target for target in targets if target is not None}


class _Compiler:
    """What one file's targets are compiled with. Every threshold's text is read once."""

    def __init__(
        self,
        reader: NodeReader,
        declared: Mapping[str, IndicatorEntry],
        namespace: Namespace,
        defaults: Defaults,
        period: Period | None,
    ) -> None:
        self.reader, self.declared, self.namespace = reader, declared, namespace
        self.defaults, self.period = defaults, period
        self.strangers: set[str] = set()  # targets whose limits disagree with those of others
        self.read: Callable[[str, tuple[str, ...]], Threshold] = cache(self._read)  # many targets have the same

    def draft(self, entry: TargetEntry) -> TargetDraft | None:
        """The entry with its indicator and its thresholds; None where a mistake leaves one of them open."""
        indicator = self.indicator(entry)
        if indicator is None or is_unclear(self.declared[indicator.id], indicator):
            return None
        threshold, limit = self.limit(entry, indicator)
        warn = None if entry.warn is None else self.threshold(entry.warn, indicator)
        if threshold is None:
            return None
        period = entry.period or self.period
        return TargetDraft(entry, indicator, threshold, warn, limit, self.namespace, period, written_unit(threshold))

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
        """The threshold of `target` and its node; of a date it may be `due`."""
        text, due = entry.target, entry.value_of(TargetEntry.due) if indicator.is_date else None
        if text is None:
            return self.due(entry, indicator), due or entry.key
        if due is not None:
            self.reader.refuse("target-and-due", text.place, len(text.text), id=entry.id)
        return self.threshold(text, indicator), text

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
        return self.reader.attempt(text, self.read, text.text, levels)

    def _read(self, text: str, levels: tuple[str, ...]) -> Threshold:
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
        if unit is None or indicator.unit or not indicator.is_number or is_computed:
            return True
        if indicator.dimension is None:
            indicators[id_] = indicator._replace(dimension=unit.dimension)
        elif indicator.dimension != unit.dimension:
            want = quantity.unit_of(indicator.dimension).name
            self.reader.refuse("limits-disagree", draft.limit.place, id=id_, have=unit.name, want=want)
            return False
        return True

    def target(self, draft: TargetDraft) -> Target | None:
        """The target, if its keys fit each other and its indicator; whatever does not is reported."""
        draft = self.known(draft)
        if not self.reader.holds(draft.limit, check_kind, draft.threshold, draft.indicator):
            return None  # whatever else is checked would say the same once more
        fits = self.fits(draft)
        with_direction = self.directed(draft) if fits or draft.entry.better is not None else draft
        draft, fits = with_direction or draft, fits and with_direction is not None
        self.check_keys(draft)
        draft = draft if fits else draft._replace(unit=None)
        is_about = isinstance(draft.threshold.requires, About)
        at = (draft.entry.value_of(TargetEntry.tolerance) if is_about else None) or draft.limit
        threshold, demand = self.reader.attempt(at, complete, draft.threshold, draft, self.defaults), None
        if threshold is not None and fits:
            draft, modifiers = draft._replace(threshold=threshold), _modifiers(draft)
            demand = self.reader.attempt(draft.limit, demanded, threshold, draft.indicator, modifiers, self.namespace)
        if draft.entry.due is not None:
            at = draft.entry.value_of(TargetEntry.due) or draft.limit
            self.reader.attempt(at, check_due_of_limit, draft.entry.due, draft, demand)
        return self.compiled(draft if fits else draft._replace(unit=draft.own), demand)

    def known(self, draft: TargetDraft) -> TargetDraft:
        """The draft now that the dimensions of all indicators are known."""
        indicator = self.namespace.indicators[draft.indicator.id]
        own = _own_unit(indicator, draft.unit)
        return draft._replace(indicator=indicator, unit=draft.unit or own, own=own)

    def directed(self, draft: TargetDraft) -> TargetDraft | None:
        """The draft with a comparator for its bare limits, `warn` taking the target's; None where that has none."""
        entry, attempt, units = draft.entry, self.reader.attempt, self.reader.units
        threshold = attempt(draft.limit, directed, draft.threshold, entry.better, draft.own, units)
        if threshold is None:
            return None
        warn = draft.warn
        if warn is not None and entry.warn is not None and warn.bare:
            warn = attempt(entry.warn, with_comparator, warn, threshold, entry.better)
        elif warn is not None and entry.warn is not None:
            warn = attempt(entry.warn, directed, warn, entry.better, draft.own, units)
        return draft._replace(threshold=of_trend(threshold, draft), warn=warn and of_trend(warn, draft))

    def fits(self, draft: TargetDraft) -> bool:
        """Whether the limit fits the indicator; one whose formula was refused is fit by none."""
        is_typed = draft.indicator.formula is not None or self.declared[draft.indicator.id].formula is None
        holds = self.reader.holds(draft.limit, check_verb, draft.threshold, draft)
        if not (holds and is_typed) or draft.entry.id in self.strangers:
            return False
        return self.reader.holds(draft.limit, check_dimension, draft)

    def check_keys(self, draft: TargetDraft) -> None:
        """Report the keys that contradict others, and those without effect."""
        entry, formula = draft.entry, draft.indicator.formula
        if entry is not self.declared[draft.indicator.id]:
            nature = nature_of(self.declared[draft.indicator.id], draft.indicator.scale)
            refuse_idle_keys(self.reader, entry, nature, is_declaring=False)
        idle = [key for key, has_effect in EFFECTS if draft.is_number and entry.has(key) and not has_effect(draft)]
        for key in idle:
            name, id_ = entry.key_of(key) or entry.key, draft.indicator.id
            self.reader.refuse("key-without-effect", name.place, len(name.text), key=key.name, id=id_, why=key.name)
        for key, check in CHECKS:
            if getattr(entry, key.attribute) is not None and key not in idle:
                self.reader.attempt(entry.value_of(key) or draft.limit, check, draft)
        if formula is not None:
            self.reader.attempt(entry.formula or draft.limit, check_scale, formula.typed, draft.unit, formula.text)

    def compiled(self, draft: TargetDraft, demand: Demand | Versus | None) -> Target | None:
        """The target with what its thresholds demand; without a *demand* it has a mistake, and may have others."""
        entry, indicator = draft.entry, draft.indicator
        warn = self.warning(draft, demand)
        compare = None if draft.unit is None else entry.compare or self.defaults.compare(draft)
        rounded = compare and self.reader.attempt(compare.at, rounding, compare, draft)
        if demand is not None:
            self.reader.attempt(draft.limit, check_possible, demand, draft.threshold, indicator, rounded)
        if warn is not None:
            self.reader.attempt(entry.warn or draft.limit, check_possible, warn[1], warn[0], indicator, rounded)
        if demand is None or entry.is_refused(TargetEntry.baseline):
            return None
        return Target(
            id=entry.id,
            name=entry.name or indicator.name,
            key=entry.key,
            limit=draft.limit,
            indicator=indicator.id,
            threshold=draft.threshold,
            demand=demand,
            unit=draft.unit if draft.is_number else None,
            warn=warn and warn[0],
            warn_demand=warn and warn[1],
            compare=rounded,
            due=None if indicator.is_date else entry.due,
            **entry.kept,
        )

    def warning(self, draft: TargetDraft, demand: Demand | Versus | None) -> tuple[Threshold, Demand | Versus] | None:
        """The warning threshold and what it demands, where there is one."""
        at = draft.entry.warn
        if draft.warn is None or at is None:
            return None
        return self.reader.attempt(at, self.warned, draft.warn, draft, demand)

    def warned(
        self, warn: Threshold, draft: TargetDraft, demand: Demand | Versus | None
    ) -> tuple[Threshold, Demand | Versus]:
        """A warning threshold, checked against the *demand* of its target. Raises Refusal where it does not fit."""
        check_kind(warn, draft.indicator)
        check_verb(warn, draft)
        if demand is None and (_lack_the_same(warn, draft.threshold) or (draft.is_number and draft.unit is None)):
            raise Refusal(ALREADY_REPORTED)
        warn = complete(warn, draft, self.defaults)
        found = demanded(warn, draft.indicator, _modifiers(draft), self.namespace)
        if demand is not None:
            scale = draft.indicator.scale
            check_warn(warn, found, draft.threshold, demand, len(scale.levels) if scale else 0)
        return warn, found


def _own_unit(indicator: Indicator, written: Unit | None) -> Unit | None:
    """What an indicator's values are shown in; a computed ratio may be judged in a written quotient of its kind."""
    is_free = indicator.formula is not None and indicator.unit is None
    is_measured = is_free and written is not None and type_of(indicator).measures(written.dimension)
    return written if is_measured else indicator.own_unit


def _lack_the_same(warn: Threshold, target: Threshold) -> bool:
    """Whether one tolerance or one baseline would complete both."""
    if isinstance(warn.requires, About):
        return warn.requires.tolerance is None and isinstance(target.requires, About)
    return isinstance(warn.requires, Multiple) and isinstance(target.requires, Multiple)


def _modifiers(draft: TargetDraft) -> Modifiers:
    return Modifiers(draft.own or draft.unit, draft.entry.better, draft.entry.baseline)
