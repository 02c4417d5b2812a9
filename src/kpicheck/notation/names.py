"""Thresholds that name what they compare with: levels of a scale, other indicators, formulas, last year."""

import re
from itertools import chain
from typing import Final

from kpicheck import quantity
from kpicheck.cursor import Vocabulary
from kpicheck.demand import Operator
from kpicheck.notation import AnyOf, Direction, LastYear, Level, NoneOf, Reference, words
from kpicheck.notation.fixed import lacks_year
from kpicheck.notation.threshold_reader import BEFORE, ThresholdReader, WordsBefore, vague_word, words_after
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.text import name_key
from kpicheck.unit import PREFIXES, Units


def read_declared_level(reader: ThresholdReader) -> Level | AnyOf | NoneOf | None:
    """A level of the file, several joined by 、 or 或, or all on one side of one: 竣工及以上, 4A or higher."""
    known, text = reader.declared.levels if reader.declared else (), reader.rest
    if not known:
        return None
    for names in ((name_key(text),), tuple(map(name_key, _between_or(text)))):
        if all(name in known for name in names) and (found := _of_levels(reader.before, names)) is not None:
            return found
    for word, operator in words.ONE_SIDE.items() if reader.before.say_only() else ():
        if text.lower().endswith(word) and (name := name_key(text[: -len(word)])) in known:
            return Level(operator, name)
    return None


def _between_or(text: str) -> list[str]:
    for joint in words.OR:
        text = text.replace(joint, words.OR[0])
    return [part.strip() for part in text.split(words.OR[0])]


def _of_levels(before: WordsBefore, levels: tuple[str, ...]) -> Level | AnyOf | NoneOf | None:
    """What is demanded of *levels*; None where it is nothing that can be demanded of them."""
    if before.say_only("is_among", "negation"):
        if before.negation:
            return NoneOf(levels)
        return AnyOf(levels) if before.is_among or len(levels) > 1 else Level(Operator.GE, levels[0])
    compares = before.say_only("compare") or (before.say_only("verb") and before.verb is Role.FLOOR)
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
    if not before.say_only("compare", "is_within", "verb", "direction") or before.direction is Direction.DOWN:
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


def read_reference(reader: ThresholdReader) -> Reference | None:
    """A comparator before a formula, or without a file before any name. Raises Refusal `unknown-name`."""
    operator, text, before = _comparator(reader.before), reader.rest, reader.before
    if operator is None or not text:
        return None
    is_name, compares = _is_name(text, reader.units), before.compare is not None
    if (declared := reader.declared) is not None and is_name and compares:
        near = declared.suggest(text, chain(declared.names, declared.levels))
        raise Refusal("unknown-name", offset=reader.at, width=len(text), name=text, close=near)
    is_named = reader.declared is None and is_name and (compares or before.verb in {Role.LED_UP, Role.LED_DOWN})
    return Reference(operator, text) if is_named or (compares and _is_formula(reader)) else None


def _is_formula(reader: ThresholdReader) -> bool:
    """Whether the rest is an operation with a name in it, and not a quantity with words after it: 5%(含)."""
    if not _FORMULA.fullmatch(reader.rest) or _OPERATORS.isdisjoint(reader.rest):
        return False
    start, day = reader.at, words.DAY.match(reader.text, reader.at)
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
    if not reader.starts_quantity():
        return False
    words_after(reader, reader.quantity(reader.units))
    return reader.is_at_end


def read_undeclared_level(reader: ThresholdReader) -> Level | AnyOf | NoneOf | None:
    """Without a file: a name alone, after 达到, or one or several after not and in."""
    before = reader.before
    if reader.declared is not None or before.negation not in {"", *words.NOT}:
        return None
    several = before.is_among or before.negation
    levels = tuple(_between_or(reader.rest)) if several else (reader.rest,)
    found = _of_levels(before, tuple(map(name_key, levels)))
    if found is None or vague_word(reader.text) is not None:
        return None
    if any(_first_word(name) not in {"", *words.MAY_BEGIN_NAME} or not _is_name(name, reader.units) for name in levels):
        return None
    return found


def _is_name(text: str, units: Units) -> bool:
    """Whether *text* is one word that holds no number and ends in no word of this reader: 超标率, but not 超百亿元."""
    if not _WORD.fullmatch(text) or text.lower() in _OWN or units.get(text) is not None or vague_word(text) is not None:
        return False
    if words.RANK.match(words.with_digits(text)) or lacks_year(text) or text.endswith(words.NO_ENDINGS):
        return False
    word = _first_word(text)
    holds_number = (
        any(quantity.starts(text, at) for at in range(len(text) if word else 1))
        or "分之" in text
        or (not text.isascii() and any(char in "0123456789" for char in text))
        or any(quantity.scan_unit(text, at, units)[0] for at in {0, len(word)} if text.startswith(_PREFIXES, at))
    )
    return not holds_number and NOT_NUMBERS.at(text, 0) is None


def _first_word(text: str) -> str:
    """The word of this reader that *text* begins with: 满 of 满意率, 约 of 约十家."""
    word = BEFORE.at(text, 0)
    return "" if word is None or word[1][0] is Role.FILLER else word[0]


_WORD: Final = re.compile(r"[^\W\d]\w*")
_FORMULA: Final = re.compile(r"(?!.*(?:[^\W\d]\s+|\)\s*)\w)(?:[\w\s.%+\-*/^×÷()\[\],@]|‰)+", re.DOTALL)  # no two words
_OPERATORS: Final = frozenset("+-*/^×÷([@")
_PREFIXES: Final = tuple(PREFIXES)
_OWN: Final = words.NO_NAMES.union(PREFIXES)
_LAST_YEAR: Final = Vocabulary(dict.fromkeys(words.LAST_YEAR))
NOT_NUMBERS: Final = Vocabulary(dict.fromkeys(words.NOT_NUMBERS))
