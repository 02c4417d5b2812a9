"""Exact Chinese numerals: 十七, 三百二十, 一亿二千万, 二十三点五. Short forms are refused, never guessed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from kpicheck.problem import Refusal

DIGITS: Final = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS: Final = {"十": 10, "百": 100, "千": 1000}
MYRIADS: Final = {"万": 10**4, "亿": 10**8}
_NUMERAL: Final = re.compile("[" + "".join((*DIGITS, *TENS, *MYRIADS)) + "]+(?:点[" + "".join(DIGITS) + "]+)?")
FIRST: Final = frozenset((*DIGITS, "十"))
"""What a numeral may begin with."""

MAX_LENGTH: Final = 40


def refused(text: str, why: str) -> Refusal:
    """The refusal of *text* as a number."""
    shown = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + "…"
    return Refusal("bad-number", width=len(text), text=shown, why=why)


def end_of(text: str, start: int) -> int:
    """Where the numeral that begins at *start* ends; 0 where none does."""
    found = _NUMERAL.match(text, start) if text[start : start + 1] in FIRST else None
    return found.end() if found else 0


def read(text: str) -> tuple[Fraction, int]:
    """The value of a numeral and the power of ten of its last digit.

    Raises Refusal `bad-number`: 三万五 could be 30005 or 35000, 二三 two or three.
    """
    if len(text) > MAX_LENGTH:
        raise refused(text, "digits")
    whole, _, part = text.partition("点")
    value = _myriads(whole, text)
    if not part:
        return Fraction(value), 0
    digits = int("".join(str(DIGITS[char]) for char in part))
    return value + Fraction(digits, 10 ** len(part)), -len(part)


def _myriads(text: str, whole: str) -> int:
    for name, factor in (("亿", MYRIADS["亿"]), ("万", MYRIADS["万"])):
        high, found, low = text.rpartition(name)
        if found:
            if not high:
                raise refused(whole, "grammar")
            _refuse_short(low, whole)
            low = low.removeprefix("零")
            return _myriads(high, whole) * factor + (_myriads(low, whole) if low else 0)
    return _tens(text, whole)


def _refuse_short(low: str, whole: str) -> None:
    if len(low) == 1 and low in DIGITS:
        raise refused(whole, "short")


def _tens(text: str, whole: str) -> int:
    """A numeral below 万: digit and unit in turn, units falling, 零 where one is left out."""
    total, smallest, at = 0, 10**4, 0
    while at < len(text):
        if text[at] in "零〇" and total and at + 1 < len(text):
            at += 1
        digit = DIGITS.get(text[at])
        unit = TENS.get(text[at + 1 : at + 2] if digit is not None else text[at], 1)
        if digit is None and (text[at] != "十" or total):
            raise refused(whole, "grammar")
        bare = unit == 1
        if unit >= smallest or (bare and at + 1 < len(text)):
            raise refused(whole, "grammar")
        if bare and smallest not in {10, 10**4} and text[at - 1] not in "零〇":
            raise refused(whole, "short")
        total, smallest = total + (1 if digit is None else digit) * unit, unit
        at += 1 if digit is None or bare else 2
    return total
