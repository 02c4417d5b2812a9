"""Thresholds in fixed forms: days, multiples of a baseline, phrases that mean a number, ranks."""

import re
from datetime import date
from fractions import Fraction
from typing import Final

from kpicheck import number, numeral, period
from kpicheck.cursor import Vocabulary
from kpicheck.demand import Operator
from kpicheck.notation import Day, Limit, Multiple, phrases
from kpicheck.notation.threshold_reader import ThresholdReader, WordsAfter, comparator, words_after
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity

MAX_DOUBLINGS: Final = 100


def read_day(reader: ThresholdReader) -> Day | None:
    """A day, or the end of a year or a month, to be reached by then.

    Raises Refusal `no-year`, `bad-threshold`, `bad-date`, `bad-period`.
    """
    before = reader.before
    if not before.say_only("compare"):
        return None
    if lacks_year(reader.rest):
        raise Refusal("no-year", offset=reader.at, width=len(reader.rest), text=reader.rest)
    dated = reader.word(_DATED) if before.compare is None else None
    word, operator = dated or ("", before.compare or Operator.LE)
    start, found = reader.skip(), reader.match(phrases.DAY)
    if found is None or not (found["day"] or found["mark"] or found["of"] or (word == "by" and reader.is_at_end)):
        return None
    is_said_twice = found["before"] and operator is not Operator.LE
    if not reader.is_at_end or is_said_twice or (not (found["day"] or found["end"]) and _is_span(found, operator)):
        raise reader.bad("day", start)
    if found["of"] and operator is Operator.LT:
        operator = Operator.LE  # the last day is before the end of the year
    try:
        return Day(operator, _limit_day(found, operator))
    except Refusal as refusal:
        raise refusal.moved(start) from None


def _is_span(found: re.Match[str], operator: Operator) -> bool:
    """Whether a year or a month is meant as a whole, where only its end could be compared with: 2023年前, = 2023年."""
    return bool(found["before"] or found["month"]) or operator in {Operator.EQ, Operator.NE}


def lacks_year(text: str) -> bool:
    """Whether *text* is a day or the end of something, of a year that is not said."""
    return phrases.DAY_WITHOUT_YEAR.fullmatch(phrases.with_digits(text).lower()) is not None


def _limit_day(found: re.Match[str], operator: Operator) -> date:
    """The day itself, or the last of a year or month; of a whole year the first, where what is earlier is compared."""
    if found["day"]:
        return period.read_date(found["day"].replace("/", "-"))
    month = f"-{int(found['month']):02d}" if found["month"] else ""
    span = period.read(found["year"] + month)
    is_whole = found["end"] is None and found["of"] is None
    return span.first_day if is_whole and operator in {Operator.LT, Operator.GE} else span.last_day


def read_multiple(reader: ThresholdReader) -> Multiple | None:
    """翻一番, 减半, 基数的2倍, with a comparator or without. Raises Refusal `bad-threshold`, `bad-number`."""
    before, start = reader.before, reader.at
    if not before.say_only("compare", "verb") or before.verb not in {None, Role.VERB, Role.FLOOR}:
        return None
    factor = _factor(reader)
    if factor is None:
        return None
    after = words_after(reader, Quantity(factor, None, None))
    if not reader.is_at_end:
        if reader.text[start] in _COUNTED:
            raise reader.bad("multiple", start)
        return None  # 翻番 and the like may be part of a name
    usual = Multiple.usual(factor)
    operator = comparator(reader, after) or usual
    if after != WordsAfter(after.compare) or operator.side is not usual:
        raise reader.bad("multiple", start)
    return Multiple(operator, factor)


def _factor(reader: ThresholdReader) -> Fraction | None:
    """The multiple of the baseline that is next."""
    if (word := reader.word(_FACTORS)) is not None:
        return word[1]
    if (found := _match(reader, phrases.TIMES_BASELINE)) is not None:
        return _number(reader, found)
    if (found := _match(reader, phrases.DOUBLINGS)) is None:
        return None
    times = _number(reader, found)
    if not 1 <= times <= MAX_DOUBLINGS:
        raise numeral.refused(_written(reader, found), "doublings").moved(found.start(1))
    return Fraction(2) ** int(times)


def _match(reader: ThresholdReader, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """What *pattern* matches next, its numerals as digits; it is taken."""
    found = pattern.match(phrases.with_digits(reader.text), reader.at)
    if found is not None:
        reader.at = found.end()
    return found


def _written(reader: ThresholdReader, found: re.Match[str]) -> str:
    return reader.text[found.start(1) : found.end(1)]


def _number(reader: ThresholdReader, found: re.Match[str]) -> Fraction:
    try:
        return number.read(_written(reader, found)).value
    except Refusal as refusal:
        raise refusal.moved(found.start(1)) from None


def read_phrase(reader: ThresholdReader) -> Limit | None:
    """清零, 全覆盖, 居首位."""
    phrase = phrases.PHRASES.get(reader.rest.lower())
    if phrase is None or not reader.before.say_only("verb") or reader.before.verb in {Role.CAP, Role.LED_DOWN}:
        return None
    operator, count, unit = phrase
    return Limit(operator, Quantity(Fraction(count), None if unit is None else reader.units.find(unit), 0))


def read_rank(reader: ThresholdReader) -> Limit | None:
    """前3名, 第1位, top 3: at most that place. Raises Refusal `bad-number`."""
    found = _match(reader, phrases.RANK) or reader.match(phrases.TOP)
    if found is None or not reader.is_at_end or not reader.before.say_only("verb"):
        return None
    place = _number(reader, found)
    return Limit(Operator.LE, Quantity(place, reader.units.find("名次"), 0)) if place >= 1 else None


_DATED: Final = Vocabulary(phrases.DATED)
_FACTORS: Final = Vocabulary(phrases.FACTORS)
_COUNTED: Final = frozenset("翻基")
