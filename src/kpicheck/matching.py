"""One reading matched to its indicator: name, period, unit and value settled, or the cell refused alone."""

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import NamedTuple, TypeVar

from kpicheck import number, period, quantity
from kpicheck.problem import KpiCheckError, Problem, Refusal, problem
from kpicheck.quantity import PURE, Quantity, mismatch, unit_of
from kpicheck.sources import Reading
from kpicheck.targets.model import Indicator, Kind, TargetsFile, exchange
from kpicheck.text import closest, fold, name_key
from kpicheck.unit import Unit

T = TypeVar("T")
Key = tuple[str, period.Period]
"""An indicator's id and a period."""


class Figure(NamedTuple):
    """A usable figure: `value` in base units, as a rung counted from the worst, or as a day.

    `quantity` is what was submitted, in its own unit; `scale` is how much of `value` one of that unit is. Where the
    same figure was submitted twice, both readings stand here.
    """

    value: Fraction | int | date
    quantity: Quantity | None
    scale: Fraction
    readings: tuple[Reading, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def step(self) -> Fraction:
        """One of its last submitted digit, in base units."""
        return self.quantity.step * self.scale if self.quantity else Fraction(0)


class Fate(Enum):
    """What becomes of a cell before any target is looked at."""

    FIGURE = "figure"
    MISSING = "missing"
    UNUSED = "unused"
    REFUSED = "refused"


class Match(NamedTuple):
    """A reading, the indicator and the key it is for (where known), and its fate."""

    reading: Reading
    fate: Fate
    indicator: str = ""
    key: Key | None = None
    figure: Figure | None = None
    problem: Problem | None = None


class Matcher:
    """Matches readings one by one; every text (name, period, unit) is read once."""

    def __init__(self, targets: TargetsFile) -> None:
        self.targets = targets
        self.labels: dict[str, period.Label | Refusal] = {}
        self.units: dict[str, Unit] = {}
        self.unknown: dict[str, list[Reading]] = {}

    def match(self, reading: Reading) -> Match:
        """What becomes of *reading*."""
        id_ = self.targets.names.get(reading.indicator) or self.targets.names.get(name_key(reading.indicator))
        if id_ is None:
            self.unknown.setdefault(name_key(reading.indicator), []).append(reading)
            return Match(reading, Fate.UNUSED)
        try:
            return self._known(reading, self.targets.indicators[id_])
        except _BadCell as bad:
            return Match(reading, Fate.REFUSED, id_, bad.key, problem=bad.refusal.at(reading.place(bad.field)))

    def _known(self, reading: Reading, indicator: Indicator) -> Match:
        for field in ("entity", "basis"):
            if getattr(reading, field).strip():
                raise _BadCell(None, field, Refusal(f"{field}-not-read", text=getattr(reading, field)))
        key = (indicator.id, self._period(reading, indicator))
        if number.is_missing(reading.value):
            return Match(reading, Fate.MISSING, indicator.id, key)
        if indicator.formula is not None:
            return Match(reading, Fate.UNUSED, indicator.id, key, self._figure(reading, indicator, key))
        return Match(reading, Fate.FIGURE, indicator.id, key, self._figure(reading, indicator, key))

    def _period(self, reading: Reading, indicator: Indicator) -> period.Period:
        if not reading.period.strip():
            if self.targets.period is None:
                raise KpiCheckError((problem("no-period", reading.value_place),))
            return self.targets.period
        if (label := self.labels.get(reading.period)) is None:
            label = self.labels[reading.period] = _label(reading.period)
        if isinstance(label, Refusal):
            raise _BadCell(None, "period", label)
        fits = {
            period.LabelSense.EXACT: True,
            period.LabelSense.CUMULATIVE: indicator.kind is Kind.CUMULATIVE,
            period.LabelSense.YEAR_END: indicator.kind is Kind.STOCK or indicator.ladder is not None,
        }[label.sense]
        if not fits:
            raise _BadCell(
                None, "period", Refusal("wrong-period-kind", text=reading.period, why=label.sense.name.lower())
            )
        return label.period

    def _figure(self, reading: Reading, indicator: Indicator, key: Key) -> Figure:
        if indicator.ladder is not None or indicator.is_date:
            return self._word(reading, indicator, key)
        submitted = self._quantity(reading, indicator.unit, key)
        assert submitted.unit is not None
        want = indicator.unit or unit_of(
            indicator.dimension if indicator.dimension is not None else submitted.unit.dimension
        )
        scale, notes = self._scale(reading, submitted, submitted.unit, want, indicator, key)
        figure = Figure(submitted.value * scale, submitted, scale, (reading,), notes)
        if indicator.bounds is not None and not indicator.bounds.holds(submitted.value * scale):
            raise _BadCell(
                key, "value", Refusal("out-of-bounds", text=reading.value.strip(), bounds=indicator.bounds_text)
            )
        return figure

    def _scale(
        self, reading: Reading, submitted: Quantity, unit: Unit, want: Unit, indicator: Indicator, key: Key
    ) -> tuple[Fraction, tuple[Problem, ...]]:
        """How many base units of the indicator one submitted unit is; money through a declared rate, which is noted."""
        place = reading.value_place
        if unit.dimension == want.dimension:
            is_bare = unit is indicator.unit and want.name == "%" and 0 < abs(submitted.value) < 1
            note = (problem("below-one-percent", place, text=reading.value.strip()),) if is_bare else ()
            return unit.factor, note
        found = exchange(unit, want, key[1], indicator.kind, self.targets.rates)
        if found is None:
            field = "unit" if reading.unit.strip() else "value"
            raise _BadCell(key, field, mismatch(reading.value.strip(), unit, want))
        factor, rate = found
        used = problem(
            "rate-used", rate.place, text=str(submitted), rate=str(rate), period=str(rate.period), why=rate.at.value
        )
        return unit.factor * factor, (used,)

    def _quantity(self, reading: Reading, declared: Unit | None, key: Key) -> Quantity:
        """The figure with its unit: its own suffix, the unit column, the header; all that are there agree."""
        found = _attempt(key, "value", partial(quantity.read, reading.value, self.targets.units))
        units = [found.unit] if found.unit is not None else []
        for field in ("unit", "header_unit"):
            text = getattr(reading, field)
            if text.strip():
                units.append(_attempt(key, "unit", partial(self._unit, text)))
        for other in units[1:]:
            if (other.dimension, other.factor) != (units[0].dimension, units[0].factor):
                raise _BadCell(
                    key,
                    "value",
                    Refusal("unit-conflict", text=reading.value.strip(), have=units[0].name, want=other.name),
                )
        unit = units[0] if units else declared
        if unit is None:
            raise _BadCell(key, "value", Refusal("no-unit", text=reading.value.strip(), id=key[0]))
        return found._replace(unit=unit)

    def _unit(self, text: str) -> Unit:
        if text not in self.units:
            self.units[text] = PURE if fold(text).strip() == "1" else self.targets.units.find(text)
        return self.units[text]

    def _word(self, reading: Reading, indicator: Indicator, key: Key) -> Figure:
        """A rung or a day; a ladder of bands also takes the figure that falls into one."""
        if indicator.is_date:
            day = _attempt(key, "value", partial(period.read_date, reading.value))
            self._refuse_unit(reading, key, "date")
            return Figure(day, None, Fraction(1), (reading,))
        ladder = indicator.ladder
        assert ladder is not None
        rung = name_key(reading.value)
        if rung in ladder.rungs:
            self._refuse_unit(reading, key, "state")
            return Figure(ladder.rungs.index(rung), None, Fraction(1), (reading,))
        if not ladder.bands:
            near = closest(rung, list(ladder.rungs))
            raise _BadCell(
                key,
                "value",
                Refusal("unknown-rung", text=reading.value.strip(), close=near, rungs="、".join(ladder.rungs)),
            )
        submitted = self._quantity(reading, indicator.unit, key)
        assert submitted.unit is not None
        if ladder.unit is not None and submitted.unit.dimension != ladder.unit.dimension:
            raise _BadCell(key, "value", mismatch(reading.value.strip(), submitted.unit, ladder.unit))
        at = next(i for i, band in enumerate(ladder.bands) if band.holds(submitted.base))
        return Figure(at, submitted, submitted.unit.factor, (reading,))

    def _refuse_unit(self, reading: Reading, key: Key, why: str) -> None:
        if reading.unit.strip():
            raise _BadCell(
                key, "unit", Refusal("unit-on-word", unit=reading.unit.strip(), text=reading.value.strip(), why=why)
            )

    def unknown_names(self) -> Iterator[Problem]:
        """Each name that no indicator has, told once."""
        known = list(self.targets.names)
        for name, readings in self.unknown.items():
            place = readings[0].place("indicator")
            why, close = "" if name else "blank", closest(name, known)
            yield problem("unknown-indicator", place, name=name, count=len(readings), close=close, why=why)


class _BadCell(Exception):  # noqa: N818  it is caught where the cell is refused
    """A cell that is refused: its key if known, the field that is wrong, and why."""

    def __init__(self, key: Key | None, field: str, refusal: Refusal) -> None:
        super().__init__(field)
        self.key, self.field, self.refusal = key, field, refusal


def _attempt(key: Key, field: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except Refusal as refusal:
        raise _BadCell(key, field, refusal) from refusal


def _label(text: str) -> period.Label | Refusal:
    try:
        return period.read_label(text)
    except Refusal as refusal:
        return refusal
