"""What is judged, and which figures that needs: known before any figure is looked at.

A target is a spec: no point yet. A case is a spec at a point, made when asked for. What is used, what is missing by
name, the evidence and a form to fill in all follow from a case's keys.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kpicheck.demand import Demand, demand_of
from kpicheck.formula.evaluate import LookUp, evaluate, leaves
from kpicheck.formula.lack import Lack, Lacking, lack
from kpicheck.formula.syntax import NOWHERE, Name, Node
from kpicheck.period import Period
from kpicheck.point import Key, Point
from kpicheck.problem import Argument, KpiCheckError, problem
from kpicheck.targets.model import Base, Formula, Indicator, Target, TargetsFile, Versus


class Spec(NamedTuple):
    """A target with its indicator, and all that is evaluated for it: the value first, then what it is compared with."""

    target: Target
    indicator: Indicator
    expressions: tuple[Node, ...]


class Case(NamedTuple):
    """A spec at a point.

    `judged` is where its value is: at the point itself or, of a quantity with `due`, in the part of its period up to
    then.
    """

    spec: Spec
    point: Point
    judged: Point

    @property
    def id(self) -> str:
        """The verdict's id: target/entity/period, `-` where there is no entity."""
        return f"{self.spec.target.id}/{self.point.entity or '-'}/{self.point.period}"

    @property
    def key(self) -> Key:
        """The judged value."""
        return Key(self.spec.indicator.id, *self.judged)

    @property
    def end(self) -> date:
        """The day on which it is due: `due`, else the last day of its period."""
        return self.spec.target.due or self.point.period.last_day


class Plan:
    """All cases of a targets file, in its order, and the keys behind them; what was worked out once is remembered."""

    def __init__(self, targets: TargetsFile) -> None:
        self.targets = targets
        self.specs = tuple(_spec(target, targets) for target in targets.targets.values())
        self._operands: dict[Key, tuple[Key, ...]] = {}

    def cases(self, period: Period | None) -> Iterator[Case]:
        """The cases of the run's *period*; a target's own comes first. Raises KpiCheckError `no-period`."""
        for spec in self.specs:
            when = spec.target.period or period
            if when is None:
                raise KpiCheckError((problem("no-period"),))
            yield Case(spec, Point("", when), Point("", _judged(spec, when)))

    def key(self, name: str, point: Point) -> Key:
        """What a formula means by *name* at *point*."""
        return Key(self.targets.id_of(name), *point)

    def formula(self, key: Key) -> Formula | None:
        """What the value at *key* is computed by; None of a reported figure."""
        return self.targets.indicators[key.indicator].formula

    def needs(self, case: Case) -> tuple[Key, ...]:
        """The reported figures that a case needs, in the order of its formulas, each once."""
        return self.reported_keys(*self.named(case))

    def reported_keys(self, *keys: Key) -> tuple[Key, ...]:
        """The reported figures among *keys* and behind them."""
        return tuple(key for key in self.behind(*keys) if self.formula(key) is None)

    def named(self, case: Case) -> tuple[Key, ...]:
        """What the formulas of a case name: the judged value, then what it is compared with."""
        return tuple(key for each in case.spec.expressions for key in self.keys_in(each, case.judged))

    def keys_in(self, node: Node, point: Point) -> tuple[Key, ...]:
        """What a formula names at *point*."""
        return tuple(self.key(name, at) for name, at in leaves(node, point))

    def operands(self, key: Key) -> tuple[Key, ...]:
        """What a computed value is computed from; nothing for a reported figure."""
        if key not in self._operands:
            formula = self.formula(key)
            self._operands[key] = () if formula is None else self.keys_in(formula.node, key.point)
        return self._operands[key]

    def behind(self, *keys: Key) -> tuple[Key, ...]:
        """*keys* and all that they are computed from, each once: what a value is computed from comes before it.

        Without recursion: formulas may use one another through many levels.
        """
        found: dict[Key, None] = {}
        waiting = [(key, False) for key in reversed(keys)]
        while waiting:
            key, is_ready = waiting.pop()
            if is_ready or key in found:
                found.setdefault(key)
                continue
            waiting.append((key, True))
            waiting.extend((operand, False) for operand in reversed(self.operands(key)) if operand not in found)
        return tuple(found)


def _judged(spec: Spec, period: Period) -> Period:
    """The part of *period* whose value is judged; all of it where the target is due before any part of it is over."""
    due, indicator = spec.target.due, spec.indicator
    if due is None or not indicator.is_number:
        return period
    return period.until(due) or period


def _spec(target: Target, targets: TargetsFile) -> Spec:
    compared = (each.expression for each in (target.demand, target.warn_demand) if isinstance(each, Versus))
    return Spec(target, targets.indicators[target.indicator], (Name(target.indicator, NOWHERE), *compared))


def settle(demand: Demand | Versus, point: Point, look_up: LookUp) -> Demand | Lack:
    """What is demanded at *point*, now that figures are known; a Lack where the limit has no value."""
    if not isinstance(demand, Versus):
        return demand
    limit = evaluate(demand.expression, point, look_up)
    if demand.base is not None:
        limit = _of_base(demand.base, point, limit)
    return limit if isinstance(limit, Lack) else demand_of(demand.operator, limit)


def _of_base(base: Base, point: Point, limit: Fraction | Lack) -> Fraction | Lack:
    """*limit*, a multiple of *base*, unless there can be none: the base is of another length, or not above zero."""
    arguments: dict[str, Argument] = {"name": base.name, "period": str(base.period)}
    if not base.fits(point.period):
        return lack(Lacking.INVALID, "baseline-length", **arguments, judged=str(point.period))
    if isinstance(limit, Lack) or limit > 0:
        return limit
    return lack(Lacking.INVALID, "baseline-not-positive", **arguments, why="negative" if limit else "zero")
