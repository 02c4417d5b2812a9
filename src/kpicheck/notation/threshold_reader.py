"""A cursor for thresholds, and what the words before a number and after it say."""

import re
from typing import Final, NamedTuple

from kpicheck.cursor import Cursor, Vocabulary, runs_on
from kpicheck.demand import Operator
from kpicheck.notation import Declared, Direction, Relative, phrases, words
from kpicheck.notation.words import Meaning, Role
from kpicheck.numeral import FIRST
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.unit import Units
from kpicheck.unit.definitions import bases

MAX_WORDS: Final = 32
"""Cap: the words before a number."""


class WordsBefore(NamedTuple):
    """What the words before the number say; `verb` is the role of one such as 达到 or 控制在."""

    strength: str | None = None
    basis: str | None = None
    direction: Direction | None = None
    verb: Role | None = None
    compare: Operator | None = None
    is_within: bool = False
    is_about: bool = False
    is_between: bool = False
    is_among: bool = False
    negation: str = ""  # 不得, until its comparator is read
    relative: Relative | None = None

    @property
    def bound(self) -> Operator | None:
        """What the comparator or else the verb demands."""
        return self.compare or (None if self.verb is None else BOUNDS[self.verb])

    @property
    def goes_with_better(self) -> Relative | None:
        """What of it `better` turns: nothing of 优化至 where a comparator is said."""
        return Relative.LEVEL if self.verb is Role.LED_BETTER and not self.compare else self.relative

    def say_only(self, *fields: str) -> bool:
        """Whether they say nothing but a strength and *fields*."""
        return self == SILENT or self == WordsBefore(**{field: getattr(self, field) for field in ("strength", *fields)})

    def and_word(self, word: str, meaning: Meaning) -> "WordsBefore | None":
        """What they say with one more; None where the same was said before or the two contradict."""
        role, value = meaning
        if self.negation and role not in {Role.FILLER, Role.COMPARE, Role.BETTER, Role.WITHIN, Role.AMONG}:
            return None
        match role, value:
            case Role.FILLER, _:
                return self
            case Role.STRENGTH, _ if self.strength is None:
                return self._replace(strength=word)
            case Role.NEGATION, _ if self.compare is None:
                return self._replace(negation=word)
            case (Role.COMPARE | Role.WITHIN | Role.BETTER), Operator() if self.compare is None and not self.is_about:
                return self._and_comparator(role, value)
            case Role.BASIS, str() if self.basis is None:
                return self._replace(basis=value)
            case Role.CHANGE, Direction() if self.direction is None and self.verb in {None, Role.VERB}:
                return self._replace(direction=value)
            case Role.IMPROVE, Direction() if self.direction is None and self.verb in {None, Role.VERB}:
                return None if self.relative else self._replace(direction=value, relative=Relative.CHANGE)
        return self._and_flag(role)

    def _and_comparator(self, role: Role, operator: Operator) -> "WordsBefore | None":
        if role is Role.BETTER and self.relative:
            return None
        found = self._replace(compare=operator.negated if self.negation else operator, negation="")
        if role is Role.BETTER:
            return found._replace(relative=Relative.COMPARATOR)
        return found._replace(is_within=role is Role.WITHIN)

    def _and_flag(self, role: Role) -> "WordsBefore | None":
        match role:
            case Role.AMONG if not self.is_among:
                return self._replace(is_among=True)
            case Role.ABOUT if not self.is_about and self.compare is None:
                return self._replace(is_about=True)
            case Role.BETWEEN if not self.is_between:
                return self._replace(is_between=True)
            case Role.VERB:
                return self._replace(verb=self.verb or role)
            case _ if role in BOUNDS and self.verb in {None, Role.VERB}:
                return self._replace(verb=role)
            case _:
                return None


class WordsAfter(NamedTuple):
    """What the words after the number say."""

    compare: Operator | None = None
    is_within: bool = False
    is_about: bool = False
    is_between: bool = False
    includes: bool | None = None  # (含), (不含)
    tolerance: Quantity | None = None
    direction: Direction | None = None
    basis: str | None = None
    relative: Relative | None = None

    def and_word(self, role: Role, value: object) -> "WordsAfter | None":
        """What they say with one more; None where it was said before."""
        match role, value:
            case (Role.COMPARE | Role.WITHIN), Operator() if self.compare is None:
                return self._replace(compare=value, is_within=role is Role.WITHIN)
            case Role.BETTER, Operator() if self.compare is None and self.relative is None:
                return self._replace(compare=value, relative=Relative.COMPARATOR)
            case Role.ABOUT, _ if not self.is_about:
                return self._replace(is_about=True, tolerance=value if isinstance(value, Quantity) else None)
            case (Role.INCLUDED | Role.EXCLUDED), _ if self.includes is None:
                return self._replace(includes=role is Role.INCLUDED)
            case Role.CHANGE, Direction() if self.direction is None:
                return self._replace(direction=value)
            case Role.IMPROVE, Direction() if self.direction is None and self.relative is None:
                return self._replace(direction=value, relative=Relative.CHANGE)
            case Role.BASIS, str() if self.basis is None:
                return self._replace(basis=value)
            case Role.BETWEEN, _ if not self.is_between:
                return self._replace(is_between=True)
            case _:
                return None


SILENT: Final = WordsBefore()
"""What no words say."""

BOUNDS: Final = {
    Role.VERB: Operator.GE, Role.FLOOR: Operator.GE, Role.LED_UP: Operator.GE, Role.CAP: Operator.LE,
    Role.LED_DOWN: Operator.LE, Role.LED_BETTER: Operator.GE, Role.PLACE: Operator.LE,
}  # fmt: skip
"""What a verb demands where no comparator is said."""


class ThresholdReader(Cursor):
    """A cursor over a threshold's text; `before` is what the words up to it have said, the last of them at `word_at`.

    Without a targets file nothing is known of names: *declared* is None.
    """

    def __init__(self, text: str, units: Units, declared: Declared | None, at: int = 0) -> None:
        super().__init__(text.rstrip(), at)
        self.units, self.declared = units, declared
        self.before, self.word_at, self._count = SILENT, at, 0
        self.skip()

    def take_word_before(self) -> bool:
        """Whether a word that may come before a number was next; then it is taken, and what it says is in `before`.

        Raises Refusal `bad-threshold` for words that contradict each other.
        """
        start = self.at
        if FRACTIONS.at(self.text, start) or (found := self.word(BEFORE)) is None:
            return False
        added, self._count = self.before.and_word(*found), self._count + 1
        if added is None or self._count > MAX_WORDS:
            end, self.at = self.at, start
            raise self.bad("negation" if self.before.negation else "said-twice", start, end)
        self.before, self.word_at = added, start
        self.skip()
        return True

    def bad(self, why: str, start: int = 0, end: int | None = None) -> Refusal:
        """The refusal `bad-threshold`, at the characters that are wrong."""
        width = (len(self.text) if end is None else end) - start
        return Refusal("bad-threshold", offset=start, width=width, text=self.text.strip(), why=why)


def words_after(reader: ThresholdReader, quantity: Quantity) -> WordsAfter:
    """What the words after *quantity* say; they are taken.

    Raises Refusal `bad-threshold` for what is said twice, `bad-number`, `negative-tolerance`.
    """
    after, start = WordsAfter(), reader.skip()
    while (found := _word_after(reader, quantity)) is not None:
        added = after.and_word(*found)
        if added is None:
            raise reader.bad("said-twice", start, reader.at)
        after, start = added, reader.skip()
    return after


def _word_after(reader: ThresholdReader, quantity: Quantity) -> tuple[Role, object] | None:
    start = reader.at
    if (found := reader.word(AFTER)) is not None:
        return found[1]
    if _is_time(quantity) and reader.takes("内"):
        return Role.WITHIN, Operator.LE
    if reader.word(TOLERANCE) is not None:
        if not reader.starts_quantity():
            raise reader.bad("tolerance", start)
        tolerance = reader.quantity(reader.units)
        if tolerance.value < 0:
            raise Refusal("negative-tolerance", offset=start, width=reader.at - start, text=str(tolerance))
        return Role.ABOUT, tolerance
    return _repeated(reader, quantity)


def _is_time(quantity: Quantity) -> bool:
    return any(base in bases("duration") for base, _ in quantity.dimension or ())


def _repeated(reader: ThresholdReader, quantity: Quantity) -> tuple[Role, object] | None:
    """`(不含5家)`: the limit once more, as what does or does not count."""
    start, found = reader.at, reader.match(_REPEATED)
    if found is not None and reader.starts_quantity():
        again = reader.quantity(reader.units)
        if (again.value, again.unit) == (quantity.value, quantity.unit) and reader.takes(")"):
            return (Role.EXCLUDED if found["not"] else Role.INCLUDED), None
    reader.at = start
    return None


def comparator(reader: ThresholdReader, after: WordsAfter) -> Operator | None:
    """The one comparator of the words before the number and of those after it; None where none is said.

    Said twice it must be the same; a verb counts only where no comparator is said, and must not contradict it.
    Raises Refusal `bad-threshold`.
    """
    before = reader.before
    if before.compare and after.compare and (before.compare is not after.compare or before.compare not in _REPEATABLE):
        raise reader.bad("said-twice")
    if (after.compare and before.relative is Relative.COMPARATOR) or (after.relative and before.compare):
        raise reader.bad("said-twice")
    operator = after.compare or before.compare
    if operator and before.verb in _FIRM and operator.side is not BOUNDS[before.verb]:
        raise reader.bad("level")
    operator = operator or before.bound
    if after.includes is False:
        if operator is None or operator.strict is None:
            raise reader.bad("excluded")
        return operator.strict
    if after.includes and operator in {Operator.GT, Operator.LT}:
        raise reader.bad("said-twice")
    return operator


def vague_word(text: str) -> tuple[str, int] | None:
    """The first word of *text* that no number may be invented for, and where it is."""
    for at in range(len(text)):
        found = _VAGUE.at(text, at)
        if found is None or (at > 0 and runs_on(text, at)):
            continue
        if found[0] not in phrases.BESIDE_NUMBER or _touches_number(text, at):
            return found[0], at
    return None


def _touches_number(text: str, at: int) -> bool:
    before, after = text[:at].rstrip()[-1:], text[at + 1 :].lstrip()[:1]
    return not _NUMBER_CHARACTERS.isdisjoint(before + after)


_NUMBER_CHARACTERS: Final = FIRST.union("0123456789%百千万亿")
_VAGUE: Final = Vocabulary(dict.fromkeys(phrases.VAGUE))
FRACTIONS: Final = Vocabulary(phrases.FRACTIONS)
BEFORE: Final = Vocabulary(words.BEFORE)
_REPEATABLE: Final = frozenset({Operator.GE, Operator.LE})
_FIRM: Final = frozenset(BOUNDS) - {Role.VERB, Role.LED_BETTER}
_REPEATED: Final = re.compile(r"\((?P<not>不)?含")
TOLERANCE: Final = Vocabulary(dict.fromkeys(phrases.TOLERANCE))
AFTER: Final = Vocabulary(words.AFTER)
