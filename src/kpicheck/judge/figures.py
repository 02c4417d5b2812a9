"""Which figures make a period: one for exactly that period, or its parts, by the indicator's kind."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.formula.evaluate import evaluate, leaves
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.formula.syntax import Node
from kpicheck.matching import Figure, Key
from kpicheck.period import HALF, MONTH, QUARTER, Period, day
from kpicheck.point import Point
from kpicheck.problem import Problem, problem
from kpicheck.quantity import exact_text
from kpicheck.targets.model import Indicator, Kind, TargetsFile

_LENGTHS: Final = (HALF, QUARTER, MONTH)
_LAST: Final = frozenset({Kind.STOCK, Kind.CUMULATIVE})


class Leaf(NamedTuple):
    """A reported value of one indicator in one period, and what it rests on.

    `keys` are the figures that the plan names, whether or not there is a value; `figures` those that it was made of.
    """

    value: Fraction | Lack
    keys: tuple[Key, ...] = ()
    figures: tuple[tuple[Key, Figure], ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def step(self) -> Fraction:
        """One of the coarsest last digit of its figures, in base units."""
        return max((figure.step for _, figure in self.figures), default=Fraction(0))


class Figures:
    """The figures of one run, by indicator and period; every value is computed once."""

    def __init__(
        self, targets: TargetsFile, figures: dict[Key, Figure | Problem], unplaced: dict[str, Problem]
    ) -> None:
        self.targets, self.given, self.unplaced = targets, figures, unplaced
        self._periods: dict[str, list[Period]] = {}
        for id_, when in figures:
            self._periods.setdefault(id_, []).append(when)
        self._leaves: dict[Key, Leaf] = {}
        self._values: dict[Key, Fraction | Lack] = {}

    def periods(self, id_: str) -> list[Period]:
        """The periods for which something was submitted of an indicator."""
        return self._periods.get(id_, [])

    def value(self, id_: str, period: Period) -> Fraction | Lack:
        """The value of an indicator in base units: computed, or submitted."""
        waiting = [(id_, period)]
        while waiting:  # what a formula names is computed before it: formulas are not evaluated within one another
            key = waiting.pop()
            if key in self._values:
                continue
            needed = [each for each in self._named(*key) if each not in self._values]
            if needed:
                waiting += [key, *needed]
            else:
                self._values[key] = self._computed(*key)
        return self._values[id_, period]

    def _named(self, id_: str, period: Period) -> list[Key]:
        """What an indicator is computed from: nothing where it is reported."""
        formula = self.targets.indicators[id_].formula
        found = () if formula is None else leaves(formula.node, Point("", period))
        return [(self.targets.id_of(name), point.period) for name, point in found]

    def _computed(self, id_: str, period: Period) -> Fraction | Lack:
        formula = self.targets.indicators[id_].formula
        if formula is None:
            return self.leaf(id_, period).value
        return evaluate(formula.node, Point("", period), self.look_up)

    def look_up(self, name: str, point: Point) -> Fraction | Lack:
        """The value of what a formula names."""
        return self.value(self.targets.id_of(name), point.period)

    def reported(self, id_: str, period: Period) -> tuple[Key, ...]:
        """The reported figures that an indicator's value in *period* rests on, in the order of its formula."""
        return self._behind([(id_, period)])

    def behind(self, node: Node, period: Period) -> tuple[Key, ...]:
        """The reported figures that a formula rests on."""
        return self._behind([(self.targets.id_of(name), each.period) for name, each in leaves(node, Point("", period))])

    def behind_leaf(self, id_: str, period: Period) -> tuple[Key, ...]:
        """The figures that a reported value was looked for in: itself, or its parts."""
        return self.leaf(id_, period).keys

    def used(self, id_: str, period: Period) -> tuple[tuple[Key, Figure], ...]:
        """The figures that a reported value was made of."""
        return self.leaf(id_, period).figures

    def _behind(self, wanted: list[Key]) -> tuple[Key, ...]:
        found: dict[Key, None] = {}
        waiting, seen = list(reversed(wanted)), set()
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            if self.targets.indicators[key[0]].formula is None:
                found[key] = None
            else:
                waiting.extend(reversed(self._named(*key)))
        return tuple(found)

    def leaf(self, id_: str, period: Period) -> Leaf:
        """The reported figure of an indicator in *period*, or what is lacking, with the keys that were looked for."""
        key = (id_, period)
        if key not in self._leaves:
            self._leaves[key] = self._leaf(self.targets.indicators[id_], period)
        return self._leaves[key]

    def _leaf(self, indicator: Indicator, period: Period) -> Leaf:
        exact, parts = self._exact(indicator, period), self._aggregate(indicator, period)
        if exact is None:
            keys = ((indicator.id, period), *self._present_keys(indicator, period))
            return parts or Leaf(self._missing(indicator, period), keys)
        if parts is None or isinstance(exact.value, Lack) or isinstance(parts.value, Lack):
            return exact
        return _compared(indicator, period, exact, parts)

    def _exact(self, indicator: Indicator, period: Period) -> Leaf | None:
        key = (indicator.id, period)
        given = self.given.get(key)
        if given is None:
            return None
        if isinstance(given, Problem):
            return Leaf(Lack(Lacking.INVALID, (given,)), (key,))
        return Leaf(as_fraction(given), (key,), ((key, given),), given.notes)

    def _aggregate(self, indicator: Indicator, period: Period) -> Leaf | None:
        """The coarsest complete partition of a flow, the last part of a stock or a cumulative figure."""
        finer = any(when.months < period.months for when in self.periods(indicator.id))
        if not finer or (indicator.kind is not Kind.FLOW and indicator.kind not in _LAST):
            return None
        for length in _LENGTHS:
            parts = period.parts(length)
            if indicator.kind is not Kind.FLOW:
                parts = parts[-1:]
            found = [leaf for part in parts if (leaf := self._found(indicator, part)) is not None]
            if parts and len(found) == len(parts):
                return _joined(found)
        return self._last_day(indicator, period) if indicator.kind is Kind.STOCK else None

    def _found(self, indicator: Indicator, period: Period) -> Leaf | None:
        return self._exact(indicator, period) or self._aggregate(indicator, period)

    def _last_day(self, indicator: Indicator, period: Period) -> Leaf | None:
        return self._exact(indicator, day(period.last_day))

    def _missing(self, indicator: Indicator, period: Period) -> Lack:
        """What was not submitted, by name: the figure itself, or the parts that are absent beside others."""
        if (cell := self.unplaced.get(indicator.id)) is not None and cell.place is not None:
            found = problem(
                "missing-unplaced", indicator=indicator.id, period=str(period), cell=cell.place, why=cell.code
            )
            return Lack(Lacking.MISSING, (found,))
        absent = self._absent_parts(indicator, period)
        if absent:
            names = ", ".join(str(part) for part in absent)
            return Lack(
                Lacking.MISSING, (problem("missing-parts", indicator=indicator.id, period=str(period), parts=names),)
            )
        return Lack(Lacking.MISSING, (problem("missing-figure", indicator=indicator.id, period=str(period)),))

    def _absent_parts(self, indicator: Indicator, period: Period) -> tuple[Period, ...]:
        """The parts of a flow that are absent beside others, of the finest length that was submitted."""
        present = [key[1] for key in self._present_keys(indicator, period)]
        if not present:
            return ()
        finest = min(when.months for when in present)
        parts = (part for part in period.parts(finest) if not any(when.contains(part) for when in present))
        return tuple(part for part in parts if self._found(indicator, part) is None)

    def _present_keys(self, indicator: Indicator, period: Period) -> tuple[Key, ...]:
        """The figures of a flow's parts that are there though its period is not complete."""
        if indicator.kind is not Kind.FLOW:
            return ()
        parts = (part for length in _LENGTHS for part in period.parts(length))
        return tuple((indicator.id, part) for part in parts if (indicator.id, part) in self.given)

    def so_far(self, indicator: Indicator, period: Period) -> Leaf | None:
        """What an unfinished period has already: a figure labelled with it, else the sum (or the last) of its parts."""
        exact = self._found(indicator, period)
        if exact is not None:
            return exact
        if indicator.kind is Kind.FLOW:
            found = list(self._present(indicator, period))
            return _joined(found) if found else None
        parts = [part for length in (QUARTER, MONTH) for part in period.parts(length)]
        last = max((p for p in parts if self._exact(indicator, p)), key=lambda p: p.last_day, default=None)
        return None if last is None else self._exact(indicator, last)

    def _present(self, indicator: Indicator, period: Period) -> Iterable[Leaf]:
        """The parts that are there, none counted twice, the coarsest first."""
        found = self._found(indicator, period)
        if found is not None:
            yield found
            return
        finer = [length for length in _LENGTHS if period.parts(length)]
        for part in period.parts(finer[0]) if finer else ():
            yield from self._present(indicator, part)


def as_fraction(figure: Figure) -> Fraction:
    """A figure's value as what is compared: base units, a rung's rank, or a day's ordinal number."""
    value = figure.value
    return value if isinstance(value, Fraction) else Fraction(value if isinstance(value, int) else value.toordinal())


def _joined(parts: list[Leaf]) -> Leaf:
    """The sum of parts (one part is itself); the worst lack of any."""
    keys = tuple(key for leaf in parts for key in leaf.keys)
    lacks = [leaf.value for leaf in parts if isinstance(leaf.value, Lack)]
    if lacks:
        return Leaf(lacks[0], keys)
    total = sum((leaf.value for leaf in parts if isinstance(leaf.value, Fraction)), Fraction(0))
    figures = tuple(each for leaf in parts for each in leaf.figures)
    return Leaf(total, keys, figures, tuple(note for leaf in parts for note in leaf.notes))


def _compared(indicator: Indicator, period: Period, exact: Leaf, parts: Leaf) -> Leaf:
    """The exact figure beside the sum of its parts: a difference that rounding explains is a note, else invalid."""
    keys = (*exact.keys, *(key for key in parts.keys if key not in exact.keys))
    assert isinstance(exact.value, Fraction)
    assert isinstance(parts.value, Fraction)
    difference = abs(exact.value - parts.value)
    if difference == 0:
        return exact._replace(keys=keys)
    allowed = sum((figure.step for _, figure in (*exact.figures, *parts.figures)), Fraction(0)) / 2
    factor = indicator.unit.factor if indicator.unit else Fraction(1)
    unit = indicator.unit.name if indicator.unit else ""
    is_rounding = difference <= allowed
    told = problem(
        "parts-differ-by-rounding" if is_rounding else "parts-disagree",
        exact.figures[0][1].readings[0].value_place,
        indicator=indicator.id,
        period=str(period),
        difference=f"{exact_text(difference / factor)}{unit}",
        allowed=f"{exact_text(allowed / factor)}{unit}",
    )
    if is_rounding:
        return exact._replace(keys=keys, notes=(*exact.notes, told))
    return Leaf(Lack(Lacking.INVALID, (told,)), keys)
