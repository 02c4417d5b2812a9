"""The words before a number and those after it, taken one by one from the tables of `words`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from kpicheck import numeral, quantity
from kpicheck.demand import Operator
from kpicheck.notation import Direction, words
from kpicheck.notation.words import Role, Word
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.unit import Units

T = TypeVar("T")

MAX_WORD: Final = 60
MAX_LEADS: Final = 32
"""Caps: the characters of a word with its spaces, and the words before a number."""


class Vocabulary(Generic[T]):
    """Words and what they say, found where they stand in a text."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self.words = words
        self._by_first: dict[str, list[str]] = {}

    def at(self, text: str, at: int) -> tuple[str, T, int] | None:
        """The longest word that stands at *at* of a text, in capitals or not, what it says, and where it ends.

        A Latin word ends where its letters do.
        """
        if not self._by_first:
            for word in sorted(self.words, key=len, reverse=True):
                self._by_first.setdefault(word[0], []).append(word)
        here = text[at : at + MAX_WORD].lower()
        for word in self._by_first.get(here[:1], ()):
            if (length := _length(here, word)) and not _runs_on(text, at + length):
                return word, self.words[word], at + length
        return None


def _length(here: str, word: str) -> int:
    """How long *word* is where a text begins with it, else 0; a space in it may be several."""
    if here.startswith(word) or " " not in word:
        return len(word) if here.startswith(word) else 0
    at = 0
    for part in word.split(" "):
        at = skip(here, at)
        if not here.startswith(part, at) or _runs_on(here, at + len(part)):
            return 0
        at += len(part)
    return at


def _runs_on(text: str, end: int) -> bool:
    around = text[end - 1 : end + 1].replace("_", "a")
    return len(around) == 2 and around.isascii() and around.isalpha()


def bad(text: str, why: str, start: int = 0, end: int | None = None) -> Refusal:
    """The refusal `bad-threshold` of *text*, at the characters that are wrong."""
    width = len(text) - start if end is None else end - start
    return Refusal("bad-threshold", offset=start, width=width, text=text.strip(), why=why)


def skip(text: str, at: int) -> int:
    """Where the next character that is no space stands."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


class Lead(NamedTuple):
    """What was said before the number; `level` is the role of a verb such as 达到 or 控制在."""

    strength: str | None = None
    basis: str | None = None
    direction: Direction | None = None
    level: Role | None = None
    compare: Operator | None = None
    is_within: bool = False
    is_about: bool = False
    is_between: bool = False
    is_among: bool = False
    negation: str = ""  # 不得, until the comparator comes

    def says_only(self, *fields: str) -> bool:
        """Whether nothing but a strength and *fields* was said."""
        return all(
            value == nothing or field == "strength" or field in fields
            for field, value, nothing in zip(Lead._fields, self, NOTHING_SAID, strict=True)
        )

    @property
    def bound(self) -> Operator | None:
        """What the comparator or else the verb demands."""
        return self.compare or (None if self.level is None else BOUNDS[self.level])


NOTHING_SAID: Final = Lead()

BOUNDS: Final = {
    Role.VERB: Operator.GE, Role.FLOOR: Operator.GE, Role.LED_UP: Operator.GE, Role.CAP: Operator.LE,
    Role.LED_DOWN: Operator.LE, Role.PLACE: Operator.LE,
}  # fmt: skip
"""What a verb demands where no comparator is said."""


def leads(text: str) -> Iterator[tuple[Lead, int]]:
    """What was said before each place where the number may begin: first nothing, then one word more each time.

    Raises Refusal `bad-threshold` for words that contradict each other.
    """
    lead, at, count = Lead(), skip(text, 0), 0
    yield lead, at
    while (found := LEAD.at(text, at)) is not None:
        word, (role, value), end = found
        added, count = _added(lead, role, value, word), count + 1
        if added is None or count > MAX_LEADS:
            raise bad(text, "negation" if lead.negation else "said-twice", at, end)
        lead, at = added, skip(text, end)
        yield lead, at


def _added(lead: Lead, role: Role, value: object, word: str) -> Lead | None:
    """*lead* with one more word; None where the same was said before or the two contradict."""
    if lead.negation and role not in {Role.FILLER, Role.COMPARE, Role.WITHIN, Role.AMONG}:
        return None
    match role, value:
        case Role.FILLER, _:
            return lead
        case Role.STRENGTH, _ if lead.strength is None:
            return lead._replace(strength=word)
        case Role.NEGATION, _ if lead.compare is None:
            return lead._replace(negation=word)
        case (Role.COMPARE | Role.WITHIN), Operator() if lead.compare is None and not lead.is_about:
            compare = value.negated if lead.negation else value
            return lead._replace(compare=compare, is_within=role is Role.WITHIN, negation="")
        case Role.BASIS, str() if lead.basis is None:
            return lead._replace(basis=value)
        case (Role.UP | Role.DOWN), Direction() if lead.direction is None and lead.level in {None, Role.VERB}:
            return lead._replace(direction=value)
    return _with_flag(lead, role)


def _with_flag(lead: Lead, role: Role) -> Lead | None:
    match role:
        case Role.AMONG if not lead.is_among:
            return lead._replace(is_among=True)
        case Role.ABOUT if not lead.is_about and lead.compare is None:
            return lead._replace(is_about=True)
        case Role.BETWEEN if not lead.is_between:
            return lead._replace(is_between=True)
        case Role.VERB:
            return lead._replace(level=lead.level or role)
        case Role.FLOOR | Role.CAP | Role.PLACE | Role.LED_UP | Role.LED_DOWN if lead.level in {None, Role.VERB}:
            return lead._replace(level=role)
        case _:
            return None


class Tail(NamedTuple):
    """What was said after the number."""

    compare: Operator | None = None
    is_within: bool = False
    is_about: bool = False
    is_between: bool = False
    includes: bool | None = None  # (含), (不含)
    tolerance: Quantity | None = None
    direction: Direction | None = None
    basis: str | None = None


def tail(text: str, at: int, limit: Quantity, units: Units) -> tuple[Tail, int]:
    """Everything after the number, and where it ends.

    Raises Refusal `bad-threshold` for what is said twice, `bad-number`, `negative-tolerance` for a tolerance that is
    none.
    """
    said = Tail()
    while True:
        start = skip(text, at)
        if (found := _tail_word(text, start, limit, units)) is None:
            return said, at
        word, value, at = found
        added = _with_tail(said, word, value)
        if added is None:
            raise bad(text, "said-twice", start, at)
        said = added


def _tail_word(text: str, at: int, limit: Quantity, units: Units) -> tuple[Word, object, int] | None:
    if (found := _AFTER.at(text, at)) is not None:
        return *found[1], found[2]
    if text.startswith("内", at) and limit.unit is not None and _is_time(limit):
        return Word.WITHIN, Operator.LE, at + 1
    if (sign := _TOLERANCE.at(text, at)) is not None:
        if not quantity.starts(text, skip(text, sign[2])):
            raise bad(text, "tolerance", at)
        tolerance, end = quantity.scan(text, skip(text, sign[2]), units)
        if tolerance.value < 0:
            raise Refusal("negative-tolerance", offset=at, width=end - at, text=str(tolerance))
        return Word.ABOUT, tolerance, end
    return _repeated(text, at, limit, units)


def _repeated(text: str, at: int, limit: Quantity, units: Units) -> tuple[Word, object, int] | None:
    """`(不含5家)`: the limit once more, as what does or does not count."""
    found = _REPEATED.match(text, at)
    if found is None or not quantity.starts(text, found.end()):
        return None
    said, end = quantity.scan(text, found.end(), units)
    if said[:2] != limit[:2] or not text.startswith(")", end):
        return None
    return (Word.STRICT if found["not"] else Word.INCLUDED), None, end + 1


def _is_time(limit: Quantity) -> bool:
    return any(base in words.TIME_BASES for base, _ in limit.dimension or ())


def _with_tail(said: Tail, word: Word, value: object) -> Tail | None:
    """*said* with one more word; None where it was said before."""
    match word, value:
        case (Word.COMPARE | Word.WITHIN), Operator() if said.compare is None:
            return said._replace(compare=value, is_within=word is Word.WITHIN)
        case Word.ABOUT, _ if not said.is_about:
            return said._replace(is_about=True, tolerance=value if isinstance(value, Quantity) else None)
        case (Word.INCLUDED | Word.STRICT), _ if said.includes is None:
            return said._replace(includes=word is Word.INCLUDED)
        case Word.CHANGE, Direction() if said.direction is None:
            return said._replace(direction=value)
        case Word.BASIS, str() if said.basis is None:
            return said._replace(basis=value)
        case Word.BETWEEN, _ if not said.is_between:
            return said._replace(is_between=True)
        case _:
            return None


def comparator(text: str, lead: Lead, said: Tail, at: int) -> Operator | None:
    """The one comparator of the words before the number and of those after it, which end *at*; None where none is said.

    Said twice it must be the same; a verb counts only where no comparator is said, and must not contradict it.
    """
    before, after = lead.compare, said.compare
    if before is not None and after is not None and (before is not after or before not in {Operator.GE, Operator.LE}):
        raise bad(text, "said-twice", 0, at)
    operator = after or before
    if operator is not None and lead.level in _FIRM and operator.side is not BOUNDS[lead.level]:
        raise bad(text, "level", 0, at)
    operator = operator or lead.bound
    if said.includes is False:
        if operator is None or operator.strict is None:
            raise bad(text, "excluded", 0, at)
        return operator.strict
    if said.includes and operator in {Operator.GT, Operator.LT}:
        raise bad(text, "said-twice", 0, at)
    return operator


def vague(text: str) -> tuple[str, int] | None:
    """The first vague word of *text* and where it stands."""
    for at in range(len(text)):
        found = _VAGUE.at(text, at)
        if found is None or (at > 0 and _runs_on(text, at)):
            continue
        if found[0] not in words.BESIDE_NUMBER or _touches_number(text, at):
            return found[0], at
    return None


def _touches_number(text: str, at: int) -> bool:
    before, after = text[:at].rstrip()[-1:], text[at + 1 :].lstrip()[:1]
    return any(char != "" and char in _NUMBER_CHARACTERS for char in (before, after))


_NUMBER_CHARACTERS: Final = "0123456789%" + "".join(numeral.FIRST) + "百千万亿"
_FIRM: Final = frozenset(BOUNDS) - {Role.VERB}
LEAD: Final = Vocabulary(words.LEAD)
_AFTER: Final = Vocabulary(words.AFTER)
_TOLERANCE: Final = Vocabulary(dict.fromkeys(words.TOLERANCE))
_VAGUE: Final = Vocabulary(dict.fromkeys(words.VAGUE))
NOT_A_NUMBER: Final = re.compile("(?:[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)(?![A-Za-z_])")
"""What other programs take for a number."""

_REPEATED: Final = re.compile(r"\((?P<not>不)?含\s*")
