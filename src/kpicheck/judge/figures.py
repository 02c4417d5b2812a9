"""Which figures make a value: one for exactly that period, or its parts, by the indicator's aggregation."""

from collections.abc import Iterator
from fractions import Fraction

from kpicheck.demand import ends as ends_of
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack, Lacking, lack
from kpicheck.judge.measure import measured
from kpicheck.judge.parts import Parts, Reported, joined, next_shorter
from kpicheck.judge.precision import distinct, places_computed
from kpicheck.period import Period
from kpicheck.plan import Plan
from kpicheck.point import Key, Point
from kpicheck.problem import Argument, Problem, problem
from kpicheck.submission import Submission
from kpicheck.targets.model import Aggregation, Indicator


class Figures:
    """The values of one run by their keys, reported and computed; each is made once."""

    def __init__(self, plan: Plan, submission: Submission) -> None:
        self.plan, self.submission, self.targets = plan, submission, plan.targets
        self._reported: dict[Key, Reported] = {}
        self._values: dict[Key, Fraction | Lack] = {}
        self.parts = Parts(submission, plan.targets.indicators)

    def value(self, key: Key) -> Fraction | Lack:
        """The value at *key* in base units, computed or reported; what it is computed from comes first."""
        if key not in self._values:
            for each in self.plan.behind(key):
                if each not in self._values:
                    self._values[each] = self._value(each)
        return self._values[key]

    def _value(self, key: Key) -> Fraction | Lack:
        formula, indicator = self.plan.formula(key), self.targets.indicators[key.indicator]
        found = self.reported(key).value if formula is None else evaluate(formula.node, key.point, self.look_up)
        if isinstance(found, Lack) or indicator.bounds is None or indicator.bounds.holds(found):
            return found
        return Lack(Lacking.INVALID, (out_of_bounds(found, indicator),))

    def look_up(self, name: str, point: Point) -> Fraction | Lack:
        """The value of what a formula names."""
        return self.value(self.plan.key(name, point))

    def periods(self, key: Key) -> tuple[Period, ...]:
        """The periods for which the indicator and the entity of *key* have anything."""
        return self.parts.periods(key)

    def reported(self, key: Key) -> Reported:
        """The reported value at *key*, or what is lacking."""
        if key not in self._reported:
            self._reported[key] = self._made(key)
        return self._reported[key]

    def _made(self, key: Key) -> Reported:
        known = self.parts.known(key)
        if known.made is None:
            return Reported(self._missing(key), (key, *known.keys))
        return self.parts.not_fallen(key, known.made)

    def _missing(self, key: Key) -> Lack:
        """What was not submitted, by name: the figure itself, or the parts that are absent beside others."""
        cell = self.submission.unplaced.get(key.indicator)
        if cell is not None and cell.place is not None:
            return self._lack("missing-unplaced", key, cell=cell.place, why=cell.code)
        if absent := ", ".join(map(str, self._absent_parts(key))):
            return self._lack("missing-parts", key, parts=absent)
        return self._lack("missing-figure", key)

    def _lack(self, code: str, key: Key, **arguments: Argument) -> Lack:
        indicator = self.targets.indicators[key.indicator].called
        return lack(Lacking.MISSING, code, indicator=indicator, period=str(key.period), **arguments)

    def _absent_parts(self, key: Key) -> tuple[Period, ...]:
        """The parts of a flow that are absent beside others, of the finest length that was submitted."""
        present = [part.period for part in self.parts.known(key).keys]
        if not present:
            return ()
        parts = key.period.parts(min(when.months for when in present))
        uncovered = (part for part in parts if not any(when.contains(part) for when in present))
        return tuple(part for part in uncovered if self.parts.known(key._replace(period=part)).made is None)

    def so_far(self, key: Key) -> Reported | None:
        """What an unfinished period has already: a figure labelled with it, else the sum (or the last) of its parts."""
        if (found := self.parts.known(key).made) is not None:
            return found
        if self.targets.indicators[key.indicator].aggregation is Aggregation.FLOW:
            parts = list(self._parts_so_far(key))
            return joined(parts) if parts else None
        within = [when for when in self.periods(key) if key.period.contains(when)]
        latest = max(within, key=lambda when: when.by_end, default=None)
        return None if latest is None else self.parts.exact(key._replace(period=latest))

    def _parts_so_far(self, key: Key) -> Iterator[Reported]:
        """The parts that are there, none counted twice, the coarsest first."""
        if (found := self.parts.known(key).made) is not None:
            yield found
            return
        for part in next_shorter(key.period):
            yield from self._parts_so_far(key._replace(period=part))


def out_of_bounds(value: Fraction, indicator: Indicator) -> Problem:
    """The problem of a value that its indicator's bounds do not allow, shown so that it differs from them."""
    unit, bounds = indicator.own_unit, indicator.bounds
    assert unit is not None  # what has bounds is a quantity
    assert bounds is not None
    node = indicator.formula.node if indicator.formula is not None else None
    shown, ends = value / unit.factor, [end / unit.factor for end in ends_of(bounds)]
    text = measured(value, unit, distinct(shown, ends, places_computed(value, unit, node)))
    return problem("out-of-bounds", indicator.place, text=text, bounds=indicator.bounds_text)
