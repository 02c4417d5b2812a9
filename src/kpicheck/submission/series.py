"""All that was submitted of one indicator: one figure at a point, or why none there can be used."""

from collections.abc import Callable, Container, Iterator

from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.problem import Problem, problem
from kpicheck.sources import Reading
from kpicheck.submission.figure import Figure, FigureReader
from kpicheck.targets.model import Aggregation, Indicator

Cell = Reading | Figure | Problem
"""What is at a point: a plain number, which becomes a figure when it is asked for; a figure; or why it is none."""


class Series:
    """The cells of one indicator by their points. `refused` says at which points no figure can be used, and why."""

    def __init__(self, indicator: Indicator, reader: FigureReader) -> None:
        self.indicator, self._reader, self._least = indicator, reader, indicator.possible.low
        self.cells: dict[Point, Cell] = {}
        self.refused: dict[Point, Problem] = {}
        self._twins: dict[Point, list[tuple[int, Cell]]] = {}  # several cells at one point, each with its number
        self._takes_plain: dict[tuple[str, str], bool] = {}

    def takes_plain(self, reading: Reading) -> bool:
        """Whether every plain number beside the units of *reading* is a figure; asked once for each pair of units.

        A negative one is looked at more closely where not every one is possible, and so is each place in an order.
        """
        low = self._least
        if low is not None and (low > 0 or reading.value.startswith("-")):
            return False
        units = (reading.unit, reading.header_unit)
        if units not in self._takes_plain:
            self._takes_plain[units] = self._reader.takes_plain(reading, self.indicator)
        return self._takes_plain[units]

    def read(self, reading: Reading, point: Point) -> Figure:
        """The figure that a cell of this indicator is. Raises Refusal."""
        return self._reader.read(reading, self.indicator, point.period)

    def add(self, number: int, point: Point, cell: Cell) -> None:
        """Keep a cell, the *number*-th of the submission."""
        first = self.cells.setdefault(point, cell)
        if first is not cell:
            self._twins.setdefault(point, [(-1, first)]).append((number, cell))
        if isinstance(cell, Problem):
            self.refused.setdefault(point, cell)

    def figure(self, point: Point) -> Figure | None:
        """The figure at *point*; None where nothing was submitted, or nothing that can be used."""
        cell = self.cells.get(point)
        if point in self.refused:
            return None
        if isinstance(cell, Reading):
            cell = self.cells[point] = self.read(cell, point)
        return cell if isinstance(cell, Figure) else None

    def merge_twins(self) -> Iterator[tuple[int, Problem]]:
        """Make one figure of several cells at a point; yields the conflicts, each with the number of its cell.

        The same figure twice is one with both readings; where two differ, or one is refused, none of them is used.
        """
        for point, twins in self._twins.items():
            if point in self.refused:
                continue
            figures = [self.read(cell, point) for _, cell in twins if isinstance(cell, Reading)]
            merged = _merged(figures, are_levels=self.indicator.scale is not None)
            if isinstance(merged, Figure):
                self.cells[point] = merged
                continue
            conflict = _conflict(self.indicator, figures[0], figures[merged])
            self.refused[point] = conflict
            yield twins[merged][0], conflict

    @property
    def counts_up(self) -> bool:
        """Whether a figure should not be below an earlier one: one from the year's start, or a level without bands."""
        scale = self.indicator.scale
        return self.indicator.aggregation is Aggregation.CUMULATIVE or (scale is not None and not scale.bands)

    def falls(self, years: Container[int], is_late: Callable[[Period], bool]) -> Iterator[Problem]:
        """A warning for each figure below the one before it, of a cumulative indicator in one of the *years*.

        Of a level, in any year.
        """
        is_level = self.indicator.scale is not None
        known = (
            each for each in self.cells if not is_late(each.period) and (is_level or each.period.last_day.year in years)
        )
        points = sorted(known, key=lambda each: (each.entity, each.period.by_end))
        before: tuple[Point, Figure] | None = None
        for point in points:
            if (figure := self.figure(point)) is None:
                continue
            if before is not None and before[0].period.last_day == point.period.last_day:
                continue  # these are held against each other where they are used
            if before is not None and self._is_below(point, figure, *before):
                yield _fall(self.indicator, point, figure, *before)
            before = point, figure

    def _is_below(self, point: Point, figure: Figure, before: Point, earlier: Figure) -> bool:
        is_same_year = point.period.last_day.year == before.period.last_day.year
        if point.entity != before.entity or not (is_same_year or self.indicator.scale is not None):
            return False
        return figure.value < earlier.value


def _fall(indicator: Indicator, point: Point, figure: Figure, before: Point, earlier: Figure) -> Problem:
    here, there = figure.readings[0], earlier.readings[0]
    return problem(
        "figure-falls", here.value_place, indicator=indicator.called, text=here.value.strip(), period=str(point.period),
        other=there.value.strip(), other_period=str(before.period), first=there.value_place,
        why="cumulative" if indicator.scale is None else "level",
    )  # fmt: skip


def _merged(figures: list[Figure], *, are_levels: bool) -> Figure | int:
    """The one figure that all are, with the readings of all; or which is the first that differs.

    Two amounts differ though they fall into one band; a level's own word agrees with any amount in its band.
    """
    amount = next((each.quantity for each in figures if each.quantity is not None), None)
    for at, other in enumerate(figures):
        is_other_amount = are_levels and amount and other.quantity and other.quantity.base != amount.base
        if other.value != figures[0].value or is_other_amount:
            return at
    readings = tuple(reading for figure in figures for reading in figure.readings)
    again, place = readings[1], readings[0].value_place
    note = problem("same-figure-twice", again.value_place, text=again.value.strip(), first=place)
    finest = min(figures, key=lambda figure: figure.step)  # whichever comes first in the file
    return finest._replace(readings=readings, notes=(*(note for each in figures for note in each.notes), note))


def _conflict(indicator: Indicator, first: Figure, other: Figure) -> Problem:
    here, there = other.readings[0], first.readings[0]
    return problem(
        "conflicting-figures",
        here.value_place,
        text=here.value.strip(),
        other=there.value.strip(),
        first=there.value_place,
        indicator=indicator.called,
    )
