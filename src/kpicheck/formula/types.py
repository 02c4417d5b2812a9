"""What a formula is measured in, before any figure is read."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final, NamedTuple, assert_never

from kpicheck.formula.evaluate import brief
from kpicheck.formula.fold import ANY_PERIOD, fold
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import Arithmetic, Call, Literal, Name, Negation, Node, Operation, Power, Shift, Span
from kpicheck.period import Period
from kpicheck.problem import Argument, Refusal
from kpicheck.quantity import PERCENT, POINTS, unit_of
from kpicheck.text import closest
from kpicheck.unit import Dimension


class Typed(NamedTuple):
    """What is known of a value before there is one; `cumulative` where its figures start again every year."""

    dimension: Dimension
    cumulative: bool = False


Scope = Callable[[str], Typed | None]

_RATIO: Final = PERCENT.dimension
_POINTS: Final = POINTS.dimension
_LIKE_RATIO: Final = {
    Arithmetic.ADD: ((_RATIO, _POINTS), (_POINTS, _RATIO)),
    Arithmetic.SUBTRACT: ((_RATIO, _POINTS),),
}
"""What may be mixed in a sum: a ratio and percentage points, and the result is a ratio. Nothing else."""


def infer(node: Node, scope: Scope, names: Collection[str] = ()) -> Dimension:
    """The dimension of a formula's value.

    *scope* knows an indicator by its name, None where there is none of that name, and raises Refusal where one cannot
    stand in a formula; *names* are those to be suggested. Raises Refusal `unknown-name`, `dimension-mismatch`,
    `points-arithmetic`, `cumulative-step`, each at the operands that do not fit.
    """
    found: Typed = fold(node, ANY_PERIOD, partial(_typed, scope, names))
    return found.dimension


def _typed(scope: Scope, names: Collection[str], node: Node, _period: Period, parts: tuple[Typed, ...]) -> Typed:
    match node:
        case Literal():
            return Typed(node.quantity.dimension or _RATIO)
        case Name():
            return _known(node, scope, names)
        case Negation():
            return parts[0]
        case Operation():
            return Typed(_operated(node, *(part.dimension for part in parts)), any(part.cumulative for part in parts))
        case Power():
            return parts[0]._replace(dimension=_powered(node, parts[0].dimension))
        case Shift():
            if node.back is not None:
                _refuse_cumulative(node, parts[0])
            return parts[0]
        case Call():
            return _called(node, parts)
        case _:
            assert_never(node)


def _known(node: Name, scope: Scope, names: Collection[str]) -> Typed:
    try:
        found = scope(node.name)
    except Refusal as refusal:
        raise _refusal(node.span, refusal.code, **refusal.arguments) from None
    if found is None:
        raise _refusal(node.span, "unknown-name", name=node.name, close=closest(node.name, list(names)))
    return found


def _operated(node: Operation, left: Dimension, right: Dimension) -> Dimension:
    match node.operator:
        case Arithmetic.ADD | Arithmetic.SUBTRACT:
            if (left, right) in _LIKE_RATIO[node.operator]:
                return _RATIO
            if left != right:
                raise _mismatch(node.span, node.left, left, node.right, right)
            return left
        case Arithmetic.MULTIPLY:
            return _without_points(node, _product(left, right, 1))
        case Arithmetic.DIVIDE:
            return _without_points(node, _product(left, right, -1))
        case _:
            assert_never(node.operator)


def _product(left: Dimension, right: Dimension, times: int) -> Dimension:
    """The dimension of *left* multiplied by that power of *right*."""
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, 0) + power * times
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _powered(node: Power, dimension: Dimension) -> Dimension:
    return _without_points(node, _product((), dimension, node.exponent))


def _without_points(node: Operation | Power, dimension: Dimension) -> Dimension:
    """*dimension*, unless it is percentage points times something: they can be scaled, and divided by each other."""
    if dimension != _POINTS and _POINTS[0][0] in dict(dimension):
        raise _refusal(node.span, "points-arithmetic", text=brief(node))
    return dimension


def _called(node: Call, parts: tuple[Typed, ...]) -> Typed:
    function = FUNCTIONS[node.function]
    first = parts[0].dimension
    if function.steps:
        _refuse_cumulative(node, parts[0])
    for argument, part in zip(node.arguments, parts, strict=False):  # words are no operands
        if part.dimension != first:
            raise _mismatch(argument.span, node.arguments[0], first, argument, part.dimension)
    return Typed(function.dimension(first), any(part.cumulative for part in parts))


def _refuse_cumulative(node: Shift | Call, operand: Typed) -> None:
    if operand.cumulative:
        raise _refusal(node.span, "cumulative-step", text=brief(node))


def _mismatch(span: Span, left: Node, have: Dimension, right: Node, want: Dimension) -> Refusal:
    """The refusal of two operands, a number without a unit being told first."""
    if _is_bare(right):
        left, have, right, want = right, want, left, have
    why, units = "bare" if _is_bare(left) else "", {"have": unit_of(have).name, "want": unit_of(want).name}
    return _refusal(span, "dimension-mismatch", left=brief(left), right=brief(right), why=why, **units)


def _is_bare(node: Node) -> bool:
    return isinstance(node, Literal) and node.quantity.unit is None


def _refusal(span: Span, code: str, /, **arguments: Argument) -> Refusal:
    return Refusal(code, offset=span.start, width=span.end - span.start, **arguments)
