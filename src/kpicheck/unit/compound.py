"""The grammar of compound units: names joined by `*`, `·`, `/` and powers, a whole number after `/` or `per`."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.text import run_end
from kpicheck.unit.definitions import Definition, Dimension, product

MAX_LENGTH: Final = 60
MAX_NUMBER: Final = 15
"""Caps: the characters of a unit, the digits of a number in a divisor."""

SYMBOLS: Final = {
    "㎡": "m2", "㎥": "m3", "²": "2", "³": "3", "㎎": "mg", "㎏": "kg", "㎜": "mm", "㎝": "cm", "㎞": "km",
}  # fmt: skip
"""What is read in a unit's name, and there alone, as the letters and digits that it is made of."""

_LETTER: Final = "|".join((r"[^\W\d]", r"\$", *"%‰°℃€£¥￥", *SYMBOLS))
_SO_MANY: Final = r"(?:(?<=per) |(?<=/))[1-9][0-9]*(?:,[0-9]{3})*(?: (?=[^\W\d_]))?"
_JOINED: Final = r"[/*·^]|(?<=[^\W_])[0-9]+|(?<=[/^*])-?[0-9]+|(?<=[A-Za-z]) (?=[A-Za-z])|(?<=dB)\(A\)"

RUN: Final = re.compile(f"(?:{_LETTER}|{_SO_MANY}|{_JOINED}){{0,{MAX_LENGTH}}}")
"""What could be a unit behind a number."""

ONE_NAME: Final = re.compile(f"(?:{_LETTER}|(?<=[^\\W\\d])[0-9]+){{0,{MAX_LENGTH}}}")
"""The same in a formula, where / and * are operators."""

QUOTIENT_MARK: Final = "÷"
"""What the base of a written quotient of two quantities of one kind ends with: 毫克/千克 is kg by kg, not a ratio."""

CURRENCY_MARK: Final = "¤"
"""What the base of a declared currency ends with; the built-in ones are listed."""

_PER: Final = " per "
_PERSONS: Final = "人"


class Part(NamedTuple):
    """A name in a compound unit with its power; a divisor is `is_below`, and may have a number before its name."""

    name: str
    power: int
    is_below: bool = False
    number: int = 1

    @property
    def exponent(self) -> int:
        """Its power, negative in a divisor."""
        return -self.power if self.is_below else self.power


def parts(text: str) -> list[Part]:
    """The parts of a compound unit; empty where *text* is not names joined by operators.

    All names after `/` that `·` joins are divisors; `a/b*c` could be either and is none. Behind `per`, which is `/`, a
    number alone counts persons.
    """
    (above, _), *below = _lines(text)
    if is_unclear(text):
        return []
    found = [_part(name) for name in above.replace("·", "*").split("*")] if above or not below else []
    found += [_divisor(name, is_per=is_per) for line, is_per in below for name in line.split("·")]
    whole = [part for part in found if part is not None]
    return whole if len(whole) == len(found) else []


def is_unclear(text: str) -> bool:
    """Whether a product follows a division, so that *text* could mean two units: 元/人*年."""
    return any("*" in line for line, _ in _lines(text)[1:])


def _lines(text: str) -> list[tuple[str, bool]]:
    """What is above the line, then each divisor, and whether it follows `per`."""
    leads = text.startswith(_PER[1:]) and text[len(_PER) - 1 :][:1].isdigit()  # per cent is a name
    found = []
    for piece in (f" {text}" if leads else text).split("/"):
        first, *others = piece.split(_PER)
        found += [(first, False), *((other, True) for other in others)]
    return found


def _part(text: str) -> Part | None:
    name, caret, power = text.partition("^")
    digits = power.removeprefix("-")
    if not name or (caret and not (digits.isdecimal() and digits.isascii() and len(digits) <= 2)):
        return None
    return Part(name, int(power or 1))


def _divisor(text: str, *, is_per: bool) -> Part | None:
    """`人`, `100,000 births`, `10万人`, and after `per` also `100,000`."""
    text = text.strip()
    end = run_end(text, 0, "0123456789,")
    number, name = (_whole(text[:end]) if end else 1), text[end:].strip()
    if number is None:
        return None
    part = _part(name or (_PERSONS if is_per and end else ""))
    return None if part is None else part._replace(is_below=True, number=number)


def _whole(digits: str) -> int | None:
    """The whole number above zero that *digits* are, grouped in threes or not at all; None where they are none."""
    first, *groups = digits.split(",")
    is_grouped = not groups or (len(first) <= 3 and all(len(group) == 3 for group in groups))
    is_whole = is_grouped and first[:1] not in {"", "0"} and len(digits) <= MAX_NUMBER
    return int(digits.replace(",", "")) if is_whole else None


def combined(found: Iterable[tuple[Part, Fraction, Definition]]) -> Definition:
    """The product of parts, each with the number word before its name and what the name is.

    What is divided by its own kind keeps that: 毫克/千克 and 克/吨 convert into one another, and not into %.
    """
    factor, all_parts, above = Fraction(1), [], []
    for part, number, unit in found:
        factor *= (number * part.number) ** (-1 if part.is_below else 1)
        all_parts.append((unit, part.exponent))
        if not part.is_below:
            above.append((unit, part.power))
    whole, divided = product(factor, all_parts), product(Fraction(1), above).dimension
    is_quotient = not whole.dimension and divided and len(above) < len(all_parts)
    return whole._replace(dimension=quotient_of(divided)) if is_quotient else whole


def quotient_of(dimension: Dimension) -> Dimension:
    """The dimension of a written quotient of two quantities of *dimension*."""
    return ((dimension_text(dimension) + QUOTIENT_MARK, 1),)


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
    if base.endswith(QUOTIENT_MARK):
        divided = base.removesuffix(QUOTIENT_MARK)
        name = f"{divided}/{divided}" if divided.isalnum() else f"({divided})/({divided})"
    return name if power == 1 else f"{name}^{power}"
