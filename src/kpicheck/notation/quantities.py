"""Thresholds of quantities: one with a comparator, a range, about one, or as many times the baseline."""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import numeral, quantity
from kpicheck.cursor import Vocabulary
from kpicheck.demand import Operator
from kpicheck.notation import About, Direction, Limit, Multiple, Range, Requirement, Threshold, words
from kpicheck.notation.names import NOT_NUMBERS
from kpicheck.notation.threshold_reader import AFTER, BEFORE, ThresholdReader, WordsAfter, comparator, words_after
from kpicheck.notation.words import Role
from kpicheck.numeral import refused
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity, as_difference, mismatch
from kpicheck.unit import PREFIXES, REFUSED, Units


class _Scanned(NamedTuple):
    """A quantity as read, and what of it the other end of a range may share.

    `prefix` is a 万 or 亿 whose unit follows the next quantity; `power` is that of an English million.
    """

    quantity: Quantity
    prefix: str = ""
    prefix_at: int = 0
    power: int = 0
    is_numeral: bool = False

    def refuse_prefix(self, units: Units) -> None:
        """Refuse a 万 or 亿 without a unit. Raises Refusal `unknown-unit`."""
        if self.prefix:
            units.find(self.prefix, self.prefix_at)


def read_quantities(reader: ThresholdReader) -> Threshold:
    """A threshold of one quantity or two, behind the words before it.

    Raises Refusal `bad-threshold`, `two-thresholds`, `bare-negative`, `empty-range`, `bad-number`, `unknown-unit`,
    `long-unit`, `unit-mismatch`, `negative-tolerance`.
    """
    if (interval := _in_brackets(reader)) is not None:
        return interval
    first = _scan(reader)
    second = _second(reader)
    after = words_after(reader, first.quantity)
    _refuse_rest(reader)
    if second is not None:
        return _range(reader, after, _ends(first, second, reader))
    first.refuse_prefix(reader.units)
    if reader.before.is_between or after.is_between:
        raise reader.bad("range")
    return _single(reader, after, first.quantity)


def _scan(reader: ThresholdReader) -> _Scanned:
    """One quantity: its number, an English multiplier, its unit; 亿元 alone is one 亿元."""
    at, units = reader.skip(), reader.units
    if reader.text[at : at + 1] in REFUSED:
        units.find(reader.text[at], at)
    if not reader.starts_quantity():
        return _unit_alone(reader)
    found = reader.quantity(units)
    is_numeral = reader.text[at] in numeral.FIRST
    if found.unit is not None:
        return _Scanned(found, is_numeral=is_numeral)
    if (times := reader.word(_MULTIPLIERS)) is not None:
        return _Scanned(_multiplied(found, times[1])._replace(unit=reader.unit(units)), power=times[1])
    if is_numeral:
        name, power = numeral.ending(reader.text[at : reader.at])
        return _Scanned(_multiplied(found, -power), name, reader.at - len(name), is_numeral=True)
    prefix = reader.word(_PREFIXES)
    return _Scanned(found, prefix[0], reader.at - len(prefix[0])) if prefix else _Scanned(found)


def _multiplied(found: Quantity, power: int) -> Quantity:
    exponent = None if found.exponent is None else found.exponent + power
    return found._replace(value=found.value * Fraction(10) ** power, exponent=exponent)


def _unit_alone(reader: ThresholdReader) -> _Scanned:
    at, prefix = reader.at, reader.word(_PREFIXES)
    reader.at = at
    unit = reader.unit(reader.units) if prefix else None
    if prefix and unit and reader.units.get(unit.name.removeprefix(prefix[0])) is not None:
        return _Scanned(Quantity(Fraction(1), unit, 0))
    reader.at = at
    if reader.word(NOT_NUMBERS) or reader.match(_NUMBERLESS):
        raise refused(reader.text[at:], "grammar").moved(at)
    raise reader.bad("no-number", at)


def _second(reader: ThresholdReader) -> _Scanned | None:
    """The other end of a range: after a separator, or as 10万元以上20万元以下."""
    start, separator = reader.at, reader.word(_SEPARATORS)
    joins = separator is not None and (not separator[1] or _may_join(reader, separator[0]))
    if joins and reader.starts_quantity():
        return _scan(reader)
    reader.at = start
    if _takes_after(reader, Operator.GE) and quantity.starts(reader.text, reader.at):
        second = _scan(reader)
        if _takes_after(reader, Operator.LE):
            return second
    reader.at = start
    return None


def _takes_after(reader: ThresholdReader, operator: Operator) -> bool:
    word = reader.word(AFTER)
    return word is not None and word[1] == (Role.COMPARE, operator)


def _may_join(reader: ThresholdReader, separator: str) -> bool:
    """5% and 6% is a range only with between; 5% to 6% is one unless a change leads from the one to the other."""
    if separator == "to":
        return reader.before.direction is None
    return reader.before.is_between or reader.text.endswith("之间")


def _ends(first: _Scanned, second: _Scanned, reader: ThresholdReader) -> tuple[Quantity, Quantity]:
    """Both ends, the left one with the right one's unit if it has none: 3至10万人, 10万~20万元, 5 to 6 million.

    Raises Refusal `bad-threshold` where the left end is no longer the lower one with the number word that it shares.
    """
    low, high, units = _with_shared_size(first, second, reader), second.quantity, reader.units
    if high.unit is None:
        first.refuse_prefix(units)
        second.refuse_prefix(units)
    if low.unit is not None or high.unit is None:
        return low, high
    behind = _PREFIXES.at(high.unit.name, 0)
    if first.prefix:
        return low._replace(unit=units.find(first.prefix + high.unit.name[behind[2] if behind else 0 :])), high
    if behind and low.value >= high.value:
        raise reader.bad("shared")
    return (low if first.power else _multiplied(low, second.power))._replace(unit=high.unit), high


def _with_shared_size(first: _Scanned, second: _Scanned, reader: ThresholdReader) -> Quantity:
    """The left end with the 百 or 千 of a numeral, which a single digit before it shares: 六至九百家 are 600 to 900."""
    low, high = first.quantity, second.quantity.value
    is_digit = low.unit is None and not first.prefix and not first.power and abs(low.value) < 10
    if not second.is_numeral or not is_digit or high < 100 or high % 100:
        return low
    size = 100 if high % 1000 else 1000
    if low.value * size >= high or high >= 10 * size:
        raise reader.bad("shared")
    return low._replace(value=low.value * size, exponent=0)


def _in_brackets(reader: ThresholdReader) -> Threshold | None:
    """`(a, b]`: brackets say which ends are open."""
    start, last = reader.at, len(reader.text) - 1
    opening, closing = reader.text[start], reader.text[last]
    if (reader.takes("(") or reader.takes("[")) and closing in ")]" and reader.starts_quantity():
        low = _scan(reader)
        if reader.takes(",") or reader.takes("、"):
            high, end = _scan(reader), reader.at
            if reader.skip() != last:
                raise reader.bad("after", end, last)
            return _range(reader, WordsAfter(), _ends(low, high, reader), (opening == "(", closing == ")"))
    reader.at = start
    return None


def _refuse_rest(reader: ThresholdReader) -> None:
    """Nothing may be left over; what is left decides which mistake it is."""
    if reader.is_at_end:
        return
    at, text, units = reader.skip(), reader.text, reader.units
    last = len(text[:at].rstrip()) - 1
    if _another(reader):
        raise Refusal("two-thresholds", offset=at, width=len(text) - at, text=text.strip())
    if text[at] in "%‰" and text[last] in "%‰":
        units.find(text[last:], last)
    reader.at = at
    run = reader.match(_LETTERS)
    if run is not None and text[last] in "0123456789.":
        units.find(run.group(), at)
    raise reader.bad("after", at)


def _another(reader: ThresholdReader) -> bool:
    """Whether a second threshold follows: 、力争90%, < 3家, 不超过10%."""
    at, joint, word = reader.at, reader.word(_JOINTS), reader.word(BEFORE)
    begins = joint is not None or (word is not None and word[1][0] is not Role.FILLER)
    return begins and any(quantity.starts(reader.text, i) for i in range(at, len(reader.text)))


def _single(reader: ThresholdReader, after: WordsAfter, limit: Quantity) -> Threshold:
    before = reader.before
    if limit.unit is not None and limit.unit.name == "年" and limit.exponent == 0 and 1000 <= limit.value < 10_000:
        raise reader.bad("day")
    falls = _direction(reader, after) is Direction.DOWN
    is_multiple = limit.unit is not None and limit.unit.name == "倍" and _leads_to_multiple(reader)
    if before.is_about or after.is_about:
        if is_multiple or before.compare or after.compare or after.includes is not None:
            raise reader.bad("multiple" if is_multiple else "about")
        return _worded(reader, after, _about(reader, after, _negated(limit) if falls else limit))
    operator = comparator(reader, after) or Operator.GE
    is_within = before.is_within or after.is_within
    if limit.value < 0 and (is_within or falls):
        raise reader.bad("negative-within" if is_within else "negative-fall")
    if is_multiple:
        return Threshold("", _multiple(reader, operator, limit.value))
    bare = before.say_only() and after == WordsAfter()
    if bare and limit.value < 0:
        raise Refusal("bare-negative", width=len(reader.text), text=reader.text.strip())
    requires = Limit(operator.flipped, _negated(limit)) if falls else Limit(operator, limit)
    return _worded(reader, after, requires)._replace(bare=bare)


def _leads_to_multiple(reader: ThresholdReader) -> bool:
    """增长1倍, 增长到2倍: a multiple of the baseline, not a limit of so many times."""
    return reader.before.direction is not None or reader.before.verb in {Role.LED_UP, Role.LED_DOWN}


def _multiple(reader: ThresholdReader, operator: Operator, times: Fraction) -> Multiple:
    if operator.side is not Operator.GE or reader.before.direction is Direction.DOWN:
        raise reader.bad("multiple")
    return Multiple(operator, times if reader.before.verb is Role.LED_UP else times + 1)


def _direction(reader: ThresholdReader, after: WordsAfter) -> Direction | None:
    """Which way the change goes, if one is said; only a change has a yearly mean."""
    before = reader.before
    if (before.direction and after.direction) or (before.basis and after.basis):
        raise reader.bad("said-twice")
    direction = before.direction or after.direction
    if direction is None and before.basis == "cagr":
        raise reader.bad("basis")
    return direction


def _worded(reader: ThresholdReader, after: WordsAfter, requires: Requirement) -> Threshold:
    direction, basis = reader.before.direction or after.direction, reader.before.basis or after.basis
    return Threshold("", requires, direction=direction, basis=basis)


def _negated(limit: Quantity) -> Quantity:
    return limit._replace(value=-limit.value)


def _about(reader: ThresholdReader, after: WordsAfter, limit: Quantity) -> About:
    """A tolerance without a unit has the limit's, of a ratio in 个百分点. Raises Refusal `unit-mismatch`."""
    tolerance = after.tolerance
    if tolerance is not None and limit.unit is not None:
        tolerance = as_difference(tolerance, limit.unit, len(reader.text))
    return About(limit, tolerance)


def _range(
    reader: ThresholdReader,
    after: WordsAfter,
    ends: tuple[Quantity, Quantity],
    opened: tuple[bool, bool] = (False, False),
) -> Threshold:
    (low, high), (low_open, high_open) = ends, opened
    others = after._replace(is_between=False, direction=None, basis=None)
    if reader.before.compare or reader.before.is_about or others != WordsAfter():
        raise reader.bad("range")
    if low.unit is not None and high.unit is None:
        raise reader.bad("no-unit")
    if low.unit is not None and high.unit is not None and low.unit.dimension != high.unit.dimension:
        raise mismatch(str(high), high.unit, low.unit, len(reader.text))
    if high.unit is not None and high.unit.name == "年" and low.value >= 1000:
        raise reader.bad("years")
    found = Range(low, high, low_open, high_open)
    if _direction(reader, after) is Direction.DOWN:
        found = Range(_negated(high), _negated(low), high_open, low_open)
    if found.low.base > found.high.base or (found.low.base == found.high.base and any(opened)):
        raise Refusal("empty-range", width=len(reader.text), text=reader.text.strip())
    return _worded(reader, after, found)


_SEPARATORS: Final = Vocabulary(words.SEPARATORS)
_JOINTS: Final = Vocabulary(dict.fromkeys(words.JOINTS))
_MULTIPLIERS: Final = Vocabulary(words.MULTIPLIERS)
_PREFIXES: Final = Vocabulary(PREFIXES)
_NUMBERLESS: Final = re.compile(r"[^\W\d]*[%‰]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
