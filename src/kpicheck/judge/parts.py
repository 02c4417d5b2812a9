"""A period's own figure and those of its parts: what they make, and whether they agree at every level."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.formula.lack import Lack, Lacking
from kpicheck.judge.agreement import (
    ANYTHING,
    NOT_NEGATIVE,
    Contradiction,
    Possible,
    contradiction,
    printed,
    total,
)
from kpicheck.judge.measure import margin_unit, measured
from kpicheck.period import HALF, MONTH, QUARTER, YEAR, Period, day
from kpicheck.point import Key
from kpicheck.problem import Measured, Problem, problem
from kpicheck.quantity import PURE
from kpicheck.submission import Submission
from kpicheck.submission.figure import Figure
from kpicheck.targets.model import Aggregation, Indicator
from kpicheck.unit import Unit

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


class Known(NamedTuple):
    """What is known of a value by a period's own figure and by those of its parts.

    `made` is the value that they make, None where neither is complete; `possible` what it can be; `keys` all that were
    submitted; `wrong` says which of them contradict each other, `rounding` which of them differ by rounding.
    """

    made: Reported | None
    possible: Possible
    keys: tuple[Key, ...]
    wrong: Problem | None = None
    rounding: tuple[Problem, ...] = ()


class Parts:
    """The reported values of one run, each made once of what was submitted for its period and for parts of it."""

    def __init__(self, submission: Submission, indicators: Mapping[str, Indicator]) -> None:
        self.submission, self._indicators = submission, indicators
        self._all_known: dict[Key, Known] = {}
        self._periods: dict[tuple[str, str], tuple[Period, ...]] = {}
        self._shortest: dict[tuple[str, str], int] = {}

    def known(self, key: Key) -> Known:
        """What the figure at *key* and those of its parts say, held against each other at every level."""
        if key not in self._all_known:
            self._all_known[key] = self._held_together(key)
        return self._all_known[key]

    def _held_together(self, key: Key) -> Known:
        own, parts = self.exact(key), [self.known(part) for part in self._parts(key)]
        keys = own.keys if own is not None else ()
        possible = self._possible(key, own)
        if not parts:  # most figures are all there is
            return Known(own, possible, keys)
        keys += tuple(found for part in parts for found in part.keys)
        whole, by_parts = joined([part.made for part in parts]), total(part.possible for part in parts)
        wrong = next((part.wrong for part in parts if part.wrong is not None), None)
        if wrong is None and own is not None and (clash := contradiction(possible, by_parts)) is not None:
            wrong = self._disagreement(key, own, clash, self._relation(key, whole))
        if wrong is not None:
            return Known(self._invalid(wrong, keys), possible, keys, wrong)
        notes = (*(note for part in parts for note in part.rounding), *self._rounding(key, own, whole))
        return Known(_with(own or whole, keys, notes if own else ()), possible.narrowed(by_parts), keys, None, notes)

    def _possible(self, key: Key, own: Reported | None) -> Possible:
        """What a value can be by its own figure; a flow that cannot fall is not below zero, absent or rounded to it."""
        is_flow = self._aggregation(key) is Aggregation.FLOW
        found = self._by_figure(key, own)
        return found.narrowed(NOT_NEGATIVE) if is_flow and self._indicator(key).cannot_fall else found

    def _by_figure(self, key: Key, found: Reported | None) -> Possible:
        """What a value can be by one submitted figure."""
        if found is None or isinstance(found.value, Lack):
            return ANYTHING
        return printed(found.value, self._indicator(key).slack(found.step))

    def exact(self, key: Key) -> Reported | None:
        """What was submitted for exactly that period; None where nothing was."""
        found = self.submission.at(key)
        if isinstance(found, Problem):
            return Reported(Lack(Lacking.INVALID, (found,)), (key,))
        return None if found is None else Reported(found.value, (key,), (Used(key, found),), found.notes)

    def _parts(self, key: Key) -> tuple[Key, ...]:
        """The next shorter periods that make a flow, the last of them for a stock or a cumulative figure.

        None where nothing shorter was submitted at all, as is most often so.
        """
        aggregation = self._aggregation(key)
        is_flow, when = aggregation is Aggregation.FLOW, key.period
        if not (is_flow or aggregation in _LAST) or self._finest(key) >= when.months:
            return ()
        parts = next_shorter(when)
        if not is_flow:
            parts = parts[-1:] or (day(when.last_day),)
        return tuple(key._replace(period=part) for part in parts)

    def _relation(self, key: Key, whole: Reported | None) -> str:
        """What a period's parts are to it: a sum, a sum that is not complete, or its last part."""
        if self._aggregation(key) is not Aggregation.FLOW:
            return "last"
        return "exceed" if whole is None else "sum"

    def _rounding(self, key: Key, own: Reported | None, whole: Reported | None) -> Iterator[Problem]:
        """The note that a figure and its parts differ, though no more than rounding explains."""
        if own is None or whole is None or isinstance(own.value, Lack) or isinstance(whole.value, Lack):
            return
        if own.value != whole.value:
            used, slack_of = (*own.figures, *whole.figures), self._indicator(key).slack
            slack = sum((slack_of(each.figure.step) for each in used), Fraction(0))
            found = Contradiction(abs(own.value - whole.value), slack)
            yield self._disagreement(key, own, found, self._relation(key, whole), "parts-differ-by-rounding")

    def not_fallen(self, key: Key, made: Reported) -> Reported:
        """What is *made* at *key*; where it counts from the year's start and cannot fall, held against earlier ones."""
        indicator = self._indicator(key)
        is_cumulative = indicator.aggregation is Aggregation.CUMULATIVE
        if isinstance(made.value, Lack) or not (is_cumulative and indicator.cannot_fall):
            return made
        end = key.period.last_day
        earlier = [
            found
            for when in self.periods(key)
            if when.last_day < end and when.last_day.year == end.year
            and (found := self.exact(key._replace(period=when))) is not None
        ]  # fmt: skip
        keys = (*made.keys, *(key for each in earlier for key in each.keys))
        possible = self.known(key).possible
        for each in earlier:
            if (clash := contradiction(possible, Possible(self._by_figure(key, each).low))) is not None:
                return self._invalid(self._disagreement(key, made, clash, "earlier"), keys)
        return made._replace(keys=keys)

    def _disagreement(
        self, key: Key, own: Reported, by: Contradiction, why: str, code: str = "parts-disagree"
    ) -> Problem:
        indicator, cell = self._indicator(key), own.figures[0].figure.readings[0].value_place
        return problem(
            code, cell, indicator=indicator.called, period=str(key.period), why=why,
            difference=_difference(by.difference, indicator.unit), allowed=_difference(by.allowed, indicator.unit),
        )  # fmt: skip

    def _invalid(self, wrong: Problem, keys: tuple[Key, ...]) -> Reported:
        """No value, because of what is *wrong*; all the figures that it is about are in the evidence."""
        found = ((key, self.submission.at(key)) for key in keys)
        figures = tuple(Used(key, figure) for key, figure in found if isinstance(figure, Figure))
        return Reported(Lack(Lacking.INVALID, (wrong,)), keys, figures)

    def _indicator(self, key: Key) -> Indicator:
        return self._indicators[key.indicator]

    def _aggregation(self, key: Key) -> Aggregation | None:
        return self._indicator(key).aggregation

    def _finest(self, key: Key) -> int:
        """How many months the shortest period has for which anything was submitted."""
        series = (key.indicator, key.entity)
        if series not in self._shortest:
            self._shortest[series] = min((when.months for when in self.periods(key)), default=YEAR)
        return self._shortest[series]

    def periods(self, key: Key) -> tuple[Period, ...]:
        """The periods for which the indicator and the entity of *key* have anything."""
        series = (key.indicator, key.entity)
        if series not in self._periods:
            self._periods[series] = self.submission.periods(*series)
        return self._periods[series]


def next_shorter(period: Period) -> tuple[Period, ...]:
    """The coarsest parts that make up *period*; none of a month or a day."""
    return next((parts for months in (HALF, QUARTER, MONTH) if (parts := period.parts(months))), ())


def _with(found: Reported | None, keys: tuple[Key, ...], notes: tuple[Problem, ...]) -> Reported | None:
    return None if found is None else found._replace(keys=keys, notes=(*found.notes, *notes))


def joined(parts: Sequence[Reported | None]) -> Reported | None:
    """The sum of parts (one part is itself); the first lack of any, else None where one is absent."""
    whole = [part for part in parts if part is not None]
    keys = tuple(key for part in whole for key in part.keys)
    lacks = [part.value for part in whole if isinstance(part.value, Lack)]
    if lacks:  # what cannot be used comes before what is absent
        return Reported(lacks[0], keys)
    if len(whole) < len(parts):
        return None
    found = sum((part.value for part in whole if isinstance(part.value, Fraction)), Fraction(0))
    figures = tuple(used for part in whole for used in part.figures)
    return Reported(found, keys, figures, tuple(note for part in whole for note in part.notes))


def _difference(base: Fraction, unit: Unit | None) -> Measured:
    """A difference of values of *unit*, in percentage points of a %."""
    return measured(base, PURE if unit is None else margin_unit(unit))
