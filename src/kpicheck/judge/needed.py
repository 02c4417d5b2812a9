"""What one figure would have to be for a formula to reach a limit, the other figures held.

The formulas of the derived indicators that it names are put in their place first. It is then folded over functions
(a·t + b) / (c·t + d) of that figure t, which have one exact root. Where it is not of that shape (a minimum, a square, a
rounding of the figure), nothing is said.
"""

from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from kpicheck.formula.evaluate import Lack, LookUp, evaluate, fits, step
from kpicheck.formula.fold import ANY_PERIOD, Parts, expand, fold, operands, unfold
from kpicheck.formula.functions import FUNCTIONS, Slot
from kpicheck.formula.syntax import Arithmetic, Call, Name, Negation, Node, Operation, Power, Shift
from kpicheck.period import Period
from kpicheck.problem import Refusal
from kpicheck.targets.model import TargetsFile

MAX_STEPS: Final = 1_000


def inlined(node: Node, targets: TargetsFile) -> Node | None:
    """*node* over reported indicators alone; None where that would take more than MAX_STEPS, or leave the calendar.

    Without recursion: the formulas of a file may stand in one another many hundred levels deep.
    """
    parts = partial(_parts, targets)
    if len(list(islice(unfold(node, ANY_PERIOD, parts), MAX_STEPS + 1))) > MAX_STEPS:
        return None
    whole: Node = fold(node, ANY_PERIOD, partial(_rebuilt, targets), parts)
    try:
        return whole if len(list(islice(unfold(whole, ANY_PERIOD), MAX_STEPS + 1))) <= MAX_STEPS else None
    except Refusal:
        return None


def _parts(targets: TargetsFile, node: Node, period: Period) -> Parts:
    """What a node is rebuilt from, each part once: of a derived indicator its formula, of a call no words and years."""
    match node:
        case Name():
            formula = targets.named(node.name).formula
            return () if formula is None else ((formula.node, period),)
        case Shift():
            return ((node.operand, period),)
        case Call():
            parameters = map(FUNCTIONS[node.function].parameter, range(len(node.arguments)))
            values = sum(parameter is not None and parameter.slot is Slot.VALUE for parameter in parameters)
            return tuple((argument, period) for argument in node.arguments[:values])
        case _:
            return operands(node, period)


def _rebuilt(targets: TargetsFile, node: Node, _period: Period, parts: tuple[Node, ...]) -> Node:
    match node:
        case Name():
            return parts[0] if parts else node._replace(name=targets.id_of(node.name))
        case Negation() | Shift():
            return node._replace(operand=parts[0])
        case Power():
            return node._replace(base=parts[0])
        case Operation():
            return node._replace(left=parts[0], right=parts[1])
        case Call():
            return node._replace(arguments=(*parts, *node.arguments[len(parts) :]))
        case _:
            return node


class Root(NamedTuple):
    """The figure at which a formula is exactly at its limit, in base units; `rising` where more of it gives more."""

    figure: Fraction
    rising: bool


class _Line(NamedTuple):
    """slope · t + start."""

    slope: Fraction
    start: Fraction

    def times(self, factor: Fraction) -> "_Line":
        return _Line(self.slope * factor, self.start * factor)

    def plus(self, other: "_Line") -> "_Line":
        return _Line(self.slope + other.slope, self.start + other.start)

    def over(self, other: "_Line") -> Fraction | None:
        """The number k with self = k · other; None where there is none. *other* is not zero everywhere."""
        if self.slope * other.start != self.start * other.slope:
            return None
        return self.slope / other.slope if other.slope else self.start / other.start


class _Quotient(NamedTuple):
    """above / below, defined but at `gaps`: everything at which some step of the formula has no value."""

    above: _Line
    below: _Line
    gaps: frozenset[Fraction]


_Shape = Fraction | _Quotient | None  # a constant; a function of the figure; neither

_ONE: Final = _Line(Fraction(0), Fraction(1))
_MINUS_ONE: Final = Fraction(-1)


def solve(node: Node, period: Period, leaf: tuple[str, Period], look_up: LookUp, limit: Fraction) -> Root | None:
    """The figure of *leaf* at which the formula of *period* is exactly *limit*, all in base units.

    None where the formula has no value as it is, where it does not depend on *leaf* in one direction, and where the
    root lies beyond a gap (a zero denominator, a growth from zero): on the side of the present figure there is none.
    """
    now = look_up(*leaf)
    if isinstance(now, Lack) or isinstance(evaluate(node, period, look_up), Lack):
        return None
    shape: _Shape = fold(node, period, partial(_shape, leaf, look_up))
    return _root(shape, now, limit) if isinstance(shape, _Quotient) else None


def _root(shape: _Quotient, now: Fraction, limit: Fraction) -> Root | None:
    (a, b), (c, d) = shape.above, shape.below
    turn, slope = a * d - b * c, a - limit * c
    if turn == 0 or slope == 0:
        return None
    root = (limit * d - b) / slope
    low, high = min(root, now), max(root, now)
    return None if any(low <= gap <= high for gap in shape.gaps) else Root(root, turn > 0)


def _shape(leaf: tuple[str, Period], look_up: LookUp, node: Node, period: Period, parts: tuple[_Shape, ...]) -> _Shape:
    """What one node is as a function of the figure, from what its operands are."""
    if isinstance(node, Name) and (node.name, period) == leaf:
        return _Quotient(_Line(Fraction(1), Fraction(0)), _ONE, frozenset())
    constants = tuple(part for part in parts if isinstance(part, Fraction))
    if len(constants) == len(parts):
        found = step(look_up, node, period, constants)
        return found if isinstance(found, Fraction) else None
    made = _changing(leaf, look_up, node, period, parts)
    return made if isinstance(made, _Quotient) and all(map(fits, (*made.above, *made.below))) else None


def _changing(
    leaf: tuple[str, Period], look_up: LookUp, node: Node, period: Period, parts: tuple[_Shape, ...]
) -> _Shape:
    """The same where an operand is no constant."""
    if None in parts:
        return None
    quotients = tuple(_lifted(part) for part in parts if part is not None)
    match node:
        case Negation():
            return _product(quotients[0], _lifted(_MINUS_ONE))
        case Operation():
            return _operated(node.operator, *quotients)
        case Power(exponent=-1):
            return _inverse(quotients[0])
        case Shift() | Power(exponent=1):
            return quotients[0]
        case Call() if (expansion := FUNCTIONS[node.function].expansion) is not None:
            return expand(expansion, period, parts, partial(_shape, leaf, look_up))
        case _:
            return None


def _lifted(shape: Fraction | _Quotient) -> _Quotient:
    return _Quotient(_ONE.times(shape), _ONE, frozenset()) if isinstance(shape, Fraction) else shape


def _operated(operator: Arithmetic, left: _Quotient, right: _Quotient) -> _Quotient | None:
    if operator is Arithmetic.MULTIPLY:
        return _product(left, right)
    if operator is Arithmetic.DIVIDE:
        return _product(left, _inverse(right))
    return _sum(left, right if operator is Arithmetic.ADD else right._replace(above=right.above.times(_MINUS_ONE)))


def _inverse(one: _Quotient) -> _Quotient:
    (slope, start), below = one.above, one.below
    return _Quotient(below, one.above, one.gaps | ({-start / slope} if slope else set()))


def _product(left: _Quotient, right: _Quotient) -> _Quotient | None:
    """The product, where one factor cancels or is constant; else it is of the second degree."""
    gaps = left.gaps | right.gaps
    if (k := left.above.over(right.below)) is not None:
        return _Quotient(right.above.times(k), left.below, gaps)
    if (k := right.above.over(left.below)) is not None:
        return _Quotient(left.above.times(k), right.below, gaps)
    above, below = _times(left.above, right.above), _times(left.below, right.below)
    return None if above is None or below is None else _Quotient(above, below, gaps)


def _times(left: _Line, right: _Line) -> _Line | None:
    if left.slope and right.slope:
        return None
    return left.times(right.start) if left.slope else right.times(left.start)


def _sum(left: _Quotient, right: _Quotient) -> _Quotient | None:
    """The sum, where both have one denominator or one is constant; else it is of the second degree."""
    gaps = left.gaps | right.gaps
    if (k := left.below.over(right.below)) is not None:
        return _Quotient(left.above.plus(right.above.times(k)), left.below, gaps)
    if (k := right.above.over(right.below)) is not None:
        return _Quotient(left.above.plus(left.below.times(k)), left.below, gaps)
    if (k := left.above.over(left.below)) is not None:
        return _Quotient(right.above.plus(right.below.times(k)), right.below, gaps)
    return None
