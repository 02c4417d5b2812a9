"""What a targets file declares for all its indicators: units, exchange rates, scales of states; and what an id is."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kpicheck import number, quantity
from kpicheck.demand import gap_between
from kpicheck.formula.functions import FUNCTIONS, LATER, RESERVED
from kpicheck.nodes import Mapping, Node, Scalar
from kpicheck.notation.read import read_threshold
from kpicheck.problem import Refusal, succeeds
from kpicheck.targets.demands import interval_of
from kpicheck.targets.keys import scalars
from kpicheck.targets.model import Rate, RateAt, Scale
from kpicheck.targets.reading import NodeReader, Shape
from kpicheck.targets.schema import RateEntry
from kpicheck.text import mixes_scripts, name_key, to_halfwidth
from kpicheck.unit import Definition, Unit, count_definition, currency_definition, look_up_in_pint, spelled

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
        why = "function" if name in FUNCTIONS or name in LATER else ""
        raise Refusal("reserved-id", width=len(text), id=text, why=why)
    return name


def _is_quantity(text: str, units: Units) -> bool:
    return quantity.starts(text, 0) and succeeds(quantity.read, text, units)


def declared_units(reader: NodeReader, entries: tuple[tuple[Scalar, Node], ...]) -> Units:
    """The reader's units and those of `units:`, in their order."""
    units = reader.units
    for name, node in entries:
        if not isinstance(node, Scalar):
            reader.refuse("wrong-shape", node.place, why=str(Shape.SCALAR))
            continue
        definition = reader.attempt(node, _definition, node.text, name.text, units)
        if definition is not None:
            per_many = units.is_per_many(spelled(node.text))
            units = reader.attempt(name, _with_unit, units, name.text, definition, per_many=per_many) or units
    return units


def _with_unit(units: Units, name: str, definition: Definition, *, per_many: bool) -> Units:
    """*units* and one more that is read behind a number. Raises Refusal `bad-unit`, and as `Units.declared` does."""
    found = units.declared(name, definition, per_many=per_many)
    for text in (f"1{spelled(name)}", f"1 {spelled(name)}"):
        unit, end = quantity.scan_unit(text, 1, found)
        if unit is None or end < len(text):
            raise Refusal("bad-unit", width=len(name), unit=name, why="unreadable")
    return found


def _definition(text: str, name: str, units: Units) -> Definition:
    """`count`, `currency`, a unit, or NUMBER unit. Raises Refusal `unknown-unit`, `bad-number`."""
    text = to_halfwidth(text).strip()
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


def declared_rates(reader: NodeReader, items: tuple[Node, ...]) -> tuple[Rate, ...]:
    """The exchange rates of `rates:`; two that answer the same question are a problem."""
    entries = (_rate(reader, reader.entry(RateEntry, item)) for item in items)
    rates = tuple(rate for rate in entries if rate is not None)
    seen: dict[object, Rate] = {}
    for rate in rates:
        first = seen.setdefault((frozenset((rate.source, rate.target)), rate.period, rate.at), rate)
        if first is not rate:
            reader.refuse("duplicate-rate", rate.place, text=str(rate), other=str(first), first=first.place)
    return rates


def _rate(reader: NodeReader, entry: RateEntry) -> Rate | None:
    source, target, rate, place = entry.from_, entry.to, entry.rate, entry.node.place
    if source is None or target is None or rate is None or entry.period is None:
        return None
    if _base(source) == _base(target):
        reader.refuse("rate-of-one-currency", place, source=source.name, target=target.name)
        return None
    factor = rate.value * target.factor / source.factor
    return Rate(_base(source), _base(target), factor, entry.period, entry.at or RateAt.AVERAGE, entry.source, place)


def _base(unit: Unit) -> str:
    return unit.dimension[0][0]


def declared_scales(reader: NodeReader, entries: tuple[tuple[Scalar, Node], ...]) -> dict[str, Scale]:
    """The scales of `ladders:` by name."""
    scales = (read_scale(reader, name_key(name.text), node) for name, node in entries)
    return {scale.name: scale for scale in scales if scale is not None}


def read_scale(reader: NodeReader, name: str, node: Node) -> Scale | None:
    """A scale from a list of levels or a mapping of levels to bands; a gap between bands is a problem."""
    if isinstance(node, Scalar):
        reader.refuse("wrong-shape", node.place, why=str(Shape.LIST))
        return None
    if isinstance(node, Mapping):
        return _banded(reader, name, node)
    levels = scalars(node, reader)
    _refuse_duplicates(reader, levels)
    if len(levels) < 2:
        reader.refuse("short-ladder", node.place, name=name)
        return None
    return Scale(name, tuple(name_key(level.text) for level in levels), (), None)


def _refuse_duplicates(reader: NodeReader, levels: tuple[Scalar, ...]) -> None:
    seen: dict[str, Scalar] = {}
    for level in levels:
        first = seen.setdefault(name_key(level.text), level)
        if first is not level:
            reader.refuse("duplicate-rung", level.place, len(level.text), rung=level.text, first=first.place)


def _banded(reader: NodeReader, name: str, node: Mapping) -> Scale | None:
    for _, value in node.entries:
        if not isinstance(value, Scalar):
            reader.refuse("wrong-shape", value.place, why=str(Shape.SCALAR))
    texts = [value for _, value in node.entries if isinstance(value, Scalar)]
    read = [(text, reader.attempt(text, read_threshold, text.text, reader.units)) for text in texts]
    found = [(text, threshold) for text, threshold in read if threshold is not None]
    unit = next((end.unit for _, threshold in found for end in threshold.quantities), None)
    made = [reader.attempt(text, interval_of, threshold, unit) for text, threshold in found]
    bands = tuple(band for band in made if band is not None)
    if len(bands) < len(node.entries) or len(bands) < 2:
        if len(node.entries) < 2:
            reader.refuse("short-ladder", node.place, name=name)
        return None
    if (missing := gap_between(bands)) is not None and unit is not None:
        reader.refuse("ladder-gap", node.place, name=name, at=str(quantity.in_unit(missing, unit)))
    return Scale(name, tuple(name_key(level.text) for level, _ in node.entries), bands, unit)
