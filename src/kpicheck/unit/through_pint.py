"""The only door to pint: the built-in table is made here from units.txt, and a file's own units are looked up by name.

pint gives factors and dimensions. It never sees a user's text but a name that it is asked for, and parses none.
`python -m kpicheck.unit.through_pint` prints table.py.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pint

from kpicheck.unit import Definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpicheck.unit import Dimension

DEFINITIONS: Final = Path(__file__).with_name("units.txt")

REFUSED: Final = {
    "ton": "t, short ton, long ton",
    "tons": "t, short tons, long tons",
    "兆": "百万, 万亿, MW, MB",
    "$": "USD, HKD, AUD, CAD",
    "¥": "CNY, JPY",
    "￥": "CNY, JPY",
}
"""Names that mean more than one thing, and what they could mean."""

_PINT_BASES: Final = {
    "meter": "m", "gram": "kg", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "bit": "bit",
}  # fmt: skip

_EXACT: Final = frozenset({"standard_gravity", "standard_atmosphere", "elementary_charge"})
"""Constants that are exact by definition, so that a unit which rests on them is too: psi, torr, electron_volt."""

_KEPT_APART: Final = frozenset({"day", "gray", "sievert", "volt_ampere"})
"""What pint converts into others and units.txt does not: a fortnight would be hours, and no 天."""


def built_in() -> Any:
    """The registry of units.txt alone; pint's own units are not in it."""
    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    registry.load_definitions(DEFINITIONS.read_text(encoding="utf-8").splitlines())
    return registry


def definitions(registry: Any) -> dict[str, Definition]:
    """Every name of units.txt, its symbols and aliases, with dimension and exact factor, in the order of the file."""
    return {
        name.replace("_", " "): _definition(registry, unit.name)
        for name, unit in registry._units.items()  # noqa: SLF001  pint lists its definitions nowhere else
        if not name.endswith("_base")
    }


def _definition(registry: Any, name: str) -> Definition:
    factor, roots = registry.get_root_units(registry.UnitsContainer({name: 1}))
    powers = dict(registry.get_dimensionality(roots))
    dimension = tuple(sorted((base.strip("[]"), int(power)) for base, power in powers.items() if power))
    return Definition(dimension, Fraction(factor))


def prefixes(registry: Any) -> dict[str, int]:
    """The numbers that may stand before a unit, longest name first."""
    found = {name: int(prefix.value) for name, prefix in registry._prefixes.items() if name}  # noqa: SLF001  as above
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[1])))


def bases(registry: Any, group: str | None = None) -> set[str]:
    """The bases of all dimensions, or of those of one group of units.txt."""
    names = registry.get_group(group).members if group else registry._units  # noqa: SLF001  as above
    return {base for name in names for base, _ in _definition(registry, name).dimension}


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
    constants, what rests on a constant that is measured or irrational, and what is kept apart here.
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
    return Definition(tuple(sorted((_PINT_BASES[base], int(power)) for base, power in powers.items())), exact)


def render_table() -> str:
    """table.py as it should be."""
    registry = built_in()
    money = bases(registry, "money")
    return _TABLE.format(
        units="\n".join(
            f'    "{name}": ({_literal(unit.dimension)}, {unit.factor.numerator}, {unit.factor.denominator}),'
            for name, unit in definitions(registry).items()
        ),
        prefixes=_lines(f'"{name}": {factor}' for name, factor in prefixes(registry).items()),
        refused=_lines(f'"{name}": "{meanings}"' for name, meanings in REFUSED.items()),
        money=_lines(f'"{base}"' for base in sorted(money)),
        measured=_lines(f'"{base}"' for base in sorted(bases(registry) - money - bases(registry, "counting"))),
    )


_TABLE: Final = '''"""Generated from units.txt by `python -m kpicheck.unit.through_pint`; do not edit."""

from typing import Final

UNITS: Final[dict[str, tuple[tuple[tuple[str, int], ...], int, int]]] = {{
{units}
}}
"""Name to dimension (base names and powers) and factor to base units, as numerator and denominator."""

PREFIXES: Final = {{
{prefixes}
}}
"""What may stand before a unit, longest first."""

REFUSED: Final = {{
{refused}
}}
"""Names that mean more than one thing, and what they could mean."""

CURRENCIES: Final = frozenset({{
{money}
}})
"""Bases that are money."""

MEASURED: Final = frozenset({{
{measured}
}})
"""Bases that are neither money nor counted."""
'''


def _lines(entries: Iterable[str]) -> str:
    return "\n".join(f"    {entry}," for entry in entries)


def _literal(dimension: Dimension) -> str:
    return repr(dimension).replace("'", '"')


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(render_table())
