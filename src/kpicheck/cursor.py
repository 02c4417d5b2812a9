"""A place in a text that is read from left to right; formulas and thresholds are both read with it.

A folded text has as many characters as the one that was written, so every place is one in both.
"""

import re
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from kpicheck import quantity
from kpicheck.quantity import Quantity
from kpicheck.text import is_invisible, to_halfwidth
from kpicheck.unit import Unit, Units

T = TypeVar("T")

MAX_WORD: Final = 60
"""Cap: the characters of a word with its spaces."""


class Vocabulary(Generic[T]):
    """Words with what they mean, found at a place in a text."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self.words = words
        self._by_first: dict[str, list[str]] = {}

    def at(self, text: str, at: int) -> tuple[str, T, int] | None:
        """The longest word at offset *at* of a text, in capitals or not, what it means, and where it ends.

        A Latin word ends where its letters do.
        """
        if not self._by_first:
            for word in sorted(self.words, key=len, reverse=True):
                self._by_first.setdefault(word[0], []).append(word)
        here = text[at : at + MAX_WORD].lower()
        for word in self._by_first.get(here[:1], ()):
            if (length := _length(here, word)) and not runs_on(text, at + length):
                return word, self.words[word], at + length
        return None


class Cursor:
    """A text and a place in it, at which reading may begin anywhere.

    Each method but `skip` starts after the spaces at the cursor, and moves the cursor past what it takes; where it
    finds nothing, the cursor does not move. `at` may be set: a caller that only looked ahead puts it back.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.raw, self.text, self.at = text, to_halfwidth(text), at

    @property
    def rest(self) -> str:
        """All that follows, its leading spaces too."""
        return self.text[self.at :]

    @property
    def is_at_end(self) -> bool:
        """Whether nothing but spaces follows."""
        return self._next() == len(self.text)

    def skip(self) -> int:
        """Move to the next character that is no space, or to the end; where that is."""
        if self.text[self.at : self.at + 1].isspace():
            self.at = self._next()
        return self.at

    def takes(self, sign: str) -> bool:
        """Whether *sign* is next; then it is taken."""
        start = self._next()
        found = self.text.startswith(sign, start)
        if found:
            self.at = start + len(sign)
        return found

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What *pattern* matches next; it is taken."""
        found = pattern.match(self.text, self._next())
        if found is not None:
            self.at = found.end()
        return found

    def word(self, vocabulary: Vocabulary[T]) -> tuple[str, T] | None:
        """The longest word of *vocabulary* that is next, and what it means; it is taken."""
        found = vocabulary.at(self.text, self._next())
        if found is None:
            return None
        word, meaning, self.at = found
        return word, meaning

    def starts_quantity(self) -> bool:
        """Whether a quantity is next, or something that tries to be one."""
        return quantity.starts(self.text, self._next())

    def quantity(self, units: Units, *, in_formula: bool = False) -> Quantity:
        """The quantity that is next (see `quantity.scan`); it is taken. Raises Refusal `bad-number`, at its place."""
        found, self.at = quantity.scan(self.text, self._next(), units, in_formula=in_formula)
        return found

    def unit(self, units: Units) -> Unit | None:
        """The longest unit that is next; it is taken."""
        found, end = quantity.scan_unit(self.text, self._next(), units)
        if found is not None:
            self.at = end
        return found

    def _next(self) -> int:
        """Where the next character is that is no space; a control character is none, though Python counts it so."""
        at = self.at
        while self.text[at : at + 1].isspace() and not is_invisible(self.text[at]):
            at += 1
        return at


def _length(here: str, word: str) -> int:
    """How long *word* is where a text begins with it, else 0; a space in it may be several."""
    if here.startswith(word):
        return len(word)
    if " " not in word:
        return 0
    at = 0
    for part in word.split(" "):
        at += len(here[at:]) - len(here[at:].lstrip())
        if not here.startswith(part, at) or runs_on(here, at + len(part)):
            return 0
        at += len(part)
    return at


def runs_on(text: str, end: int) -> bool:
    """Whether a Latin word goes on at *end*."""
    around = text[end - 1 : end + 1].replace("_", "a")
    return len(around) == 2 and around.isascii() and around.isalpha()
