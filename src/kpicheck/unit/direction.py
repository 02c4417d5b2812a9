"""Whether more of a unit is plainly more: what is decided by its group in units.txt, never by its name here."""

from collections.abc import Callable
from typing import Final

from kpicheck.unit import Unit, Units
from kpicheck.unit.compound import QUOTIENT_MARK
from kpicheck.unit.definitions import bases, dimensions


def undirected_group(unit: Unit, units: Units) -> str:
    """Why a limit of *unit* must say its direction, a group of units.txt or `quotient`; `""` where more is better."""
    return next((group for group, has in _GROUPS.items() if has(unit, units, group)), "")


def _is_all_of(unit: Unit, _units: Units, group: str) -> bool:
    """Whether it counts nothing but what the group has: 天, and 天/件 too, but not 人公里/小时."""
    above = [base for base, power in unit.dimension if power > 0]
    return bool(above) and bases(group).issuperset(above)


def _has_dimension(unit: Unit, _units: Units, group: str) -> bool:
    return unit.dimension in dimensions(group)


def _is_quotient(unit: Unit, _units: Units, _group: str) -> bool:
    """Whether it is a written quotient of two quantities of one kind: 克标准煤/千瓦时."""
    return any(base.endswith(QUOTIENT_MARK) for base, _ in unit.dimension)


def _is_per_many(unit: Unit, units: Units, _group: str) -> bool:
    return units.is_per_many(unit.name)


_GROUPS: Final[dict[str, Callable[[Unit, Units, str], bool]]] = {
    "duration": _is_all_of,
    "temperature": _is_all_of,
    "rank": _is_all_of,
    "concentration": _has_dimension,
    "per_many": _is_per_many,
    "quotient": _is_quotient,
}
"""How a unit is known to belong to a group; `quotient` is one that units.txt cannot list."""
