"""What a formula is made of: its tree, whose nodes know where their text stands, and a cursor over that text."""

import re
from enum import Enum, IntEnum
from itertools import takewhile
from typing import Final, NamedTuple
from unicodedata import category

from kpicheck import quantity
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity
from kpicheck.text import code_point, fold, is_invisible

LOGIC: Final = frozenset({"and", "or", "not", "implies"})
"""The words of rules."""


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

    operand: "Node"
    span: Span


class Operation(NamedTuple):
    """Two operands and what is between them."""

    operator: Arithmetic
    left: "Node"
    right: "Node"
    span: Span


class Power(NamedTuple):
    """An operand to a literal integer power."""

    base: "Node"
    exponent: int
    span: Span


class Shift(NamedTuple):
    """`x[-1]`: the operand some periods of the same length earlier; `x[2020]`: in the same part of that year."""

    operand: "Node"
    back: int | None
    year: int | None
    span: Span


class Call(NamedTuple):
    """A function of `functions.FUNCTIONS` and its arguments, which fit its parameters.

    A word such as half_up is a Name here and a year or -2 a Literal; the function knows them by their position.
    """

    function: str
    arguments: "tuple[Node, ...]"
    span: Span


Node = Literal | Name | Negation | Operation | Power | Shift | Call


_ALIASES: Final = {"×": "*", "÷": "/"}
_FOREIGN: Final = {
    **dict.fromkeys(("=", "!=", "<>", "<", "<=", ">", ">=", "≤", "≥", "≠", "≦", "≧"), "comparison"),
    **dict.fromkeys(("&", "&&", "|", "||", "!"), "logic"),
    **dict.fromkeys("\"'“”‘’`", "string"),
    **dict.fromkeys("–—‐‑", "dash"),
    **dict.fromkeys("·•⋅∙", "dot"),
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "superscript"),
    "@": "entity", "[": "bracket",
    "**": "power", "//": "whole-division", "%": "modulo", "‰": "modulo", "==": "equals", ":=": "assignment",
}
"""What people write in formulas elsewhere, and why it is refused here."""

CLOSING: Final = {")": "unopened", "]": "unopened", ",": "comma", "": "end"}
"""What may end an expression, and what is wrong with it where nothing is open."""

_NO_OPERAND: Final = frozenset("+*/^)],[")
_NAME: Final = re.compile(r"[^\W\d](?:\w|[\u0300-\u036f])*")
_CHUNK: Final = r"[^,()\[\]]*"
_MEANT: Final = r"(?s:.)[^-+*/^×÷,()\[\]]*"
_WORD: Final = r"\w+|(?s:.)?"
"""Few texts need these three: they are compiled when one does."""


class Scanner:
    """A cursor over a folded text, and what is said of the characters it stands at."""

    def __init__(self, text: str) -> None:
        self.raw, self.text, self.at = text, fold(text), 0

    def skip(self) -> int:
        """Go on to what is not space, and say where that is."""
        while self.text[self.at : self.at + 1].isspace() and not is_invisible(self.text[self.at]):
            self.at += 1
        return self.at

    def sign(self) -> str:
        """The sign at the cursor, of two characters where people write such; `""` at the end."""
        at = self.skip()
        two = self.text[at : at + 2]
        return two if two in _FOREIGN else _ALIASES.get(two[:1], two[:1])

    def takes(self, sign: str) -> bool:
        """Whether *sign* stood at the cursor; then it is behind it."""
        found = self.sign() == sign
        self.at += found
        return found

    def starts_quantity(self) -> bool:
        """Whether a number without a sign, or what tries to be one, stands at the cursor."""
        sign = self.sign()
        return sign not in {"+", "-"} and sign not in _FOREIGN and quantity.starts(self.text, self.at)

    def run(self) -> str:
        """The longest name at the cursor; ² and ① are no part of one, whatever NFKC would make of them."""
        found = _NAME.match(self.text, self.at)
        return "".join(takewhile(lambda char: category(char) != "No", found.group())) if found else ""

    def chunk(self) -> str:
        """What stands before the next comma or bracket."""
        found = re.compile(_CHUNK).match(self.text, self.skip())
        return found.group().rstrip() if found else ""

    def meant(self) -> str:
        """What was probably meant as one number: all that stands before the next operator, comma or bracket."""
        found = re.compile(_MEANT).match(self.text, self.at)
        return found.group().rstrip() if found else ""

    def close(self, sign: str, opened: int) -> int:
        """Take the bracket that closes the one at *opened*; where it ends."""
        if not self.sign():
            raise self.syntax("unclosed", opened, self.text[opened])
        if not self.takes(sign):
            raise self.syntax(CLOSING[self.sign()], self.at, self.sign())
        return self.at

    def no_operand(self) -> Refusal:
        """The refusal of what stands where a value is expected."""
        if not (sign := self.sign()):
            last = len(self.text.rstrip()) - 1
            return self.syntax("empty" if last < 0 else "end", max(last, 0), "")
        if sign in _NO_OPERAND:
            return self.syntax("operand", self.at, sign)
        return self.syntax(_FOREIGN[sign], self.at, sign) if sign in _FOREIGN else self.stray("character")

    def no_operator(self) -> Refusal:
        """The refusal of what stands after a value where an operator is expected."""
        sign, run = self.sign(), self.run()
        if run in LOGIC:
            return self.syntax("logic", self.at, run)
        if sign in _FOREIGN:
            return self.syntax(_FOREIGN[sign], self.at, sign)
        follows = bool(run) or sign == "(" or self.starts_quantity()
        before = self.text[: self.at].rstrip()
        if follows and before.endswith(("%", "‰")):
            return self.syntax("modulo", len(before) - 1, before[-1])
        return self.stray("operator" if follows else "character")

    def stray(self, why: str) -> Refusal:
        """The refusal of the word or the character at the cursor."""
        found = re.compile(_WORD).match(self.text, self.at)
        return self.syntax(why, self.at, found.group() if found else "")

    def syntax(self, why: str, at: int, found: str) -> Refusal:
        """The refusal of *found*, which stands at *at*; it is shown as it was written."""
        raw = self.raw[at : at + len(found)]
        shown = code_point(raw) if len(raw) == 1 and is_invisible(raw) else raw[:40]
        return Refusal("formula-syntax", offset=at, width=max(len(raw), 1), found=shown, why=why)
