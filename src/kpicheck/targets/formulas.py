"""Formulas of the file: parsed once all names are known, typed by dimension in the order of their dependence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck.formula import parse
from kpicheck.formula.evaluate import unfolded
from kpicheck.formula.scale import INDEX, UNSCALED
from kpicheck.formula.syntax import Name, names_in
from kpicheck.formula.types import POINTS_BASE, KnownNames, Typed, infer, made_unit
from kpicheck.problem import ALREADY_REPORTED, Refusal
from kpicheck.quantity import PERCENT, POINTS, PURE, unit_of
from kpicheck.targets.model import Aggregation, Formula
from kpicheck.text import Suggestions
from kpicheck.unit.compound import QUOTIENT_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kpicheck.formula.syntax import Node
    from kpicheck.nodes import Scalar
    from kpicheck.targets.model import Indicator
    from kpicheck.targets.reading import NodeReader
    from kpicheck.unit import Dimension, Unit, Units

MAX_NESTED: Final = 64
MAX_STEPS: Final = 100_000
"""Caps on formulas that use one another, so that no file takes long to judge."""


class Namespace:
    """What formulas may name: indicators by id, name or alias, and their dimensions.

    `failed` are those that are not known yet, or were refused; what uses them is not refused for that as well.
    """

    def __init__(
        self,
        indicators: dict[str, Indicator],
        names: dict[str, str],
        units: Units,
        failed: Iterable[str] = (),
        suggest: Callable[[str], str] | None = None,
    ) -> None:
        self.indicators, self.names, self.units, self.failed = indicators, names, units, set(failed)
        self.parsed: dict[str, Node] = {}  # of computed indicators, each after those it is computed from
        self._known = KnownNames(self.typed, suggest or Suggestions(names).closest)

    def typed(self, name: str) -> Typed | None:
        """What is known of an indicator; None for an unknown name. Raises Refusal `not-a-quantity`, `no-dimension`."""
        id_ = self.names.get(name)
        if id_ is None:
            return None
        if id_ in self.failed:
            raise Refusal(ALREADY_REPORTED)
        indicator = self.indicators[id_]
        if not indicator.is_number:
            raise Refusal("not-a-quantity", name=name)
        if indicator.dimension is None or (indicator.formula is None and indicator.unit is None):
            raise Refusal("no-dimension", name=name)
        return type_of(indicator)

    def formula(self, text: str) -> tuple[Node, Typed]:
        """*text* parsed and typed. Raises Refusal of `formula`."""
        node = parse(text, self.units, self.names)
        return node, self.type_of(node)

    def type_of(self, node: Node) -> Typed:
        """The type of a formula's value. Raises Refusal of `formula.types`."""
        return infer(node, self._known)

    def behind(self, *ids: str) -> tuple[str, ...]:
        """The indicators of these *ids* and all that they are computed from, each once."""
        found = dict.fromkeys(ids)
        waiting = list(ids)
        while waiting:
            node = self.parsed.get(waiting.pop())
            named = [self.names[name] for name in names_in(node) if name in self.names] if node is not None else []
            waiting += [id_ for id_ in named if id_ not in found]
            found.update(dict.fromkeys(named))
        return tuple(found)


def type_of(indicator: Indicator) -> Typed:
    """The type of an indicator's figures; what is submitted as a pure number may be an index or a share of 1."""
    if indicator.formula is not None:
        return indicator.formula.typed._replace(dimension=indicator.dimension or ())
    tens = INDEX if indicator.unit == PURE else UNSCALED
    return Typed(indicator.dimension or (), indicator.aggregation is Aggregation.CUMULATIVE, tens=tens)


def check_scale(typed: Typed, unit: Unit | None, text: str) -> None:
    """A ratio, or a difference of ratios, that is judged in *unit* was not multiplied by 100 as well.

    Raises Refusal `percent-twice`.
    """
    is_ratio = unit is not None and not amounts(unit.dimension) and unit != PURE
    if unit is not None and is_ratio and typed.tens.inflates(unit):
        raise Refusal("percent-twice", width=len(text), text=text, unit=unit.name, factor=f"1{'0' * typed.tens.least}")


def amounts(dimension: Dimension) -> bool:
    """Whether a dimension is that of an amount: no ratio, no percentage points, no written quotient."""
    return any(base != POINTS_BASE and not base.endswith(QUOTIENT_MARK) for base, _ in dimension)


def type_formulas(reader: NodeReader, formulas: dict[str, Scalar], namespace: Namespace) -> None:
    """Give the indicators that have *formulas* their formula and its dimension; a mistake in one leaves it failed."""
    names = namespace.names
    attempts = ((id_, reader.attempt(text, parse, text.text, reader.units, names)) for id_, text in formulas.items())
    parsed = {id_: node for id_, node in attempts if node is not None}
    needs = {
        id_: [need for name in names_in(node) if (need := names.get(name, name)) in parsed]
        for id_, node in parsed.items()
    }
    any_nested = any(needs.values())
    order = list(_in_order(reader, formulas, needs) if any_nested else needs)
    namespace.parsed = {id_: parsed[id_] for id_ in order}
    for id_ in order:
        _type(reader, namespace, id_, formulas[id_], parsed[id_])
    if any_nested:
        _refuse_heavy(reader, formulas, [(id_, parsed[id_]) for id_ in order], names)


def _in_order(reader: NodeReader, formulas: dict[str, Scalar], needs: dict[str, list[str]]) -> Iterator[str]:
    """Computed indicators, each after those it is computed from; a cycle is reported with its path and left out."""
    done: set[str] = set()
    for start, first in needs.items():
        path = {} if start in done else {start: iter(first)}
        while path:
            last = next(reversed(path))
            need = next(path[last], None)
            if need is None:
                done.add(last)
                del path[last]
                yield last
            elif need in path:
                cycle = _cut(path, need)
                done.update(cycle)
                reader.refuse("cycle", formulas[need].place, path=" → ".join([*cycle, need]))
            elif need not in done:
                path[need] = iter(needs[need])


def _cut(path: dict[str, Iterator[str]], start: str) -> list[str]:
    """Take the end of *path* from *start* on."""
    cycle = [path.popitem()[0]]
    while cycle[-1] != start:
        cycle.append(path.popitem()[0])
    return cycle[::-1]


def _type(reader: NodeReader, namespace: Namespace, id_: str, text: Scalar, node: Node) -> None:
    indicator = namespace.indicators[id_]
    typed = reader.attempt(text, namespace.type_of, node)
    if typed is None:
        return
    dimension = typed.dimension
    if indicator.unit is not None:
        fitting = reader.attempt(text, _as_declared, typed, indicator.unit, text.text)
        typed = fitting or typed._replace(tens=UNSCALED)  # what uses it is not refused for the same factor
        dimension = indicator.unit.dimension if typed.measures(indicator.unit.dimension) else dimension
    formula = Formula(text.text, node, typed)
    made = _made_unit(node, dimension, namespace)
    namespace.indicators[id_] = indicator._replace(dimension=dimension, formula=formula, made=made)
    namespace.failed.discard(id_)


def _as_declared(typed: Typed, unit: Unit, text: str) -> Typed:
    """The type of a value that may have its declared unit. Raises Refusal `unit-mismatch`, `percent-twice`."""
    if not typed.measures(unit.dimension):
        why, want = mismatch_kind(typed, unit) or "declared", unit_of(typed.dimension).name
        raise Refusal("unit-mismatch", text=text, have=unit.name, want=want, why=why)
    check_scale(typed, unit, text)
    return typed


def mismatch_kind(typed: Typed, unit: Unit) -> str:
    """`gap` where a difference of ratios is a ratio, but measured in percentage points."""
    return "gap" if not typed.dimension and unit.dimension == POINTS.dimension else ""


def _made_unit(node: Node, dimension: Dimension, namespace: Namespace) -> Unit | None:
    """The unit of a computed value in the words of its figures; None of a ratio and of percentage points."""
    if dimension in (PERCENT.dimension, POINTS.dimension):
        return None

    def named(name: str) -> Unit | None:
        indicator = namespace.indicators[namespace.names[name]]
        return indicator.unit or indicator.made

    return made_unit(node, dimension, named)


class _Weight(NamedTuple):
    """How many steps a value takes, and through how many formulas."""

    steps: int
    nested: int


_REPORTED: Final = _Weight(0, 0)


def _refuse_heavy(
    reader: NodeReader, formulas: dict[str, Scalar], ordered: list[tuple[str, Node]], names: dict[str, str]
) -> None:
    """Report formulas that take too many steps with those that they use, each counted as often as it is needed.

    One is reported once: those that use it count it as nothing.
    """
    weights: dict[str, _Weight] = {}
    for id_, node in ordered:
        weight, text = _weight(node, names, weights), formulas[id_]
        for why, size, limit in (("levels", weight.nested, MAX_NESTED), ("together", weight.steps, MAX_STEPS)):
            if size > limit:
                reader.refuse("formula-too-large", text.place, len(text.text), why=why, limit=limit)
                weight = _REPORTED
                break
        weights[id_] = weight


def _weight(node: Node, names: dict[str, str], weights: dict[str, _Weight]) -> _Weight:
    each = [step for step, _ in unfolded(node)]
    used = [weights.get(names.get(step.name, ""), _REPORTED) for step in each if isinstance(step, Name)]
    nested = 1 + max((weight.nested for weight in used), default=0)
    return _Weight(len(each) + sum(weight.steps for weight in used), nested)
