"""What one figure would have to be for a formula to reach a limit, the other figures held.

The formulas of the derived indicators that it names are put in their place first. It is then folded over functions
(a·t + b) / (c·t + d) of that figure t, which have one exact root. Where it is not of that shape (a minimum, a square, a
rounding of the figure), nothing is said.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from typing import Final, NamedTuple

from kpicheck.formula.evaluate import LookUp, compute, evaluate, fits, operands, unfolded
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Call, Name, Negation, Node, Power, Product, Shift, Sum, parts_of
from kpicheck.point import Point
from kpicheck.problem import Refusal
from kpicheck.targets.model import TargetsFile

MAX_STEPS: Final = 1_000
MAX_DEPTH: Final = 150


def inlined(node: Node, targets: TargetsFile) -> Node | None:
    """*node* over reported indicators alone; None where that would be too large or too deep, or leave the calendar."""
    try:
        whole = _rebuilt(node, targets, count(), 0)
        unfolded(whole, most=MAX_STEPS)
    except Refusal:
        return None
    return whole


def _rebuilt(node: Node, targets: TargetsFile, counted: Iterator[int], depth: int) -> Node:
    if next(counted) > MAX_STEPS or depth > MAX_DEPTH:
        raise Refusal("formula-too-large", why="nodes", limit=MAX_STEPS)
    if isinstance(node, Name):
        formula = targets.named(node.name).formula
        if formula is None:
            return node._replace(name=targets.id_of(node.name))
        return _rebuilt(formula.node, targets, counted, depth + 1)
    parts = [_rebuilt(part, targets, counted, depth + 1) for part in parts_of(node)]
    match node:
        case Negation() | Shift():
            return node._replace(operand=parts[0])
        case Power():
            return node._replace(base=parts[0])
        case Sum():
            return Sum(tuple(term._replace(operand=part) for term, part in zip(node.terms, parts, strict=True)))
        case Product():
            factors = zip(node.factors, parts, strict=True)
            return Product(tuple(factor._replace(operand=part) for factor, part in factors))
        case Call():
            return node._replace(arguments=tuple(parts))
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


def solve(node: Node, point: Point, leaf: tuple[str, Point], look_up: LookUp, limit: Fraction) -> Root | None:
    """The figure of *leaf* at which the formula of *period* is exactly *limit*, all in base units.

    None where the formula has no value as it is, where it does not depend on *leaf* in one direction, and where the
    root lies beyond a gap (a zero denominator, a growth from zero): on the side of the present figure there is none.
    """
    now = look_up(*leaf)
    if isinstance(now, Lack) or isinstance(evaluate(node, point, look_up), Lack):
        return None
    shape = _shape(leaf, look_up, node, point)
    return _root(shape, now, limit) if isinstance(shape, _Quotient) else None


def _root(shape: _Quotient, now: Fraction, limit: Fraction) -> Root | None:
    (a, b), (c, d) = shape.above, shape.below
    turn, slope = a * d - b * c, a - limit * c
    if turn == 0 or slope == 0:
        return None
    root = (limit * d - b) / slope
    low, high = min(root, now), max(root, now)
    return None if any(low <= gap <= high for gap in shape.gaps) else Root(root, turn > 0)


def _shape(leaf: tuple[str, Point], look_up: LookUp, node: Node, point: Point) -> _Shape:
    """What one node is as a function of the figure, from what its operands are."""
    if isinstance(node, Name):
        if (node.name, point) == leaf:
            return _Quotient(_Line(Fraction(1), Fraction(0)), _ONE, frozenset())
        found = look_up(node.name, point)
        return found if isinstance(found, Fraction) else None
    return _made(node, tuple(_shape(leaf, look_up, part, where) for part, where in operands(node, point)))


def _made(node: Node, parts: tuple[_Shape, ...]) -> _Shape:
    if isinstance(node, Sum | Product):
        return _chained(node, parts)
    constants = tuple(part for part in parts if isinstance(part, Fraction))
    if len(constants) == len(parts) and not isinstance(node, Name):
        found = compute(node, constants)
        return found if isinstance(found, Fraction) else None
    return None if None in parts else _within(_changing(node, parts))


def _within(made: _Shape) -> _Shape:
    return made if isinstance(made, _Quotient) and all(map(fits, (*made.above, *made.below))) else None


def _changing(node: Node, parts: tuple[_Shape, ...]) -> _Shape:
    """The same where an operand is no constant."""
    quotients = tuple(_lifted(part) for part in parts if part is not None)
    match node:
        case Negation():
            return _product(quotients[0], _lifted(_MINUS_ONE))
        case Power(exponent=-1):
            return _inverse(quotients[0])
        case Shift() | Power(exponent=1):
            return quotients[0]
        case Call() if (expansion := FUNCTIONS[node.function].expansion) is not None:
            return _expanded(expansion, parts)
        case _:
            return None


def _expanded(expansion: Node, parts: tuple[_Shape, ...]) -> _Shape:
    if isinstance(expansion, Name):
        return parts[int(expansion.name)]
    return _made(expansion, tuple(_expanded(part, parts) for part in parts_of(expansion)))


def _chained(node: Sum | Product, parts: tuple[_Shape, ...]) -> _Shape:
    found = parts[0]
    for index, part in enumerate(parts[1:], 1):
        if isinstance(found, Fraction) and isinstance(part, Fraction):
            two = Sum(node.terms[index - 1 :]) if isinstance(node, Sum) else Product(node.factors[index - 1 :])
            value = compute(two, (found, part))
            found = value if isinstance(value, Fraction) else None
        elif found is None or part is None:
            return None
        else:
            found = _within(_operated(node, index, _lifted(found), _lifted(part)))
    return found


def _lifted(shape: Fraction | _Quotient) -> _Quotient:
    return _Quotient(_ONE.times(shape), _ONE, frozenset()) if isinstance(shape, Fraction) else shape


def _operated(node: Sum | Product, index: int, left: _Quotient, right: _Quotient) -> _Quotient | None:
    if isinstance(node, Product):
        return _product(left, _inverse(right) if node.factors[index].is_below else right)
    return _sum(left, right._replace(above=right.above.times(_MINUS_ONE)) if node.terms[index].is_minus else right)


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
