"""The only door to pint: what a file's `units:` names and units.txt does not have is looked up here.

pint gives factors and dimensions. It never sees a user's text but a name that it is asked for, and parses none.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pint

from kpicheck.unit.definitions import Definition, dimension_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PINT_BASES: Final = {
    "meter": "m", "gram": "kg", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "bit": "bit",
}  # fmt: skip

_EXACT: Final = frozenset({"standard_gravity", "standard_atmosphere", "elementary_charge"})
"""Constants that are exact by definition, so that a unit defined by them is too: psi, torr, electron_volt."""

_KEPT_APART: Final = frozenset({"day", "gray", "sievert", "volt_ampere"})
"""What pint converts into others and units.txt does not: a fortnight would be hours, and no 天."""


@cache
def _pints_own() -> Any:
    """The registry that pint comes with: it takes a fifth of a second, and a file may ask for many names."""
    return pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)


@cache
def _constants() -> frozenset[str]:
    """The names of pint's constants; its registry keeps them among the units."""
    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    registry.load_definitions(Path(pint.__file__).with_name("constants_en.txt"))
    return frozenset(registry._units)  # noqa: SLF001  as below


def _rests_on(registry: Any, name: str) -> Iterator[str]:
    """The names that the definition of a unit leads to, its own first."""
    unit = registry._units.get(name)  # noqa: SLF001  as below
    if unit is not None:
        yield unit.name
        for part in unit.reference or ():
            yield from _rests_on(registry, part)


def look_up(name: str) -> Definition | None:
    """A unit that is not built in, by its name in pint's own registry; None where it is not there.

    Not taken are units with an offset and their differences, logarithmic units, angles, powers that are not whole,
    constants, what is defined by a constant that is measured or irrational, and what is kept apart here.
    """
    registry = _pints_own()
    unit = registry._units.get(name)  # noqa: SLF001  by name alone: pint's parser reads more into a text
    if unit is None or not unit.is_multiplicative or unit.name in _constants() or unit.name.startswith("delta_"):
        return None
    if not ((_constants() - _EXACT) | _KEPT_APART).isdisjoint(_rests_on(registry, name)):
        return None
    factor, roots = registry.get_root_units(registry.UnitsContainer({unit.name: 1}))
    powers = dict(roots._units)  # noqa: SLF001  a plain mapping
    if not powers or any(base not in _PINT_BASES or power != int(power) for base, power in powers.items()):
        return None
    exact = Fraction(factor) / Fraction(1000) ** int(powers.get("gram", 0))
    return Definition(dimension_of({_PINT_BASES[base]: int(power) for base, power in powers.items()}), exact)
