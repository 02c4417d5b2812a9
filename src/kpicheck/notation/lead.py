"""The words before a number and those after it, taken one by one from the tables of `words`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck import quantity
from kpicheck.notation import words
from kpicheck.notation.threshold import Direction, Operator
from kpicheck.notation.words import Role, Word
from kpicheck.problem import Refusal
from kpicheck.unit import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.quantity import Quantity


class Lead(NamedTuple):
    """What was said before the number."""

    strength: str | None = None
    basis: str | None = None
    direction: Direction | None = None
    level: Operator | None = None
    level_is_firm: bool = False  # 达到, 降至: the opposite bound contradicts it
    compare: Operator | None = None
    about: bool = False
    between: bool = False
    is_bare: bool = True

    def is_multiple(self, limit: Quantity) -> bool:
        """增长1倍, 增长到2倍: a multiple of the baseline, not a limit of so many times."""
        changes = self.direction is Direction.UP or self.level_is_firm and self.changed
        return changes and limit.unit is not None and limit.unit.name == "倍"

    changed: bool = False  # 增长到, 提高到: a level that a change leads to


def longest(text: str, at: int, table: Iterable[str]) -> tuple[str, int] | None:
    """The longest word of *table* that stands at *at*, and where it ends; a Latin word ends where its letters do."""
    if id(table) not in _BY_FIRST:
        _BY_FIRST[id(table)] = (table, _by_first(table))
    for word in _BY_FIRST[id(table)][1].get(text[at : at + 1], ()):
        if text.startswith(word, at) and not _runs_on(text, at, word):
            return word, at + len(word)
    return None


_BY_FIRST: Final[dict[int, tuple[Iterable[str], dict[str, list[str]]]]] = {}
"""Each table that was looked into (kept, so that no other takes its identity), its words by their first character."""


def _by_first(table: Iterable[str]) -> dict[str, list[str]]:
    """Words by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(table, key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return found


def _runs_on(text: str, at: int, word: str) -> bool:
    after = text[at + len(word) : at + len(word) + 1]
    return word[-1].isascii() and word[-1].isalpha() and after.isascii() and (after.isalpha() or after == "_")


def lead_words(text: str) -> tuple[Lead, int]:
    """Everything before the number, and where that begins. Raises Refusal `bad-threshold` for words that contradict."""
    lead, at, negated = Lead(), 0, False
    lowered = text.lower()
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if (between := longest(lowered, at, words.BETWEEN)) is not None:
            lead, at = lead._replace(between=True, is_bare=False), between[1]
            continue
        found = longest(lowered, at, words.LEAD)
        if found is None or (lead.compare is not None and found[0] in words.SYMBOLS):
            break
        role, value = words.LEAD[found[0]]
        lead, negated = _taken(text, lead, role, value, negated=negated)
        at = found[1]
    if negated:
        raise Refusal("bad-threshold", text=text.strip(), why="negation")
    return lead, at


def _taken(text: str, lead: Lead, role: Role, value: object, *, negated: bool) -> tuple[Lead, bool]:
    """*lead* with one more word."""
    match role:
        case Role.FILLER:
            return lead, negated
        case Role.NEGATION if not negated:
            return lead._replace(is_bare=False), True
        case Role.COMPARE if isinstance(value, Operator) and lead.compare is None and not lead.about:
            return lead._replace(compare=words.NEGATED[value] if negated else value, is_bare=False), False
    if negated:
        raise Refusal("bad-threshold", text=text.strip(), why="negation")
    added = _changes(lead, role, value)
    if added is None:
        raise Refusal("bad-threshold", text=text.strip(), why="said-twice")
    return lead._replace(**added), False


def _changes(lead: Lead, role: Role, value: object) -> dict[str, object] | None:
    """What a word changes in *lead*; None where the same was said before."""
    match role:
        case Role.STRENGTH if lead.strength is None:
            return {"strength": value}
        case Role.BASIS if lead.basis is None:
            return {"basis": value, "is_bare": False}
        case Role.UP | Role.DOWN if lead.direction is None and not lead.level_is_firm:
            return {"direction": value, "is_bare": False}
        case Role.LEVEL_UP | Role.LEVEL_DOWN if lead.level is None or not lead.level_is_firm:
            return {"level": value, "level_is_firm": True, "is_bare": False, "changed": True}
        case Role.LEVEL:
            return {"level": lead.level or value, "is_bare": False}
        case Role.CAP if lead.level is None:
            return {"level": value, "is_bare": False}
        case Role.ABOUT if not lead.about and lead.compare is None:
            return {"about": True, "is_bare": False}
        case _:
            return None


def after_words(text: str, at: int, limit: Quantity) -> tuple[list[tuple[Word, object]], int]:
    """Everything after the number, and where it ends: comparators, 左右, (不含), a tolerance."""
    found: list[tuple[Word, object]] = []
    lowered = text.lower()
    while True:
        start = at
        while start < len(text) and text[start].isspace():
            start += 1
        if (word := longest(lowered, start, words.AFTER)) is not None:
            found.append(words.AFTER[word[0]])
            at = word[1]
        elif text.startswith("内", start) and _is_time(limit):
            found.append((Word.COMPARE, Operator.LE))
            at = start + 1
        elif (sign := longest(text, start, words.TOLERANCE)) is not None and not found:
            tolerance, at = quantity.scan(text, _past_spaces(text, sign[1]), BUILT_IN)
            found.append((Word.ABOUT, tolerance))
        elif (excluded := _excluded(text, start, limit)) is not None:
            found.append((Word.STRICT, None))
            at = excluded
        else:
            return found, at


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _is_time(limit: Quantity) -> bool:
    return limit.unit is not None and any(base in words.TIME_BASES for base, _ in limit.unit.dimension)


def _excluded(text: str, at: int, limit: Quantity) -> int | None:
    """`(不含5家)`: the limit said once more, as what does not count."""
    if not text.startswith("(不含", at) or (end := text.find(")", at)) < 0:
        return None
    try:
        said = quantity.read(text[at + 3 : end], BUILT_IN)
    except Refusal:
        return None
    return end + 1 if said.value == limit.value and said.unit == limit.unit else None
