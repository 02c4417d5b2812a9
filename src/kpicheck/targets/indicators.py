"""The indicators of a targets file: those of `indicators:`, and those that targets declare with keys of their own."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from kpicheck.demand import Interval
from kpicheck.nodes import Scalar
from kpicheck.notation.read import read_threshold
from kpicheck.targets.declared import read_scale
from kpicheck.targets.demands import interval_of
from kpicheck.targets.formulas import Namespace, type_formulas
from kpicheck.targets.model import Aggregation, Indicator
from kpicheck.targets.schema import IndicatorEntry, Nature, TargetEntry
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpicheck.nodes import Node
    from kpicheck.targets.model import Scale
    from kpicheck.targets.reading import NodeReader
    from kpicheck.unit import Unit


_ANY: Final = "any"


def read_indicators(reader: NodeReader, entries: dict[str, IndicatorEntry], scales: dict[str, Scale]) -> Namespace:
    """The indicators of *entries*, under all their names; the computed ones have their formula and its dimension."""
    read_bounds = cache(partial(_interval, reader))  # many indicators have the same
    indicators = {id_: _indicator(reader, entry, scales, read_bounds) for id_, entry in entries.items()}
    names = _names(reader, indicators)
    formulas = {id_: entry.formula for id_, entry in entries.items() if entry.formula is not None}
    refused = [
        id_
        for id_, entry in entries.items()
        if entry.is_refused(IndicatorEntry.unit) or is_unclear(entry, indicators[id_])
    ]
    failed = {*formulas, *refused}
    namespace = Namespace(indicators, names, reader.units, failed, lambda name: reader.closest(name, names))
    type_formulas(reader, formulas, namespace)
    return namespace


def check_bounds(reader: NodeReader, entries: Mapping[str, IndicatorEntry], namespace: Namespace) -> None:
    """Bounds of indicators without a unit are of the dimension that they got by their formula or their limits."""
    for id_, entry in entries.items():
        indicator = namespace.indicators[id_]
        if entry.bounds is not None and entry.unit is None and indicator.bounds is not None:
            fitting = reader.attempt(entry.bounds, _interval, reader, entry.bounds.text, indicator.own_unit)
            namespace.indicators[id_] = indicator._replace(bounds=fitting)


def is_unclear(entry: IndicatorEntry, indicator: Indicator) -> bool:
    """Whether a mistake leaves it open if the indicator is a state, a day or a quantity."""
    return entry.is_refused(IndicatorEntry.type) or (entry.states is not None and indicator.scale is None)


def _indicator(
    reader: NodeReader,
    entry: IndicatorEntry,
    scales: dict[str, Scale],
    read_bounds: Callable[[str, Unit | None], Interval],
) -> Indicator:
    scale, bounds = None if entry.states is None else _scale(reader, entry.id, entry.states, scales), entry.bounds
    refuse_idle_keys(reader, entry, nature_of(entry, scale))
    return Indicator(
        id=entry.id,
        name=entry.name or entry.id,
        aliases=entry.aliases,
        key=entry.key,
        unit=entry.unit,
        dimension=entry.unit.dimension if entry.unit else None,
        scale=scale,
        is_date=entry.type is True,
        aggregation=entry.kind,
        bounds=None if bounds is None else reader.attempt(bounds, read_bounds, bounds.text, entry.unit),
        bounds_text="" if bounds is None else bounds.text.strip(),
        note=entry.note,
    )


def _scale(reader: NodeReader, id_: str, node: Node, scales: dict[str, Scale]) -> Scale | None:
    """The scale of `states:`: a shared one by its name, or one of its own."""
    if not isinstance(node, Scalar):
        return read_scale(reader, id_, node)
    scale = scales.get(name_key(node.text))
    if scale is None:
        close = reader.closest(node.text, scales)
        reader.refuse("unknown-ladder", node.place, len(node.text), name=node.text, close=close)
    return scale


def _interval(reader: NodeReader, text: str, unit: Unit | None) -> Interval:
    """What `bounds` allow: `any` is every number, a count below zero too."""
    if text.strip() == _ANY:
        return Interval(None, None)
    return interval_of(read_threshold(text, reader.units), unit)


def refuse_idle_keys(reader: NodeReader, entry: IndicatorEntry, nature: Nature, *, is_declaring: bool = True) -> None:
    """Keys that would be accepted and have no effect on an indicator of that *nature* are refused.

    Of a target that does not declare it, the keys that would have been reported already.
    """
    idle = _idle_keys(nature, is_target=isinstance(entry, TargetEntry), is_declaring=is_declaring)
    for name, value in entry.entries:
        if name.text not in idle or not isinstance(value, entry.schema[name.text].types):
            continue
        is_change = nature is Nature.COMPUTED and entry.kind is Aggregation.CHANGE
        if not (is_change and name.text == IndicatorEntry.kind.name):
            reader.refuse("key-without-effect", name.place, len(name.text), key=name.text, id=entry.id, why="")


@cache
def _idle_keys(nature: Nature, *, is_target: bool, is_declaring: bool) -> frozenset[str]:
    keys = (TargetEntry if is_target else IndicatorEntry).schema.values()
    return frozenset(key.name for key in keys if nature in key.idle and (is_declaring or not key.declares))


def nature_of(entry: IndicatorEntry, scale: Scale | None) -> Nature:
    """What the indicator is that *entry* declares, with the *scale* of its states."""
    if entry.type:
        return Nature.DATE
    if entry.states is not None:
        return Nature.BANDS if scale is not None and scale.bands else Nature.STATES
    return Nature.REPORTED if entry.formula is None else Nature.COMPUTED


def _names(reader: NodeReader, indicators: dict[str, Indicator]) -> dict[str, str]:
    """Every id, name and alias and the indicator it finds; one that finds two is a problem."""
    names = {id_: id_ for id_ in indicators}
    for id_, indicator in indicators.items():
        for name in (name_key(indicator.name), *indicator.aliases):
            owner = names.setdefault(name, id_)
            if owner != id_:
                reader.refuse("ambiguous-name", indicator.place, name=name, first=owner, second=id_)
    return names
