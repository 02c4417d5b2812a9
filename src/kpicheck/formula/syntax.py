"""What a formula is made of, once it is parsed. Every node knows where its text stands."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kpicheck.quantity import Quantity


class Span(NamedTuple):
    """The characters of the formula's text that a node was read from."""

    start: int
    end: int


class Arithmetic(Enum):
    """The operators between two operands."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


class Literal(NamedTuple):
    """A quantity written in the formula; a bare number is a pure number."""

    quantity: Quantity
    span: Span


class Name(NamedTuple):
    """An indicator by id, name or alias."""

    name: str
    span: Span


class Negation(NamedTuple):
    """Minus its operand."""

    operand: Node
    span: Span


class Operation(NamedTuple):
    """Two operands and what is between them."""

    operator: Arithmetic
    left: Node
    right: Node
    span: Span


class Power(NamedTuple):
    """An operand to a literal integer power."""

    base: Node
    exponent: int
    span: Span


class Shift(NamedTuple):
    """`x[-1]`: the operand some periods of the same length earlier; `x[2020]`: in the same part of that year."""

    operand: Node
    back: int | None
    year: int | None
    span: Span


class Call(NamedTuple):
    """A function of `functions.FUNCTIONS` and its arguments; words such as half_up are Names until typed."""

    function: str
    arguments: tuple[Node, ...]
    span: Span


Node = Literal | Name | Negation | Operation | Power | Shift | Call
