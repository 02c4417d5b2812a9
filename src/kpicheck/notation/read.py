"""Text to Threshold: words before, a quantity or something to compare with, words after; one grammar for both languages."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.notation import words
from kpicheck.notation.lead import Lead, after_words, lead_words, longest
from kpicheck.notation.others import Given, read_other
from kpicheck.notation.threshold import Direction, Kind, Operator, Threshold
from kpicheck.notation.words import Word
from kpicheck.problem import Refusal
from kpicheck.quantity import PERCENT, POINTS, Quantity, mismatch, starts
from kpicheck.quantity import scan as scan_quantity
from kpicheck.text import fold
from kpicheck.unit import BUILT_IN, PREFIXES, REFUSED, Unit, Units


MAX_LENGTH: Final = 1_000
_VAGUE_AFTER: Final = frozenset({"bad-threshold", "unknown-unit", "empty"})


def read_threshold(text: str, units: Units = BUILT_IN, given: Given | None = None) -> Threshold:
    """What a threshold text demands; *given* are the names and rungs of the file, looked up first.

    Raises Refusal `empty`, `bad-threshold`, `vague-threshold`, `two-thresholds`, `bare-negative`, `empty-range`,
    `no-year`, `bad-number`, `unknown-unit`, `unit-mismatch`, `bad-date`.
    """
    if len(text) > MAX_LENGTH:
        raise Refusal("bad-threshold", text=text[:60] + "…", why="too-long")
    folded = fold(text)
    if not folded.strip():
        raise Refusal("empty")
    found = read_other(folded, units, given)
    if found is not None:
        return found._replace(text=text)
    always = next((word for word in words.ALWAYS_VAGUE if word in folded), None)
    if always is not None:
        raise Refusal("vague-threshold", text=text.strip(), word=always)
    try:
        return _read(folded, units)._replace(text=text)
    except Refusal as refusal:
        raise _vague(folded, refusal) from None


def _vague(text: str, refusal: Refusal) -> Refusal:
    """The refusal as a vague phrase, where the text has one."""
    if refusal.code in _VAGUE_AFTER:
        word = next((word for word in words.VAGUE if word in text.lower()), None)
        if word is not None:
            return Refusal("vague-threshold", offset=text.lower().index(word), width=len(word), text=text.strip(), word=word)
    return refusal


class _Operand(NamedTuple):
    """A quantity and where it ends; `scale` is a 万 or 亿 whose unit stands behind the next operand."""

    quantity: Quantity
    end: int
    scale: str = ""


def _read(text: str, units: Units) -> Threshold:
    phrase = words.PHRASES.get(text.strip())
    if phrase is not None:
        return _read(phrase, units)
    lead, at = lead_words(text)
    if (interval := _bracketed(text, at, units)) is not None:
        return interval
    first = _operand(text, at, units)
    second, end = _second(text, first, units, between=lead.between)
    tail, end = after_words(text, end, first.quantity)
    _refuse_rest(text, end, units)
    if second is not None:
        return _range(text, lead, tail, _shared(first, second.quantity, units), second.quantity)
    if first.scale:
        raise Refusal("unknown-unit", offset=at, width=first.end - at, unit=first.scale, close="", meanings="")
    return _single(text, lead, tail, first.quantity, units)


def _operand(text: str, at: int, units: Units) -> _Operand:
    """One quantity: its number, an English multiplier, its unit; 亿元 alone is one 亿元."""
    at = _skip(text, at)
    if at >= len(text):
        raise Refusal("empty")
    if text[at] in REFUSED:
        units.find(text[at])
    if not starts(text, at):
        return _unit_alone(text, at, units)
    quantity, end = scan_quantity(text, at, units)
    if quantity.unit is not None:
        return _Operand(quantity, end)
    found = longest(text.lower(), _skip(text, end), words.MULTIPLIERS)
    if found is not None:
        unit, after = _unit_at(text, found[1], units)
        return _Operand(Quantity(quantity.value * words.MULTIPLIERS[found[0]], unit, None), after)
    scale = longest(text, end, PREFIXES)
    return _Operand(quantity, scale[1], scale[0]) if scale else _Operand(quantity, end)


def _unit_alone(text: str, at: int, units: Units) -> _Operand:
    scale = longest(text, at, PREFIXES)
    if scale is not None:
        unit, end = _unit_at(text, at, units)
        if unit is not None:
            return _Operand(Quantity(Fraction(1), unit, 0), end)
    if re.match(r"(nan|inf|infinity)\b|[^\W\d]*[%‰]", text[at:].strip(), re.IGNORECASE):
        raise Refusal("bad-number", offset=at, width=len(text) - at, text=text[at:].strip(), why="grammar")
    raise Refusal("bad-threshold", offset=at, width=len(text) - at, text=text.strip(), why="no-number")


def _unit_at(text: str, at: int, units: Units) -> tuple[Unit | None, int]:
    """The unit that stands at *at*, read as behind a 1."""
    start = _skip(text, at)
    quantity, end = scan_quantity("1" + text[start:], 0, units)
    return quantity.unit, start + end - 1 if quantity.unit is not None else at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _second(text: str, first: _Operand, units: Units, *, between: bool) -> tuple[_Operand | None, int]:
    """The other end of a range: after a separator, or as 10万元以上20万元以下."""
    at = _skip(text, first.end)
    found = longest(text.lower(), at, words.SEPARATORS)
    if found is not None and (between or found[0] not in {"和", "and", "to"}) and starts(text, _skip(text, found[1])):
        second = _operand(text, found[1], units)
        return second, second.end
    low = longest(text, at, words.AFTER)
    if low is not None and words.AFTER[low[0]] == (Word.COMPARE, Operator.GE) and starts(text, low[1]):
        second = _operand(text, low[1], units)
        high = longest(text, _skip(text, second.end), words.AFTER)
        if high is not None and words.AFTER[high[0]] == (Word.COMPARE, Operator.LE):
            return second, high[1]
    return None, first.end


def _shared(first: _Operand, second: Quantity, units: Units) -> Quantity:
    """The left end with the right one's unit where it has none: 3至10万人, 10万~20万元."""
    if first.quantity.unit is not None or second.unit is None:
        return first.quantity
    name = second.unit.name
    if first.scale:
        behind = longest(name, 0, PREFIXES)
        name = first.scale + (name[behind[1] :] if behind else name)
    return first.quantity._replace(unit=units.find(name))


def _bracketed(text: str, at: int, units: Units) -> Threshold | None:
    """`(a, b]`: brackets say which ends are open."""
    at = _skip(text, at)
    stripped = text.rstrip()
    if at >= len(stripped) or stripped[at] not in "([" or stripped[-1] not in ")]" or "," not in stripped:
        return None
    if not starts(text, _skip(text, at + 1)):
        return None
    low = _operand(text, at + 1, units)
    comma = _skip(text, low.end)
    if text[comma : comma + 1] not in {",", "、"}:
        return None
    high = _operand(text, comma + 1, units)
    if _skip(text, high.end) != len(stripped) - 1:
        raise Refusal("bad-threshold", text=text.strip(), why="after", offset=high.end)
    found = _range(text, Lead(), [], _shared(low, high.quantity, units), high.quantity)
    return found._replace(low_open=stripped[at] == "(", high_open=stripped[-1] == ")")


def _refuse_rest(text: str, end: int, units: Units) -> None:
    """Nothing may be left over; what is left decides which mistake it is."""
    at = _skip(text, end)
    rest = text[at:].strip()
    if not rest:
        return
    if longest(text.lower(), at, words.SYMBOLS) or _another(text, at):
        raise Refusal("two-thresholds", offset=at, width=len(rest), text=text.strip())
    if text[end - 1 : end] in "%‰" and rest[0] in "%‰":
        raise Refusal("unknown-unit", unit=text[end - 1] + rest, close="", meanings="")
    is_new = text[end - 1 : end].isdigit() or text[end - 1 : end] == "."
    run = re.match(r"[^\W\d_]+", rest)
    if is_new and run is not None and longest(rest.lower(), 0, words.AFTER) is None:
        units.find(run.group())
    raise Refusal("bad-threshold", offset=at, width=len(rest), text=text.strip(), why="after")


def _another(text: str, at: int) -> bool:
    """Whether a second threshold follows: 、力争90%."""
    joined = longest(text, at, words.ELSEWHERE)
    return joined is not None and any(starts(text, i) for i in range(joined[1], len(text)))


def _single(text: str, lead: Lead, tail: list[tuple[Word, object]], quantity: Quantity, units: Units) -> Threshold:
    start = _started(text, lead, tail)
    about = lead.about or any(word is Word.ABOUT for word, _ in tail)
    tolerance = next((value for word, value in tail if isinstance(value, Quantity)), None)
    if tolerance is not None or about:
        if lead.compare is not None or lead.is_multiple(quantity) or any(word is Word.COMPARE for word, _ in tail):
            raise Refusal("bad-threshold", text=text.strip(), why="about")
        quantity = _signed(quantity, start.direction)
        return start._replace(operator=Operator.ABOUT, limit=quantity, tolerance=_tolerance(tolerance, quantity))
    operator = _operator(text, lead, tail, quantity)
    if lead.is_multiple(quantity):
        if operator is not Operator.GE:
            raise Refusal("bad-threshold", text=text.strip(), why="multiple")
        factor = quantity.value + (0 if lead.level else 1)
        return Threshold("", Kind.MULTIPLE, operator, factor=factor, strength=lead.strength)
    if start.direction is Direction.DOWN:
        operator = words.FLIPPED[operator]
    bare = lead.is_bare and not tail
    if bare and quantity.value < 0:
        raise Refusal("bare-negative", text=text.strip())
    return start._replace(operator=operator, limit=_signed(quantity, start.direction), bare=bare)


def _started(text: str, lead: Lead, tail: list[tuple[Word, object]]) -> Threshold:
    """The fields that every threshold of quantities has, whatever its comparator."""
    direction = lead.direction
    for word, value in tail:
        if word is Word.GROWTH and isinstance(value, Direction):
            if direction is not None:
                raise Refusal("bad-threshold", text=text.strip(), why="said-twice")
            direction = value
    return Threshold("", Kind.THRESHOLD, Operator.GE, direction=direction, basis=lead.basis, strength=lead.strength)


def _signed(quantity: Quantity, direction: Direction | None) -> Quantity:
    return quantity._replace(value=-quantity.value) if direction is Direction.DOWN else quantity


def _operator(text: str, lead: Lead, tail: list[tuple[Word, object]], quantity: Quantity) -> Operator:
    """One comparator, from the words before and after; said twice it must be the same; a verb only where none is said."""
    said = [value for word, value in tail if word is Word.COMPARE and isinstance(value, Operator)]
    before = lead.compare
    if len(said) > 1 or (before is not None and said and (before is not said[0] or before not in {Operator.GE, Operator.LE})):
        raise Refusal("bad-threshold", text=text.strip(), why="said-twice")
    operator = said[0] if said else before
    if operator in {Operator.LE, Operator.LT} and quantity.value < 0 and said:
        raise Refusal("bad-threshold", text=text.strip(), why="negative-within")
    if operator is None:
        operator = lead.level or Operator.GE
    elif lead.level_is_firm and words.FLIPPED.get(lead.level or operator) in {operator, _wider(operator)}:
        raise Refusal("bad-threshold", text=text.strip(), why="level")
    strict = any(word is Word.STRICT for word, _ in tail)
    return {Operator.GE: Operator.GT, Operator.LE: Operator.LT}.get(operator, operator) if strict else operator


def _wider(operator: Operator) -> Operator:
    return {Operator.GT: Operator.GE, Operator.LT: Operator.LE}.get(operator, operator)


def _tolerance(tolerance: Quantity | None, limit: Quantity) -> Quantity | None:
    """A tolerance without a unit has the limit's, 个百分点 for a ratio. Raises Refusal `unit-mismatch`."""
    if tolerance is None or limit.unit is None:
        return tolerance
    want = POINTS if limit.unit.dimension == PERCENT.dimension else limit.unit
    if tolerance.unit is None:
        return tolerance._replace(unit=want)
    if tolerance.unit.dimension != want.dimension:
        raise mismatch(str(tolerance), tolerance.unit, want)
    return tolerance


def _range(text: str, lead: Lead, tail: list[tuple[Word, object]], low: Quantity, high: Quantity) -> Threshold:
    if lead.compare is not None or lead.about or any(word in {Word.COMPARE, Word.ABOUT, Word.STRICT} for word, _ in tail):
        raise Refusal("bad-threshold", text=text.strip(), why="range")
    if low.unit is not None and high.unit is not None and low.unit.dimension != high.unit.dimension:
        raise mismatch(str(high), high.unit, low.unit)
    if high.unit is not None and high.unit.name == "年" and low.value >= 1000:
        raise Refusal("bad-threshold", text=text.strip(), why="years")
    start = _started(text, lead, tail)
    if start.direction is Direction.DOWN:
        low, high = _signed(high, start.direction), _signed(low, start.direction)
    if low.base > high.base:
        raise Refusal("empty-range", text=text.strip())
    return start._replace(operator=Operator.RANGE, low=low, high=high)


def for_better(threshold: Threshold, lower: bool) -> Threshold:  # noqa: FBT001  the one question there is
    """A bare limit as an upper bound where lower is better."""
    return threshold._replace(operator=Operator.LE) if threshold.bare and lower else threshold

