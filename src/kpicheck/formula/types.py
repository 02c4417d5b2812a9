"""What a formula is measured in, before any figure is read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, assert_never

from kpicheck.formula.functions import FUNCTIONS, Slot
from kpicheck.formula.scale import UNSCALED, Tens, tens_of_literal
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
from kpicheck.unit import Dimension, Unit, dimension_of, dimension_text, multiply
from kpicheck.unit.compound import QUOTIENT_MARK, quotient_of


class Typed(NamedTuple):
    """What is known of a value before there is one; `cumulative` where its figures start again every year.

    `divided` is, of a ratio, what was divided by its own kind: kilograms by kilograms may be judged in 毫克/千克
    too. `tens` is how many times bare numbers have multiplied it by ten: a ratio times 100 is no percentage.
    """

    dimension: Dimension
    cumulative: bool = False
    divided: Dimension = ()
    tens: Tens = UNSCALED

    def measures(self, dimension: Dimension) -> bool:
        """Whether the value may be judged in units of *dimension*."""
        is_quotient = not self.dimension and bool(self.divided) and quotient_of(self.divided) == dimension
        return self.dimension == dimension or is_quotient

    def agrees_with(self, other: "Typed") -> bool:
        """Whether the two may be added and compared."""
        return self.measures(other.dimension) or other.measures(self.dimension)


_RATIO: Final = PERCENT.dimension
_POINTS: Final = POINTS.dimension
POINTS_BASE: Final = _POINTS[0][0]
"""The base of percentage points."""


class KnownNames(NamedTuple):
    """What a formula may name.

    `typed` knows an indicator by its name, None where there is none of that name, and raises Refusal where one cannot
    be in a formula. `suggest` says what an unknown name was probably meant to be, or `""`.
    """

    typed: Callable[[str], Typed | None]
    suggest: Callable[[str], str] = lambda _name: ""


def infer(node: Node, known: KnownNames) -> Typed:
    """The type of a formula's value.

    Raises Refusal `unknown-name`, `dimension-mismatch`, `points-arithmetic`, `cumulative-step`, each at the operands
    that do not fit, and those of `known.typed` at the name; with the first one are all others of the formula.
    """
    try:
        return _typed(node, known)
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
            return Typed(node.quantity.dimension or _RATIO, tens=tens_of_literal(node.quantity))
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
        if not mixed and not total.agrees_with(added):
            raise _mismatch(operand.span, up_to(node, count), have, operand.node, want)
        total = Typed(_RATIO, tens=_largest((total, added))) if mixed else _together((total, added))
    return total


def _together(several: Sequence[Typed]) -> Typed:
    """The type of a sum, or of one of several values: written as a quotient where one of them is, scaled as any is."""
    first = max(several, key=lambda each: len(each.dimension))
    cumulative = any(each.cumulative for each in several)
    divided = next((each.divided for each in several if each.divided), ())
    return Typed(first.dimension, cumulative, () if first.dimension else divided, _largest(several))


def _largest(several: Iterable[Typed]) -> Tens:
    least, most = zip(*(each.tens for each in several), strict=True)
    return Tens(max(least), max(most))


def _multiplied(node: Product, known: KnownNames) -> Typed:
    powers: dict[str, int] = {}
    above: dict[str, int] = {}
    each: list[Typed] = []
    tens = UNSCALED
    for count, operand in enumerate(node.operands, 1):
        found = _typed(operand.node, known)
        times = -1 if operand.is_inverse else 1
        multiply(powers, found.dimension, times)
        if times > 0:
            multiply(above, found.dimension, 1)
        if count > 1 and _has_points(powers):
            raise _points_refusal(up_to(node, count))
        each.append(found)
        tens = tens.plus(found.tens, times)
    dimension, kept = _settled(powers), next((one.divided for one in each if one.divided), ())
    divided = () if dimension else _settled(above) or kept
    return Typed(dimension, any(one.cumulative for one in each), divided, tens)


def _settled(powers: dict[str, int]) -> Dimension:
    """The dimension that *powers* make; a written quotient is a ratio to whatever else it is multiplied by."""
    quotients = {base for base in powers if base.endswith(QUOTIENT_MARK)}
    if quotients and powers != dict.fromkeys(quotients, 1):
        powers = {base: power for base, power in powers.items() if base not in quotients}
    return dimension_of(powers)


def _powered(node: Power, known: KnownNames) -> Typed:
    found = _typed(node.base, known)
    powers: dict[str, int] = {}
    multiply(powers, found.dimension, node.exponent)
    if _has_points(powers):
        raise _points_refusal(node)
    return Typed(_settled(powers), found.cumulative, tens=UNSCALED.plus(found.tens, node.exponent))


def _has_points(powers: dict[str, int]) -> bool:
    """Whether it is percentage points times something: they can be scaled, and divided by each other."""
    return POINTS_BASE in powers and powers != {POINTS_BASE: 1}


def _points_refusal(node: Node) -> Refusal:
    return _refusal(node.span, "points-arithmetic", text=brief(node))


def _called(node: Call, known: KnownNames) -> Typed:
    function = FUNCTIONS[node.function]
    arguments = [_typed(argument, known) for argument in node.arguments]
    first = arguments[0]
    for argument, typed in zip(node.arguments, arguments, strict=True):
        if not typed.agrees_with(first):
            raise _mismatch(argument.span, node.arguments[0], first.dimension, argument, typed.dimension)
    values = [typed for at, typed in enumerate(arguments) if function.slot(at) is Slot.VALUE]
    found = _together(values)
    dimension = function.dimension(found.dimension)
    if function.is_relative:
        found = Typed(dimension, found.cumulative)
    found = found._replace(dimension=dimension, divided=() if dimension else found.divided)
    if function.needs_previous:
        _refuse_cumulative(node, found)
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


Named = Callable[[str], Unit | Node | None]
"""The unit of a name, or what it is computed from; None where neither is known."""


def made_unit(node: Node, dimension: Dimension, named: Named) -> Unit:
    """The unit of a formula's value."""
    return carried_unit(node, dimension, named) or worded_unit(node, dimension, named)


def carried_unit(node: Node, dimension: Dimension, named: Named) -> Unit | None:
    """The first unit of *dimension* that is added up or multiplied; None where none is."""
    return next((unit for unit in _units(node, named, _carried) if unit.dimension == dimension), None)


def worded_unit(node: Node, dimension: Dimension, named: Named) -> Unit:
    """The base units of *dimension*, by the names that the formula's units have."""
    words = {unit.dimension: unit.name for unit in _units(node, named, parts_of) if unit.factor == 1}
    spoken = tuple((words.get(((base, 1),), base), power) for base, power in dimension)
    return unit_of(dimension)._replace(name=dimension_text(spoken))


def _carried(node: Node) -> tuple[Node, ...]:
    """The parts of a node whose unit its value may have: not what is divided by."""
    match node:
        case Product():
            return tuple([operand.node for operand in node.operands if not operand.is_inverse])
        case Negation() | Shift() | Sum():
            return parts_of(node)
        case _:
            return parts_of(node)[:1]


def _units(node: Node, named: Named, parts: Callable[[Node], tuple[Node, ...]]) -> Iterator[Unit]:
    """The units in a formula and in what it is computed from, from left to right, each name once."""
    waiting: list[Node] = [node]
    seen: set[str] = set()
    while waiting:
        match waiting.pop():
            case Literal(quantity=found):
                if found.unit is not None:
                    yield found.unit
            case Name(name=name):
                inner = None if name in seen else named(name)
                seen.add(name)  # a formula that is used twice is walked once
                if isinstance(inner, Unit):
                    yield inner
                elif inner is not None:
                    waiting.append(inner)
            case other:
                waiting += reversed(parts(other))
