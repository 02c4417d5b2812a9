"""Thresholds that are not a quantity: names and rungs of the file, days, multiples, ranks, the year before, formulas."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck import number, period
from kpicheck.notation import words
from kpicheck.notation.lead import longest
from kpicheck.notation.threshold import PREVIOUS_YEAR, Kind, Operator, Threshold
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity, starts
from kpicheck.quantity import read as read_quantity
from kpicheck.text import name_key
from kpicheck.unit import BUILT_IN, PREFIXES

if TYPE_CHECKING:
    from kpicheck.unit import Units

MAX_DOUBLINGS: Final = 100


class Given(NamedTuple):
    """The names that a threshold may compare with, and the rungs that it may demand."""

    names: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()


_NAME: Final = re.compile(r"[^\W\d]\w*")
_FORMULA: Final = re.compile(r"[\w\s.%‰+\-*/^×÷()\[\],@]+")
_OPERATION: Final = re.compile(r"[+\-*/^×÷(\[]")
_DAY: Final = re.compile(r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)")
_END: Final = re.compile(r"(?:the end of\s+)?(?P<year>[0-9]{4})(?P<mark>年)?(?:(?P<month>[0-9]{1,2})月)?(?P<end>年?[底末])?(?P<before>之?前)?")
_NO_YEAR: Final = re.compile(r"(?:[0-9]{1,2}月|年|本年|今年|季)[底末](?:之?前)?|年内")
# compiled only for a text that could be one of these
_DOUBLED: Final = r"翻(?P<times>[0-9一二两三四五六七八九十]+)番"
_BASE_MULTIPLE: Final = r"(?:基数|基期)的(?P<times>.+?)倍"
_RANK: Final = (
    r"(?i:前(?P<front>[0-9一二三四五六七八九十]+)[名位]?|第(?P<place>[0-9一二三四五六七八九十]+)[名位]|top\s+(?P<top>[0-9]+))"
)


def read_other(text: str, units: Units, given: Given | None) -> Threshold | None:
    """A threshold that names something, or None where *text* is about a quantity."""
    if given is not None and (found := _state(text, given) or _named(text, given)) is not None:
        return found
    found = _date(text) or _multiple(text) or _rank(text) or _previous(text)
    if found is not None:
        return found
    return _reference(text, units, given) or (_unknown_state(text, units) if given is None else None)


def _known(text: str, known: tuple[str, ...]) -> str | None:
    return _spellings(known).get(name_key(text))


@cache
def _spellings(known: tuple[str, ...]) -> dict[str, str]:
    """The names of a file as they are written, by what they have in common with other spellings."""
    return {name_key(name): name for name in known}


def _state(text: str, given: Given) -> Threshold | None:
    """A rung alone (that one or higher), after a comparator, one of several, or not one."""
    if (rung := _known(text, given.rungs)) is not None:
        return _states(Operator.GE, (rung,))
    for operator, heads in ((Operator.NOT_IN, words.NOT), (Operator.IN, words.AMONG)):
        head = longest(text.strip().lower(), 0, heads)
        if head is not None and (rungs := _rungs(text.strip()[head[1] :], given)):
            return _states(operator, rungs)
    compared = _comparator(text)
    if compared is not None and (rung := _known(text[compared[1] :], given.rungs)) is not None:
        return _states(compared[0], (rung,))
    rungs = _rungs(text, given)
    return _states(Operator.IN, rungs) if len(rungs) > 1 else None


def _states(operator: Operator, rungs: tuple[str, ...]) -> Threshold:
    return Threshold("", Kind.STATE, operator, states=rungs)


def _rungs(text: str, given: Given) -> tuple[str, ...]:
    """Rungs joined by 、 or 或; `()` where any of them is none."""
    parts = re.split("|".join(map(re.escape, words.OR)), text)
    found = [_known(part, given.rungs) for part in parts]
    return tuple(rung for rung in found if rung is not None) if all(found) else ()


def _named(text: str, given: Given) -> Threshold | None:
    """A comparator before a name of the file."""
    compared = _comparator(text)
    if compared is None or (name := _known(text[compared[1] :], given.names)) is None:
        return None
    return Threshold("", Kind.REFERENCE, compared[0], against=name)


def _comparator(text: str) -> tuple[Operator, int] | None:
    """The comparator that *text* begins with and where it ends; 不 before it turns it."""
    lowered, at, negated = text.lower(), len(text) - len(text.lstrip()), False
    found = longest(lowered, at, words.COMPARATORS)
    if found is None and (negation := longest(lowered, at, words.NEGATIONS)) is not None:
        negated, at = True, negation[1] + len(text[negation[1] :]) - len(text[negation[1] :].lstrip())
        found = longest(lowered, at, words.COMPARATORS)
    if found is None:
        return None
    operator = words.COMPARATORS[found[0]]
    return words.NEGATED[operator] if negated else operator, found[1]


def _date(text: str) -> Threshold | None:
    """A day, or the end of a year or a month. Raises Refusal `no-year`, `bad-threshold`."""
    operator, rest, is_by = _dated(text)
    if _NO_YEAR.fullmatch(rest):
        raise Refusal("no-year", text=text.strip())
    if (day := _DAY.match(rest)) is not None:
        return _day_limit(text, operator, period.read_date(day["day"]), rest[day.end() :])
    found = _END.fullmatch(rest)
    if found is None or not (found["mark"] or is_by or rest.startswith("the end")):
        return None
    if (found["before"] and not found["end"]) or (found["month"] and not found["end"]):
        raise Refusal("bad-threshold", text=text.strip(), why="day")
    month = f"-{int(found['month']):02d}" if found["month"] else ""
    return _limit(operator, period.read(found["year"] + month).last_day)


def _dated(text: str) -> tuple[Operator, str, bool]:
    """The comparator before a day, the rest, and whether it was `by`."""
    stripped = text.strip()
    found = longest(stripped.lower(), 0, words.DATED)
    if found is not None:
        return words.DATED[found[0]], stripped[found[1] :].strip(), found[0] == "by"
    compared = _comparator(text)
    return (compared[0], text[compared[1] :].strip(), False) if compared else (Operator.LE, stripped, False)


def _day_limit(text: str, operator: Operator, day: date, rest: str) -> Threshold:
    if rest.strip():
        raise Refusal("bad-threshold", text=text.strip(), why="day")
    return _limit(operator, day)


def _limit(operator: Operator, day: date) -> Threshold:
    return Threshold("", Kind.DATE, operator, limit=day)


def _multiple(text: str) -> Threshold | None:
    """翻一番, 减半, 基数的2倍. Raises Refusal `bad-number` where it is too many."""
    word = text.strip().lower()
    if word in words.FACTORS:
        operator, factor = words.FACTORS[word]
        return Threshold("", Kind.MULTIPLE, operator, factor=Fraction(factor))
    if (doubled := re.fullmatch(_DOUBLED, word) if "番" in word else None) is not None:
        times = number.read(doubled["times"]).value
        if times > MAX_DOUBLINGS:
            raise Refusal("bad-number", text=doubled["times"], why="exponent")
        return Threshold("", Kind.MULTIPLE, Operator.GE, factor=Fraction(2) ** int(times))
    if (of_base := re.fullmatch(_BASE_MULTIPLE, word) if "倍" in word else None) is not None:
        return Threshold("", Kind.MULTIPLE, Operator.GE, factor=number.read(of_base["times"]).value)
    return None


def _rank(text: str) -> Threshold | None:
    """前3名, 第1位, top 3: at most that place."""
    found = re.fullmatch(_RANK, text.strip()) if text.lstrip()[:1] in "前第tT" else None
    if found is None:
        return None
    place = number.read(found["front"] or found["place"] or found["top"])
    return Threshold("", Kind.THRESHOLD, Operator.LE, limit=Quantity(place.value, BUILT_IN.find("名次"), 0))


def _previous(text: str) -> Threshold | None:
    """A comparator before 上年. Raises Refusal `bad-threshold` where more follows it."""
    compared = _comparator(text)
    if compared is None:
        return None
    rest = text[compared[1] :].strip()
    found = longest(rest.lower(), 0, words.PREVIOUS)
    if found is None:
        return None
    if found[1] != len(rest):
        raise Refusal("bad-threshold", text=text.strip(), why="previous")
    return Threshold("", Kind.REFERENCE, compared[0], against=PREVIOUS_YEAR)


def _reference(text: str, units: Units, given: Given | None) -> Threshold | None:
    """A comparator before a name (of the file, or any where there is no file) or a formula."""
    compared = _comparator(text)
    if compared is None:
        return None
    rest = text[compared[1] :].strip()
    if not rest or _holds_quantity(rest, units) or units.get(rest) is not None:
        return None
    if _NAME.fullmatch(rest) and longest(rest, 0, words.LEAD) is None and not _is_vague(rest):
        return Threshold("", Kind.REFERENCE, compared[0], against=rest)
    if _FORMULA.fullmatch(rest) and _OPERATION.search(rest) and re.search(r"[^\W\d_]", rest) and not _has_comparator(rest):
        return Threshold("", Kind.REFERENCE, compared[0], against=rest)
    return None


def _has_comparator(text: str) -> bool:
    return any(word in text for word in words.COMPARATORS if not word.isascii())


def _holds_quantity(text: str, units: Units) -> bool:
    """Whether the whole is one quantity, or begins with one and is no formula."""
    try:
        read_quantity(text, units)
    except Refusal:
        return _OPERATION.search(text.lstrip("+-")) is None and re.search("[0-9]", text) is not None
    return True


def _unknown_state(text: str, units: Units) -> Threshold | None:
    """Without a file: a name alone, or after not and in, is a state."""
    stripped = text.strip()
    for operator, heads in ((Operator.NOT_IN, words.NOT), (Operator.IN, words.AMONG)):
        head = longest(stripped.lower(), 0, heads)
        if head is not None:
            parts = tuple(part.strip() for part in re.split("|".join(map(re.escape, words.OR)), stripped[head[1] :]))
            if all(_is_name(part, units) for part in parts):
                return _states(operator, parts)
    return _states(Operator.GE, (stripped,)) if _is_name(stripped, units) else None


def _is_name(text: str, units: Units) -> bool:
    if not _NAME.fullmatch(text) or text in words.PHRASES or _is_vague(text) or units.get(text) is not None:
        return False
    if longest(text, 0, words.LEAD) is not None or longest(text, 0, PREFIXES) is not None:
        return False
    is_number = starts(text, 0) or re.search("[0-9]", text) is not None
    return not is_number and not re.match(r"nan|inf", text, re.IGNORECASE)


def _is_vague(text: str) -> bool:
    return any(word in text.lower() for word in words.VAGUE)
