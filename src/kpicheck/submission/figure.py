"""One cell to a figure: its unit settled, its level or its day found; or refused, alone."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kpicheck import number, period, quantity
from kpicheck.period import Period
from kpicheck.problem import Problem, Refusal, problem, succeeds
from kpicheck.quantity import Quantity, mismatch, unit_of
from kpicheck.sources import Reading
from kpicheck.targets.model import Indicator, TargetsFile
from kpicheck.text import Suggestions, name_key
from kpicheck.unit import Unit, Units


class Figure(NamedTuple):
    """A usable figure: `value` in base units, as a level's rank from 0 (the worst), or as a day's ordinal number.

    `quantity` is what was submitted, in its own unit; `factor` is how much of `value` one of that unit is. Where the
    same figure was submitted twice, `readings` has both.
    """

    value: Fraction
    quantity: Quantity | None
    factor: Fraction
    readings: tuple[Reading, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def step(self) -> Fraction:
        """One of its last submitted digit, in base units."""
        return self.quantity.step * self.factor if self.quantity else Fraction(0)

    @property
    def day(self) -> date:
        """The day that it is, of a date indicator."""
        return date.fromordinal(int(self.value))


class FigureReader:
    """Reads cells by the declarations of one targets file; each unit's text is read once."""

    def __init__(self, targets: TargetsFile) -> None:
        self.targets = targets
        self._units: dict[str, Unit | None] = {}
        self._own_units = Units(targets.units.own)  # not the shared ones: a run suggests the same whatever ran before
        self._suggestions: dict[str, Suggestions] = {}

    def takes_plain(self, reading: Reading, indicator: Indicator) -> bool:
        """Whether every plain number beside these units is a figure: nothing but the number itself could be wrong."""
        if not indicator.is_number or indicator.bounds is not None:
            return False
        try:
            unit = _unit(None, self._beside(reading), reading, indicator)
        except Refusal:
            return False
        return unit.dimension == self._wanted(indicator, unit).dimension

    def read(self, reading: Reading, indicator: Indicator, when: Period) -> Figure:
        """The figure that a cell is.

        Raises Refusal of a number, a unit, a level, a day, `out-of-bounds` or `negative-count`.
        """
        if indicator.is_date:
            day = period.read_date(reading.value)
            _refuse_unit(reading, "date")
            return Figure(Fraction(day.toordinal()), None, Fraction(1), (reading,))
        if indicator.scale is not None:
            return self._level(reading, indicator)
        submitted, unit, is_bare = self._quantity(reading, indicator)
        factor, notes = self._factor(reading, submitted, unit, indicator, when)
        if is_bare and unit.name == "%" and 0 < abs(submitted.value) < 1:
            notes += (problem("below-one-percent", reading.value_place, text=reading.value.strip()),)
        value = submitted.value * factor
        if not indicator.possible.holds(value):
            raise _impossible(reading.value.strip(), indicator)
        return Figure(value, submitted, factor, (reading,), notes)

    def _wanted(self, indicator: Indicator, unit: Unit) -> Unit:
        """The unit that a figure in *unit* has to be turned into."""
        if indicator.unit is not None:
            return indicator.unit
        return unit_of(unit.dimension if indicator.dimension is None else indicator.dimension)

    def _factor(
        self, reading: Reading, submitted: Quantity, unit: Unit, indicator: Indicator, when: Period
    ) -> tuple[Fraction, tuple[Problem, ...]]:
        """How many base units of the indicator one submitted unit is; money by a declared rate, which is noted."""
        want, text = self._wanted(indicator, unit), reading.value.strip()
        if unit.dimension == want.dimension:
            return unit.factor, ()
        from kpicheck.targets.exchange import exchange  # noqa: PLC0415  few figures are in another currency

        found = exchange(unit, want, when, indicator.aggregation, self.targets.rates)
        if found is None:
            raise mismatch(text, unit, want).in_field("value" if number.is_missing(reading.unit) else "unit")
        factor, rate = found
        used = problem(
            "rate-used", rate.place, text=str(submitted), rate=str(rate), period=str(rate.period), why=rate.at.value
        )
        return unit.factor * factor, (used,)

    def _quantity(self, reading: Reading, indicator: Indicator) -> tuple[Quantity, Unit, bool]:
        """The figure with its unit, and whether nothing but the indicator says which that is."""
        found = quantity.read(reading.value, self._own_units)
        beside = self._beside(reading)
        unit = _unit(found.unit, beside, reading, indicator)
        return found._replace(unit=unit), unit, found.unit is None and not beside

    def _beside(self, reading: Reading) -> list[Unit]:
        """The units that the column and the header say. Raises Refusal `unknown-unit`, `long-unit`."""
        texts = (reading.unit, reading.header_unit)
        return [unit for text in texts if text and (unit := self._named(text)) is not None]

    def _named(self, text: str) -> Unit | None:
        """The unit that *text* names; None where it is blank, or marks a figure as missing."""
        if text not in self._units:
            try:
                self._units[text] = None if number.is_missing(text) else quantity.named_unit(text, self._own_units)
            except Refusal as refusal:
                raise refusal.in_field("unit") from None
        return self._units[text]

    def _level(self, reading: Reading, indicator: Indicator) -> Figure:
        """A level by its word; a scale of bands also takes the figure that falls into one."""
        scale, word = indicator.scale, name_key(reading.value)
        assert scale is not None  # checked by `read`
        if word in scale.levels:
            _refuse_unit(reading, "state")
            return Figure(Fraction(scale.levels.index(word)), None, Fraction(1), (reading,))
        if not scale.bands:
            near = self._suggestions.setdefault(scale.name, Suggestions(scale.levels)).closest(word)
            raise Refusal("unknown-rung", text=reading.value.strip(), close=near, rungs="、".join(scale.levels))
        submitted, unit, _ = self._quantity(reading, indicator)
        if scale.unit is not None and unit.dimension != scale.unit.dimension:
            raise mismatch(reading.value.strip(), unit, scale.unit)
        rank = next(rank for rank, band in enumerate(scale.bands) if band.holds(submitted.base))
        return Figure(Fraction(rank), submitted, unit.factor, (reading,))


def written(figure: Figure, reading: Reading) -> str:
    """A cell as it was submitted: with the unit of the column beside it where it has none of its own, 45 and 万元."""
    text = reading.value.strip()
    if figure.quantity is None or number.is_missing(reading.unit):
        return text
    is_bare = succeeds(number.read, text)  # else a unit is in it, or it is a ratio in words
    return text + reading.unit.strip() if is_bare else text


def _unit(suffix: Unit | None, beside: list[Unit], reading: Reading, indicator: Indicator) -> Unit:
    """The unit: the figure's own *suffix*, those *beside* it, which all agree; else the indicator's.

    Raises Refusal `unit-conflict`, `no-unit`.
    """
    found = beside if suffix is None else [suffix, *beside]
    for other in found[1:]:
        if (other.dimension, other.factor) != (found[0].dimension, found[0].factor):
            raise Refusal("unit-conflict", text=reading.value.strip(), have=found[0].name, want=other.name)
    unit = found[0] if found else indicator.unit
    if unit is None:
        raise Refusal("no-unit", text=reading.value.strip(), id=indicator.id)
    return unit


def _impossible(text: str, indicator: Indicator) -> Refusal:
    if indicator.bounds is None and indicator.possible.low == 0:
        return Refusal("negative-count", text=text)
    return Refusal("out-of-bounds", text=text, bounds=indicator.bounds_text or "≥ 1")  # of places in an order


def _refuse_unit(reading: Reading, why: str) -> None:
    if not number.is_missing(reading.unit):
        text, unit = reading.value.strip(), reading.unit.strip()
        raise Refusal("unit-on-word", unit=unit, text=text, why=why).in_field("unit")
