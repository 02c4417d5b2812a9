"""All that was submitted: readings to figures at points, duplicates merged, the fate of every cell decided once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import chain
from typing import NamedTuple

from kpicheck.period import Period, day
from kpicheck.point import Key
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.sources import Reading, Source
from kpicheck.submission.figure import Figure
from kpicheck.submission.matching import Matcher
from kpicheck.submission.series import Series
from kpicheck.targets.model import TargetsFile


class Fate(Enum):
    """What becomes of a cell."""

    USED = "used"
    UNUSED = "unused"
    MISSING = "missing"  # marked as not available
    REFUSED = "refused"


class Accounting(NamedTuple):
    """What became of the submitted cells, each counted once: read = used + unused + missing + refused."""

    used: int
    unused: int
    missing: int
    refused: int

    @property
    def read(self) -> int:
        """All of them."""
        return sum(self)


class Unused(NamedTuple):
    """A figure that no verdict needs; its note is made when asked for, because there can be very many."""

    reading: Reading
    indicator: str
    period: Period

    def note(self) -> Problem:
        """The note that says so."""
        place, period = self.reading.value_place, str(self.period)
        return problem("unused-figure", place, indicator=self.indicator, period=period)


class Fates(NamedTuple):
    """What became of cells: of all of them, and of those of the indicators that were asked for.

    Of the latter, `late` are for a period after as-of, and `unused` those that no verdict needs.
    """

    all: Accounting
    own: Accounting
    late: tuple[Problem, ...]
    unused: tuple[Unused, ...]


class Submission:
    """What was submitted, as it can be known at the end of the day *as_of*.

    `period` is the run's: what was asked for, else the latest that was submitted. `unplaced` has, by indicator, a
    refused cell that belongs to no period, or perhaps to another entity or basis.
    """

    def __init__(self, matcher: Matcher, sources: tuple[Source, ...], period: Period | None, as_of: date) -> None:
        self.sources, self.period, self.as_of = sources, period, as_of
        last = day(as_of)
        self._last = last.first, last.day
        self.derived, self.unplaced, self._matcher = tuple(matcher.derived), matcher.unplaced, matcher

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them."""
        return self.problems_of(None)

    def problems_of(self, indicators: Collection[str] | None) -> tuple[Problem, ...]:
        """Those of the tables, of cells, and of names that no indicator has: of some *indicators*, or of all."""
        tables = (found for source in self.sources for found in source.problems)
        return (*tables, *self._refused(indicators), *self._matcher.unknown_names(indicators))

    def falls(self, used: Iterable[Key]) -> Iterator[Problem]:
        """A warning for each figure that should not be below the one before it, in the years of the *used* keys."""
        years: dict[str, set[int]] = {}
        for key in used:
            years.setdefault(key.indicator, set()).add(key.period.last_day.year)
        for id_, series in self._matcher.series.items():
            if id_ in years and series.counts_up:
                yield from series.falls(years[id_], self._is_late)

    def _refused(self, indicators: Collection[str] | None) -> Iterator[Problem]:
        refused = self._matcher.refused
        if indicators is None:
            yield from refused.values()
            return
        for index, reading in enumerate(_readings(self.sources)):
            if index in refused and _is_of(self._matcher.series_of(reading.indicator), indicators):
                yield refused[index]

    def at(self, key: Key) -> Figure | Problem | None:
        """The figure at *key*, or why it cannot be used; None where none was submitted that is known by as-of."""
        series = self._matcher.series.get(key.indicator)
        if series is None:
            return None
        point = key.point
        if self._is_late(key.period):
            return None
        return series.refused.get(point) or series.figure(point)

    def periods(self, indicator: str, entity: str) -> tuple[Period, ...]:
        """The periods, in no order, for which `at` has something of an indicator."""
        series = self._matcher.series.get(indicator)
        if series is None:
            return ()
        return tuple(
            point.period
            for point in series.cells
            if point.entity == entity and not self._is_late(point.period)
        )

    def fates(self, used: Collection[Key], indicators: Collection[str] | None = None) -> Fates:
        """What became of the cells, now that it is known which keys are *used*: of some *indicators*, or of all."""
        counts, own, late, unused = dict.fromkeys(Fate, 0), dict.fromkeys(Fate, 0), [], []
        for index, reading in enumerate(_readings(self.sources)):
            series = self._matcher.series_of(reading.indicator)
            fate, why = self._fate(index, reading, series, used)
            counts[fate] += 1
            if indicators is not None and not _is_of(series, indicators):
                continue
            own[fate] += 1
            if isinstance(why, Unused):
                unused.append(why)
            elif why is not None:
                late.append(why)
        return Fates(Accounting(*counts.values()), Accounting(*own.values()), tuple(late), tuple(unused))

    def _fate(
        self, index: int, reading: Reading, series: Series | None, used: Collection[Key]
    ) -> tuple[Fate, Problem | Unused | None]:
        """What becomes of one cell, and why where no problem says so yet."""
        if series is None:
            return Fate.UNUSED, None
        if index in self._matcher.marked:
            return Fate.MISSING, None
        if index in self._matcher.refused:
            return Fate.REFUSED, None
        point = self._matcher.point(reading, series.indicator)
        if series.indicator.formula is not None:
            return Fate.UNUSED, None
        if point in series.refused:  # because of another cell
            return Fate.REFUSED, None
        if self._is_late(point.period):
            as_of = self.as_of.isoformat()
            return Fate.UNUSED, problem("after-as-of", reading.value_place, text=reading.value.strip(), as_of=as_of)
        if Key(series.indicator.id, *point) in used:
            return Fate.USED, None
        return Fate.UNUSED, Unused(reading, series.indicator.called, point.period)

    def _is_late(self, period: Period) -> bool:
        """Whether it begins after as-of; compared as months and days, which is quicker than dates."""
        return (period.first, period.day or 1) > self._last


def _is_of(series: Series | None, indicators: Collection[str]) -> bool:
    return series is not None and series.indicator.id in indicators


def _readings(sources: tuple[Source, ...]) -> Iterator[Reading]:
    return chain.from_iterable(source.readings for source in sources)


def receive(
    sources: Sequence[Source], targets: TargetsFile, period: Period | None = None, as_of: date | None = None
) -> Submission:
    """What *sources* submit for *targets*: for the run's *period*, as seen from the end of *as_of* (else its last day).

    Without a period it is the latest that was submitted, of those that end together the longest. Raises KpiCheckError
    `no-period` where neither the caller nor the figures say which.
    """
    matcher = Matcher(targets, period)
    for at, reading in enumerate(_readings(tuple(sources))):
        matcher.take(at, reading)
    matcher.merge_twins()
    when = period or max(matcher.periods(), key=lambda each: each.by_end, default=None)
    end = as_of or (when.last_day if when is not None else None)
    if end is None:
        raise KpiCheckError((problem("no-period"),))
    return Submission(matcher, tuple(sources), when, end)
