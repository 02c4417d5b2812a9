"""What a targets file declares beside its targets: units, rates, ladders, indicators."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kpicheck import number, quantity
from kpicheck.formula.functions import RESERVED
from kpicheck.nodes import Mapping, Node, Scalar
from kpicheck.notation.read import read_threshold
from kpicheck.problem import Refusal
from kpicheck.targets.bands import band, gap_between
from kpicheck.targets.intake import INDICATOR, RATE, Fields, Intake
from kpicheck.targets.model import Aggregation, Indicator, Rate, RateAt, Scale
from kpicheck.text import closest, fold, mixes_scripts, name_key
from kpicheck.unit import Definition, Unit, count_definition, currency_definition, look_up_in_pint

if TYPE_CHECKING:
    from kpicheck.unit import Units

_ID: Final = re.compile(r"[^\W\d]\w*")


def read_id(text: str, units: Units) -> str:
    """An id: a letter or `_`, then letters, digits, `_`; not a word of the language, not a quantity.

    Raises Refusal `bad-id`, `mixed-script`, `reserved-id`.
    """
    name = name_key(text)
    if not _ID.fullmatch(name):
        raise Refusal("bad-id", width=len(text), id=text)
    if mixes_scripts(name):
        raise Refusal("mixed-script", width=len(text), id=text)
    if name in RESERVED or _is_quantity(name, units):
        raise Refusal("reserved-id", width=len(text), id=text)
    return name


def _is_quantity(text: str, units: Units) -> bool:
    try:
        quantity.read(text, units)
    except Refusal:
        return False
    return True


def declare_units(intake: Intake, entries: tuple[tuple[Scalar, Node], ...], units: Units) -> Units:
    """The built-in units and the file's own `units:`, in their order."""
    for name, node in entries:
        if not isinstance(node, Scalar):
            intake.refuse("wrong-shape", node.place, why="scalar")
            continue
        definition = intake.attempt(node, _definition, name.text, units)
        if definition is not None:
            units = intake.attempt(name, units.declared, definition) or units
    return units


def _definition(text: str, name: str, units: Units) -> Definition:
    """`count`, `currency`, a unit, or NUMBER unit. Raises Refusal `unknown-unit`, `bad-number`."""
    text = fold(text).strip()
    if text == "count":
        return count_definition(name)
    if text == "currency":
        return currency_definition(name)
    factor, rest = Fraction(1), text
    if number.starts_number(text):
        found, end = number.scan(text, 0)
        factor, rest = found.value, text[end:].strip()
    unit = units.get(rest) or look_up_in_pint(rest) or units.find(rest)
    return Definition(unit.dimension, unit.factor * factor)


def declare_rates(intake: Intake, items: tuple[Node, ...], units: Units) -> tuple[Rate, ...]:
    """The declared exchange rates."""
    rates = (_rate(intake.fields(item, RATE, ("from", "to", "rate", "period")), units, item) for item in items)
    return tuple(rate for rate in rates if rate is not None)


def _rate(fields: Fields, units: Units, node: Node) -> Rate | None:
    source = fields.read("from", _currency, units)
    target = fields.read("to", _currency, units)
    rate = fields.read("rate", number.read)
    period = fields.period()
    at = fields.choice("at", RateAt) or RateAt.AVERAGE
    if source is None or target is None or rate is None or period is None:
        return None
    if rate.value <= 0:
        fields.intake.refuse("rate-not-positive", node.place, rate=fields.text("rate"))
        return None
    factor = rate.value * target.factor / source.factor
    return Rate(_base(source), _base(target), factor, period, at, fields.text("source"), node.place)


def _currency(text: str, units: Units) -> Unit:
    unit = units.find(text)
    if [power for _, power in unit.dimension] != [1] or not units.is_currency(_base(unit)):
        raise Refusal("not-a-currency", width=len(text), unit=text)
    return unit


def _base(unit: Unit) -> str:
    return unit.dimension[0][0]


def declare_ladders(intake: Intake, entries: tuple[tuple[Scalar, Node], ...], units: Units) -> dict[str, Scale]:
    """The shared ladders by name."""
    ladders = {}
    for name, node in entries:
        ladder = declare_ladder(intake, name_key(name.text), node, units)
        if ladder is not None:
            ladders[ladder.name] = ladder
    return ladders


def declare_ladder(intake: Intake, name: str, node: Node, units: Units) -> Scale | None:
    """A ladder from a list of rungs or a mapping of rungs to bands; a gap between bands is a problem."""
    if isinstance(node, Scalar):
        intake.refuse("wrong-shape", node.place, why="list")
        return None
    if isinstance(node, Mapping):
        return _banded(intake, name, node, units)
    rungs = tuple(item for item in node.items if isinstance(item, Scalar))
    _refuse_twins(intake, rungs)
    if len(rungs) < 2:
        intake.refuse("short-ladder", node.place, name=name)
        return None
    return Scale(name, tuple(name_key(rung.text) for rung in rungs), (), None)


def _refuse_twins(intake: Intake, rungs: tuple[Scalar, ...]) -> None:
    seen: dict[str, Scalar] = {}
    for rung in rungs:
        first = seen.setdefault(name_key(rung.text), rung)
        if first is not rung:
            intake.refuse("duplicate-rung", rung.place, len(rung.text), rung=rung.text, first=first.place)


def _banded(intake: Intake, name: str, node: Mapping, units: Units) -> Scale | None:
    texts = [(rung, text) for rung, text in node.entries if isinstance(text, Scalar)]
    read = [(rung, text, intake.attempt(text, read_threshold, units)) for rung, text in texts]
    found = [(rung, text, threshold) for rung, text, threshold in read if threshold is not None]
    unit = next((end.unit for _, _, threshold in found for end in threshold.quantities), None)
    bands = []
    for _, text, threshold in found:
        made = intake.told_at(text.place, band, threshold, unit)
        bands += [made] if made is not None else []
    if len(bands) < len(node.entries) or len(bands) < 2:
        if len(node.entries) < 2:
            intake.refuse("short-ladder", node.place, name=name)
        return None
    if (missing := gap_between(bands)) is not None and unit is not None:
        intake.refuse("ladder-gap", node.place, name=name, at=str(quantity.in_unit(missing, unit)))
    return Scale(name, tuple(name_key(rung.text) for rung, _ in texts), tuple(bands), unit)


class Draft:
    """Indicators while the file is read: declared ones, and the formulas that are parsed once all names are known."""

    def __init__(self, intake: Intake, units: Units, ladders: dict[str, Scale]) -> None:
        self.intake, self.units, self.ladders = intake, units, ladders
        self.indicators: dict[str, Indicator] = {}
        self.formulas: dict[str, Scalar] = {}
        self.broken: set[str] = set()
        """Indicators of which it is not known whether they are states, days or quantities."""
        self.unreadable: set[str] = set()
        """Indicators whose unit could not be read."""

    def declare_all(self, entries: tuple[tuple[Scalar, Node], ...]) -> None:
        """Declare every indicator of `indicators:`."""
        for key, node in entries:
            id_ = self.intake.attempt(key, read_id, self.units)
            fields = self.intake.fields(node, INDICATOR)
            if id_ is not None:
                self.declare(id_, key, fields)

    def declare(self, id_: str, key: Scalar, fields: Fields) -> None:
        """Declare one indicator from its keys, which may stand inline in a target."""
        if (formula := fields.scalar("formula")) is not None:
            self.formulas[id_] = formula
        is_date = fields.read("type", _is_date) or False
        indicator = Indicator(
            id=id_,
            name=fields.text("name") or id_,
            aliases=tuple(name_key(alias.text) for alias in fields.list("aliases")),
            place=key.place,
            unit=fields.read("unit", self._unit),
            scale=self._ladder(id_, fields),
            is_date=is_date,
            aggregation=fields.choice("kind", Aggregation),
            bounds_text=fields.text("bounds"),
            note=fields.text("note"),
        )
        if ("states" in fields.keys and indicator.scale is None) or ("type" in fields.keys and not is_date):
            self.broken.add(id_)
        if "unit" in fields.keys and indicator.unit is None:
            self.unreadable.add(id_)
        self._refuse_contradictions(indicator, fields)
        self.indicators[id_] = self._with_bounds(indicator, fields)

    def _unit(self, text: str) -> Unit:
        return quantity.PURE if fold(text).strip() == "1" else self.units.find(text)

    def _ladder(self, id_: str, fields: Fields) -> Scale | None:
        node = fields.nodes.get("states")
        if node is None:
            return None
        if not isinstance(node, Scalar):
            return declare_ladder(self.intake, id_, node, self.units)
        ladder = self.ladders.get(name_key(node.text))
        if ladder is None:
            near = closest(node.text, list(self.ladders))
            self.intake.refuse("unknown-ladder", node.place, len(node.text), name=node.text, close=near)
        return ladder

    def _refuse_contradictions(self, indicator: Indicator, fields: Fields) -> None:
        """Keys that would be accepted and do nothing are refused instead."""
        numeric = ("unit", "kind", "bounds")
        useless: tuple[str, ...] = ()
        if indicator.is_date:
            useless = (*numeric, "states", "formula")
        elif fields.has("states"):
            useless = ("bounds", "formula", *(() if indicator.scale and indicator.scale.bands else ("unit", "kind")))
        elif fields.has("formula") and indicator.aggregation is not Aggregation.CHANGE:
            useless = ("kind",)
        for key in useless:
            if fields.has(key):
                self.intake.refuse("key-without-effect", fields.keys[key], len(key), key=key, id=indicator.id)

    def _with_bounds(self, indicator: Indicator, fields: Fields) -> Indicator:
        scalar = fields.scalar("bounds")
        threshold = self.intake.attempt(scalar, read_threshold, self.units)
        if scalar is None or threshold is None:
            return indicator
        return indicator._replace(bounds=self.intake.told_at(scalar.place, band, threshold, indicator.unit))


def _is_date(text: str) -> bool:
    if text.strip() != "date":
        raise Refusal("bad-choice", width=len(text), key="type", text=text, allowed="date")
    return True
