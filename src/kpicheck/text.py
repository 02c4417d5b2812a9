"""Text before it means anything: our own fold table, names, invisible characters, what is safe to print."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

HALFWIDTH: Final = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},  # full-width ASCII
    0x3000: 0x20,  # ideographic space
    0x2212: 0x2D,  # minus sign
}
"""What is read as its ASCII twin wherever a number, a unit or a formula is expected; nothing else is."""

FILLERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u2800\u3164\uffa0\ufffd"
    "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8"
    + "".join(map(chr, range(0xFE00, 0xFE10)))  # variation selectors
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""What is invisible though Unicode counts it among letters, marks and symbols, or has given it no meaning yet
(Default_Ignorable_Code_Point); so is all from _TAGS on."""

_TAGS: Final = "\U000e0000", "\U000e0fff"
"""The first and the last character of a block of which none is ever to be seen."""

_LOOKALIKE_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")


def to_halfwidth(text: str) -> str:
    """*text* with full-width ASCII, the ideographic space and the minus sign as plain ASCII."""
    return text if text.isascii() else text.translate(HALFWIDTH)


def run_end(text: str, at: int, characters: Container[str]) -> int:
    """Where the run of *characters* ends that begins at *at*."""
    while at < len(text) and text[at] in characters:
        at += 1
    return at


MAX_NAME: Final = 1_000
"""No name has more characters. NFKC sorts the accents of a letter, in a time that is the square of their number."""


def name_key(text: str) -> str:
    """What two spellings of one name have in common: NFKC (Unicode Annex 15), outer spaces gone."""
    text = text.strip()
    return text if text.isascii() or len(text) > MAX_NAME else unicodedata.normalize("NFKC", text).strip()


def is_invisible(char: str) -> bool:
    """Whether *char* cannot be seen or is a control character; tab and line ends are not counted."""
    if char in "\t\n\r" or " " <= char <= "~":
        return False
    first, last = _TAGS
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} or char in FILLERS or first <= char <= last


def is_plain(text: str) -> bool:
    """Whether nothing in *text* needs a second look; most texts pass here, quickly."""
    return text.isprintable() and (text.isascii() or FILLERS.isdisjoint(text))


def code_point(char: str) -> str:
    """How a character is named in a message: `U+200B`."""
    return f"U+{ord(char):04X}"


def escape(text: str) -> str:
    """*text* on one line with control, bidirectional and other invisible characters written out.

    A user's text must not be able to clear a terminal or turn a line round.
    """
    if is_plain(text):
        return text
    return "".join(char.encode("unicode_escape").decode("ascii") if _is_unsafe(char) else char for char in text)


def escape_in_json(text: str) -> str:
    """The text of a JSON value with the same characters as JSON writes them: it is read as the same value."""
    if is_plain(text):
        return text
    return "".join(_in_json(char) if char != "\n" and _is_unsafe(char) else char for char in text)


def _is_unsafe(char: str) -> bool:
    return is_invisible(char) or char in "\t\n\r\u2028\u2029"


def _in_json(char: str) -> str:
    """A character as JSON writes it out: as the code units of UTF-16, one, or two beyond U+FFFF."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def mixes_scripts(name: str) -> bool:
    """Whether *name* has letters of two scripts that look alike (Latin, Cyrillic, Greek; after UTS 39)."""
    if name.isascii():
        return False
    names = [unicodedata.name(char, "") for char in name if char.isalpha()]
    return sum(any(n.startswith(script) for n in names) for script in _LOOKALIKE_SCRIPTS) > 1


_LONGEST_WORD: Final = 100
"""What is longer is no mistyped word, and the time of a comparison is the square of the length."""

_CANDIDATES: Final = 5
_LETTERS_FOR_A_SLIP: Final = 3
_MOST_SLIPS: Final = 3
_LEAST_PART: Final = 4


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that *word* was probably meant to be, or `""`: the one with the same letters, else one like it."""
    import difflib  # noqa: PLC0415  only a mistake pays for it

    spelled = {_letters(each): each for each in known}
    mistyped = _letters(word)
    if mistyped in spelled or len(mistyped) > _LONGEST_WORD:
        return spelled.get(mistyped, "")
    found = difflib.get_close_matches(mistyped, spelled, n=_CANDIDATES, cutoff=0.6)
    like = [each for each in found if is_like(mistyped, each)]
    nearest = min(like, key=lambda each: (_slips(mistyped, each), mistyped[0] != each[0]), default="")
    return spelled.get(nearest, "")


def _letters(word: str) -> str:
    """What counts in a likeness: letters and digits, and not their case; signs where there is nothing else."""
    folded = word.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded)) or word


def is_like(one: str, other: str) -> bool:
    """Whether one word may be the other mistyped: a slip for every three letters of the longer, three at most.

    A slip is a letter too many, too few or wrong, or two that have changed places. Who leaves out a part of a name has
    made no slip, so a word is also like one that begins or ends with it and is at most twice as long; for that it has
    four letters or more.
    """
    shorter, longer = sorted((one, other), key=len)
    is_part = longer.startswith(shorter) or longer.endswith(shorter)
    if is_part and len(shorter) >= _LEAST_PART and 2 * len(shorter) >= len(longer):
        return True
    allowed = min(len(longer) // _LETTERS_FOR_A_SLIP, _MOST_SLIPS)
    return len(longer) - len(shorter) <= allowed and _slips(one, other) <= allowed


def _slips(one: str, other: str) -> int:
    """How many slips turn *one* into *other* (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        two_before, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            fewest = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and wanted == one[at - 2]:
                fewest = min(fewest, two_before[to - 2] + 1)
            row.append(fewest)
    return row[-1]


MAX_SUGGESTIONS: Final = 20
"""Cap: each costs a look at every known word."""


class Suggestions:
    """What mistyped words were probably meant to be: of the first *left* different ones (None: of all).

    A search takes milliseconds where many words are known, and nobody reads the ten-thousandth suggestion. Make one for
    each file or run, never one for all: the same input must always get the same suggestions.
    """

    def __init__(
        self,
        known: Iterable[str],
        left: int | None = MAX_SUGGESTIONS,
        search: Callable[[str, Iterable[str]], str] = closest,
    ) -> None:
        self.left, self._known, self._search = left, known, search
        self._found: dict[str, str] = {}

    def closest(self, word: str) -> str:
        """The known word that *word* was probably meant to be; `""` where there is none, or too many were asked for."""
        if self.left is None:
            return self._search(word, self._known)
        if word not in self._found and self.left > 0:
            self.left -= 1
            self._found[word] = self._search(word, self._known)
        return self._found.get(word, "")
