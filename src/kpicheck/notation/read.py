"""Text to Threshold: words before, a quantity or what it is compared with, words after; one grammar for all."""

from collections.abc import Callable
from typing import Final

from kpicheck.notation import Declared, LastYear, Reference, Requirement, Threshold, phrases
from kpicheck.notation.fixed import read_day, read_multiple, read_phrase, read_rank
from kpicheck.notation.names import (
    read_declared_name,
    read_known_level,
    read_last_year,
    read_reference,
    read_trend,
    read_undeclared_level,
)
from kpicheck.notation.quantities import read_quantities
from kpicheck.notation.threshold_reader import ThresholdReader, vague_word
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.text import to_halfwidth
from kpicheck.unit import BUILT_IN, Units

MAX_LENGTH: Final = 1_000
_VAGUE_AFTER: Final = frozenset({"bad-threshold", "unknown-unit", "unknown-name", "empty"})
"""The refusals that a vague word in the text explains better."""

_SUBJECT_BEFORE: Final = frozenset({"no-number", "negation", "place"})
"""The reasons that a subject before the words explains better."""

_FORMS: Final[tuple[Callable[[ThresholdReader], Requirement | None], ...]] = (
    read_known_level, read_declared_name, read_day, read_multiple, read_phrase, read_rank, read_last_year, read_trend,
    read_reference, read_undeclared_level,
)  # fmt: skip
"""The forms of a threshold that is no quantity; each is tried where the reader is, in this order."""


def read_threshold(text: str, units: Units = BUILT_IN, declared: Declared | None = None) -> Threshold:
    """What a threshold text demands; what the file has *declared* is looked up first.

    Raises Refusal `empty`, `bad-threshold`, `vague-threshold`, `two-thresholds`, `bare-negative`, `empty-range`,
    `no-year`, `bad-number`, `unknown-unit`, `long-unit`, `unit-mismatch`, `negative-tolerance`, `unknown-name`,
    `bad-date`, `bad-period`.
    """
    if len(text) > MAX_LENGTH:
        raise Refusal("bad-threshold", width=len(text), text=text[:60] + "…", why="too-long")
    reader = ThresholdReader(to_halfwidth(text), units, declared)
    try:
        return _read(reader)._replace(text=text)
    except Refusal as refusal:
        raise _explained(refusal, reader) from None


def _explained(refusal: Refusal, reader: ThresholdReader) -> Refusal:
    """A refusal, or a better one: of a vague word in the text, or of what is measured before its words."""
    found = vague_word(reader.text) if refusal.code in _VAGUE_AFTER else None
    if found is not None:
        return _vague(reader.text, *found)
    if refusal.arguments.get("why") not in _SUBJECT_BEFORE:
        return refusal
    from kpicheck.notation.leftovers import subject  # noqa: PLC0415  only a mistake pays for it

    return subject(reader) or refusal


def _vague(text: str, word: str, at: int) -> Refusal:
    return Refusal("vague-threshold", offset=at, width=len(word), text=text.strip(), word=word)


def _read(reader: ThresholdReader) -> Threshold:
    requires = _in_a_form(reader)
    if requires is not None:
        is_compared = isinstance(requires, LastYear | Reference)
        return Threshold(
            "", requires, reader.before.direction, strength=reader.before.strength,
            relative=reader.before.goes_with_better if is_compared else None,
        )  # fmt: skip
    _refuse_words(reader)
    return read_quantities(reader)._replace(strength=reader.before.strength)


def _in_a_form(reader: ThresholdReader) -> Requirement | None:
    """What is required, where it is no quantity; after each of the words before, every form is tried."""
    while True:
        start = reader.at
        for read in _FORMS:
            if (found := read(reader)) is not None:
                return found
            reader.at = start
        if not reader.take_word_before():
            return None


def _refuse_words(reader: ThresholdReader) -> None:
    """Refuse what would read as a number, words that only a level or a rank can follow, and what nothing follows."""
    before = reader.before
    for word in phrases.ALWAYS_VAGUE:
        if word in reader.text:
            raise _vague(reader.text, word, reader.text.index(word))
    if before.negation:
        raise reader.bad("negation", 0, reader.at)
    if before.is_among:
        raise reader.bad("multiple" if before.direction else "in" if reader.starts_quantity() else "rungs")
    if reader.is_at_end:
        is_empty = before.say_only("compare")
        raise Refusal("empty", width=len(reader.text)) if is_empty else reader.bad("no-number")
    if before.verb is Role.PLACE:
        raise reader.bad("place", reader.at)
