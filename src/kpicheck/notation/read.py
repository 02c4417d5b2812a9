"""Text to Threshold: words before, a quantity or what it is compared with, words after; one grammar for all."""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import quantity
from kpicheck.demand import Operator
from kpicheck.notation import About, Declared, Direction, Limit, Multiple, Range, Requirement, Threshold, words
from kpicheck.notation.lead import LEAD, NOT_A_NUMBER, Lead, Tail, Vocabulary, bad, comparator, leads, skip, tail, vague
from kpicheck.notation.others import Said, read_other
from kpicheck.notation.words import Role, Word
from kpicheck.numeral import refused
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity, as_difference, mismatch
from kpicheck.text import fold
from kpicheck.unit import BUILT_IN, Units
from kpicheck.unit.table import PREFIXES, REFUSED

MAX_LENGTH: Final = 1_000
_VAGUE_AFTER: Final = frozenset({"bad-threshold", "unknown-unit", "unknown-name", "empty"})
"""What is refused for a reason that a vague word explains better."""


def read_threshold(text: str, units: Units = BUILT_IN, declared: Declared | None = None) -> Threshold:
    """What a threshold text demands; what the file has *declared* is looked up first.

    Raises Refusal `empty`, `bad-threshold`, `vague-threshold`, `two-thresholds`, `bare-negative`, `empty-range`,
    `no-year`, `bad-number`, `unknown-unit`, `long-unit`, `unit-mismatch`, `negative-tolerance`, `unknown-name`,
    `bad-date`, `bad-period`.
    """
    if len(text) > MAX_LENGTH:
        raise Refusal("bad-threshold", width=len(text), text=text[:60] + "…", why="too-long")
    folded = fold(text)
    try:
        return _read(folded, units, declared)._replace(text=text)
    except Refusal as refusal:
        word = vague(folded) if refusal.code in _VAGUE_AFTER else None
        if word is None:
            raise
        raise _vague(folded, *word) from None


def _vague(text: str, word: str, at: int) -> Refusal:
    return Refusal("vague-threshold", offset=at, width=len(word), text=text.strip(), word=word)


def _read(text: str, units: Units, declared: Declared | None) -> Threshold:
    """The names and levels of a file, days and the like are looked for after each word; else it is about a quantity."""
    lead, at = Lead(), 0
    for lead, at in leads(text):
        found = read_other(Said(text, units, declared, lead, at))
        if found is not None:
            return found._replace(strength=lead.strength)
    always = next((word for word in words.ALWAYS_VAGUE if word in text), None)
    if always is not None:
        raise _vague(text, always, text.index(always))
    _refuse_lead(text, lead, at)
    return _quantities(text, lead, at, units)._replace(strength=lead.strength)


def _refuse_lead(text: str, lead: Lead, at: int) -> None:
    """Words that nothing but a level or a rank can follow, and words that nothing follows."""
    if lead.negation:
        raise bad(text, "negation", 0, at)
    if lead.is_among:
        raise bad(text, "rungs")
    if at == len(text):
        raise Refusal("empty", offset=0, width=len(text)) if lead.says_only("compare") else bad(text, "no-number")
    if lead.level is Role.PLACE:
        raise bad(text, "place", at)


class _Operand(NamedTuple):
    """A quantity and where it ends.

    `scale` is a 万 or 亿 whose unit stands behind the next operand, `power` that of an English million.
    """

    quantity: Quantity
    end: int
    scale: str = ""
    power: int = 0


def _quantities(text: str, lead: Lead, at: int, units: Units) -> Threshold:
    if (interval := _bracketed(text, lead, at, units)) is not None:
        return interval
    first = _operand(text, at, units)
    second, end = _second(text, lead, first, units)
    after, end = tail(text, end, first.quantity, units)
    _refuse_rest(text, end, units)
    if second is not None:
        return _range(text, lead, after, _ends(first, second, units))
    if first.scale:
        units.find(first.scale, first.end - len(first.scale))
    if lead.is_between or after.is_between:
        raise bad(text, "range")
    return _single(text, lead, after, first.quantity, end)


def _operand(text: str, at: int, units: Units) -> _Operand:
    """One quantity: its number, an English multiplier, its unit; 亿元 alone is one 亿元."""
    at = skip(text, at)
    if text[at : at + 1] in REFUSED:
        units.find(text[at], at)
    if not quantity.starts(text, at):
        return _unit_alone(text, at, units)
    found, end = quantity.scan(text, at, units)
    if found.unit is not None:
        return _Operand(found, end)
    if (times := _MULTIPLIERS.at(text, skip(text, end))) is not None:
        unit, end = quantity.scan_unit(text, times[2], units)
        return _Operand(_multiplied(found, times[1])._replace(unit=unit), end, power=times[1])
    scale = _PREFIXES.at(text, skip(text, end))
    return _Operand(found, scale[2], scale[0]) if scale else _Operand(found, end)


def _multiplied(found: Quantity, power: int) -> Quantity:
    exponent = None if found.exponent is None else found.exponent + power
    return found._replace(value=found.value * 10**power, exponent=exponent)


def _unit_alone(text: str, at: int, units: Units) -> _Operand:
    if (prefix := _PREFIXES.at(text, at)) is not None:
        unit, end = quantity.scan_unit(text, at, units)
        if unit is not None and units.get(unit.name[prefix[2] - at :]) is not None:
            return _Operand(Quantity(Fraction(1), unit, 0), end)
    if NOT_A_NUMBER.match(text, at) or _NUMBERLESS.match(text, at):
        raise refused(text[at:].rstrip(), "grammar").moved(at)
    raise bad(text, "no-number", at)


def _second(text: str, lead: Lead, first: _Operand, units: Units) -> tuple[_Operand | None, int]:
    """The other end of a range: after a separator, or as 10万元以上20万元以下."""
    at = skip(text, first.end)
    found = _SEPARATORS.at(text, at)
    joins = found is not None and (not found[1] or _may_join(text, lead, found[0]))
    if found is not None and joins and quantity.starts(text, skip(text, found[2])):
        second = _operand(text, found[2], units)
        return second, second.end
    low = _AFTER.at(text, at)
    if low is not None and low[1] == (Word.COMPARE, Operator.GE) and quantity.starts(text, low[2]):
        second = _operand(text, low[2], units)
        high = _AFTER.at(text, skip(text, second.end))
        if high is not None and high[1] == (Word.COMPARE, Operator.LE):
            return second, high[2]
    return None, first.end


def _may_join(text: str, lead: Lead, separator: str) -> bool:
    """5% and 6% is a range only with between; 5% to 6% is one unless a change leads from the one to the other."""
    return lead.direction is None if separator == "to" else lead.is_between or text.rstrip().endswith("之间")


def _ends(first: _Operand, second: _Operand, units: Units) -> tuple[Quantity, Quantity]:
    """Both ends, the left one with the right one's unit if it has none: 3至10万人, 10万~20万元, 5 to 6 million."""
    low, high = first.quantity, second.quantity
    for scale, end in ((first.scale, first.end), (second.scale, second.end)):
        if scale and high.unit is None:
            units.find(scale, end - len(scale))
    if low.unit is not None or high.unit is None:
        return low, high
    low = low if first.power else _multiplied(low, second.power)
    if not first.scale:
        return low._replace(unit=high.unit), high
    behind = _PREFIXES.at(high.unit.name, 0)
    return low._replace(unit=units.find(first.scale + high.unit.name[behind[2] if behind else 0 :])), high


def _bracketed(text: str, lead: Lead, at: int, units: Units) -> Threshold | None:
    """`(a, b]`: brackets say which ends are open."""
    end = len(text.rstrip()) - 1
    if text[at : at + 1] not in {"(", "["} or text[end] not in ")]" or not quantity.starts(text, skip(text, at + 1)):
        return None
    low = _operand(text, at + 1, units)
    comma = skip(text, low.end)
    if text[comma : comma + 1] not in {",", "、"}:
        return None
    high = _operand(text, comma + 1, units)
    if skip(text, high.end) != end:
        raise bad(text, "after", high.end, end)
    return _range(text, lead, Tail(), _ends(low, high, units), (text[at] == "(", text[end] == ")"))


def _refuse_rest(text: str, end: int, units: Units) -> None:
    """Nothing may be left over; what is left decides which mistake it is."""
    at, stop = skip(text, end), len(text.rstrip())
    if at >= stop:
        return
    if _another(text, at):
        raise Refusal("two-thresholds", offset=at, width=stop - at, text=text.strip())
    if text[at] in "%‰" and text[end - 1] in "%‰":
        units.find(text[end - 1 : stop], end - 1)
    run = _LETTERS.match(text, at)
    if run is not None and text[end - 1] in "0123456789.":
        units.find(run.group(), at)
    raise bad(text, "after", at, stop)


def _another(text: str, at: int) -> bool:
    """Whether a second threshold follows: 、力争90%, < 3家, 不超过10%."""
    joined = _JOINTS.at(text, at)
    word = LEAD.at(text, joined[2] if joined else at)
    said = joined is not None or (word is not None and word[1][0] is not Role.FILLER)
    return said and any(quantity.starts(text, i) for i in range(at, len(text)))


def _single(text: str, lead: Lead, after: Tail, limit: Quantity, end: int) -> Threshold:
    if limit.unit is not None and limit.unit.name == "年" and limit.exponent == 0 and 1000 <= limit.value < 10_000:
        raise bad(text, "day")
    direction = _direction(text, lead, after)
    is_multiple = limit.unit is not None and limit.unit.name == "倍" and _leads_to(lead)
    if lead.is_about or after.is_about:
        if is_multiple or lead.compare or after.compare or after.includes is not None:
            raise bad(text, "multiple" if is_multiple else "about")
        limit = _signed(limit, direction)
        return _worded(lead, after, About(limit, _tolerance(text, after.tolerance, limit)))
    operator = comparator(text, lead, after, end) or Operator.GE
    is_within = lead.is_within or after.is_within
    if limit.value < 0 and (is_within or direction is Direction.DOWN):
        raise bad(text, "negative-within" if is_within else "negative-fall")
    if is_multiple:
        return _multiple(text, lead, operator, limit.value)
    if direction is Direction.DOWN:
        operator = operator.flipped
    bare = lead.says_only() and after == Tail()
    if bare and limit.value < 0:
        raise Refusal("bare-negative", width=len(text), text=text.strip())
    return _worded(lead, after, Limit(operator, _signed(limit, direction)))._replace(bare=bare)


def _leads_to(lead: Lead) -> bool:
    """增长1倍, 增长到2倍: a multiple of the baseline, not a limit of so many times."""
    return lead.direction is not None or lead.level in {Role.LED_UP, Role.LED_DOWN}


def _multiple(text: str, lead: Lead, operator: Operator, times: Fraction) -> Threshold:
    if operator.side is not Operator.GE or lead.direction is Direction.DOWN:
        raise bad(text, "multiple")
    return Threshold("", Multiple(operator, times if lead.level is Role.LED_UP else times + 1))


def _direction(text: str, lead: Lead, after: Tail) -> Direction | None:
    """Which way the change goes, if one is said; only a change has a yearly mean."""
    if (lead.direction and after.direction) or (lead.basis and after.basis):
        raise bad(text, "said-twice")
    direction = lead.direction or after.direction
    if direction is None and "cagr" in {lead.basis, after.basis}:
        raise bad(text, "basis")
    return direction


def _worded(lead: Lead, after: Tail, requires: Requirement) -> Threshold:
    return Threshold("", requires, direction=lead.direction or after.direction, basis=lead.basis or after.basis)


def _signed(limit: Quantity, direction: Direction | None) -> Quantity:
    return limit._replace(value=-limit.value) if direction is Direction.DOWN else limit


def _tolerance(text: str, tolerance: Quantity | None, limit: Quantity) -> Quantity | None:
    """A tolerance without a unit has the limit's, of a ratio in 个百分点. Raises Refusal `unit-mismatch`."""
    if tolerance is None or limit.unit is None:
        return tolerance
    return as_difference(tolerance, limit.unit, len(text))


def _range(
    text: str, lead: Lead, after: Tail, ends: tuple[Quantity, Quantity], opened: tuple[bool, bool] = (False, False)
) -> Threshold:
    low, high = ends
    if lead.compare or lead.is_about or after._replace(is_between=False, direction=None, basis=None) != Tail():
        raise bad(text, "range")
    if low.unit is not None and high.unit is None:
        raise bad(text, "no-unit")
    if low.unit is not None and high.unit is not None and low.unit.dimension != high.unit.dimension:
        raise mismatch(str(high), high.unit, low.unit, len(text))
    if high.unit is not None and high.unit.name == "年" and low.value >= 1000:
        raise bad(text, "years")
    direction = _direction(text, lead, after)
    if direction is Direction.DOWN:
        low, high, opened = _signed(high, direction), _signed(low, direction), opened[::-1]
    if low.base > high.base or (low.base == high.base and any(opened)):
        raise Refusal("empty-range", width=len(text), text=text.strip())
    return _worded(lead, after, Range(low, high, *opened))


_AFTER: Final = Vocabulary(words.AFTER)
_SEPARATORS: Final = Vocabulary(words.SEPARATORS)
_JOINTS: Final = Vocabulary(dict.fromkeys(words.JOINTS))
_MULTIPLIERS: Final = Vocabulary(words.MULTIPLIERS)
_PREFIXES: Final = Vocabulary(PREFIXES)
_NUMBERLESS: Final = re.compile(r"[^\W\d]*[%‰]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
