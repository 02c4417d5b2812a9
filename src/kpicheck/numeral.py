"""Exact Chinese numerals: 十七, 三百二十, 一亿二千万, 二十三点五. Short forms are refused, never guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from kpicheck.problem import Refusal
from kpicheck.text import run_end

DIGITS: Final = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
MYRIADS: Final = (("亿", 10**8), ("万", 10**4))
_ENDINGS: Final = (("万亿", 12), ("亿", 8), ("万", 4))
_SIZES: Final = (("千", 1000), ("百", 100), ("十", 10))
_CHARACTERS: Final = frozenset((*DIGITS, *"十百千万亿"))
FIRST: Final = frozenset((*DIGITS, "十"))
"""What a numeral may begin with."""

MAX_LENGTH: Final = 40


def refused(text: str, why: str) -> Refusal:
    """The refusal of *text* as a number."""
    shown = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + "…"
    return Refusal("bad-number", width=len(text), text=shown, why=why)


def end_of(text: str, start: int) -> int:
    """Where the numeral that begins at *start* ends; 0 where none does."""
    if text[start : start + 1] not in FIRST:
        return 0
    end = run_end(text, start, _CHARACTERS)
    decimals = run_end(text, end + 1, DIGITS) if text.startswith("点", end) else 0
    return decimals if decimals > end + 1 else end


def ending(text: str) -> tuple[str, int]:
    """The 万, 亿 or 万亿 that a numeral ends with, and its power of ten; what else a numeral ends with is `("", 0)`."""
    return next(((name, power) for name, power in _ENDINGS if text.endswith(name)), ("", 0))


def read(text: str) -> tuple[Fraction, int]:
    """The value of a numeral and the power of ten of its last digit: 4 of 五百万, as of 500万; 0 of 五百, as of 500.

    Raises Refusal `bad-number`: 三万五 could be 30005 or 35000, 二三 two or three.
    """
    if len(text) > MAX_LENGTH:
        raise refused(text, "digits")
    whole, _, part = text.partition("点")
    value = _whole(whole, text, MYRIADS)
    if not part:
        return Fraction(value), ending(text)[1]
    digits = int("".join(str(DIGITS[char]) for char in part))
    return value + Fraction(digits, 10 ** len(part)), -len(part)


def _whole(text: str, written: str, units: tuple[tuple[str, int], ...]) -> int:
    """A numeral without decimals whose largest unit is one of *units*; *written* is all of it, for the message."""
    if not units:
        return _below_myriad(text, written)
    (name, factor), smaller = units[0], units[1:]
    high, found, low = text.partition(name)
    if not found:
        return _whole(text, written, smaller)
    if _is_short(low, name):
        raise refused(written, "short")
    rest = low.removeprefix("零")
    below = _whole(rest, written, smaller) if rest else 0
    if low and not below:
        raise refused(written, "grammar")
    return _whole(high, written, smaller) * factor + below


def _is_short(low: str, unit: str) -> bool:
    """Whether the digit after 万 or 亿 may be short for ten times or ten thousand times more: 三万五, 一亿二千."""
    return low[:1] not in {"", "零"} and (low in DIGITS or (unit == "亿" and "万" not in low))


def _below_myriad(text: str, written: str) -> int:
    """Digit and size in turn, 千 to 十, and 零 where one is left out."""
    if text in DIGITS:
        return DIGITS[text]
    value, rest = 0, "一" + text if text.startswith("十") else text
    for name, size in _SIZES:
        digit, found, low = rest.partition(name)
        if found:
            value, rest = value + _digit(digit.removeprefix("零") if value else digit, size, written) * size, low
    if not value:
        raise refused(written, "grammar")
    if not rest:
        return value
    value += _digit(rest.removeprefix("零"), 1, written)
    if "零" not in rest and "十" not in text:
        raise refused(written, "short")
    return value


def _digit(text: str, size: int, written: str) -> int:
    """The digit before a size; 两 comes before 百 and larger ones only."""
    if not DIGITS.get(text) or (text == "两" and size <= 10):
        raise refused(written, "grammar")
    return DIGITS[text]


def written(count: int) -> str:
    """A whole number below a hundred as a numeral: 三, 十二, 二十."""
    tens, ones = divmod(count, 10)
    return (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + (_ONES[ones] if ones or not tens else "")


_ONES: Final = "零一二三四五六七八九"
