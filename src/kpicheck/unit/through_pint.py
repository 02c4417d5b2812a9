"""The only door to pint: the built-in table is made here from units.txt, and a file's own units are looked up by name.

pint gives factors and dimensions. It never sees a user's text but a name that it is asked for, and parses none.
`python -m kpicheck.unit.through_pint` prints table.py.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pint

from kpicheck.unit import Definition

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "meter": "m", "kilogram": "kg", "gram": "kg", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "bit": "bit",
}  # fmt: skip


def _registry() -> Any:
    registry = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)  # type: ignore[type-abstract]
    registry.load_definitions(DEFINITIONS.read_text(encoding="utf-8").splitlines())
    return registry


def definitions() -> Mapping[str, Definition]:
    """Every name of units.txt, its symbols and aliases, with dimension and exact factor, in the order of the file."""
    registry = _registry()
    found = {}
    for name, unit in registry._units.items():  # noqa: SLF001  pint lists its definitions nowhere else
        if not name.endswith("_base"):
            factor, roots = registry.get_root_units(registry.UnitsContainer({unit.name: 1}))
            dimensionality = dict(registry.get_dimensionality(roots))
            found[name] = Definition(_dimension(dimensionality), Fraction(factor))
    return found


def prefixes() -> Mapping[str, int]:
    """The numbers that may stand before a unit, longest name first."""
    found = {name: int(prefix.value) for name, prefix in _registry()._prefixes.items() if name}  # noqa: SLF001
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[1])))


def _dimension(dimensionality: dict[str, Any]) -> Dimension:
    return tuple(sorted((base.strip("[]"), int(power)) for base, power in dimensionality.items() if power))


def look_up(name: str) -> Definition | None:
    """A unit that is not built in, by its name in pint's own registry; None where it is not there.

    Units with an offset, logarithmic units and constants are not taken.
    """
    registry: Any = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)  # type: ignore[type-abstract]
    unit = registry._units.get(name)  # noqa: SLF001  by name alone: pint's parser reads more into a text
    if unit is None or not unit.is_multiplicative:
        return None
    factor, roots = registry.get_root_units(registry.UnitsContainer({unit.name: 1}))
    bases = {base: int(power) for base, power in dict(roots._units).items()}  # noqa: SLF001  a plain mapping
    if not bases or any(base not in _PINT_BASES for base in bases):
        return None
    grams = bases.get("gram", 0)
    exact = Fraction(factor) / Fraction(1000) ** grams
    return Definition(tuple(sorted((_PINT_BASES[base], power) for base, power in bases.items())), exact)


def render_table() -> str:
    """The text of table.py."""
    lines = [
        '"""Generated from units.txt by `python -m kpicheck.unit.through_pint`; do not edit.',
        "",
        "UNITS: name to dimension (base names and powers) and factor to base units, as numerator and denominator.",
        "PREFIXES: what may stand before a unit. REFUSED: names that mean more than one thing, and what they could mean.",
        '"""',
        "",
        "from typing import Final",
        "",
        "UNITS: Final[dict[str, tuple[tuple[tuple[str, int], ...], int, int]]] = {",
        *(f'    "{name}": ({_literal(unit.dimension)}, {unit.factor.numerator}, {unit.factor.denominator}),'
          for name, unit in definitions().items()),
        "}",
        "",
        "PREFIXES: Final[dict[str, int]] = {",
        *(f'    "{name}": {factor},' for name, factor in prefixes().items()),
        "}",
        "",
        "REFUSED: Final[dict[str, str]] = {",
        *(f'    "{name}": "{meanings}",' for name, meanings in REFUSED.items()),
        "}",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _literal(dimension: Dimension) -> str:
    if not dimension:
        return "()"
    return "(" + " ".join(f'("{base}", {power}),' for base, power in dimension) + ")"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(render_table())
