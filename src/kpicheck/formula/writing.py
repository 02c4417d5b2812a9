"""A formula as text, with the fewest parentheses: it parses to the same nodes."""

from typing import Final, NamedTuple, assert_never

from kpicheck.formula.syntax import (
    At,
    Back,
    Binding,
    Call,
    InYear,
    Literal,
    Name,
    Negation,
    Node,
    Power,
    Product,
    Shift,
    Sum,
    When,
    YearsBack,
    parts_of,
)
from kpicheck.point import Point
from kpicheck.quantity import Quantity

BRIEF: Final = 60
"""How many characters of a formula a message shows."""


class Figure(NamedTuple):
    """A name of a formula at a point, for the figure that is shown in its place."""

    name: str
    point: Point


Part = str | Figure


class Piece(NamedTuple):
    """A part of a formula as text with figures in it, and how tightly it binds."""

    parts: tuple[Part, ...]
    binding: Binding = Binding.PRIMARY

    def within(self, binding: int) -> tuple[Part, ...]:
        """The same where *binding* is needed at least."""
        return self.parts if self.binding >= binding else ("(", *self.parts, ")")


def written(node: Node) -> str:
    """The formula as text. It parses to the same nodes, unless it has a Shift that no text has."""
    return "".join(map(str, _written(node).parts))


def brief(node: Node) -> str:
    """The same for a message, cut where it is long."""
    text = written(node)
    return text if len(text) <= BRIEF else text[: BRIEF - 1] + "…"


def _written(node: Node) -> Piece:
    return text_of(node, tuple([_written(part) for part in parts_of(node)]))


def text_of(node: Node, parts: tuple[Piece, ...]) -> Piece:
    """The text of one node from those of its parts."""
    match node:
        case Literal():
            return Piece((node.text,), quantity_binding(node.quantity.unit is None))
        case Name():
            return Piece((node.name,), Binding.NAMED)
        case Negation():
            return Piece(("-", *parts[0].within(Binding.SIGN)), Binding.SIGN)
        case Sum():
            return _chain(parts, ["-" if operand.is_inverse else "+" for operand in node.operands], Binding.SUM)
        case Product():
            return _chain(parts, ["/" if operand.is_inverse else "*" for operand in node.operands], Binding.PRODUCT)
        case Power():
            return Piece((*parts[0].within(Binding.PRIMARY), f"^{node.exponent}"), Binding.POWER)
        case Shift():
            return Piece((*parts[0].within(Binding.NAMED), f"[{_when_text(node.when)}]"))
        case Call():
            return Piece(_called(node, parts), Binding.NAMED)
        case _:
            assert_never(node)


def _called(node: Call, parts: tuple[Piece, ...]) -> tuple[Part, ...]:
    """A call: its arguments, and the words behind them."""
    arguments = [*(part.parts for part in parts), *((word,) for word in node.words)]
    first, *others = arguments
    return (f"{node.function}(", *first, *(part for each in others for part in (", ", *each)), ")")


def _chain(parts: tuple[Piece, ...], signs: list[str], binding: Binding) -> Piece:
    """Operands with their signs between them; only the first may bind no more tightly than the whole."""
    first, *others = parts
    signed = zip(signs[1:], others, strict=True)
    rest = (part for sign, other in signed for part in (f" {sign} ", *other.within(binding + 1)))
    return Piece((*first.within(binding), *rest), binding)


def _when_text(when: When) -> str:
    match when:
        case Back():
            return f"-{when.periods}"
        case YearsBack():
            return f"-{when.years}y"
        case InYear():
            return f"{when.year:04d}"
        case At():
            return str(when.period)
        case _:
            assert_never(when)


def figure_binding(quantity: Quantity, *, is_fraction: bool) -> Binding:
    """That of a figure; a negative one is in parentheses beside any operator, one of 万元/户 or 1/3 beside / and ^."""
    if quantity.value < 0:
        return Binding.LOOSE
    name = "" if quantity.unit is None else quantity.unit.name
    return Binding.PRODUCT if is_fraction or not {"/", "*"}.isdisjoint(name) else quantity_binding(not name)


def quantity_binding(is_bare: bool) -> Binding:
    """5m^2 is 5 square metres to people, so only a number is raised to a power without parentheses."""
    return Binding.PRIMARY if is_bare else Binding.POWER
