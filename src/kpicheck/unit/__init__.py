"""Units: names joined by `*`, `/` and powers, looked up in the built-in table and in what a file declares."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from kpicheck.problem import Refusal
from kpicheck.text import MAX_SUGGESTIONS, Suggestions, closest, to_halfwidth
from kpicheck.unit.compound import (
    CURRENCY_MARK,
    MAX_LENGTH,
    QUOTIENT_MARK,
    SYMBOLS,
    combined,
    dimension_text,
    is_unclear,
    parts,
)
from kpicheck.unit.definitions import (
    MULTIPLIERS,
    PREFIXES,
    REFUSED,
    SHORT_MULTIPLIERS,
    UNIT_NAMES,
    Definition,
    Dimension,
    bases,
    built_in,
    dimension_of,
    multiply,
    names,
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
    "is_rank",
    "look_up_in_pint",
    "multiply",
    "number_word",
    "spelled",
]

MAX_POWER: Final = 9
MAX_KEPT: Final = 5_000
"""How many texts are kept with what they were read as: a file has few units, hostile ones have many."""

_OPERATORS: Final = frozenset("*/^·")
_SPELLING: Final = str.maketrans({**SYMBOLS, "\u00b5": "μ", "\u2126": "Ω", "⋅": "·", "×": "*"})


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

    def __init__(
        self,
        own: dict[str, Definition] | None = None,
        suggestions: int | None = MAX_SUGGESTIONS,
        per_many: tuple[str, ...] = (),
    ) -> None:
        self.own, self._per_many = own or {}, per_many
        self._read: dict[str, Unit | None] = {}
        self._suggestions = Suggestions((*self.own, *UNIT_NAMES), suggestions, _similar)

    def get(self, text: str) -> Unit | None:
        """The unit that the whole of *text* is; None where it is none."""
        if text not in self._read:
            if len(self._read) >= MAX_KEPT:
                self._read.clear()
            self._read[text] = self._compound(spelled(text))
        return self._read[text]

    def begins_with_name(self, text: str) -> bool:
        """Whether a unit begins with a listed name and not with a number word before one: 千瓦时/户, but not 千户."""
        return self._named(parts(spelled(text))[0].name) is not None

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
        part = next((part.name for part in parts(name) if self._simple(part.name) is None), name)
        if part in REFUSED:
            return {"unit": part, "close": "", "meanings": REFUSED[part], "why": ""}
        if part in PREFIXES:
            return {"unit": part, "close": "", "meanings": "", "why": "number"}
        if is_unclear(name):
            return {"close": "", "meanings": "", "why": "product"}
        return {"close": partial(self._close, name, part), "meanings": "", "why": ""}

    def _close(self, name: str, part: str) -> str:
        """*name* with the known unit in it that its unknown *part* was probably meant to be; `""` where none is."""
        prefix = next((prefix for prefix in PREFIXES if part.startswith(prefix)), "")
        near = self._suggestions.closest(part.removeprefix(prefix))
        return name.replace(part, prefix + near, 1) if near else ""

    def declared(self, name: str, definition: Definition, *, per_many: bool = False) -> "Units":
        """These units and one more, of which *per_many* says whether it counts per so many.

        Raises Refusal `unit-redeclared` where the name has a meaning already: 分 alone may be given another, for it is
        a score here, and a hundredth of a yuan to others. Raises Refusal `long-unit`, and `bad-unit` for a name that
        would be read as a number or an operator, and for a unit that is not above zero: nothing could be divided by it,
        and below zero every limit would turn round.
        """
        key = spelled(name)
        if len(key) > MAX_LENGTH:
            raise _too_long(key, 0, len(name))
        if key in self.own or key in PREFIXES or (key != "分" and self.get(key) is not None):
            raise Refusal("unit-redeclared", width=len(name), unit=name)
        if not key or key[0].isdigit() or key[0] in "+-." or not _OPERATORS.isdisjoint(key):
            raise Refusal("bad-unit", width=len(name), unit=name, why="name")
        if definition.factor <= 0:
            raise Refusal("bad-unit", width=len(name), unit=name, why="size")
        many = (*self._per_many, key) if per_many else self._per_many
        return Units({**self.own, key: definition}, self._suggestions.left, many)

    def _compound(self, text: str) -> Unit | None:
        """Names joined by operators; a listed name such as /万人 is looked up whole.

        A number word multiplies what is behind it, power and all: 万m^2 is 万平方米. An SI prefix is part of its name.
        """
        if len(text) > MAX_LENGTH:
            return None
        name = _listed(text)
        if (simple := self._simple(name)) is not None:
            number, unit = simple
            return Unit(text, unit.dimension, number * unit.factor)
        known = []
        for part in parts(name):
            simple = self._simple(part.name)
            if simple is None or not 0 < abs(part.power) <= MAX_POWER:
                return None
            known.append((part, *simple))
        return Unit(text, *combined(known)) if known else None

    def is_per_many(self, name: str) -> bool:
        """Whether the unit called *name* has a number in a divisor, written or by its meaning: 例/10万人, ‰."""
        listed, name = names("per_many").union(self._per_many), _listed(name)
        found = [(part, self._split(part.name)) for part in parts(name)]
        return name in listed or any(
            split is not None and (split[1] in listed or (part.is_below and part.number * split[0] != 1))
            for part, split in found
        )

    def _simple(self, name: str) -> tuple[Fraction, Definition] | None:
        """A name, or a number word before one (万kWh): the number, 1 where there is none, and what the name is."""
        split = self._split(name)
        return None if split is None else (Fraction(split[0]), split[2])

    def _split(self, name: str) -> tuple[int, str, Definition] | None:
        """The number word before a known name, 1 where there is none, the name, and what it is."""
        if (unit := self._named(name)) is not None:
            return 1, name, unit
        for prefix, number in PREFIXES.items():
            if name.startswith(prefix) and (unit := self._named(rest := name.removeprefix(prefix))) is not None:
                return number, rest, unit
        word, _, rest = name.partition(" ")
        if (unit := self._named(rest)) is not None and (power := number_word(word, unit.dimension)):
            return 10**power, rest, unit
        return None

    def _named(self, name: str) -> Definition | None:
        return self.own.get(name) or built_in(name)


def _listed(text: str) -> str:
    """*text* as units.txt lists it, where no name has a digit before a number word."""
    return text.replace("/10万", "/十万")


def _similar(name: str, known: Iterable[str]) -> str:
    """The known name that is the same but for its case, or spelled much like it; `""` where none is."""
    return next((each for each in known if each.lower() == name.lower()), "") or closest(name, known)


def _too_long(name: str, at: int, width: int) -> Refusal:
    return Refusal("long-unit", offset=at, width=width, unit=name[:MAX_LENGTH] + "…", limit=MAX_LENGTH)


def spelled(text: str) -> str:
    """A unit's name as it is looked up: folded, ² and ㎡ as digits and letters, no spaces round operators."""
    text = to_halfwidth(text)
    text = text if text.isascii() else text.translate(_SPELLING)
    for operator in _OPERATORS:
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
    if base.endswith(QUOTIENT_MARK):
        return False
    is_declared = built_in(base) is None
    return base in bases("counting") or base in bases("rank") or (is_declared and not is_currency(base))


def is_rank(dimension: Dimension) -> bool:
    """Whether a dimension is that of places in an order, the first of which is the best."""
    return len(dimension) == 1 and dimension[0][0] in bases("rank")


def number_word(word: str, dimension: Dimension | None) -> int | None:
    """The power of ten that an English number word before a unit of *dimension* says; None where it is none.

    The short ones are words only before money and what is counted: elsewhere k and M are SI's.
    """
    power = MULTIPLIERS.get(word.lower())
    if power is None and dimension and (is_count(dimension) or any(is_currency(base) for base, _ in dimension)):
        power = SHORT_MULTIPLIERS.get(word)
    return power


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
