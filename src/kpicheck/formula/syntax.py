"""What a formula is made of, once it is parsed. Every node knows where its text stands."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from kpicheck.quantity import Quantity


class Span(NamedTuple):
    """The characters of the formula's text that a node was read from, its parentheses included."""

    start: int
    end: int


class Arithmetic(Enum):
    """The operators between two operands."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


class Binding(IntEnum):
    """How tightly an operator holds its operands; comparisons and logic will stand below SUM."""

    SUM = 1
    PRODUCT = 2
    SIGN = 3  # -x^2 is -(x^2)
    POWER = 4
    PRIMARY = 5  # needs no parentheses
    NAMED = 6  # may be followed by [...]


BINDING: Final = {
    Arithmetic.ADD: Binding.SUM,
    Arithmetic.SUBTRACT: Binding.SUM,
    Arithmetic.MULTIPLY: Binding.PRODUCT,
    Arithmetic.DIVIDE: Binding.PRODUCT,
}


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
    """A function of `functions.FUNCTIONS` and its arguments, which fit its parameters.

    A word such as half_up is a Name here and a year or -2 a Literal; the function knows them by their position.
    """

    function: str
    arguments: tuple[Node, ...]
    span: Span


Node = Literal | Name | Negation | Operation | Power | Shift | Call
