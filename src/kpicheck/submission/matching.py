"""Each reading to its indicator and its point; every distinct name, unit and period is resolved once."""

from collections.abc import Collection, Iterator
from functools import cached_property

from kpicheck import number
from kpicheck.period import HALF, MONTH, YEAR, Label, LabelSense, Period, read_label
from kpicheck.point import Point
from kpicheck.problem import KpiCheckError, Problem, Refusal, problem
from kpicheck.sources import Reading
from kpicheck.submission.figure import FigureReader
from kpicheck.submission.series import Series
from kpicheck.targets.model import Aggregation, Indicator, TargetsFile
from kpicheck.text import Suggestions, name_key


class Matcher:
    """Takes all readings, one by one, and keeps what they are. Cells are counted from 0.

    `refused` has the problem of every bad cell, `marked` the cells that say that there is no figure, `derived` the
    figures of computed indicators, `unplaced` a bad cell of each indicator that has no point.
    """

    def __init__(self, targets: TargetsFile, period: Period | None) -> None:
        self.targets, self.period = targets, period
        self.series: dict[str, Series] = {}
        self.refused: dict[int, Problem] = {}
        self.marked: set[int] = set()
        self.derived: list[tuple[Series, Point, Reading]] = []
        self.unplaced: dict[str, Problem] = {}
        self._reader = FigureReader(targets)
        self._by_name: dict[str, Series | None] = {}
        self._points: dict[str, Point] = {}
        self._labels: dict[str, Label | Refusal] = {}
        self._unknown: dict[str, tuple[Reading, int]] = {}  # the first with a name that no indicator has, and how many

    def take(self, at: int, reading: Reading) -> None:
        """Keep *reading*, the *at*-th. Raises KpiCheckError `no-period` where neither it nor the run has one."""
        series = self.series_of(reading.indicator)
        if series is None:
            name = name_key(reading.indicator)
            first, times = self._unknown.get(name, (reading, 0))
            self._unknown[name] = first, times + 1
            return
        try:
            point = self.point(reading, series.indicator)
        except Refusal as refusal:
            self.refused[at] = self.unplaced[series.indicator.id] = _placed(refusal, reading)
            return
        if number.is_missing(reading.value):
            self.marked.add(at)
        else:
            self._figure(at, reading, series, point)

    def _figure(self, at: int, reading: Reading, series: Series, point: Point) -> None:
        """Keep a cell that should be a figure; a plain number is one, anything else is read now."""
        cell: Reading | Problem = reading
        if not (number.is_plain(reading.value) and series.takes_plain(reading)):
            try:
                series.read(reading, point)
            except Refusal as refusal:
                cell = self.refused[at] = _placed(refusal, reading)
        if series.indicator.formula is None:
            series.add(at, point, cell)
        elif cell is reading:
            self.derived.append((series, point, reading))

    def series_of(self, name: str) -> Series | None:
        """The series that *name* finds; None where no indicator has it."""
        if name not in self._by_name:
            key = name_key(name)
            id_ = self.targets.names.get(name) or self.targets.names.get(key) or self._caseless.get(key.casefold())
            self._by_name[name] = None if id_ is None else self._series(id_)
        return self._by_name[name]

    @cached_property
    def _caseless(self) -> dict[str, str | None]:
        """The indicators by their names in lower case; None where several have the same."""
        found: dict[str, str | None] = {}
        for name, id_ in self.targets.names.items():
            key = name.casefold()
            found[key] = id_ if found.get(key, id_) == id_ else None
        return found

    def _series(self, id_: str) -> Series:
        if id_ not in self.series:
            self.series[id_] = Series(self.targets.indicators[id_], self._reader)
        return self.series[id_]

    def point(self, reading: Reading, indicator: Indicator) -> Point:
        """Where a reading belongs. Raises Refusal for an entity or a basis, `bad-period`, `wrong-period-kind`."""
        for field, text in (("entity", reading.entity), ("basis", reading.basis)):
            if text and text.strip():
                raise Refusal(f"{field}-not-read", text=text).in_field(field)
        known = self._points.get(reading.period)
        return Point("", self._period(reading, indicator)) if known is None else known

    def _period(self, reading: Reading, indicator: Indicator) -> Period:
        text = reading.period
        if not text.strip():
            if self.period is None:
                raise KpiCheckError((problem("no-period", reading.value_place),))
            return self.period
        label = self._labels.get(text) or self._labels.setdefault(text, _label(text))
        if isinstance(label, Refusal):
            raise label.in_field("period")
        if not _fits(label.sense, indicator):
            raise Refusal("wrong-period-kind", text=text, why=_unfit(label.sense, indicator)).in_field("period")
        if label.sense is LabelSense.END and indicator.scale is not None:
            return _last_month(label.period)  # a state at the year's end is not yet known within the year
        if label.period.months == HALF and indicator.aggregation is Aggregation.CUMULATIVE:
            return _since_january(label.period)
        if label.sense is LabelSense.EXACT and label.period.months != HALF:
            self._points[text] = Point("", label.period)  # what it is to every indicator
        return label.period

    def merge_twins(self) -> None:
        """Make one figure of several cells at a point, or refuse them all."""
        for series in self.series.values():
            self.refused.update(series.merge_twins())

    def periods(self) -> set[Period]:
        """Every period for which something was submitted."""
        return {point.period for series in self.series.values() for point in series.cells}

    def unknown_names(self, indicators: Collection[str] | None) -> Iterator[Problem]:
        """Each name that no indicator has, once; with *indicators* only what probably means one of them."""
        suggestions = Suggestions(self.targets.names)
        for name, (first, times) in self._unknown.items():
            why, close = "" if name else "blank", suggestions.closest(name)
            if indicators is not None and self.targets.names.get(close) not in indicators:
                continue
            yield problem("unknown-indicator", first.place("indicator"), name=name, count=times, close=close, why=why)


def _label(text: str) -> Label | Refusal:
    try:
        return read_label(text)
    except Refusal as refusal:
        return refusal


def _last_month(period: Period) -> Period:
    return Period(period.first + period.months - 1, MONTH)


def _since_january(half: Period) -> Period:
    """What a cumulative indicator means by a half of a year: 上半年 is 1-6月, one label however it is written."""
    return _last_month(half) if half.first % YEAR == 0 else half


def _fits(sense: LabelSense, indicator: Indicator) -> bool:
    """Whether a label that says more than its period may be used: 1-11月 of a cumulative figure, 年末 of a stock."""
    if sense is LabelSense.EXACT:
        return True
    if sense is LabelSense.CUMULATIVE:
        return indicator.aggregation is Aggregation.CUMULATIVE
    return indicator.aggregation is Aggregation.STOCK or indicator.scale is not None


def _unfit(sense: LabelSense, indicator: Indicator) -> str:
    """Why a label does not fit: a rate or a change has no sum from the year's start that could be declared."""
    is_ratio = indicator.aggregation in {Aggregation.RATE, Aggregation.CHANGE}
    return "since-january" if sense is LabelSense.CUMULATIVE and is_ratio else sense.value


def _placed(refusal: Refusal, reading: Reading) -> Problem:
    return refusal.at(reading.place(refusal.field))
