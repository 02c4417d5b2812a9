"""Thresholds of quantities: one with a comparator, a range, about one, or as many times the baseline."""

from fractions import Fraction
from typing import Final

from kpicheck import quantity
from kpicheck.cursor import Vocabulary
from kpicheck.demand import Operator
from kpicheck.notation import (
    About,
    Direction,
    Limit,
    Multiple,
    Range,
    Relative,
    Threshold,
    negated,
    phrases,
)
from kpicheck.notation.phrases import TIMES
from kpicheck.notation.scanned import Scanned, ends, scan
from kpicheck.notation.threshold_reader import (
    AFTER,
    TOLERANCE,
    ThresholdReader,
    WordsAfter,
    comparator,
    words_after,
)
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity, as_difference, mismatch


def read_quantities(reader: ThresholdReader) -> Threshold:
    """A threshold of one quantity or two, behind the words before it.

    Raises Refusal `bad-threshold`, `two-thresholds`, `bare-negative`, `empty-range`, `bad-number`, `unknown-unit`,
    `long-unit`, `unit-mismatch`, `negative-tolerance`.
    """
    if (interval := _in_brackets(reader) or _around_zero(reader)) is not None:
        return interval
    first = scan(reader)
    second = _second(reader)
    after = words_after(reader, first.quantity)
    if not reader.is_at_end:
        from kpicheck.notation.leftovers import take_noun  # noqa: PLC0415  little is left over of most texts

        take_noun(reader, (second or first).quantity)
    if second is not None:
        return _range(reader, after, ends(first, second, reader))
    first.refuse_prefix(reader.units)
    if reader.before.is_between or after.is_between:
        raise reader.bad("range")
    return _single(reader, after, first.quantity)


def _second(reader: ThresholdReader) -> Scanned | None:
    """The other end of a range: after a separator, or as 10万元以上20万元以下."""
    start, separator = reader.at, reader.word(_SEPARATORS)
    joins = separator is not None and (not separator[1] or _may_join(reader, separator[0]))
    if joins and reader.starts_quantity():
        return scan(reader)
    reader.at = start
    if _takes_after(reader, Operator.GE) and quantity.starts(reader.text, reader.at):
        second = scan(reader)
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


def _in_brackets(reader: ThresholdReader) -> Threshold | None:
    """`(a, b]`: brackets say which ends are open."""
    start, last = reader.at, len(reader.text) - 1
    opening, closing = reader.text[start], reader.text[last]
    if (reader.takes("(") or reader.takes("[")) and closing in ")]" and reader.starts_quantity():
        low = scan(reader)
        if reader.takes(",") or reader.takes("、"):
            high, end = scan(reader), reader.at
            if reader.skip() != last:
                raise reader.bad("after", end, last)
            return _range(reader, WordsAfter(), ends(low, high, reader), (opening == "(", closing == ")"))
    reader.at = start
    return None


def _around_zero(reader: ThresholdReader) -> Threshold | None:
    """`within ±5%`, ±5%以内: from -5% to 5%. Raises Refusal `negative-tolerance`, `bad-threshold`."""
    start = reader.at
    if reader.word(TOLERANCE) is None or not reader.starts_quantity():
        reader.at = start
        return None
    limit = scan(reader).quantity
    after = words_after(reader, limit)
    if not reader.is_at_end or not (reader.before.is_within or after.is_within or reader.before.verb is Role.CAP):
        reader.at = start
        return None
    if limit.value < 0:
        raise Refusal("negative-tolerance", offset=start, width=len(reader.text) - start, text=str(limit))
    if reader.before.compare in {Operator.LE, None} and not (reader.before.compare and after.compare):
        reader.before = reader.before._replace(compare=None, is_within=False)
        return _range(reader, after._replace(compare=None, is_within=False), (limit.negated, limit))
    raise reader.bad("range")


def _single(reader: ThresholdReader, after: WordsAfter, limit: Quantity) -> Threshold:
    before = reader.before
    if limit.unit is not None and limit.unit.name == "年" and limit.exponent == 0 and 1000 <= limit.value < 10_000:
        raise reader.bad("day")
    has_size = _direction(reader, after) is Direction.DOWN or _improves(reader, after)
    is_multiple = limit.unit is not None and limit.unit.name in TIMES and _leads_to_multiple(reader)
    if before.is_about or after.is_about:
        if is_multiple or before.compare or after.compare or after.includes is not None:
            raise reader.bad("multiple" if is_multiple else "about")
        return _worded(reader, after, _about(reader, after, limit))
    operator = comparator(reader, after) or Operator.GE
    is_within = before.is_within or after.is_within
    if limit.value < 0 and (is_within or has_size):
        raise reader.bad("negative-within" if is_within else "negative-fall")
    if is_multiple:
        return Threshold("", _multiple(reader, after, operator, limit.value))
    bare = before.say_only() and after == WordsAfter()
    if bare and limit.value < 0:
        raise Refusal("bare-negative", width=len(reader.text), text=reader.text.strip())
    is_level = before.goes_with_better is Relative.LEVEL and not after.compare
    relative = before.relative or after.relative or (Relative.LEVEL if is_level else None)
    return _worded(reader, after, Limit(operator, limit))._replace(bare=bare, relative=relative)


def _leads_to_multiple(reader: ThresholdReader) -> bool:
    """增长1倍, 增长到2倍: a multiple of the baseline, not a limit of so many times."""
    return reader.before.direction is not None or reader.before.verb in {Role.LED_UP, Role.LED_DOWN}


def _multiple(reader: ThresholdReader, after: WordsAfter, operator: Operator, times: Fraction) -> Multiple:
    before = reader.before
    is_relative = before.goes_with_better or after.relative
    if operator.side is not Operator.GE or before.direction is Direction.DOWN or is_relative:
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


def _worded(reader: ThresholdReader, after: WordsAfter, requires: Limit | Range | About) -> Threshold:
    """The threshold, its change as it is worded: of a fall, what is said of its size turns round."""
    direction, basis = reader.before.direction or after.direction, reader.before.basis or after.basis
    relative = Relative.CHANGE if _improves(reader, after) else None
    turned = negated(requires) if direction is Direction.DOWN else requires
    return Threshold("", turned, direction=direction, basis=basis, relative=relative)


def _improves(reader: ThresholdReader, after: WordsAfter) -> bool:
    return Relative.CHANGE in {reader.before.relative, after.relative}


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
    others = after._replace(is_between=False, direction=None, basis=None, relative=None)
    if reader.before.compare or reader.before.is_about or others != WordsAfter():
        raise reader.bad("range")
    if low.unit is not None and high.unit is None:
        raise reader.bad("no-unit")
    if low.unit is not None and high.unit is not None and low.unit.dimension != high.unit.dimension:
        raise mismatch(str(high), high.unit, low.unit, len(reader.text))
    if high.unit is not None and high.unit.name == "年" and low.value >= 1000:
        raise reader.bad("years")
    if low.base > high.base or (low.base == high.base and any(opened)):
        raise Refusal("empty-range", width=len(reader.text), text=reader.text.strip())
    _direction(reader, after)
    return _worded(reader, after, Range(low, high, low_open, high_open))


_SEPARATORS: Final = Vocabulary(phrases.SEPARATORS)
