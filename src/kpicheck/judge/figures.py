"""Which figures make a value: one for exactly that period, or its parts, by the indicator's aggregation."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack, Lacking, lack
from kpicheck.period import HALF, MONTH, QUARTER, Period, day
from kpicheck.plan import Plan
from kpicheck.point import Key, Point
from kpicheck.problem import Argument, Problem, problem
from kpicheck.quantity import quantity_text
from kpicheck.submission import Submission
from kpicheck.submission.figure import Figure
from kpicheck.targets.model import Aggregation
from kpicheck.unit import Unit

_GRAINS: Final = (HALF, QUARTER, MONTH)
_LAST: Final = frozenset({Aggregation.STOCK, Aggregation.CUMULATIVE})


class Used(NamedTuple):
    """A figure that a verdict is made of, and its key."""

    key: Key
    figure: Figure

    @property
    def end(self) -> date:
        """The last day of its period."""
        return self.key.period.last_day


class Reported(NamedTuple):
    """A reported value, and what it is made of.

    `keys` are where figures were looked for, whether or not there is a value; `figures` those that it is made of.
    """

    value: Fraction | Lack
    keys: tuple[Key, ...] = ()
    figures: tuple[Used, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def step(self) -> Fraction:
        """One of the coarsest last digit of its figures, in base units."""
        return max((used.figure.step for used in self.figures), default=Fraction(0))


class Figures:
    """The values of one run by their keys, reported and computed; each is made once."""

    def __init__(self, plan: Plan, submission: Submission) -> None:
        self.plan, self.submission, self.targets = plan, submission, plan.targets
        self._reported: dict[Key, Reported] = {}
        self._values: dict[Key, Fraction | Lack] = {}
        self._periods: dict[tuple[str, str], tuple[Period, ...]] = {}

    def value(self, key: Key) -> Fraction | Lack:
        """The value at *key* in base units, computed or reported; what it is computed from comes first."""
        if key not in self._values:
            for each in self.plan.behind(key):
                if each not in self._values:
                    self._values[each] = self._value(each)
        return self._values[key]

    def _value(self, key: Key) -> Fraction | Lack:
        formula = self.plan.formula(key)
        return self.reported(key).value if formula is None else evaluate(formula.node, key.point, self.look_up)

    def look_up(self, name: str, point: Point) -> Fraction | Lack:
        """The value of what a formula names."""
        return self.value(self.plan.key(name, point))

    def reported(self, key: Key) -> Reported:
        """The reported value at *key*, or what is lacking."""
        if key not in self._reported:
            self._reported[key] = self._made(key)
        return self._reported[key]

    def _made(self, key: Key) -> Reported:
        exact, parts = self._exact(key), self._aggregate(key)
        if exact is None:
            return parts or Reported(self._missing(key), (key, *self._present_parts(key)))
        if parts is None or isinstance(exact.value, Lack) or isinstance(parts.value, Lack):
            return exact
        return _checked(key, self.targets.indicators[key.indicator].unit, exact, parts)

    def _exact(self, key: Key) -> Reported | None:
        found = self.submission.at(key)
        if isinstance(found, Problem):
            return Reported(Lack(Lacking.INVALID, (found,)), (key,))
        return None if found is None else Reported(found.value, (key,), (Used(key, found),), found.notes)

    def _aggregate(self, key: Key) -> Reported | None:
        """The coarsest complete partition of a flow, the last part of a stock or a cumulative figure."""
        aggregation = self._aggregation(key)
        is_flow = aggregation is Aggregation.FLOW
        if not (is_flow or aggregation in _LAST) or not self._has_finer(key):
            return None
        for months in _GRAINS:
            parts = key.period.parts(months)
            found = [self._found(key._replace(period=part)) for part in (parts if is_flow else parts[-1:])]
            whole = [each for each in found if each is not None]
            if found and len(whole) == len(found):
                return _joined(whole)
        if aggregation is not Aggregation.STOCK:
            return None
        return self._exact(key._replace(period=day(key.period.last_day)))

    def _aggregation(self, key: Key) -> Aggregation | None:
        return self.targets.indicators[key.indicator].aggregation

    def _has_finer(self, key: Key) -> bool:
        """Whether anything shorter was submitted; most often nothing was."""
        return any(when.months < key.period.months for when in self.periods(key))

    def periods(self, key: Key) -> tuple[Period, ...]:
        """The periods for which the indicator and the entity of *key* have anything."""
        series = (key.indicator, key.entity)
        if series not in self._periods:
            self._periods[series] = self.submission.periods(*series)
        return self._periods[series]

    def _found(self, key: Key) -> Reported | None:
        return self._exact(key) or self._aggregate(key)

    def _missing(self, key: Key) -> Lack:
        """What was not submitted, by name: the figure itself, or the parts that are absent beside others."""
        cell = self.submission.unplaced.get(key.indicator)
        if cell is not None and cell.place is not None:
            return _missing_lack("missing-unplaced", key, cell=cell.place, why=cell.code)
        if absent := ", ".join(map(str, self._absent_parts(key))):
            return _missing_lack("missing-parts", key, parts=absent)
        return _missing_lack("missing-figure", key)

    def _absent_parts(self, key: Key) -> tuple[Period, ...]:
        """The parts of a flow that are absent beside others, of the finest length that was submitted."""
        present = [part.period for part in self._present_parts(key)]
        if not present:
            return ()
        parts = key.period.parts(min(when.months for when in present))
        uncovered = (part for part in parts if not any(when.contains(part) for when in present))
        return tuple(part for part in uncovered if self._found(key._replace(period=part)) is None)

    def _present_parts(self, key: Key) -> tuple[Key, ...]:
        """The parts of a flow that were submitted, though its period is not complete."""
        if self._aggregation(key) is not Aggregation.FLOW:
            return ()
        parts = (key._replace(period=part) for months in _GRAINS for part in key.period.parts(months))
        return tuple(part for part in parts if self.submission.at(part) is not None)

    def so_far(self, key: Key) -> Reported | None:
        """What an unfinished period has already: a figure labelled with it, else the sum (or the last) of its parts."""
        if (found := self._found(key)) is not None:
            return found
        if self._aggregation(key) is Aggregation.FLOW:
            parts = list(self._parts_so_far(key))
            return _joined(parts) if parts else None
        ends = [part for months in (QUARTER, MONTH) for part in key.period.parts(months)]
        ends.sort(key=lambda part: part.by_end, reverse=True)
        latest = (self._exact(key._replace(period=part)) for part in ends)
        return next((each for each in latest if each is not None), None)

    def _parts_so_far(self, key: Key) -> Iterator[Reported]:
        """The parts that are there, none counted twice, the coarsest first."""
        if (found := self._found(key)) is not None:
            yield found
            return
        finer = next((parts for months in _GRAINS if (parts := key.period.parts(months))), ())
        for part in finer:
            yield from self._parts_so_far(key._replace(period=part))


def _missing_lack(code: str, key: Key, **arguments: Argument) -> Lack:
    return lack(Lacking.MISSING, code, indicator=key.indicator, period=str(key.period), **arguments)


def _joined(parts: list[Reported]) -> Reported:
    """The sum of parts (one part is itself); the first lack of any."""
    keys = tuple(key for part in parts for key in part.keys)
    lacks = [part.value for part in parts if isinstance(part.value, Lack)]
    if lacks:
        return Reported(lacks[0], keys)
    total = sum((part.value for part in parts if isinstance(part.value, Fraction)), Fraction(0))
    figures = tuple(used for part in parts for used in part.figures)
    return Reported(total, keys, figures, tuple(note for part in parts for note in part.notes))


def _checked(key: Key, unit: Unit | None, exact: Reported, parts: Reported) -> Reported:
    """The figure beside the sum of its parts: a difference that rounding explains is a note, else it is invalid."""
    keys = tuple(dict.fromkeys((*exact.keys, *parts.keys)))
    assert isinstance(exact.value, Fraction)
    assert isinstance(parts.value, Fraction)
    difference = abs(exact.value - parts.value)
    if difference == 0:
        return exact._replace(keys=keys)
    allowed = sum((used.figure.step for used in (*exact.figures, *parts.figures)), Fraction(0)) / 2
    code = "parts-differ-by-rounding" if difference <= allowed else "parts-disagree"
    found = problem(
        code,
        exact.figures[0].figure.readings[0].value_place,
        indicator=key.indicator,
        period=str(key.period),
        difference=_text(difference, unit),
        allowed=_text(allowed, unit),
    )
    if difference <= allowed:
        return exact._replace(keys=keys, notes=(*exact.notes, found))
    return Reported(Lack(Lacking.INVALID, (found,)), keys)


def _text(base: Fraction, unit: Unit | None) -> str:
    """Base units as text in *unit*, where there is one."""
    return quantity_text(base if unit is None else base / unit.factor, unit)
