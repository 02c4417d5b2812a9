"""JSON (RFC 8259): figures in a document, their digits as written; places are JSON pointers."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kpicheck.files import MAX_FIELD, position
from kpicheck.nodes.tree import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.sources import Table
from kpicheck.sources.records import Records
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHOWN: Final = 40
_ZERO: Final = re.compile(r"[^0-9.]-?0\Z")
_MISTAKES: Final = {
    "Expecting property name enclosed in double quotes": "key",
    "Expecting ':' delimiter": "colon",
    "Expecting ',' delimiter": "comma",
    "Expecting value": "value",
    "Extra data": "extra",
    "Unterminated string starting at": "string",
    "Invalid control character at": "control",
    "Invalid \\escape": "escape",
    "Invalid \\uXXXX escape": "escape",
}
"""The json module's own sentences, and which mistake each means."""


class _Members(tuple[tuple[str, Any], ...]):
    """An object's members in their order, each key as often as it is there."""

    __slots__ = ()


def read_json(text: str, path: str) -> Table:
    """The readings of a JSON text."""
    records = Records(path)
    try:
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Members)
        _fill(records, document, _Tree(path, records.note))
    except json.JSONDecodeError as error:
        return Table([], [_syntax_problem(error, path)])
    except RecursionError:
        return Table([], [problem("too-deep", Place(path), limit=MAX_DEPTH)])
    except KpiCheckError as error:
        records.table.problems.extend(error.problems)
    return records.table


def _fill(records: Records, document: Any, tree: _Tree) -> None:
    """Hand the document's records on, each as soon as it is a node: all of them at once would be many."""
    if isinstance(document, list):
        records.items(tree.items(document, None, 0))
    elif isinstance(document, _Members):
        records.entries(tree.entries(document, None, 0))
    else:
        records.read(tree.node(document, None, 0))


_Step = tuple[Any, object] | None
"""The way to a value: the step before, None at the root, and the name of the member or the number of the item."""


class _Tree:
    """Parsed JSON as nodes, each with the step to it; what is wrong goes to *note*."""

    def __init__(self, path: str, note: Callable[[Problem], None]) -> None:
        self.note, self.locate = note, partial(_place, path)

    def node(self, value: Any, step: _Step, depth: int) -> Node:
        """*value* as a node. Raises KpiCheckError `too-deep`, `field-too-long`."""
        if depth > MAX_DEPTH:
            raise KpiCheckError((problem("too-deep", self.locate(step), limit=MAX_DEPTH),))
        if isinstance(value, _Members):
            return Mapping(tuple(self.entries(value, step, depth)), step, self.locate)
        if isinstance(value, list):
            return Sequence(tuple(self.items(value, step, depth)), step, self.locate)
        if not isinstance(value, str):
            return Scalar("null" if value is None else "true" if value else "false", step, self.locate)
        self._refuse_long(value, step)
        self._refuse_half_characters(value, step)
        return Scalar(value, step, self.locate, plain=False)

    def items(self, values: list[Any], step: _Step, depth: int) -> Iterator[Node]:
        """The items of an array, one by one."""
        return (self.node(value, (step, index), depth + 1) for index, value in enumerate(values))

    def entries(self, members: _Members, step: _Step, depth: int) -> Iterator[tuple[Scalar, Node]]:
        """The entries of an object, one by one; a key twice is a problem, and one that is too long is refused there."""
        seen = set()
        for key, value in members:
            self._refuse_long(key, step)
            below = (step, key)
            self._refuse_half_characters(key, below)
            name = name_key(key)
            if name in seen:
                self.note(problem("duplicate-key", self.locate(below), key=key, first=""))
            seen.add(name)
            yield Scalar(key, below, self.locate, plain=False), self.node(value, below, depth + 1)

    def _refuse_long(self, text: str, step: _Step) -> None:
        if len(text) > MAX_FIELD:
            raise KpiCheckError((problem("field-too-long", self.locate(step), limit=MAX_FIELD),))

    def _refuse_half_characters(self, text: str, step: _Step) -> None:
        """An escape of a surrogate without its other one is no character, and no file could be written with it."""
        if not text.isprintable() and any("\ud800" <= char <= "\udfff" for char in text):
            self.note(problem("json-syntax", self.locate(step), found=text[:_SHOWN], why="surrogate"))


def _place(path: str, step: _Step) -> Place:
    """The place of a value, as a pointer (RFC 6901)."""
    names = []
    while step is not None:
        step, name = step
        names.append("/" + str(name).replace("~", "~0").replace("/", "~1"))
    return Place(path, pointer="".join(reversed(names)))


def _syntax_problem(error: json.JSONDecodeError, path: str) -> Problem:
    """The mistake at which reading stopped, where it is."""
    text, at = error.doc, error.pos
    why = _MISTAKES.get(error.msg, "")
    end = len(text[:at].rstrip())
    comma = at if text.startswith(",", at) else end - 1 if text.endswith(",", 0, end) else -1
    if comma >= 0 and text[at : at + 1_000].removeprefix(",").lstrip()[:1] in {"}", "]"}:
        why, at = "trailing-comma", comma
    elif why == "comma" and _ZERO.search(text, max(0, at - 3), at) and text[at : at + 1].isdigit():
        why, at = "leading-zero", at - 1
    elif text.startswith("'", at):
        why = "quotes"
    elif not text.strip():
        return problem("empty-file", Place(path))
    elif why in {"key", "colon", "comma", "value"} and not text[at:].strip():
        why, at = "end", end
    found = text[at : at + _SHOWN].split("\n")[0].strip()
    return problem("json-syntax", Place(path, *position(text, at)), found=found, why=why)
