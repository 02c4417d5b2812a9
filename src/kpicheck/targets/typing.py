"""Formulas of the file: parsed once all names are known, typed by dimension in the order of their dependence."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Final, NamedTuple

from kpicheck.formula import parse
from kpicheck.formula.evaluate import unfolded
from kpicheck.formula.syntax import Name, Node, names_in
from kpicheck.formula.types import Known, Typed, infer
from kpicheck.nodes import Scalar
from kpicheck.problem import TOLD, Refusal
from kpicheck.quantity import unit_of
from kpicheck.targets.declared import Draft
from kpicheck.targets.model import Formula, Indicator, Kind
from kpicheck.text import Suggestions, name_key
from kpicheck.unit import Dimension, Units

MAX_LEVELS: Final = 64
MAX_STEPS: Final = 100_000
"""Caps on formulas that use one another, so that no file takes long to judge."""


class _Weight(NamedTuple):
    """How many steps a value takes, and through how many formulas."""

    steps: int
    levels: int


_REPORTED: Final = _Weight(0, 0)


class Scope:
    """What formulas may name: indicators by id, name or alias, with their dimensions.

    `failed` are those that have been refused; what uses them is not refused for that as well.
    """

    def __init__(
        self, indicators: dict[str, Indicator], names: dict[str, str], units: Units, failed: Iterable[str] = ()
    ) -> None:
        self.indicators, self.names, self.units, self.failed = indicators, names, units, set(failed)
        self.known = Known(self.typed, Suggestions(names).closest)

    def typed(self, name: str) -> Typed | None:
        """What is known of an indicator; None for an unknown name. Raises Refusal `not-a-quantity`, `no-dimension`."""
        id_ = self.names.get(name_key(name))
        if id_ is None:
            return None
        if id_ in self.failed:
            raise Refusal(TOLD)
        indicator = self.indicators[id_]
        if indicator.ladder or indicator.is_date:
            raise Refusal("not-a-quantity", name=name)
        if indicator.dimension is None or (indicator.formula is None and indicator.unit is None):
            raise Refusal("no-dimension", name=name)
        return Typed(indicator.dimension, indicator.kind is Kind.CUMULATIVE)

    def formula(self, text: str) -> tuple[Node, Dimension]:
        """*text* parsed and typed. Raises Refusal of `formula`."""
        node = parse(text, self.units, self.names)
        return node, infer(node, self.known)


def type_formulas(draft: Draft, names: dict[str, str]) -> Scope:
    """All indicators by name, the derived ones with their formula and its dimension."""
    failed = (*draft.formulas, *draft.broken, *draft.unreadable)
    scope = Scope(_with_declared_dimensions(draft), names, draft.units, failed)
    parsed: dict[str, Node] = {}
    weights: dict[str, _Weight] = {}
    for id_, scalar in draft.formulas.items():
        node = draft.intake.attempt(scalar, parse, draft.units, names)
        if node is not None:
            parsed[id_] = node
    for id_ in _in_order(draft, parsed, names):
        indicator = _derived(draft, scope, id_, draft.formulas[id_], parsed[id_])
        if indicator is not None:
            scope.indicators[id_] = indicator
            scope.failed.discard(id_)
        weights[id_] = _weighed(draft, draft.formulas[id_], _weight(parsed[id_], names, weights))
    return scope


def _weight(node: Node, names: dict[str, str], weights: dict[str, _Weight]) -> _Weight:
    """What a formula costs with the formulas that it uses, each counted as often as it is needed."""
    each = [step for step, _ in unfolded(node)]
    found = [weights.get(names.get(step.name, ""), _REPORTED) for step in each if isinstance(step, Name)]
    levels = 1 + max((weight.levels for weight in found), default=0)
    return _Weight(len(each) + sum(weight.steps for weight in found), levels)


def _weighed(draft: Draft, scalar: Scalar, weight: _Weight) -> _Weight:
    """*weight*; too heavy a one is a problem, told once: those that use it count it as nothing."""
    for why, size, limit in (("levels", weight.levels, MAX_LEVELS), ("together", weight.steps, MAX_STEPS)):
        if size > limit:
            draft.intake.refuse("formula-too-large", scalar.place, len(scalar.text), why=why, limit=limit)
            return _REPORTED
    return weight


def _with_declared_dimensions(draft: Draft) -> dict[str, Indicator]:
    return {
        id_: each._replace(dimension=each.unit.dimension if each.unit else None)
        for id_, each in draft.indicators.items()
    }


def _in_order(draft: Draft, parsed: dict[str, Node], names: dict[str, str]) -> list[str]:
    """Derived indicators, each after those it is computed from; a cycle is told with its path and left out."""
    needs = {id_: {names.get(name, name) for name in names_in(node)} & parsed.keys() for id_, node in parsed.items()}
    while True:
        try:
            return [id_ for id_ in TopologicalSorter(needs).static_order() if id_ in parsed]
        except CycleError as cycle:
            path = list(reversed(cycle.args[1]))
            draft.intake.refuse("cycle", draft.formulas[path[0]].place, path=" → ".join(path))
            for id_ in set(path):
                needs.pop(id_)
                parsed.pop(id_)
            needs = {id_: others & parsed.keys() for id_, others in needs.items()}


def _derived(draft: Draft, scope: Scope, id_: str, scalar: Scalar, node: Node) -> Indicator | None:
    indicator = scope.indicators[id_]
    dimension = draft.intake.told_at(scalar.place, infer, node, scope.known)
    if dimension is None:
        return None
    if indicator.unit is not None and indicator.unit.dimension != dimension:
        have, want = indicator.unit.name, unit_of(dimension).name
        draft.intake.refuse("unit-mismatch", scalar.place, text=scalar.text, have=have, want=want, why="declared")
    return indicator._replace(dimension=dimension, formula=Formula(scalar.text, node, scalar.place))
