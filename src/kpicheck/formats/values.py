"""Values as text in a language: the one place where signs, digits and unit words are put together.

What a language writes for them is data in `wording`: NUMBERS, UNITS, PLURALS.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final, assert_never

from kpicheck.formula.evaluate import substituted
from kpicheck.formula.syntax import Binding
from kpicheck.formula.writing import Figure, figure_binding
from kpicheck.problem import Argument, Called, Measured, Problem
from kpicheck.quantity import PERCENT, Quantity, exact_text, fixed_text, terminates
from kpicheck.report import Amount, LevelReached, Value, Verdict, amount_of
from kpicheck.wording import hint, message, number_sign, phrase, unit_word

_CLOSE: Final = ("%", "‰")
"""Units that no language sets apart from their number."""

_UNITS_OF_BOTH: Final = frozenset({"have", "want"})
"""The arguments of problems that are units: what was read and what was wanted."""

RANK: Final = "名次"
"""The unit of places in an order, whose values are ordinal numbers."""


def amount_text(amount: Amount, language: str, *, plus: bool = False) -> str:
    """A quantity: `−0.45个百分点`, `12,500 万元`; with *plus* it is a difference, and a positive one has a sign too."""
    unit = "" if amount.unit is None else amount.unit.name
    digits = number_text(amount.number, amount.places, language, plus=plus)
    if unit == RANK:
        return phrase("rank-margin", language, count=digits) if plus else phrase("rank", language, number=digits)
    return digits + unit_text(unit, digits, language)


def number_text(number: Fraction, places: int | None, language: str, *, plus: bool = False) -> str:
    """A number with its sign, so many decimals (all, or `p/q`, where None) and its thousands as *language* has them."""
    text = exact_text(number) if places is None else fixed_text(number, places)
    sign = number_sign("minus", language) if text.startswith("-") else ""
    if plus and number > 0:
        sign = number_sign("plus", language)
    return sign + _grouped(text.removeprefix("-"), number_sign("group", language))


def _grouped(digits: str, separator: str) -> str:
    """`1234567.8901` with a *separator* between thousands; both numbers of a fraction."""
    if not separator:
        return digits
    wholes = (part.partition(".") for part in digits.split("/"))
    return "/".join(f"{int(whole):,}".replace(",", separator) + point + rest for whole, point, rest in wholes)


def unit_text(unit: str, digits: str, language: str) -> str:
    """What follows a number of *digits*: the unit of that name, and the space before it."""
    if not unit:
        return ""
    name = unit.removeprefix("1") if unit.startswith("1/") else unit
    space = number_sign("space", language)
    if "/" in digits or name.startswith("per "):
        return " " + name  # a fraction is apart from its unit, which is no part of it
    if name.startswith(_CLOSE):
        return name
    if name.startswith("/"):
        return space + number_sign("per", language) + unit_word(name[1:], language, is_one=True)
    return space + unit_word(name, language, is_one=digits.lstrip("+−-") == "1")


def value_text(value: Value, language: str, *, plus: bool = False) -> str:
    """A value; with *plus* it is a margin, and a number of levels always is one."""
    match value:
        case Amount():
            return amount_text(value, language, plus=plus)
        case LevelReached():
            return value.name if value.figure is None else f"{value.name} ({amount_text(value.figure, language)})"
        case date():
            return value.isoformat()
        case int():
            return phrase("rungs", language, count=number_text(Fraction(value), 0, language, plus=True))
        case _:
            assert_never(value)


def quantity_text(quantity: Quantity, language: str) -> str:
    """A declared quantity with the digits that it was written with; an endless ratio as a fraction: 三分之二, 2/3."""
    if quantity.unit != PERCENT or terminates(quantity.value):
        return amount_text(amount_of(quantity), language)
    size, sign = quantity._replace(value=abs(quantity.value)), "minus" if quantity.value < 0 else ""
    digits = number_text(size.base, None, language)
    return (sign and number_sign(sign, language)) + phrase("fraction", language, digits=digits, words=size.written)


def sentence(found: Problem, language: str) -> str:
    """What a problem says."""
    return message(_spoken(found, language), language)


def advice(found: Problem, language: str) -> str:
    """What to do about it, or `""`."""
    return hint(_spoken(found, language), language)


def _spoken(found: Problem, language: str) -> Problem:
    """*found* with the quantities among its arguments as *language* writes them, and names instead of ids."""
    return found._replace(arguments=tuple([(key, _argument(key, value, language)) for key, value in found.arguments]))


def _argument(key: str, value: Argument, language: str) -> Argument:
    if isinstance(value, Called):
        return value.name
    if key in _UNITS_OF_BOTH and isinstance(value, str):
        return unit_word(value, language, is_one=False)
    if not isinstance(value, Measured):
        return value
    digits = number_text(value.value, value.places, language)
    return digits + unit_text(value.unit, digits, language)


def is_exact(amount: Amount) -> bool:
    """Whether the digits that are shown are all that there are."""
    return amount.places is None or (amount.value * 10**amount.places).denominator == 1


def substituted_parts(verdict: Verdict) -> list[str | Amount] | None:
    """The formula with its figures, as texts and amounts: `12500万元`, ` / `, `10200万元`, ` - 1`.

    `?` is in the place of what has no value.
    """
    if verdict.formula is None or verdict.named_values is None:
        return None
    amounts = {Figure(name, point): value for name, point, value in verdict.named_values}

    def bind(figure: Figure) -> Binding:
        value = amounts[figure]
        if value is None:
            return Binding.PRIMARY
        is_fraction = value.places is None and not terminates(value.value)
        return figure_binding(Quantity(value.value, value.unit, None), is_fraction=is_fraction)

    found = substituted(verdict.formula.node, verdict.judged, bind)
    return _joined([part if isinstance(part, str) else amounts[part] or "?" for part in found])


def _joined(parts: list[str | Amount]) -> list[str | Amount]:
    """*parts* with the texts that follow one another as one."""
    joined: list[str | Amount] = []
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        found = list(run)
        joined += ["".join(map(str, found))] if is_text else found
    return joined


def substituted_text(verdict: Verdict, language: str) -> str | None:
    """The formula with its figures: `12500万元 / 10200万元 - 1`; `?` for what has no value."""
    parts = substituted_parts(verdict)
    if parts is None:
        return None
    return "".join(part if isinstance(part, str) else amount_text(part, language) for part in parts)
