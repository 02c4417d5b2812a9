"""The exact value of a formula at a point, or why there is none; which figures it takes; the formula with its figures.

Values are Fractions of base units. All of it is recursion over `operands`, and the depth of a formula is capped.
"""

from collections.abc import Callable
from fractions import Fraction
from sys import maxsize
from typing import Final, assert_never

from kpicheck.formula.functions import FUNCTIONS, Operands
from kpicheck.formula.lack import Lack, Lacking, each_once, lack, worst
from kpicheck.formula.syntax import (
    Binding,
    Call,
    Computed,
    Literal,
    Name,
    Negation,
    Node,
    Power,
    Product,
    Shift,
    Sum,
    moved_point,
    parts_of,
    up_to,
)
from kpicheck.formula.writing import Figure, Part, Piece, brief, text_of, written
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.problem import Refusal

MAX_BITS: Final = 10_000
"""Cap on every result, numerator and denominator together: some 3,000 digits, and a thousand of them within 1 s."""

MAX_NODES: Final = 1_000
"""Cap on the steps of a formula, each counted as often as it is needed: twice below a growth."""

_LAST_YEAR: Final = 9999
_LAST: Final = Point("", year(_LAST_YEAR))
"""A formula that looks back beyond the calendar from here does so from everywhere."""

LookUp = Callable[[str, Point], Fraction | Lack]
"""The value of what a formula names, at a point."""


def operands(node: Node, point: Point) -> Operands:
    """What *node* is computed from at *point*: nodes, each at a point of its own.

    Raises Refusal `bad-period` where one of them is outside years 1 to 9999.
    """
    match node:
        case Shift():
            return ((node.operand, moved_point(node.when, point)),)
        case Call():
            return FUNCTIONS[node.function].operands(node, point)
        case _:
            return tuple([(part, point) for part in parts_of(node)])


def unfolded(node: Node, point: Point = _LAST, most: int = maxsize) -> list[tuple[Node, Point]]:
    """Every step of a formula, in the order they are done, and where; each as often as it is needed.

    A sum and a product of n operands are n - 1 steps. Raises Refusal `bad-period` as `operands` does, and
    `formula-too-large` where there are more than *most*.
    """
    found: list[tuple[Node, Point]] = []
    _unfold(node, point, found, most)
    return found


def _unfold(node: Node, point: Point, found: list[tuple[Node, Point]], most: int) -> None:
    is_chain = isinstance(node, Sum | Product)
    for index, (operand, where) in enumerate(operands(node, point)):
        _unfold(operand, where, found, most)
        if is_chain and index > 0:
            _note(node, point, found, most)
    if not is_chain:
        _note(node, point, found, most)


def _note(node: Node, point: Point, found: list[tuple[Node, Point]], most: int) -> None:
    found.append((node, point))
    if len(found) > most:
        raise Refusal("formula-too-large", why="nodes", limit=most)


def refuse_too_many(node: Node, text: str) -> None:
    """Refuse a formula of too many steps, or one that looks beyond the calendar. Raises Refusal `formula-too-large`.

    Steps are counted only where there may be that many: a bracket at most doubles them, and looks back 400 years.
    """
    width, brackets = len(text), text.count("(") + text.count("[")
    if width << min(brackets, 64) <= MAX_NODES:
        return
    try:
        unfolded(node, most=MAX_NODES)
    except Refusal as refusal:
        arguments = refusal.arguments if refusal.code == "formula-too-large" else {"why": "reach", "limit": _LAST_YEAR}
        raise Refusal("formula-too-large", width=width, **arguments) from None


def leaves(node: Node, point: Point) -> tuple[tuple[str, Point], ...]:
    """The figures that a formula takes at *point*: names and their points, in order, each once.

    None at all where one would be outside years 1 to 9999: then there is no value, whatever the others are.
    """
    try:
        found = unfolded(node, point)
    except Refusal:
        return ()
    return tuple(dict.fromkeys((step.name, where) for step, where in found if isinstance(step, Name)))


def evaluate(node: Node, point: Point, look_up: LookUp) -> Fraction | Lack:
    """The value of a formula at *point*. *look_up* gives the value of a name, or why there is none."""
    try:
        found = _value(node, point, look_up)
    except Refusal:
        return lack(Lacking.INVALID, "beyond-calendar", text=brief(node), period=str(point.period))
    return each_once(found) if isinstance(found, Lack) else found


def _value(node: Node, point: Point, look_up: LookUp) -> Fraction | Lack:
    if isinstance(node, Name):
        return look_up(node.name, point)
    return compute(node, tuple([_value(operand, where, look_up) for operand, where in operands(node, point)]))


def compute(node: Computed, values: tuple[Fraction | Lack, ...]) -> Fraction | Lack:
    """The value of one node from those of its `operands`, in their order; a lack of any of them is the result.

    A caller that walks over a formula in its own way computes with this, then takes `each_once` of the whole's lack.
    """
    if isinstance(node, Sum | Product):
        return _chained(node, values)
    known = tuple([value for value in values if isinstance(value, Fraction)])
    if len(known) < len(values):
        return worst(value for value in values if isinstance(value, Lack))
    match node:
        case Literal():
            return node.quantity.base
        case Negation():
            return -known[0]
        case Power():
            return _capped(node, _powered(node, known[0]))
        case Shift():
            return known[0]
        case Call():
            return _capped(node, FUNCTIONS[node.function].apply(node, known))
        case _:
            assert_never(node)


def fits(value: Fraction) -> bool:
    """Whether a result is within the cap."""
    return value.numerator.bit_length() + value.denominator.bit_length() <= MAX_BITS


def _chained(node: Sum | Product, values: tuple[Fraction | Lack, ...]) -> Fraction | Lack:
    """The operands taken in from left to right; once there is a lack, those of the operands that follow join it."""
    found = values[0]
    for index, value in enumerate(values[1:], 1):
        if isinstance(found, Lack) or isinstance(value, Lack):
            return worst(each for each in (found, *values[index:]) if isinstance(each, Lack))
        found = _with_next(node, index, found, value)
    return found


def _with_next(node: Sum | Product, index: int, found: Fraction, value: Fraction) -> Fraction | Lack:
    """What the operands before *index* make, and *value*, that of the operand there."""
    if isinstance(node, Sum):
        result = found - value if node.operands[index].is_inverse else found + value
    elif not node.operands[index].is_inverse:
        result = found * value
    elif value:
        result = found / value
    elif found:
        return lack(Lacking.INVALID, "zero-division", text=brief(node.operands[index].node))
    else:
        return lack(Lacking.EMPTY, "zero-over-zero", text=brief(up_to(node, index + 1)))
    return result if fits(result) else _too_large(up_to(node, index + 1))


def _powered(node: Power, base: Fraction) -> Fraction | Lack:
    """A power, unless it is certain to be too large: a k-bit integer to the n has more than (k-1)n bits."""
    if base == 0 and node.exponent < 0:
        return lack(Lacking.INVALID, "zero-division", text=brief(node.base))
    least = base.numerator.bit_length() + base.denominator.bit_length() - 2
    return _too_large(node) if least * abs(node.exponent) > MAX_BITS else base**node.exponent


def _capped(node: Node, result: Fraction | Lack) -> Fraction | Lack:
    return result if isinstance(result, Lack) or fits(result) else _too_large(node)


def _too_large(node: Node) -> Lack:
    return lack(Lacking.INVALID, "result-too-large", text=brief(node), limit=MAX_BITS)


Bind = Callable[[Figure], Binding]
"""How tightly a figure binds that is shown for a name at a point."""


def substituted(node: Node, point: Point, bind: Bind) -> tuple[Part, ...]:
    """The formula with figures for its names: two and the text between them of a growth, `… / … - 1`."""
    try:
        return _substituted(node, point, bind).parts
    except Refusal:  # a figure from before the calendar
        return (written(node),)


def _substituted(node: Node, point: Point, bind: Bind) -> Piece:
    if isinstance(node, Name):
        figure = Figure(node.name, point)
        return Piece((figure,), bind(figure))
    parts = tuple([_substituted(operand, where, bind) for operand, where in operands(node, point)])
    if isinstance(node, Shift):
        return parts[0]
    expansion = FUNCTIONS[node.function].expansion if isinstance(node, Call) else None
    return text_of(node, parts) if expansion is None else _filled(expansion, parts)


def _filled(expansion: Node, parts: tuple[Piece, ...]) -> Piece:
    """A function's arithmetic with its operands' texts for `0` and `1`."""
    if isinstance(expansion, Name):
        return parts[int(expansion.name)]
    return text_of(expansion, tuple([_filled(part, parts) for part in parts_of(expansion)]))
