"""Text to number by one strict grammar, never by guess: Arabic digits, exact Chinese numerals, missing marks."""

import re
import unicodedata
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import numeral
from kpicheck.numeral import refused
from kpicheck.problem import Refusal
from kpicheck.text import run_end, to_halfwidth

MAX_DIGITS: Final = 400
MAX_EXPONENT: Final = 400
"""Caps: a figure longer than these is a mistake or an attack."""

MISSING: Final = frozenset({"", "-", "—", "——", "--", "/", "n/a", "na", "null", "无", "暂无", "未公布"})
"""What marks a figure as missing, in any case; tested before anything else, and never zero."""

INVALID: Final = {
    **dict.fromkeys(("…", "……", "..."), "below-smallest"),
    **dict.fromkeys(("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"), "spreadsheet"),
}
"""What is written in place of a figure, and why it is none: below a yearbook's smallest unit, a spreadsheet's error."""

_PLAIN: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DIGITS: Final = frozenset("0123456789")
_POINT: Final = r"(?<!\.)\.(?!\.)"
_END: Final = rf"(?:[0-9]|{_POINT})(?:[eE][+-]?[0-9]+)?"
_RUN: Final = re.compile(rf"[+-]*(?:[0-9,_:']|’|{_POINT})*{_END}")
_RUN_BETWEEN_COMMAS: Final = re.compile(rf"(?:[0-9_:']|’|{_POINT})*{_END}")
_PROGRAMMED: Final = {"x": frozenset("0123456789abcdefABCDEF"), "o": frozenset("01234567"), "b": frozenset("01")}
_GRAMMAR: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]*|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?(?:[eE](?P<exp>[+-]?[0-9]+))?"
)


class Number(NamedTuple):
    """An exact number as written; `exponent` is its last digit's power of ten (5.0 has -1), None for a fraction."""

    value: Fraction
    exponent: int

    def times(self, power: int) -> "Number":
        """Ten to the *power* times it, and so its last digit."""
        return Number(self.value * Fraction(10) ** power, self.exponent + power)


def is_missing(text: str) -> bool:
    """Whether a cell says that there is nothing: no figure, or no unit."""
    return to_halfwidth(text).strip().lower() in MISSING


def is_plain(text: str) -> bool:
    """Whether a cell is a short number without separators: the usual one, which needs no closer look."""
    return _PLAIN.fullmatch(text) is not None


def starts_number(text: str, start: int = 0) -> bool:
    """Whether a number, or something that tries to be one, begins at *start* of a folded text."""
    at = run_end(text, start, "+-")
    first = text[at : at + 1]
    if first == ".":
        return text[at + 1 : at + 2] in _DIGITS
    return first in _DIGITS or first in numeral.FIRST or _foreign_digit(first)


def _foreign_digit(char: str) -> bool:
    """Whether *char* is a digit that is not ours: ٢, ², ①, 𝟐. Chinese numerals are not digits to Unicode."""
    return not char.isascii() and (char.isdigit() or unicodedata.category(char) == "No")


def read(text: str) -> Number:
    """The number that the whole of *text* is.

    Raises Refusal `bad-number` for everything that is not exactly one number.
    """
    folded = to_halfwidth(text).rstrip()
    start = len(folded) - len(folded.lstrip())
    if _PLAIN.fullmatch(folded, start):
        return read_plain(folded[start:])
    if not starts_number(folded, start):
        raise refused(folded[start:], INVALID.get(folded[start:], "grammar")).moved(start)
    number, end = scan(folded, start)
    if end != len(folded):
        raise refused(folded[start:], "grammar").moved(start)
    return number


def scan(text: str, start: int, *, separators: bool = True) -> tuple[Number, int]:
    """The number that begins at *start* of a folded text, and where it ends.

    Without *separators* a comma or a sign is never part of it, as in a formula. Raises Refusal `bad-number` when
    the number is not well formed, whatever follows it.
    """
    found = (_RUN if separators else _RUN_BETWEEN_COMMAS).match(text, start)
    try:
        if found is None:
            return _numeral(text, start)
        _refuse_what_follows(text, start, found.end())
        return _arabic(found.group()), found.end()
    except Refusal as refusal:
        raise refusal.moved(start) from None


def _numeral(text: str, start: int) -> tuple[Number, int]:
    """A Chinese numeral with at most one sign before it."""
    sign = text[start] if text.startswith(("+", "-"), start) else ""
    at = start + len(sign)
    end = numeral.end_of(text, at)
    if not end:
        rest = text[start:].strip()
        raise refused(rest, "foreign-digit" if _foreign_digit(text[at : at + 1]) else _what_is_wrong(rest))
    value, exponent = numeral.read(text[at:end])
    return Number(-value if sign == "-" else value, exponent), end


def _refuse_what_follows(text: str, start: int, end: int) -> None:
    """Refuse what would change a number if it were read on: 2³, 0x10, 1 234, 13万2."""
    rest = text[end : end + 12]
    whole = text[start : end + 12].strip()
    if _foreign_digit(rest[:1]):
        raise refused(whole, "foreign-digit")
    if text[start:end].lstrip("+-") == "0" and rest[1:2] in _PROGRAMMED.get(rest[:1].lower(), ()):
        raise refused(whole, "hexadecimal")
    for between, why in ((" \u00a0\u2009\u202f", "space"), ("十百千万亿", "short")):
        after = rest.lstrip(between)
        if after[:1] in _DIGITS and after != rest:
            raise refused(whole, why)


def read_plain(text: str) -> Number:
    """The number that a text is of which `is_plain` holds, read quickly."""
    whole, _, part = text.partition(".")
    if not part:
        return Number(Fraction(int(whole)), 0)
    return Number(Fraction(int(whole + part), 10 ** len(part)), -len(part))


def _arabic(text: str) -> Number:
    found = _GRAMMAR.fullmatch(text)
    if found is None or not (found["whole"] or found["part"]):
        raise refused(text, _what_is_wrong(text))
    whole, part = found["whole"].replace(",", ""), found["part"] or ""
    exponent = found["exp"] or "0"
    if len(whole) + len(part) > MAX_DIGITS:
        raise refused(text, "digits")
    if len(exponent) > 5 or abs(int(exponent)) > MAX_EXPONENT:
        raise refused(text, "exponent")
    return _scaled(int(found["sign"] + whole + part), int(exponent) - len(part))


def _scaled(digits: int, exponent: int) -> Number:
    scale = 10 ** abs(exponent)
    return Number(Fraction(digits * scale) if exponent >= 0 else Fraction(digits, scale), exponent)


def _what_is_wrong(text: str) -> str:
    if text[:1] in {"+", "-"} and text[1:2] in {"+", "-"}:
        return "sign"
    if "," in text:
        return "thousands"
    return "underscore" if "_" in text else "grammar"
