"""A case as a function of one of its figures, the others unchanged: the verdict that another figure would get."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from kpicheck.demand import Demand, Interval, decide, demand_of
from kpicheck.formula.evaluate import compute, evaluate, operands
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Computed, Literal, Name, Node, Product, Sum, nodes_in
from kpicheck.judge.figures import Figures
from kpicheck.judge.measure import as_judged, margin_of
from kpicheck.judge.stretch import Stretch, UnclearError, stretched
from kpicheck.plan import Case
from kpicheck.point import Key, Point
from kpicheck.targets.model import Versus

Found = Fraction | Lack | Stretch
"""A value, or all that it can be where a whole stretch of figures is tried at once."""

Values = Mapping[Key, Found]
Moving = Callable[[Values], Found]
"""A value that depends on the figure that is tried."""

Partial = Fraction | Lack | Moving
"""A value, or how it depends on the figure that is tried."""


class Tried(NamedTuple):
    """What a trial gave: the verdict, and how far it is from the limit."""

    is_met: bool
    margin: Fraction


class Weights(NamedTuple):
    """A sum of names as it is now, and how often each figure is added, less how often it is subtracted."""

    total: Fraction
    of: Mapping[Key, int]


class Link(NamedTuple):
    """A computed value that depends on the figure that is tried, and its bounds."""

    key: Key
    value: Partial
    bounds: Interval | None


class Trials:
    """What all trials of a case share; `size` is the number of nodes of the formulas that they may go through."""

    def __init__(self, case: Case, figures: Figures) -> None:
        self.case, self.figures = case, figures
        self.behind = figures.plan.behind(*figures.plan.named(case))
        formulas = map(figures.plan.formula, self.behind)
        self.size = sum(len(list(nodes_in(formula.node))) for formula in formulas if formula is not None)
        self._weights: dict[tuple[int, Point], Weights | None] = {}

    def of(self, key: Key) -> "Trial":
        """The trial of the figure at *key*."""
        moving, chain, demand = {key}, [], self.case.spec.target.demand
        limit: Partial = Fraction(0)
        for each in self.behind:
            indicator = self.figures.targets.indicators[each.indicator]
            formula = indicator.formula
            if formula is not None and not moving.isdisjoint(self.figures.plan.operands(each)):
                chain.append(Link(each, self._partial(formula.node, each.point, moving), indicator.bounds))
                moving.add(each)
        if isinstance(demand, Versus):
            limit = self._partial(demand.expression, self.case.judged, moving)
        return Trial(self.case, key, self.figures, tuple(chain), limit)

    def _partial(self, node: Node, point: Point, moving: set[Key]) -> Partial:
        """The value of a formula, or how it depends on the values at the *moving* keys: all else is computed now."""
        if isinstance(node, Name):
            key = self.figures.plan.key(node.name, point)
            return (lambda values: values[key]) if key in moving else self.figures.value(key)
        if isinstance(node, Sum) and (weights := self._weights_of(node, point)) is not None:
            return self._shifted(weights, moving)
        parts = [self._partial(part, at, moving) for part, at in operands(node, point)]
        if not any(map(callable, parts)):
            return compute(node, tuple(part for part in parts if not callable(part)))
        if isinstance(node, Sum | Product):
            node, parts = _shortened(node, parts)
        return lambda values: _computed(node, tuple([_completed(part, values) for part in parts]))

    def _weights_of(self, node: Sum, point: Point) -> Weights | None:
        """A sum of names alone, so that one of hundreds is tried without adding up the others; else None."""
        at = id(node), point
        if at not in self._weights:
            is_plain = all(isinstance(operand.node, Name | Literal) for operand in node.operands)
            self._weights[at] = self._weighed(node, point) if is_plain else None
        return self._weights[at]

    def _weighed(self, node: Sum, point: Point) -> Weights:
        weights: dict[Key, int] = {}
        total = Fraction(0)
        for part, is_inverse, _ in node.operands:
            sign = -1 if is_inverse else 1
            if isinstance(part, Name):
                key = self.figures.plan.key(part.name, point)
                weights[key] = weights.get(key, 0) + sign
            total += sign * _known(evaluate(part, point, self.figures.look_up))
        return Weights(total, weights)

    def _shifted(self, weights: Weights, moving: set[Key]) -> Partial:
        touched = [(key, weights.of[key]) for key in moving if key in weights.of]
        rest = weights.total - sum(weight * _known(self.figures.value(key)) for key, weight in touched)

        def total(values: Values) -> Found:
            found: Fraction | Stretch = rest
            for key, weight in touched:
                value = values[key]
                if isinstance(value, Lack):
                    return value
                found = _added(found, weight, value)
            return found

        return total if touched else weights.total


class Trial:
    """The verdict on a case as a function of one figure."""

    def __init__(self, case: Case, key: Key, figures: Figures, chain: tuple[Link, ...], limit: Partial) -> None:
        self._case, self._key, self._chain, self._limit = case, key, chain, limit
        self.possible = figures.targets.indicators[key.indicator].possible

    def tried(self, figure: Fraction) -> Tried | None:
        """What becomes of *figure*; None where there cannot be such a figure, or would be no verdict."""
        if not self.possible.holds(figure):
            return None
        try:
            found = self._found(figure)
        except UnclearError:
            return None
        if found is None:
            return None
        (actual, _), (limit, _) = found
        target = self._case.spec.target
        demand = _demand_at(target.demand, limit)
        judged = as_judged(actual, target)
        return Tried(decide(demand, judged), margin_of(demand, judged))

    def is_never_missed(self, low: Fraction, high: Fraction) -> bool:
        """Whether it is certain that no figure from *low* to *high* is missed.

        Each is met, or makes what is out of bounds.
        """
        try:
            found = self._found(Stretch(low, high))
        except UnclearError:
            return False
        if found is None:
            return True
        target, (actual, limits) = self._case.spec.target, found
        judged = [as_judged(end, target) for end in actual]
        return all(_holds_between(_demand_at(target.demand, limit), *judged) for limit in limits)

    def _found(self, figure: Fraction | Stretch) -> tuple[Stretch, Stretch] | None:
        """The value and the limit that *figure* makes; None where something that it makes is out of bounds.

        Raises UnclearError where there may be no value.
        """
        values: dict[Key, Found] = {self._key: figure}
        for key, link, bounds in self._chain:
            value = _completed(link, values)
            within = value if bounds is None or isinstance(value, Lack) else _within(bounds, value)
            if within is None:
                return None
            values[key] = within
        return _stretch(values[self._case.key]), _stretch(_completed(self._limit, values))


def _within(bounds: Interval, value: Fraction | Stretch) -> Fraction | Stretch | None:
    """What a value can be within *bounds*; None where nothing is."""
    if not isinstance(value, Stretch):
        return value if bounds.holds(value) else None
    low = value.low if bounds.low is None else max(value.low, bounds.low)
    high = value.high if bounds.high is None else min(value.high, bounds.high)
    return Stretch(low, high) if low <= high else None


def _demand_at(demand: Demand | Versus, limit: Fraction) -> Demand:
    """What is demanded where *limit* is the value of a limit that is computed."""
    return demand_of(demand.operator, limit) if isinstance(demand, Versus) else demand


def _holds_between(demand: Demand, low: Fraction, high: Fraction) -> bool:
    """Whether every value from *low* to *high* meets *demand*, as far as its ends say so."""
    return isinstance(demand, Interval) and demand.holds(low) and demand.holds(high)


def _stretch(found: Found) -> Stretch:
    """What a value can be. Raises UnclearError where there may be none."""
    if isinstance(found, Lack):
        raise UnclearError
    return found if isinstance(found, Stretch) else Stretch(found, found)


def _computed(node: Computed, parts: tuple[Found, ...]) -> Found:
    known = [part for part in parts if not isinstance(part, Stretch)]
    return compute(node, tuple(known)) if len(known) == len(parts) else stretched(node, tuple(map(_stretch, parts)))


def _added(found: Fraction | Stretch, weight: int, value: Fraction | Stretch) -> Fraction | Stretch:
    if isinstance(found, Stretch) or isinstance(value, Stretch):
        return _stretch(found).plus(_stretch(value).times(weight))
    return found + weight * value


def _completed(found: Partial, values: Values) -> Found:
    return found(values) if callable(found) else found


def _known(value: Fraction | Lack) -> Fraction:
    """A value that is not lacking: a case that is judged lacks none."""
    assert isinstance(value, Fraction)
    return value


def _shortened(node: Sum | Product, parts: list[Partial]) -> tuple[Sum | Product, list[Partial]]:
    """A sum or product whose fixed operands are one: of hundreds of operands most often one alone moves."""
    fixed = [at for at, part in enumerate(parts) if not callable(part)]
    moving = [at for at, part in enumerate(parts) if callable(part)]
    start = Fraction(0 if isinstance(node, Sum) else 1)
    known = compute(_of(node, fixed), (start, *(part for part in parts if not callable(part))))
    return _of(node, moving), [known, *(parts[at] for at in moving)]


def _of(node: Sum | Product, chosen: list[int]) -> Sum | Product:
    """The sum or product of the *chosen* operands behind one that comes first and has no sign of its own."""
    return node._replace(operands=(node.operands[0], *(node.operands[at] for at in chosen)))
