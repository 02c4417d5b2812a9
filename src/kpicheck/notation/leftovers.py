"""What a threshold's text has beside its words and its number: a noun that may be left out, and the mistakes."""

import re
from typing import Final

from kpicheck import quantity
from kpicheck.cursor import Vocabulary
from kpicheck.notation import phrases
from kpicheck.notation.names import is_name
from kpicheck.notation.threshold_reader import AFTER, BEFORE, ThresholdReader
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.unit import PREFIXES, Units, is_count


def take_noun(reader: ThresholdReader, counted: Quantity) -> None:
    """Take the one noun that may follow a counting word: 17家企业, 57个县(市), 10家以上企业.

    Raises Refusal `bad-threshold`, `two-thresholds`, `unknown-unit` where anything else is left over.
    """
    found = _NOUN.fullmatch(reader.rest.strip())
    unit = counted.unit
    if found is not None and unit is not None and is_count(unit.dimension) and unit.name not in phrases.ORDINALS:
        nouns = [noun for noun in (found[1], *(found[2] or "").split("、")) if noun]
        if all(_is_noun(noun, reader.units) for noun in nouns):
            reader.at = len(reader.text)
            return
    raise _rest(reader, counted)


def _is_noun(text: str, units: Units) -> bool:
    """Whether *text* is a noun and says nothing more: no comparator, change or number, no 含 or 不含."""
    if text in phrases.NO_NOUNS or text.startswith((*PREFIXES, *phrases.NO_NOUNS_BEGIN)):
        return False
    if not (is_name(text, units) or units.get(text) is not None):
        return False
    return not any(quantity.starts(text, at) or _says_something(text, at) for at in range(len(text)))


def _says_something(text: str, at: int) -> bool:
    word = BEFORE.at(text, at) or AFTER.at(text, at)
    return word is not None and len(word[0]) > 1 and word[1][0] not in {Role.FILLER, Role.VERB}


def _rest(reader: ThresholdReader, first: Quantity) -> Refusal:
    """Which mistake it is that something is left over. Raises Refusal `unknown-unit`."""
    at, text, units = reader.skip(), reader.text, reader.units
    last = len(text[:at].rstrip()) - 1
    if first.unit is not None and first.unit.dimension == _YEARS and reader.word(_TOTAL) is not None:
        return reader.bad("over-years", 0, reader.at)
    if _another(reader):
        return Refusal("two-thresholds", offset=at, width=len(text) - at, text=text.strip())
    if text[at] in "%‰" and text[last] in "%‰":
        units.find(text[last:], last)
    reader.at = at
    run = reader.match(_LETTERS)
    if run is not None and text[last] in "0123456789.":
        units.find(run.group(), at)
    return reader.bad("after", at)


def _another(reader: ThresholdReader) -> bool:
    """Whether a second threshold follows: 、力争90%, < 3家, 不超过10%."""
    at, joint, word = reader.at, reader.word(_JOINTS), reader.word(BEFORE)
    begins = joint is not None or (word is not None and word[1][0] is not Role.FILLER)
    return begins and any(quantity.starts(reader.text, i) for i in range(at, len(reader.text)))


def subject(reader: ThresholdReader) -> Refusal | None:
    """The refusal of what is measured, where it comes before the words: 满意率达到90%, 不低于医师总数的60%."""
    text, begin = reader.text, _begin(reader)
    ends = (end for end in range(reader.at, len(text)) if _demands(ThresholdReader(text, reader.units, None, end)))
    end = next(ends, reader.at)
    if end == reader.at:  # nothing is demanded, or right here
        return None
    named = text[begin:end].strip(" ,")
    if not _SUBJECT.fullmatch(named) or named.lower().endswith(phrases.NO_SUBJECT_ENDS):
        return None
    if reader.units.get(named) is not None:
        return reader.bad("unit-first", begin)
    if named.lower() in phrases.NO_NAMES:
        return None
    return reader.bad("share" if named.endswith("的") else "subject", begin, end)


def _begin(reader: ThresholdReader) -> int:
    """Where what is measured begins: with the last word, if that is one character or 率 and the like follow it."""
    start, at = reader.word_at, reader.at
    belongs = at - start == 1 or reader.text.startswith(phrases.NAME_ENDS, at)
    return start if belongs and at > 0 else at


def _demands(reader: ThresholdReader) -> bool:
    """Whether words of a threshold and a quantity are next, of a numeral one with a unit."""
    try:
        while reader.take_word_before():
            pass
        at = reader.at
        if not reader.starts_quantity():
            return False
        found = reader.quantity(reader.units)
    except Refusal:
        return False
    return found.unit is not None or reader.text[at] in "0123456789+-."


_YEARS: Final = (("年", 1),)
_NOUN: Final = re.compile("([㐀-鿿]{0,12})(?:\\(([㐀-鿿]{1,3}(?:、[㐀-鿿]{1,3})*)\\))?")
_SUBJECT: Final = re.compile(r"(?=.*[^\W\d_])[\w\s,，、()·-]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_JOINTS: Final = Vocabulary(dict.fromkeys(phrases.JOINTS))
_TOTAL: Final = Vocabulary(dict.fromkeys(phrases.TOTALS))
