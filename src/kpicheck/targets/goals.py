"""The entries of `targets:`: which indicator each is about, what it demands, and whether the two fit."""

from collections.abc import Iterable
from typing import NamedTuple

from kpicheck import quantity
from kpicheck.demand import Levels, Operator
from kpicheck.nodes import Node, Scalar
from kpicheck.notation import About, Day, Declared, Reference, Threshold
from kpicheck.notation.read import read_threshold
from kpicheck.place import Place
from kpicheck.problem import Refusal, Severity
from kpicheck.targets.declared import Draft, read_id
from kpicheck.targets.intake import INLINE, TARGET, Fields, Intake
from kpicheck.targets.model import (
    Better,
    Formula,
    Indicator,
    Scale,
    Target,
    WhenEmpty,
)
from kpicheck.targets.thresholds import CHECKS, read_baseline, read_rounding, read_waiver, tolerance_of, unit_for
from kpicheck.targets.typing import Scope
from kpicheck.text import closest, name_key
from kpicheck.unit import Units


class Goal(NamedTuple):
    """An entry of `targets:` while the file is read: its keys, and the indicator it names."""

    id: str
    key: Scalar
    fields: Fields
    indicator: Scalar


def declare_goals(draft: Draft, entries: Iterable[tuple[Scalar, Node]]) -> list[Goal]:
    """The targets; one that names no declared indicator declares the indicator of its own id."""
    goals = []
    for key, node in entries:
        id_ = draft.intake.attempt(key, read_id, draft.units)
        fields = draft.intake.fields(node, TARGET)
        if id_ is not None and fields.nodes:
            goals.append(_goal(draft, id_, key, fields))
    return goals


def _goal(draft: Draft, id_: str, key: Scalar, fields: Fields) -> Goal:
    named = fields.scalar("indicator")
    inline = next((name for name in (*INLINE, "formula") if name in fields.keys), None)
    declared = id_ in draft.indicators
    if inline is not None and (named is not None or declared):
        draft.intake.refuse("duplicate-indicator", fields.keys[inline], len(inline), key=inline, id=id_)
    elif named is None and not declared:
        draft.declare(id_, key, fields)
    return Goal(id_, key, fields, named or key._replace(text=id_))


class Thresholds:
    """Threshold texts against the names and ladders of one file; each text is read once."""

    def __init__(self, units: Units, names: Iterable[str]) -> None:
        self._units, self._names = units, tuple(names)
        self._read: dict[tuple[str, tuple[str, ...]], Threshold] = {}

    def read(self, text: str, scale: Scale | None) -> Threshold:
        """The threshold that *text* is. Raises Refusal `unknown-rung`, and those of `notation`."""
        rungs = scale.levels if scale else ()
        if (text, rungs) not in self._read:
            self._read[text, rungs] = self._read_new(text, rungs)
        return self._read[text, rungs]

    def _read_new(self, text: str, rungs: tuple[str, ...]) -> Threshold:
        try:
            return read_threshold(text, self._units, Declared(self._names, rungs))
        except Refusal as refusal:
            is_word = refusal.code == "unknown-name" or refusal.arguments.get("why") == "no-number"
            if not rungs or not is_word:
                raise
            word, known = text[refusal.offset : refusal.offset + refusal.width].strip(), "、".join(rungs)
            told = {"offset": refusal.offset, "width": refusal.width}
            raise Refusal("unknown-rung", text=word, close=closest(word, list(rungs)), rungs=known, **told) from None


class Context(NamedTuple):
    """What a target is completed with; `untyped` are the indicators whose formula has an error.

    `broken` are those of which it is not known whether they are states, days or quantities.
    """

    intake: Intake
    scope: Scope
    units: Units
    thresholds: Thresholds
    untyped: frozenset[str]
    broken: frozenset[str]


def complete_all(draft: Draft, goals: list[Goal], scope: Scope) -> dict[str, Target]:
    """The targets; indicators without a unit get their dimension in *scope* on the way."""
    untyped = frozenset(scope.failed & draft.formulas.keys())
    thresholds = Thresholds(draft.units, scope.names)
    context = Context(draft.intake, scope, draft.units, thresholds, untyped, frozenset(draft.broken))
    read = [
        (goal, indicator, _threshold(context, goal, indicator)) for goal, indicator in _with_indicator(context, goals)
    ]
    read = [(goal, indicator, _lent(context, goal, indicator, threshold)) for goal, indicator, threshold in read]
    targets = {}
    for goal, indicator, threshold in read:
        if threshold is not None:
            targets[goal.id] = _target(context, goal, scope.indicators[indicator.id], threshold)
    return targets


def _with_indicator(context: Context, goals: list[Goal]) -> list[tuple[Goal, Indicator]]:
    found = []
    for goal in goals:
        id_ = context.scope.names.get(name_key(goal.indicator.text))
        if id_ is None:
            near = closest(goal.indicator.text, list(context.scope.names))
            context.intake.refuse(
                "unknown-name", goal.indicator.place, len(goal.indicator.text), name=goal.indicator.text, close=near
            )
        elif (indicator := context.scope.indicators.get(id_)) is not None:
            found.append((goal, indicator))
    return found


def _threshold(context: Context, goal: Goal, indicator: Indicator) -> Threshold | None:
    """The threshold of `target`, turned by `better`; of a date it may be its `due`."""
    scalar = goal.fields.scalar("target")
    if indicator.id in context.broken:
        return None
    if scalar is None:
        return _due_threshold(context, goal, indicator)
    if indicator.is_date and goal.fields.has("due"):
        context.intake.refuse("target-and-due", scalar.place, len(scalar.text), id=goal.id)
    threshold = context.intake.attempt(scalar, context.thresholds.read, indicator.scale)
    lower = goal.fields.text("better") == Better.LOWER.value
    return threshold.if_bare(Operator.LE) if threshold is not None and lower else threshold


def _due_threshold(context: Context, goal: Goal, indicator: Indicator) -> Threshold | None:
    due = goal.fields.date("due") if indicator.is_date else None
    if due is not None:
        return Threshold(goal.fields.text("due"), Day(Operator.LE, due))
    if not (goal.fields.names("target") or (indicator.is_date and goal.fields.names("due"))):
        context.intake.refuse("missing-key", goal.key.place, len(goal.key.text), key="target")
    return None


def _lent(context: Context, goal: Goal, indicator: Indicator, threshold: Threshold | None) -> Threshold | None:
    """An indicator without a unit has the dimension, never the unit, of its targets' limits, which must agree."""
    now = context.scope.indicators[indicator.id]
    plain = not (now.unit or now.scale or now.is_date or now.formula or indicator.id in context.untyped)
    unit = unit_for(now._replace(dimension=None), threshold) if plain and threshold else None
    if unit is None:
        return threshold
    if now.dimension is not None and now.dimension != unit.dimension:
        other = quantity.unit_of(now.dimension).name
        place = goal.fields.nodes["target"].place
        context.intake.refuse("limits-disagree", place, id=now.id, have=unit.name, want=other)
        return None
    context.scope.indicators[now.id] = now._replace(dimension=unit.dimension)
    return threshold


def _target(context: Context, goal: Goal, indicator: Indicator, threshold: Threshold) -> Target:
    fields, limit = goal.fields, goal.fields.scalar("target") or goal.fields.scalar("due") or goal.key
    target = Target(
        id=goal.id,
        name=fields.text("name") or indicator.name,
        place=goal.key.place,
        limit_place=limit.place,
        indicator=indicator.id,
        threshold=threshold,
        demand=Levels(frozenset()),  # compiled in the next step
        period=fields.period(),
        due=fields.date("due") if fields.has("target") else None,
        better=fields.choice("better", Better),
        severity=fields.choice("severity", Severity, (Severity.ERROR, Severity.WARNING)) or Severity.ERROR,
        when_empty=fields.choice("when_empty", WhenEmpty),
        tags=tuple(tag.text for tag in fields.list("tags")),
        baseline=read_baseline(context.intake, fields, context.units),
        waive=read_waiver(context.intake, fields),
        section=fields.text("section"),
        commitment=fields.text("commitment"),
        owner=fields.text("owner"),
        source=fields.text("source"),
        note=fields.text("note"),
    )
    if indicator.id in context.untyped:
        return target
    before = len(context.intake.problems)
    target = _with_tolerance(context, fields, target, indicator)
    if len(context.intake.problems) > before:
        return target
    target = target._replace(warn=_warn(context, fields, target, indicator))
    return (
        _with_references(context, fields, limit, target, indicator)
        if _fits(context, limit, fields, target, indicator)
        else target
    )


def _fits(context: Context, limit: Scalar, fields: Fields, target: Target, indicator: Indicator) -> bool:
    """Whether the target fits its indicator; each check that fails is told at the key it is about.

    After a limit of the wrong kind or dimension nothing else is looked at: it would say the same again.
    """
    before = len(context.intake.problems)
    for key, check in CHECKS:
        context.intake.told_at(fields.nodes.get(key, limit).place, check, target, indicator)
        if key == "target" and len(context.intake.problems) > before:
            break
    return len(context.intake.problems) == before


def _with_references(context: Context, fields: Fields, limit: Scalar, target: Target, indicator: Indicator) -> Target:
    warn = fields.scalar("warn") or limit
    told_at, scope = context.intake.told_at, context.scope
    return target._replace(
        reference=told_at(limit.place, _reference, scope, target.threshold, limit.place, indicator),
        warn_reference=told_at(warn.place, _reference, scope, target.warn, warn.place, indicator),
        compare=read_rounding(context.intake, fields, context.units, target, indicator),
    )


def _warn(context: Context, fields: Fields, target: Target, indicator: Indicator) -> Threshold | None:
    """`warn`, a bare one with the target's comparator."""
    warn = fields.read("warn", context.thresholds.read, indicator.scale)
    operator = target.threshold.operator
    return warn.if_bare(operator) if warn is not None and operator is not None and operator.side else warn


def _with_tolerance(context: Context, fields: Fields, target: Target, indicator: Indicator) -> Target:
    """The tolerance of the text or of the key; the threshold shows either."""
    declared = fields.read("tolerance", quantity.read, context.units)
    scalar = fields.scalar("tolerance")
    place = target.limit_place if scalar is None else scalar.place
    tolerance = context.intake.told_at(place, tolerance_of, target.threshold, declared, indicator)
    if tolerance is None:
        return target
    threshold = target.threshold
    if isinstance(threshold.requires, About):
        threshold = threshold._replace(requires=threshold.requires._replace(tolerance=tolerance))
    return target._replace(tolerance=tolerance.base, threshold=threshold)


def _reference(scope: Scope, threshold: Threshold | None, place: Place, indicator: Indicator) -> Formula | None:
    """The typed formula of a limit that is another value; 上年 has none.

    Raises Refusal of the formula, `unit-mismatch`.
    """
    if threshold is None or not isinstance(threshold.requires, Reference):
        return None
    against = threshold.requires.against
    try:
        node, dimension = scope.formula(against)
    except Refusal as refusal:
        raise refusal.moved(threshold.text.find(against)) from None
    if dimension != indicator.dimension:
        have, want = quantity.unit_of(dimension).name, quantity.unit_of(indicator.dimension or ()).name
        raise Refusal("unit-mismatch", text=indicator.name, have=have, want=want, why="target")
    return Formula(against, node, place)
