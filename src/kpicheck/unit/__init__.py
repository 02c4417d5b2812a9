"""Units: names joined by `*`, `/` and powers, looked up in the built-in table and in what a file declares."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from kpicheck.problem import Refusal
from kpicheck.text import MAX_SUGGESTIONS, Suggestions, closest, to_halfwidth
from kpicheck.unit.definitions import (
    PREFIXES,
    REFUSED,
    UNIT_NAMES,
    Definition,
    Dimension,
    bases,
    built_in,
    dimension_of,
    multiply,
    product,
)

__all__ = [
    "BUILT_IN",
    "MAX_LENGTH",
    "PREFIXES",
    "REFUSED",
    "SYMBOLS",
    "UNIT_NAMES",
    "Definition",
    "Dimension",
    "Unit",
    "Units",
    "count_definition",
    "currency_definition",
    "dimension_of",
    "dimension_text",
    "is_count",
    "is_currency",
    "look_up_in_pint",
    "multiply",
    "spelled",
]

MAX_LENGTH: Final = 60
MAX_POWER: Final = 9
MAX_KEPT: Final = 5_000
"""How many texts are kept with what they were read as: a file has few units, hostile ones have many."""

CURRENCY_MARK: Final = "¤"
"""What the base of a declared currency ends with; the built-in ones are listed."""

SYMBOLS: Final = {
    "㎡": "m2", "㎥": "m3", "²": "2", "³": "3", "㎎": "mg", "㎏": "kg", "㎜": "mm", "㎝": "cm", "㎞": "km",
}  # fmt: skip
"""What is read in a unit's name, and there alone, as the letters and digits that it is made of."""

_SPELLING: Final = str.maketrans({**SYMBOLS, "\u00b5": "μ", "\u2126": "Ω", "·": "*", "⋅": "*", "×": "*"})


class Unit(NamedTuple):
    """A unit as written: its name, its dimension, and how many base units one of it is (exact)."""

    name: str
    dimension: Dimension
    factor: Fraction


class Units:
    """The unit names that one file may use: the built-in ones and its own. What was read once is kept.

    For the first *suggestions* different unknown names it is said what they were probably meant to be (None: for all).
    They are counted here: an object for each file and each run gives the same suggestions for the same input.
    """

    def __init__(self, own: dict[str, Definition] | None = None, suggestions: int | None = MAX_SUGGESTIONS) -> None:
        self.own = own or {}
        self._read: dict[str, Unit | None] = {}
        self._suggestions = Suggestions((*self.own, *UNIT_NAMES), suggestions, _similar)

    def get(self, text: str) -> Unit | None:
        """The unit that the whole of *text* is; None where it is none."""
        if text not in self._read:
            if len(self._read) >= MAX_KEPT:
                self._read.clear()
            self._read[text] = self._compound(spelled(text))
        return self._read[text]

    def find(self, text: str, at: int = 0) -> Unit:
        """The unit that the whole of *text* is; *at* is its offset.

        Raises Refusal `unknown-unit`, `long-unit`.
        """
        unit = self.get(text)
        if unit is not None:
            return unit
        name = spelled(text)
        if len(name) > MAX_LENGTH:
            raise _too_long(name, at, len(text))
        raise Refusal("unknown-unit", offset=at, width=len(text), **{"unit": text.strip(), **self._explanation(name)})

    def _explanation(self, name: str) -> dict[str, str | Callable[[], str]]:
        """What is wrong with an unknown unit: the name in it that is none, its meanings or what may have been meant."""
        part = next((part for part, *_ in _tokens(name) if self._simple(part) is None), name)
        if part in REFUSED:
            return {"unit": part, "close": "", "meanings": REFUSED[part], "why": ""}
        if part in PREFIXES:
            return {"close": "", "meanings": "", "why": "number"}
        return {"close": partial(self._close, name, part), "meanings": "", "why": ""}

    def _close(self, name: str, part: str) -> str:
        """*name* with the known unit in it that its unknown *part* was probably meant to be; `""` where none is."""
        prefix = next((prefix for prefix in PREFIXES if part.startswith(prefix)), "")
        near = self._suggestions.closest(part.removeprefix(prefix))
        return name.replace(part, prefix + near, 1) if near else ""

    def declared(self, name: str, definition: Definition) -> "Units":
        """These units and one more. Raises Refusal `unit-redeclared` where the name has a meaning already.

        分 alone may be given another: it is a score here, and a hundredth of a yuan to others. Raises Refusal
        `long-unit`, and `bad-unit` for a name that would be read as a number or an operator, and for a unit that is
        not above zero: nothing could be divided by it, and below zero every limit would turn round.
        """
        key = spelled(name)
        if len(key) > MAX_LENGTH:
            raise _too_long(key, 0, len(name))
        if key in self.own or key in PREFIXES or (key != "分" and self.get(key) is not None):
            raise Refusal("unit-redeclared", width=len(name), unit=name)
        if not key or key[0].isdigit() or key[0] in "+-.*/^":
            raise Refusal("bad-unit", width=len(name), unit=name, why="name")
        if definition.factor <= 0:
            raise Refusal("bad-unit", width=len(name), unit=name, why="size")
        return Units({**self.own, key: definition}, self._suggestions.left)

    def _compound(self, text: str) -> Unit | None:
        """Names joined by operators; a listed name such as /万人 is looked up whole.

        A number word multiplies what is behind it, power and all: 万m^2 is 万平方米. An SI prefix is part of its name.
        """
        if len(text) > MAX_LENGTH:
            return None
        name = text.replace("/10万", "/十万")  # the one name that is written with a number in it
        if (simple := self._simple(name)) is not None:
            number, unit = simple
            return Unit(text, unit.dimension, number * unit.factor)
        if not (tokens := _tokens(name)):
            return None
        factor, parts = Fraction(1), []
        for part, sign, power in tokens:
            simple = self._simple(part)
            if simple is None or not 0 < abs(power) <= MAX_POWER:
                return None
            number, unit = simple
            factor *= number**sign
            parts.append((unit, sign * power))
        return Unit(text, *product(factor, parts))

    def _simple(self, name: str) -> tuple[Fraction, Definition] | None:
        """A name, or a number word before one (万kWh): the number, 1 where there is none, and what the name is."""
        found = self._named(name)
        if found is not None:
            return Fraction(1), found
        for prefix, number in PREFIXES.items():
            if name.startswith(prefix) and (unit := self._named(name[len(prefix) :])) is not None:
                return Fraction(number), unit
        return None

    def _named(self, name: str) -> Definition | None:
        return self.own.get(name) or built_in(name)


def _similar(name: str, known: Iterable[str]) -> str:
    """The known name that is the same but for its case, or spelled much like it; `""` where none is."""
    return next((each for each in known if each.lower() == name.lower()), "") or closest(name, known)


def _too_long(name: str, at: int, width: int) -> Refusal:
    return Refusal("long-unit", offset=at, width=width, unit=name[:MAX_LENGTH] + "…", limit=MAX_LENGTH)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Names, 1 above the line or -1 below it, powers; empty where the text is not names joined by operators."""
    found = []
    for piece in text.replace("/", "*/").split("*"):
        name, caret, power = piece.removeprefix("/").partition("^")
        digits = power.removeprefix("-")
        if not name or (caret and not (digits.isdecimal() and digits.isascii() and len(digits) <= 2)):
            return []
        found.append((name, -1 if piece[0] == "/" else 1, int(power or 1)))
    return found


def spelled(text: str) -> str:
    """A unit's name as it is looked up: folded, ² and ㎡ as digits and letters, no spaces round operators."""
    text = to_halfwidth(text)
    text = text if text.isascii() else text.translate(_SPELLING)
    for operator in "*/^":
        text = operator.join(map(str.strip, text.split(operator)))
    return text


def is_currency(base: str) -> bool:
    """Whether a dimension's base is money."""
    return base in bases("money") or base.endswith(CURRENCY_MARK)


def is_count(dimension: Dimension) -> bool:
    """Whether a dimension is that of one counting word: its figures are whole and never fall below zero."""
    if len(dimension) != 1 or dimension[0][1] != 1:
        return False
    base = dimension[0][0]
    is_declared = built_in(base) is None
    return base in bases("counting") or (is_declared and not is_currency(base))


def dimension_text(dimension: Dimension) -> str:
    """A dimension as text: `%` of a ratio, `CNY/人`, `kg*m^2/s^2`."""
    if not dimension:
        return "%"
    if dimension == (("pp", 1),):
        return "个百分点"
    above = "*".join(_powered(base, power) for base, power in dimension if power > 0)
    below = "".join("/" + _powered(base, -power) for base, power in dimension if power < 0)
    return (above or "1") + below


def _powered(base: str, power: int) -> str:
    name = base.removesuffix(CURRENCY_MARK)
    return name if power == 1 else f"{name}^{power}"


def count_definition(name: str) -> Definition:
    """A counting word of its own: it never mixes with another."""
    return Definition(((spelled(name), 1),), Fraction(1))


def currency_definition(name: str) -> Definition:
    """Money of its own."""
    return Definition(((spelled(name) + CURRENCY_MARK, 1),), Fraction(1))


def look_up_in_pint(name: str) -> Unit | None:
    """A unit that is not built in, by its name in pint; only a file's `units:` may ask, and only then is pint loaded.

    A name that means more than one thing here (ton) is not looked up.
    """
    if name in REFUSED:
        return None
    from kpicheck.unit.through_pint import look_up  # noqa: PLC0415

    found = look_up(name)
    return None if found is None else Unit(name, *found)


BUILT_IN: Final = Units(suggestions=None)
"""The units that every file has. All files share this object, so it counts no suggestions: a file has its own Units."""
