"""Thresholds that are not a quantity: names and rungs of the file, days, multiples, ranks, the last year, formulas."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck import number, numeral, period, quantity
from kpicheck.notation import words
from kpicheck.notation.lead import LEAD, NOT_A_NUMBER, Lead, Tail, Vocabulary, bad, comparator, skip, tail, vague
from kpicheck.notation.threshold import PREVIOUS_YEAR, Direction, Kind, Operator, Threshold
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.text import closest, name_key
from kpicheck.unit.table import PREFIXES

if TYPE_CHECKING:
    from datetime import date

    from kpicheck.unit import Units

MAX_DOUBLINGS: Final = 100


class Given(NamedTuple):
    """The names that a threshold may compare with, and the rungs that it may demand."""

    names: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()


class Said(NamedTuple):
    """A folded text of which *lead* is understood; the rest begins at *at*. Without a file, *given* is None."""

    text: str
    units: Units
    given: Given | None
    lead: Lead
    at: int

    @property
    def rest(self) -> str:
        """What is not understood yet."""
        return self.text[self.at :].rstrip()


_WORD: Final = re.compile(r"[^\W\d]\w*")
_FORMULA: Final = re.compile(r"[\w\s.%‰+\-*/^×÷()\[\],@]+")
_OPERATION: Final = re.compile(r"[+\-*/^×÷(\[]")
_DATE: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"
    r"|(?P<of>(?:the )?end of )?(?P<year>[0-9]{4})(?P<mark>年)?"
    r"(?:(?P<month>[0-9]{1,2})月)?(?P<end>年?[底末])?(?P<before>之?前)?"
)
_NO_YEAR: Final = re.compile(r"(?:[0-9]{1,2}月|年|本年|今年|季)[底末](?:之?前.*)?|年内.*")
_NUMERAL: Final = "[0-9一二两三四五六七八九十]+"
_DOUBLED: Final = re.compile(f"翻(?P<times>{_NUMERAL})番")
_OF_BASE: Final = re.compile(r"(?:基数|基期)的(?P<times>[0-9.一二两三四五六七八九十]+)倍")
_RANK: Final = re.compile(f"前({_NUMERAL})[名位]?|第({_NUMERAL})[名位]?|(?i:top) ([0-9]+)")


def read_other(said: Said) -> Threshold | None:
    """A threshold that names something, or None where the rest may be about a quantity.

    Raises Refusal `bad-threshold`, `no-year`, `bad-date`, `bad-period`, `bad-number`, `unknown-name`.
    """
    return (
        _given(said) or _day(said) or _multiple(said) or _phrase(said) or _rank(said) or _previous(said)
        or _reference(said) or _unknown_state(said)
    )  # fmt: skip


def _given(said: Said) -> Threshold | None:
    """A rung or several of the file, or a name to compare with."""
    if said.given is None:
        return None
    rungs = _rungs(said.rest, said.given.rungs)
    if rungs and (wanted := _wanted(said.lead, len(rungs))) is not None:
        return Threshold("", Kind.STATE, wanted, states=rungs)
    name = _spellings(said.given.names).get(name_key(said.rest))
    bound = _bound(said.lead)
    return None if name is None or bound is None else Threshold("", Kind.REFERENCE, bound, against=name)


@cache
def _spellings(known: tuple[str, ...]) -> dict[str, str]:
    """The names of a file as they are written, by what they have in common with other spellings."""
    return {name_key(name): name for name in known}


def _rungs(text: str, rungs: tuple[str, ...]) -> tuple[str, ...]:
    """One rung, or several joined by 、 or 或; `()` where any of them is none."""
    known = _spellings(rungs)
    if name_key(text) in known:
        return (known[name_key(text)],)
    found = [known.get(name_key(part)) for part in _parts(text)]
    return tuple(rung for rung in found if rung is not None) if all(found) else ()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("|".join(map(re.escape, words.OR)), text)]


def _wanted(lead: Lead, count: int) -> Operator | None:
    """What is demanded of so many rungs; None where it is nothing that can be demanded of them."""
    if lead.says_only("is_among", "negation"):
        if lead.negation:
            return Operator.NOT_IN
        return Operator.IN if lead.is_among or count > 1 else Operator.GE
    if count == 1 and (lead.says_only("compare") or (lead.says_only("level") and lead.level is Role.FLOOR)):
        return lead.bound
    return None


def _bound(lead: Lead) -> Operator | None:
    """The comparator, or that of 达到 and 降至, before something to compare with; 增速 may stand before it."""
    if not lead.says_only("compare", "level", "direction") or lead.direction is Direction.DOWN:
        return None
    return None if lead.compare is None and lead.level in {Role.VERB, Role.PLACE} else lead.bound


def _day(said: Said) -> Threshold | None:
    """A day, or the end of a year or a month, to be reached by then."""
    if not said.lead.says_only("compare"):
        return None
    if _NO_YEAR.fullmatch(said.rest):
        raise Refusal("no-year", offset=said.at, width=len(said.rest), text=said.rest)
    dated = _DATED.at(said.text.lower(), said.at) if said.lead.compare is None else None
    word, operator, start = dated or ("", said.lead.compare or Operator.LE, said.at)
    start, end = skip(said.text, start), said.at + len(said.rest)
    found = _DATE.match(said.text, start)
    if found is None or not (found["day"] or found["mark"] or found["of"] or (word == "by" and found.end() == end)):
        return None
    if found.end() < end or (not found["end"] and (found["before"] or found["month"])):
        raise bad(said.text, "day", start, end)
    try:
        return Threshold("", Kind.DATE, operator, limit=_last_day(found))
    except Refusal as refusal:
        raise refusal.moved(start) from None


def _last_day(found: re.Match[str]) -> date:
    if found["day"]:
        return period.read_date(found["day"])
    month = f"-{int(found['month']):02d}" if found["month"] else ""
    return period.read(found["year"] + month).last_day


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
    if after != Tail(after.compare) or words.SIDE.get(operator) is not usual:
        raise bad(said.text, "multiple", said.at)
    return Threshold("", Kind.MULTIPLE, operator, factor=factor)


def _factor(text: str, at: int) -> tuple[Operator, Fraction, int] | None:
    """The multiple of the baseline that stands at *at*, its usual comparator, and where it ends."""
    if (word := _FACTORS.at(text.lower(), at)) is not None:
        return word[1][0], Fraction(word[1][1]), word[2]
    if (found := _OF_BASE.match(text, at)) is not None:
        times = number.scan(text[: found.end("times")], found.start("times"))[0].value
        return Operator.GE if times >= 1 else Operator.LE, times, found.end()
    if (found := _DOUBLED.match(text, at)) is None:
        return None
    times = number.scan(text[: found.end("times")], found.start("times"))[0].value
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
    return Threshold("", Kind.THRESHOLD, operator, limit=limit)


def _rank(said: Said) -> Threshold | None:
    """前3名, 第1位, top 3: at most that place."""
    found = _RANK.fullmatch(said.text, said.at, said.at + len(said.rest))
    if found is None or not said.lead.says_only("level"):
        return None
    start, end = max(found.span(1), found.span(2), found.span(3))
    place = number.scan(said.text[:end], start)[0]
    if place.value < 1:
        return None
    return Threshold("", Kind.THRESHOLD, Operator.LE, limit=Quantity(place.value, said.units.find("名次"), 0))


def _previous(said: Said) -> Threshold | None:
    """A comparator before 上年. Raises Refusal `bad-threshold` where more follows it."""
    found, bound = _PREVIOUS.at(said.text.lower(), said.at), _bound(said.lead)
    if found is None or bound is None:
        return None
    if found[2] < said.at + len(said.rest):
        raise bad(said.text, "previous", found[2])
    return Threshold("", Kind.REFERENCE, bound, against=PREVIOUS_YEAR, direction=said.lead.direction)


def _reference(said: Said) -> Threshold | None:
    """A comparator before a formula, or without a file before any name. Raises Refusal `unknown-name`."""
    bound = _bound(said.lead)
    if bound is None or not said.rest:
        return None
    is_name = _is_name(said.rest, said.units)
    if said.given is None and is_name and (said.lead.compare is not None or said.lead.level in _LED):
        return Threshold("", Kind.REFERENCE, bound, against=said.rest, direction=said.lead.direction)
    if said.lead.compare is None:
        return None
    if said.given is not None and is_name:
        near = closest(said.rest, list(said.given.names))
        raise Refusal("unknown-name", offset=said.at, width=len(said.rest), name=said.rest, close=near)
    if _is_formula(said):
        return Threshold("", Kind.REFERENCE, bound, against=said.rest, direction=said.lead.direction)
    return None


def _is_formula(said: Said) -> bool:
    """Whether the rest is an operation with a name in it, and not a quantity with words behind it: 5%(含)."""
    if not _FORMULA.fullmatch(said.rest) or not _OPERATION.search(said.rest):
        return False
    day = _DATE.match(said.text, said.at)
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
    if said.given is not None or lead.negation not in {"", *words.NOT}:
        return None
    parts = _parts(said.rest) if lead.is_among or lead.negation else [said.rest]
    wanted = _wanted(lead, len(parts))
    if wanted is None or vague(said.text) is not None:
        return None
    if any(_begins_with_word(part) or not _is_name(part, said.units) for part in parts):
        return None
    return Threshold("", Kind.STATE, wanted, states=tuple(parts))


def _is_name(text: str, units: Units) -> bool:
    """Whether *text* is one word that holds no number and ends in no word of this reader."""
    if not _WORD.fullmatch(text) or text.lower() in _OWN or units.get(text) is not None or vague(text) is not None:
        return False
    if _RANK.match(text) or text.endswith(_NO_ENDINGS):
        return False
    if _begins_with_word(text) and any(quantity.starts(text, at) for at in range(len(text))):
        return False
    holds_number = (
        quantity.starts(text, 0)
        or "分之" in text
        or (not text.isascii() and re.search("[0-9]", text))
        or (text.startswith(tuple(PREFIXES)) and quantity.scan_unit(text, 0, units)[0] is not None)
    )
    return not holds_number and not NOT_A_NUMBER.match(text)


def _begins_with_word(text: str) -> bool:
    """Whether *text* begins with a word of this reader: 满 of 满意率, 约 of 约十家."""
    word = LEAD.at(text.lower(), 0)
    return word is not None and word[1][0] is not Role.FILLER


_LED: Final = frozenset({Role.LED_UP, Role.LED_DOWN})
_OWN: Final = frozenset((*PREFIXES, *words.AFTER, *words.PHRASES, *words.FACTORS, *words.PREVIOUS))
_NO_ENDINGS: Final = tuple(w for w in (*words.PHRASES, *words.FACTORS, *words.PREVIOUS) if not w.isascii())
_DATED: Final = Vocabulary(words.DATED)
_FACTORS: Final = Vocabulary(words.FACTORS)
_PREVIOUS: Final = Vocabulary(dict.fromkeys(words.PREVIOUS))
