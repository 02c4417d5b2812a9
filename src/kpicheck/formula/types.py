"""What a formula is measured in, before any figure is read."""

from collections.abc import Callable
from typing import Final, NamedTuple, assert_never

from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import (
    Back,
    Call,
    Literal,
    Name,
    Negation,
    Node,
    Power,
    Product,
    Shift,
    Span,
    Sum,
    parts_of,
    up_to,
)
from kpicheck.formula.writing import brief
from kpicheck.problem import Argument, Refusal
from kpicheck.quantity import PERCENT, POINTS, unit_of
from kpicheck.unit import Dimension, dimension_of, multiply


class Typed(NamedTuple):
    """What is known of a value before there is one; `cumulative` where its figures start again every year."""

    dimension: Dimension
    cumulative: bool = False


_RATIO: Final = PERCENT.dimension
_POINTS: Final = POINTS.dimension
_POINTS_BASE: Final = _POINTS[0][0]


class KnownNames(NamedTuple):
    """What a formula may name.

    `typed` knows an indicator by its name, None where there is none of that name, and raises Refusal where one cannot
    be in a formula. `suggest` says what an unknown name was probably meant to be, or `""`.
    """

    typed: Callable[[str], Typed | None]
    suggest: Callable[[str], str] = lambda _name: ""


def infer(node: Node, known: KnownNames) -> Dimension:
    """The dimension of a formula's value.

    Raises Refusal `unknown-name`, `dimension-mismatch`, `points-arithmetic`, `cumulative-step`, each at the operands
    that do not fit, and those of `known.typed` at the name; with the first one are all others of the formula.
    """
    try:
        return _typed(node, known).dimension
    except Refusal:
        first, *others = _mistakes(node, known)
        first.also = tuple(others)
        raise first from None


def _mistakes(node: Node, known: KnownNames) -> list[Refusal]:
    """The refusals of all parts of a formula that are wrong though what they are written with is not."""
    found = [refusal for part in parts_of(node) for refusal in _mistakes(part, known)]
    if not found:
        try:
            _typed(node, known)
        except Refusal as refusal:
            return [refusal]
    return found


def _typed(node: Node, known: KnownNames) -> Typed:
    match node:
        case Literal():
            return Typed(node.quantity.dimension or _RATIO)
        case Name():
            return _indicator(node, known)
        case Negation():
            return _typed(node.operand, known)
        case Sum():
            return _summed(node, known)
        case Product():
            return _multiplied(node, known)
        case Power():
            return _powered(node, known)
        case Shift():
            found = _typed(node.operand, known)
            if isinstance(node.when, Back):
                _refuse_cumulative(node, found)
            return found
        case Call():
            return _called(node, known)
        case _:
            assert_never(node)


def _indicator(node: Name, known: KnownNames) -> Typed:
    try:
        found = known.typed(node.name)
    except Refusal as refusal:
        raise _refusal(node.span, refusal.code, **refusal.arguments) from None
    if found is None:
        raise _refusal(node.span, "unknown-name", name=node.name, close=lambda: known.suggest(node.name))
    return found


def _summed(node: Sum, known: KnownNames) -> Typed:
    """Operands of one dimension. A ratio and percentage points alone may be mixed, and are a ratio."""
    total = _typed(node.operands[0].node, known)
    for count, operand in enumerate(node.operands[1:], 1):
        added = _typed(operand.node, known)
        have, want = total.dimension, added.dimension
        mixed = (have, want) == (_RATIO, _POINTS) or ((have, want) == (_POINTS, _RATIO) and not operand.is_inverse)
        if have != want and not mixed:
            raise _mismatch(operand.span, up_to(node, count), have, operand.node, want)
        total = Typed(_RATIO if mixed else have, total.cumulative or added.cumulative)
    return total


def _multiplied(node: Product, known: KnownNames) -> Typed:
    first = _typed(node.operands[0].node, known)
    powers, cumulative = dict(first.dimension), first.cumulative
    for count, operand in enumerate(node.operands[1:], 2):
        found = _typed(operand.node, known)
        multiply(powers, found.dimension, -1 if operand.is_inverse else 1)
        if _has_points(powers):
            raise _points_refusal(up_to(node, count))
        cumulative = cumulative or found.cumulative
    return Typed(dimension_of(powers), cumulative)


def _powered(node: Power, known: KnownNames) -> Typed:
    found = _typed(node.base, known)
    powers: dict[str, int] = {}
    multiply(powers, found.dimension, node.exponent)
    if _has_points(powers):
        raise _points_refusal(node)
    return found._replace(dimension=dimension_of(powers))


def _has_points(powers: dict[str, int]) -> bool:
    """Whether it is percentage points times something: they can be scaled, and divided by each other."""
    return _POINTS_BASE in powers and powers != {_POINTS_BASE: 1}


def _points_refusal(node: Node) -> Refusal:
    return _refusal(node.span, "points-arithmetic", text=brief(node))


def _called(node: Call, known: KnownNames) -> Typed:
    function = FUNCTIONS[node.function]
    arguments = [_typed(argument, known) for argument in node.arguments]
    first = arguments[0].dimension
    found = Typed(function.dimension(first), any(argument.cumulative for argument in arguments))
    if function.needs_previous:
        _refuse_cumulative(node, found)
    for argument, typed in zip(node.arguments, arguments, strict=True):
        if typed.dimension != first:
            raise _mismatch(argument.span, node.arguments[0], first, argument, typed.dimension)
    return found


def _refuse_cumulative(node: Shift | Call, found: Typed) -> None:
    if found.cumulative:
        raise _refusal(node.span, "cumulative-step", text=brief(node))


def _mismatch(span: Span, left: Node, have: Dimension, right: Node, want: Dimension) -> Refusal:
    """The refusal of two operands, a number without a unit being named first."""
    if _is_bare(right):
        left, have, right, want = right, want, left, have
    why, units = "bare" if _is_bare(left) else "", {"have": unit_of(have).name, "want": unit_of(want).name}
    return _refusal(span, "dimension-mismatch", left=brief(left), right=brief(right), why=why, **units)


def _is_bare(node: Node) -> bool:
    return isinstance(node, Literal) and node.quantity.unit is None


def _refusal(span: Span, code: str, /, **arguments: Argument | Callable[[], Argument]) -> Refusal:
    return Refusal(code, offset=span.start, width=span.end - span.start, **arguments)
