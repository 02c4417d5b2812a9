"""What a formula is made of: a tree whose nodes know which characters they were read from."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Final, NamedTuple, assert_never

from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.quantity import Quantity

LOGIC: Final = frozenset({"and", "or", "not", "implies"})
"""The words of rules."""


class Span(NamedTuple):
    """The characters of the formula's text that a node was read from, its parentheses included."""

    start: int
    end: int


NOWHERE: Final = Span(0, 0)
"""Of a node that no text says: a function's own, or a target's."""


class Binding(IntEnum):
    """How tightly an operator holds its operands; comparisons and logic will be below SUM."""

    LOOSE = 0  # a negative figure: in parentheses beside any operator
    SUM = 1
    PRODUCT = 2
    SIGN = 3  # -x^2 is -(x^2)
    POWER = 4
    PRIMARY = 5  # needs no parentheses
    NAMED = 6  # may be followed by [...]


class Back(NamedTuple):
    """So many periods of the same length earlier: `x[-1]`."""

    periods: int


class YearsBack(NamedTuple):
    """The same part of the year so many years earlier: `growth(x, -2)`, 上年."""

    years: int


class InYear(NamedTuple):
    """The same part of that year: `x[2020]`."""

    year: int


class At(NamedTuple):
    """That very period: a baseline's."""

    period: Period


When = Back | YearsBack | InYear | At
"""Another period, as seen from the one that is judged."""


def moved(when: When, period: Period) -> Period:
    """The period that *when* means, seen from *period*. Raises Refusal `bad-period` outside years 1 to 9999."""
    match when:
        case Back():
            return period.earlier(when.periods)
        case YearsBack():
            return period.shifted(-when.years)
        case InYear():
            return period.in_year(when.year)
        case At():
            return when.period
        case _:
            assert_never(when)


def moved_point(when: When, point: Point) -> Point:
    """The same entity at the period that *when* means. Raises Refusal `bad-period`."""
    return point._replace(period=moved(when, point.period))


class Literal(NamedTuple):
    """A quantity as written in the formula; a bare number is a pure number.

    The text is kept because 三分之二 has no other exact form of one literal.
    """

    quantity: Quantity
    text: str
    span: Span


class Name(NamedTuple):
    """An indicator by id, name or alias."""

    name: str
    span: Span


class Negation(NamedTuple):
    """Minus its operand."""

    operand: "Node"
    span: Span


class Operand(NamedTuple):
    """An operand of a sum or a product; the first one has no sign of its own.

    `is_inverse` is it where it is subtracted or divided by. `span` is the whole up to this operand, with the
    parentheses around so much of it: `(a + b)` of `(a + b) - c`.
    """

    node: "Node"
    is_inverse: bool
    span: Span


class Sum(NamedTuple):
    """Two or more operands, added and subtracted from left to right. The first one is no sum."""

    operands: tuple[Operand, ...]

    @property
    def span(self) -> Span:
        """The characters of the whole sum."""
        return self.operands[-1].span


class Product(NamedTuple):
    """Two or more operands, multiplied and divided by from left to right. The first one is no product."""

    operands: tuple[Operand, ...]

    @property
    def span(self) -> Span:
        """The characters of the whole product."""
        return self.operands[-1].span


class Power(NamedTuple):
    """An operand to a literal integer power."""

    base: "Node"
    exponent: int
    span: Span


class Shift(NamedTuple):
    """The operand in another period: `x[-1]`, `x[2020]`. A text has only Back and InYear."""

    operand: "Node"
    when: When
    span: Span


class Call(NamedTuple):
    """A function of `functions.FUNCTIONS`, its arguments, and the words behind them: a year, -2, half_even."""

    function: str
    arguments: "tuple[Node, ...]"
    words: tuple[str, ...]
    span: Span


Computed = Literal | Negation | Sum | Product | Power | Shift | Call
"""A node that has its value from itself or from its operands."""

Node = Computed | Name


def in_parentheses(node: Node, span: Span) -> Node:
    """*node* with the parentheses around it, which are no node."""
    match node:
        case Sum() | Product():
            return node._replace(operands=(*node.operands[:-1], node.operands[-1]._replace(span=span)))
        case _:
            return node._replace(span=span)


def up_to(node: Sum | Product, count: int) -> Node:
    """The first *count* operands of a sum or a product."""
    return node._replace(operands=node.operands[:count]) if count > 1 else node.operands[0].node


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes that *node* is written with, from left to right, each once."""
    match node:
        case Literal() | Name():
            return ()
        case Negation() | Shift():
            return (node.operand,)
        case Sum() | Product():
            return tuple([operand.node for operand in node.operands])
        case Power():
            return (node.base,)
        case Call():
            return node.arguments
        case _:
            assert_never(node)


def nodes_in(node: Node) -> Iterator[Node]:
    """*node* and all that it is written with, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts_of(node)))


def names_in(node: Node) -> tuple[str, ...]:
    """The indicators that a formula names, in order, each once."""
    return tuple(dict.fromkeys(each.name for each in nodes_in(node) if isinstance(each, Name)))


def outermost(node: Node) -> str | None:
    """The function that a formula is a call of, in whatever period; None where it is none."""
    while isinstance(node, Shift):
        node = node.operand
    return node.function if isinstance(node, Call) else None
