"""JSON (RFC 8259): figures in a document, their digits as they stand there; places are JSON pointers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from kpicheck.files import position
from kpicheck.nodes.tree import Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.sources import Table
from kpicheck.sources.records import Records
from kpicheck.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 32
"""As deep as nodes may be; figures stand four deep at most."""

_SHOWN: Final = 40
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
    """An object's members in their order, each key as often as it stands there."""

    __slots__ = ()


def read_json(text: str, path: str) -> Table:
    """The readings of a JSON text."""
    records = Records(path)
    try:
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Members)
        _fill(records, document, _Tree(path, records.table.problems))
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
        records.items(tree.node(each, f"/{i}", 1) for i, each in enumerate(document))
    elif isinstance(document, _Members):
        records.entries(tree.entries(document, "", 0))
    else:
        records.read(tree.node(document, "", 0))


class _Tree:
    """Parsed JSON as nodes, each with its pointer (RFC 6901); a key twice in an object is a problem."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems

    def node(self, value: Any, pointer: str, depth: int) -> Node:
        """*value* as a node. Raises KpiCheckError `too-deep`."""
        place = Place(self.path, pointer=pointer)
        if depth > MAX_DEPTH:
            raise KpiCheckError((problem("too-deep", place, limit=MAX_DEPTH),))
        if isinstance(value, _Members):
            return Mapping(tuple(self.entries(value, pointer, depth)), place)
        if isinstance(value, list):
            return Sequence(tuple(self.node(each, f"{pointer}/{i}", depth + 1) for i, each in enumerate(value)), place)
        if isinstance(value, str):
            self._refuse_half_characters(value, place)
            return Scalar(value, place, plain=False)
        return Scalar("null" if value is None else "true" if value else "false", place)

    def entries(self, members: _Members, pointer: str, depth: int) -> Iterator[tuple[Scalar, Node]]:
        """The entries of an object, one by one."""
        seen = set()
        for key, value in members:
            below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            place = Place(self.path, pointer=below)
            self._refuse_half_characters(key, place)
            name = name_key(key)
            if name in seen:
                self.problems.append(problem("duplicate-key", place, key=key, first=""))
            seen.add(name)
            yield Scalar(key, place, plain=False), self.node(value, below, depth + 1)

    def _refuse_half_characters(self, text: str, place: Place) -> None:
        """An escape of a surrogate without its other one is no character, and no file could be written with it."""
        if not text.isprintable() and re.search("[\ud800-\udfff]", text):
            self.problems.append(problem("json-syntax", place, found=text[:_SHOWN], why="surrogate"))


def _syntax_problem(error: json.JSONDecodeError, path: str) -> Problem:
    """The mistake at which reading stopped, where it stands."""
    text, at = error.doc, error.pos
    why = _MISTAKES.get(error.msg, "")
    before = text[:at].rstrip()
    if re.match(r",?\s*[}\]]", text[at : at + 1_000]) and (before.endswith(",") or text.startswith(",", at)):
        why, at = "trailing-comma", at if text.startswith(",", at) else len(before) - 1
    elif why == "comma" and re.search(r"[^0-9.]-?0$", text[:at][-3:]) and text[at : at + 1].isdigit():
        why, at = "leading-zero", at - 1
    elif text.startswith("'", at):
        why = "quotes"
    elif not text.strip():
        return problem("empty-file", Place(path))
    elif why in {"key", "colon", "comma", "value"} and not text[at:].strip():
        why, at = "end", len(before)
    found = text[at : at + _SHOWN].split("\n")[0].strip()
    return problem("json-syntax", Place(path, *position(text, at)), found=found, why=why)
