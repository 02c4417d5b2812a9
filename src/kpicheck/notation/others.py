"""Thresholds that are not a quantity: names and rungs of the file, days, multiples, ranks, the last year, formulas."""

import re
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import number, numeral, period, quantity
from kpicheck.demand import Operator
from kpicheck.notation import (
    Day,
    Declared,
    Direction,
    LastYear,
    Limit,
    Multiple,
    Reference,
    Threshold,
    words,
)
from kpicheck.notation.lead import LEAD, NOT_A_NUMBER, Lead, Tail, Vocabulary, bad, comparator, skip, tail, vague
from kpicheck.notation.levels import demanded_of, levels_in, one_side, parts_of, spellings
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.text import closest, name_key
from kpicheck.unit import Units
from kpicheck.unit.table import PREFIXES

MAX_DOUBLINGS: Final = 100


class Said(NamedTuple):
    """A folded text of which *lead* is understood; the rest begins at *at*. Without a file, *declared* is None."""

    text: str
    units: Units
    declared: Declared | None
    lead: Lead
    at: int

    @property
    def rest(self) -> str:
        """What is not understood yet."""
        return self.text[self.at :].rstrip()


_WORD: Final = re.compile(r"[^\W\d]\w*")
_FORMULA: Final = re.compile(r"(?!.*(?:[^\W\d]\s+|\)\s*)\w)[\w\s.%‰+\-*/^×÷()\[\],@]+", re.DOTALL)  # no two words
_OPERATION: Final = re.compile(r"[+\-*/^×÷(\[@]")


def read_other(said: Said) -> Threshold | None:
    """A threshold that names something, or None where the rest may be about a quantity.

    Raises Refusal `bad-threshold`, `no-year`, `bad-date`, `bad-period`, `bad-number`, `unknown-name`.
    """
    return (
        _declared(said) or _day(said) or _multiple(said) or _phrase(said) or _rank(said) or _previous(said)
        or _reference(said) or _unknown_state(said)
    )  # fmt: skip


def _declared(said: Said) -> Threshold | None:
    """A level or several of the file, or a name to compare with."""
    if said.declared is None:
        return None
    levels = levels_in(said.rest, said.declared.levels)
    if levels and (wanted := demanded_of(said.lead, levels)) is not None:
        return Threshold("", wanted)
    if said.lead.says_only() and (one := one_side(said.rest, said.declared.levels)) is not None:
        return one
    name = spellings(said.declared.names).get(name_key(said.rest))
    bound = _bound(said.lead)
    return None if name is None or bound is None else Threshold("", Reference(bound, name))


def _bound(lead: Lead) -> Operator | None:
    """The comparator, or that of 达到 and 降至, before something to compare with; 增速 may stand before it."""
    if not lead.says_only("compare", "is_within", "level", "direction") or lead.direction is Direction.DOWN:
        return None
    return None if lead.compare is None and lead.level in {Role.VERB, Role.PLACE} else lead.bound


def _day(said: Said) -> Threshold | None:
    """A day, or the end of a year or a month, to be reached by then."""
    if not said.lead.says_only("compare"):
        return None
    if _lacks_year(said.rest):
        raise Refusal("no-year", offset=said.at, width=len(said.rest), text=said.rest)
    dated = _DATED.at(said.text, said.at) if said.lead.compare is None else None
    word, operator, start = dated or ("", said.lead.compare or Operator.LE, said.at)
    start, end = skip(said.text, start), said.at + len(said.rest)
    found = words.DAY.match(said.text, start)
    if found is None or not (found["day"] or found["mark"] or found["of"] or (word == "by" and found.end() == end)):
        return None
    is_many = not found["day"] and not found["end"] and operator in {Operator.EQ, Operator.NE}
    if found.end() < end or is_many or (not found["end"] and (found["before"] or found["month"])):
        raise bad(said.text, "day", start, end)
    if found["of"] and operator is Operator.LT:
        operator = Operator.LE  # the last day is before the end of the year
    try:
        return Threshold("", Day(operator, _limit_day(found, operator)))
    except Refusal as refusal:
        raise refusal.moved(start) from None


def _lacks_year(text: str) -> bool:
    """Whether *text* is a day or the end of something, of a year that is not said."""
    may_lack = any(sign in text.lower() for sign in words.UNDATED)
    return may_lack and re.fullmatch(words.DAY_WITHOUT_YEAR, text) is not None


def _limit_day(found: re.Match[str], operator: Operator) -> date:
    """The day itself, or the last of a year or month; of a whole year the first, where what is earlier is compared."""
    if found["day"]:
        return period.read_date(found["day"])
    month = f"-{int(found['month']):02d}" if found["month"] else ""
    span = period.read(found["year"] + month)
    is_whole = found["end"] is None and found["of"] is None
    return span.first_day if is_whole and operator in {Operator.LT, Operator.GE} else span.last_day


def _multiple(said: Said) -> Threshold | None:
    """翻一番, 减半, 基数的2倍, with a comparator or without. Raises Refusal `bad-threshold`, `bad-number`."""
    if not said.lead.says_only("compare", "level") or said.lead.level not in {None, Role.VERB, Role.FLOOR}:
        return None
    found = _factor(said.text, said.at)
    if found is None:
        return None
    usual, factor, end = found
    after, end = tail(said.text, end, Quantity(factor, None, None), said.units)
    if end < said.at + len(said.rest):
        return None
    operator = comparator(said.text, said.lead, after, end) or usual
    if after != Tail(after.compare) or operator.side is not usual:
        raise bad(said.text, "multiple", said.at)
    return Threshold("", Multiple(operator, factor))


def _factor(text: str, at: int) -> tuple[Operator, Fraction, int] | None:
    """The multiple of the baseline that stands at *at*, its usual comparator, and where it ends."""
    if (word := _FACTORS.at(text, at)) is not None:
        return word[1][0], Fraction(word[1][1]), word[2]
    first = text[at : at + 1]
    found = re.compile(words.TIMES[first]).match(text, at) if first in words.TIMES else None
    if found is None:
        return None
    times = number.scan(text[: found.end("times")], found.start("times"))[0].value
    if first == words.BASE:
        return Operator.GE if times >= 1 else Operator.LE, times, found.end()
    if not 1 <= times <= MAX_DOUBLINGS:
        raise numeral.refused(found["times"], "doublings").moved(found.start("times"))
    return Operator.GE, Fraction(2) ** int(times), found.end()


def _phrase(said: Said) -> Threshold | None:
    """清零, 全覆盖, 居首位."""
    phrase = words.PHRASES.get(said.rest.lower())
    if phrase is None or not said.lead.says_only("level") or said.lead.level in {Role.CAP, Role.LED_DOWN}:
        return None
    operator, count, name = phrase
    limit = Quantity(Fraction(count), None if name is None else said.units.find(name), 0)
    return Threshold("", Limit(operator, limit))


def _rank(said: Said) -> Threshold | None:
    """前3名, 第1位, top 3: at most that place."""
    may_be = said.rest.lower().startswith(words.RANKED) and said.lead.says_only("level")
    if not may_be or not (found := re.compile(words.RANK).fullmatch(said.text, said.at, said.at + len(said.rest))):
        return None
    start, end = max(found.span(1), found.span(2), found.span(3))
    place = number.scan(said.text[:end], start)[0]
    if place.value < 1:
        return None
    return Threshold("", Limit(Operator.LE, Quantity(place.value, said.units.find("名次"), 0)))


def _previous(said: Said) -> Threshold | None:
    """A comparator before 上年. Raises Refusal `bad-threshold` where more follows it."""
    found, bound = _PREVIOUS.at(said.text, said.at), _bound(said.lead)
    if found is None or bound is None:
        return None
    if found[2] < said.at + len(said.rest):
        raise bad(said.text, "previous", found[2])
    return Threshold("", LastYear(bound), direction=said.lead.direction)


def _reference(said: Said) -> Threshold | None:
    """A comparator before a formula, or without a file before any name. Raises Refusal `unknown-name`."""
    bound = _bound(said.lead)
    if bound is None or not said.rest:
        return None
    is_name, compares = _is_name(said.rest, said.units), said.lead.compare is not None
    if said.declared is not None and is_name and compares:
        near = closest(said.rest, [*said.declared.names, *said.declared.levels])
        raise Refusal("unknown-name", offset=said.at, width=len(said.rest), name=said.rest, close=near)
    is_named = said.declared is None and is_name and (compares or said.lead.level in _LED)
    if is_named or (compares and _is_formula(said)):
        return Threshold("", Reference(bound, said.rest), direction=said.lead.direction)
    return None


def _is_formula(said: Said) -> bool:
    """Whether the rest is an operation with a name in it, and not a quantity with words behind it: 5%(含)."""
    if not _FORMULA.fullmatch(said.rest) or not _OPERATION.search(said.rest):
        return False
    day = words.DAY.match(said.text, said.at)
    if (day is not None and day["day"]) or _is_quantity(said):
        return False
    at, end = said.at, said.at + len(said.rest)
    while at < end and not _WORD.match(said.text, at):
        is_number = said.text[at] not in "+-" and quantity.starts(said.text, at)
        at = quantity.scan(said.text, at, said.units, in_formula=True)[1] if is_number else at + 1
    return at < end


def _is_quantity(said: Said) -> bool:
    if not quantity.starts(said.text, said.at):
        return False
    found, end = quantity.scan(said.text, said.at, said.units)
    return tail(said.text, end, found, said.units)[1] == said.at + len(said.rest)


def _unknown_state(said: Said) -> Threshold | None:
    """Without a file: a name alone, after 达到, or one or several after not and in."""
    lead = said.lead
    if said.declared is not None or lead.negation not in {"", *words.NOT}:
        return None
    parts = tuple(parts_of(said.rest)) if lead.is_among or lead.negation else (said.rest,)
    wanted = demanded_of(lead, parts)
    if wanted is None or vague(said.text) is not None:
        return None
    if any(_first_word(part) not in {"", *words.MAY_BEGIN_NAME} or not _is_name(part, said.units) for part in parts):
        return None
    return Threshold("", wanted)


def _is_name(text: str, units: Units) -> bool:
    """Whether *text* is one word that holds no number and ends in no word of this reader: 超标率, but not 超百亿元."""
    if not _WORD.fullmatch(text) or text.lower() in _OWN or units.get(text) is not None or vague(text) is not None:
        return False
    if re.match(words.RANK, text) or _lacks_year(text) or text.endswith(words.NO_ENDINGS):
        return False
    word = _first_word(text)
    holds_number = (
        any(quantity.starts(text, at) for at in range(len(text) if word else 1))
        or "分之" in text
        or (not text.isascii() and re.search("[0-9]", text))
        or any(quantity.scan_unit(text, at, units)[0] for at in {0, len(word)} if text.startswith(_PREFIXES, at))
    )
    return not holds_number and not NOT_A_NUMBER.match(text)


def _first_word(text: str) -> str:
    """The word of this reader that *text* begins with: 满 of 满意率, 约 of 约十家."""
    word = LEAD.at(text, 0)
    return "" if word is None or word[1][0] is Role.FILLER else word[0]


_PREFIXES: Final = tuple(PREFIXES)
_LED: Final = frozenset({Role.LED_UP, Role.LED_DOWN})
_OWN: Final = words.NO_NAMES.union(PREFIXES)
_DATED: Final = Vocabulary(words.DATED)
_FACTORS: Final = Vocabulary(words.FACTORS)
_PREVIOUS: Final = Vocabulary(dict.fromkeys(words.PREVIOUS))
