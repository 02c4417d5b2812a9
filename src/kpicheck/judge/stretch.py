"""A formula's value while one of its figures goes through a whole stretch: all that it can be, or more.

Interval arithmetic: nothing that the value can be is left out. So what holds of a stretch holds of every figure in it;
what does not may still hold, and a shorter stretch says more.
"""

from fractions import Fraction
from typing import Final, NamedTuple, assert_never

from kpicheck.formula.evaluate import MAX_BITS, fits
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Call, Computed, Literal, Name, Negation, Node, Power, Product, Shift, Sum, parts_of

_RISING: Final = frozenset({"min", "max", "round"})
"""The functions that never fall where an operand rises."""


class Stretch(NamedTuple):
    """Every value from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def times(self, weight: Fraction | int) -> "Stretch":
        """Each of its values times *weight*."""
        return _around(self.low * weight, self.high * weight)

    def plus(self, other: "Stretch") -> "Stretch":
        """The sums of its values and those of *other*."""
        return Stretch(self.low + other.low, self.high + other.high)


class UnclearError(Exception):
    """Somewhere in the stretch there may be no value, or it is not known what it can be."""


def stretched(node: Computed, parts: tuple[Stretch, ...]) -> Stretch:
    """What *node* can be, from what its operands can be. Raises UnclearError, also beyond the cap on results."""
    found = _made(node, parts)
    if not all(map(fits, found)):
        raise UnclearError
    return found


def _made(node: Computed, parts: tuple[Stretch, ...]) -> Stretch:
    match node:
        case Sum():
            return _added(node, parts)
        case Product():
            return _multiplied(node, parts)
        case Power(_, exponent):
            return _powered(parts[0], exponent)
        case Negation():
            return parts[0].times(-1)
        case Call():
            return _called(node, parts)
        case Literal():
            return Stretch(node.quantity.base, node.quantity.base)
        case Shift():
            return parts[0]
        case _:
            assert_never(node)


def _around(*values: Fraction) -> Stretch:
    return Stretch(min(values), max(values))


def _added(node: Sum, parts: tuple[Stretch, ...]) -> Stretch:
    found = parts[0]
    for operand, part in zip(node.operands[1:], parts[1:], strict=True):
        found = found.plus(part.times(-1) if operand.is_inverse else part)
    return found


def _multiplied(node: Product, parts: tuple[Stretch, ...]) -> Stretch:
    found = parts[0]
    for operand, part in zip(node.operands[1:], parts[1:], strict=True):
        low, high = _inverted(part) if operand.is_inverse else part
        found = _around(found.low * low, found.low * high, found.high * low, found.high * high)
    return found


def _inverted(part: Stretch) -> Stretch:
    if part.low <= 0 <= part.high:
        raise UnclearError
    return Stretch(1 / part.high, 1 / part.low)


def _powered(base: Stretch, exponent: int) -> Stretch:
    if exponent < 0:
        return _powered(_inverted(base), -exponent)
    if exponent * max(end.numerator.bit_length() + end.denominator.bit_length() - 2 for end in base) > MAX_BITS:
        raise UnclearError  # as large as that it need not be worked out
    ends = base.low**exponent, base.high**exponent
    touches_zero = exponent % 2 == 0 and exponent > 0 and base.low <= 0 <= base.high
    return _around(*ends, Fraction(0)) if touches_zero else _around(*ends)


def _called(node: Call, parts: tuple[Stretch, ...]) -> Stretch:
    function = FUNCTIONS[node.function]
    if node.function in _RISING:
        ends = [function.apply(node, tuple([part[end] for part in parts])) for end in (0, 1)]
        return _around(*(end for end in ends if not isinstance(end, Lack)))
    if node.function == "abs":
        return _around(*map(abs, parts[0]), *([Fraction(0)] if parts[0].low <= 0 <= parts[0].high else []))
    if function.expansion is None or (function.is_relative and parts[-1].low <= 0):
        raise UnclearError
    return _expanded(function.expansion, parts)


def _expanded(node: Node, parts: tuple[Stretch, ...]) -> Stretch:
    """A function's arithmetic over its operands `0` and `1`."""
    if isinstance(node, Name):
        return parts[int(node.name)]
    return stretched(node, tuple([_expanded(part, parts) for part in parts_of(node)]))
