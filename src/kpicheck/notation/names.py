"""Thresholds that name what they compare with: levels of a scale, other indicators, formulas, last year."""

import re
from itertools import chain
from typing import Final

from kpicheck import quantity
from kpicheck.cursor import Vocabulary
from kpicheck.demand import Operator
from kpicheck.notation import AnyOf, Direction, LastYear, Level, NoneOf, Reference, Relative, phrases, words
from kpicheck.notation.fixed import lacks_year
from kpicheck.notation.threshold_reader import (
    AFTER,
    BEFORE,
    FRACTIONS,
    ThresholdReader,
    WordsBefore,
    vague_word,
    words_after,
)
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.text import name_key
from kpicheck.unit import PREFIXES, Units


def read_known_level(reader: ThresholdReader) -> Level | AnyOf | NoneOf | None:
    """A level of the file, several joined by 、 or 或, or all on one side of one: 竣工及以上, 4A or higher.

    Without a file the milestones are known, and what follows a comparator is a reference.
    """
    known, text = reader.declared.levels if reader.declared else phrases.MILESTONES, reader.rest
    if not known or (reader.declared is None and reader.before.compare):
        return None
    for names in ((name_key(text),), tuple(map(name_key, _between_or(text)))):
        if all(name in known for name in names) and (found := _of_levels(reader.before, names)) is not None:
            return found
    for word, operator in phrases.ONE_SIDE.items() if reader.before.say_only() else ():
        if text.lower().endswith(word) and (name := name_key(text[: -len(word)])) in known:
            return Level(operator, name)
    return None


def _between_or(text: str) -> list[str]:
    for joint in phrases.OR:
        text = text.replace(joint, phrases.OR[0])
    return [part.strip() for part in text.split(phrases.OR[0])]


def _of_levels(before: WordsBefore, levels: tuple[str, ...]) -> Level | AnyOf | NoneOf | None:
    """What is demanded of *levels*; None where it is nothing that can be demanded of them."""
    if before.say_only("is_among", "negation"):
        if before.negation:
            return NoneOf(levels) if before.negation in words.NOT else None
        return AnyOf(levels) if before.is_among or len(levels) > 1 else Level(Operator.GE, levels[0])
    compares = before.say_only("compare", "relative") or (before.say_only("verb") and before.verb is Role.FLOOR)
    return Level(before.bound, levels[0]) if compares and before.bound and len(levels) == 1 else None


def read_declared_name(reader: ThresholdReader) -> Reference | None:
    """A comparator and a name of the file."""
    declared, name = reader.declared, name_key(reader.rest)
    operator = _comparator(reader.before) if declared and name in declared.names else None
    if operator is None:
        return None
    reader.before = reader.before._replace(direction=None)  # 增速 may come before any indicator
    return Reference(operator, name)


def _comparator(before: WordsBefore) -> Operator | None:
    """The comparator, or that of 达到 and 降至, before something to compare with; 增速 may come before it."""
    if not before.say_only("compare", "is_within", "verb", "direction", "relative"):
        return None
    if before.direction is Direction.DOWN or before.relative is Relative.CHANGE:
        return None
    return None if before.compare is None and before.verb in {Role.VERB, Role.PLACE} else before.bound


def read_last_year(reader: ThresholdReader) -> LastYear | None:
    """A comparator before 上年. Raises Refusal `bad-threshold` where more follows it."""
    operator = _comparator(reader.before)
    if operator is None or reader.word(_LAST_YEAR) is None:
        return None
    if not reader.is_at_end:
        raise reader.bad("previous", reader.at)
    return LastYear(operator)


def read_trend(reader: ThresholdReader) -> LastYear | None:
    """持续增长, continued decline, 只增不减: against last year. An improvement is one that `better` turns."""
    if not reader.before.say_only():
        return None
    if (phrase := reader.word(_TRENDS)) is not None:
        return LastYear(phrase[1], is_trend=True) if reader.is_at_end else None
    if reader.word(_CONTINUED) is None:
        return None
    start = reader.at
    for words_of_change in (BEFORE, AFTER):
        reader.at = start
        found = reader.word(words_of_change)
        if found is not None and reader.is_at_end and isinstance(found[1][1], Direction):
            role, direction = found[1]
            if role is Role.IMPROVE:
                reader.before = reader.before._replace(relative=Relative.CHANGE)
            return LastYear(Operator.GT if direction is Direction.UP else Operator.LT, is_trend=True)
    return None


def read_reference(reader: ThresholdReader) -> Reference | None:
    """A comparator before a formula, or without a file before any name. Raises Refusal `unknown-name`."""
    operator, text, before = _comparator(reader.before), reader.rest, reader.before
    if operator is None or not text or reader.text[reader.word_at : reader.at] in words.MAY_BEGIN_NAME:
        return None
    declared, compares = reader.declared, before.compare is not None
    if (declared is None or compares) and is_name(text, reader.units):
        if declared is None:
            return Reference(operator, text)
        near = declared.suggest(text, chain(declared.names, declared.levels))
        raise Refusal("unknown-name", offset=reader.at, width=len(text), name=text, close=near)
    return Reference(operator, text) if compares and _is_formula(reader) else None


def _is_formula(reader: ThresholdReader) -> bool:
    """Whether the rest is an operation with a name in it, and not a quantity with words after it: 5%(含)."""
    if not _FORMULA.fullmatch(reader.rest) or _OPERATORS.isdisjoint(reader.rest):
        return False
    start, day = reader.at, phrases.DAY.match(reader.text, reader.at)
    if (day is not None and day["day"]) or _is_quantity(reader):
        return False
    reader.at = start
    while not reader.is_at_end:
        if reader.match(_WORD):
            return True
        if reader.text[reader.skip()] not in "+-" and reader.starts_quantity():
            reader.quantity(reader.units, in_formula=True)
        else:
            reader.at += 1
    return False


def _is_quantity(reader: ThresholdReader) -> bool:
    if reader.word(FRACTIONS):
        return reader.is_at_end
    if not reader.starts_quantity():
        return False
    words_after(reader, reader.quantity(reader.units))
    return reader.is_at_end


def read_undeclared_level(reader: ThresholdReader) -> Level | AnyOf | NoneOf | None:
    """Without a file: one name or several after not and in."""
    before = reader.before
    if reader.declared is not None or not (before.is_among or before.negation):
        return None
    levels = tuple(_between_or(reader.rest))
    found = _of_levels(before, tuple(map(name_key, levels)))
    if found is None or vague_word(reader.text) is not None:
        return None
    if any(_first_word(name) not in {"", *words.MAY_BEGIN_NAME} or not is_name(name, reader.units) for name in levels):
        return None
    return found


def is_name(text: str, units: Units) -> bool:
    """Whether *text* is one word that holds no number and ends in no word of this reader: 超标率, but not 超百亿元."""
    if not _WORD.fullmatch(text) or text.lower() in _OWN or units.get(text) is not None or vague_word(text) is not None:
        return False
    if phrases.RANK.match(phrases.with_digits(text)) or lacks_year(text) or text.endswith(phrases.NO_ENDINGS):
        return False
    word = _first_word(text)
    holds_number = (
        any(quantity.starts(text, at) for at in range(len(text) if word else 1))
        or any(_ends_in_quantity(text, at, units) for at in range(1, len(text)))
        or "分之" in text
        or (not text.isascii() and any(char in "0123456789" for char in text))
        or any(quantity.scan_unit(text, at, units)[0] for at in {0, len(word)} if text.startswith(_PREFIXES, at))
    )
    return not holds_number and NOT_NUMBERS.at(text, 0) is None


def _ends_in_quantity(text: str, at: int, units: Units) -> bool:
    """Whether *text* is a quantity from *at* on: 九成 of 总户数的九成."""
    if not quantity.starts(text, at):
        return False
    try:
        found, end = quantity.scan(text, at, units)
    except Refusal:
        return False
    return found.unit is not None and end == len(text)


def _first_word(text: str) -> str:
    """The word of this reader that *text* begins with: 满 of 满意率, 约 of 约十家."""
    word = BEFORE.at(text, 0)
    return "" if word is None or word[1][0] is Role.FILLER else word[0]


_WORD: Final = re.compile(r"[^\W\d]\w*")
_FORMULA: Final = re.compile(r"(?!.*(?:[^\W\d]\s+|\)\s*)\w)(?:[\w\s.%+\-*/^×÷()\[\],@]|‰)+", re.DOTALL)  # no two words
_OPERATORS: Final = frozenset("+-*/^×÷([@")
_PREFIXES: Final = tuple(PREFIXES)
_OWN: Final = phrases.NO_NAMES.union(PREFIXES)
_TRENDS: Final = Vocabulary(phrases.TRENDS)
_CONTINUED: Final = Vocabulary(dict.fromkeys(phrases.CONTINUED))
_LAST_YEAR: Final = Vocabulary(dict.fromkeys(phrases.LAST_YEAR))
NOT_NUMBERS: Final = Vocabulary(dict.fromkeys(phrases.NOT_NUMBERS))
