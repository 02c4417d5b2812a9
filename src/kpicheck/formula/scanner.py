"""A cursor over the text of a formula, and the refusals of what cannot be there."""

import re
from itertools import takewhile
from typing import Final
from unicodedata import category

from kpicheck.cursor import Cursor
from kpicheck.formula.syntax import LOGIC
from kpicheck.problem import Refusal
from kpicheck.text import code_point, is_invisible

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
}  # fmt: skip
"""What people write in formulas elsewhere, and why it is refused here."""

CLOSING: Final = {")": "unopened", "]": "unopened", ",": "comma", "": "end"}
"""What may end an expression, and what is wrong with it where nothing is open."""

_NO_OPERAND: Final = frozenset("+*/^)],[")
_NAME: Final = re.compile(r"[^\W\d](?:\w|[\u0300-\u036f])*")
_CHUNK: Final = re.compile(r"[^,()\[\]]*")
_MEANT: Final = re.compile(r"(?s:.)[^-+*/^×÷,()\[\]]*")
_WORD: Final = re.compile(r"\w+|(?s:.)?")


class Scanner(Cursor):
    """The cursor of a formula: its signs and names, and the refusals of anything else."""

    def sign(self) -> str:
        """The sign that is next, of two characters where it is one of those; `""` at the end."""
        at = self.skip()
        two = self.text[at : at + 2]
        return two if two in _FOREIGN else _ALIASES.get(two[:1], two[:1])

    def starts_quantity(self) -> bool:
        """Whether a number without a sign is next, or something that tries to be one."""
        sign = self.sign()
        return sign not in {"+", "-"} and sign not in _FOREIGN and super().starts_quantity()

    def run(self) -> str:
        """The longest name at the cursor; ² and ① are no part of one, whatever NFKC would make of them."""
        run = self._found(_NAME, self.at)
        return run if run.isascii() else "".join(takewhile(lambda char: category(char) != "No", run))

    def chunk(self) -> str:
        """All before the next comma or bracket."""
        return self._found(_CHUNK, self.skip()).rstrip()

    def meant(self) -> str:
        """What was probably meant as one number: all before the next operator, comma or bracket."""
        return self._found(_MEANT, self.at).rstrip()

    def _found(self, pattern: re.Pattern[str], at: int) -> str:
        found = pattern.match(self.text, at)
        return found.group() if found else ""

    def close(self, sign: str, opened: int) -> int:
        """Take the bracket that closes the one at *opened*; where it ends."""
        if not self.sign():
            raise self.syntax("unclosed", opened, self.text[opened])
        if not self.takes(sign):
            raise self.syntax(CLOSING[self.sign()], self.at, self.sign())
        return self.at

    def no_operand(self) -> Refusal:
        """The refusal of what is next where a value is expected."""
        if not (sign := self.sign()):
            last = len(self.text.rstrip()) - 1
            return self.syntax("empty" if last < 0 else "end", max(last, 0), "")
        if sign in _NO_OPERAND:
            return self.syntax("operand", self.at, sign)
        return self.syntax(_FOREIGN[sign], self.at, sign) if sign in _FOREIGN else self.stray("character")

    def no_operator(self) -> Refusal:
        """The refusal of what is next after a value, where an operator is expected."""
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
        return self.syntax(why, self.at, self._found(_WORD, self.at))

    def syntax(self, why: str, at: int, found: str) -> Refusal:
        """The refusal of *found*, which is at *at*; it is shown as it was written."""
        raw = self.raw[at : at + len(found)]
        shown = code_point(raw) if len(raw) == 1 and is_invisible(raw) else raw[:40]
        return Refusal("formula-syntax", offset=at, width=max(len(raw), 1), found=shown, why=why)
