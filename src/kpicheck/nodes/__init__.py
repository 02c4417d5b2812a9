"""Bytes to YAML nodes with places, strictly: every scalar is text until its reader knows what it should be.

libyaml's events are read and nothing is constructed: `0.10` keeps its digits, `NO` stays a word. What YAML can do that
nobody needs here (anchors, merge keys, tags, several documents, block scalars) is refused, as is what cannot be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from kpicheck.files import decode, position, with_excerpts
from kpicheck.nodes.builder import Builder
from kpicheck.nodes.tree import Document, Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, in_file_order, problem

if TYPE_CHECKING:
    from kpicheck.problem import Problem

__all__ = ["Document", "Mapping", "Node", "Scalar", "Sequence", "read", "read_text", "with_excerpts"]

MAX_BYTES: Final = 16 * 2**20

PROSE: Final = frozenset({"note"})
"""The keys whose values may be empty or block scalars."""


def read(data: bytes, path: str, prose: frozenset[str] = PROSE, encoding: str | None = None) -> Document:
    """The document that *data* is: UTF-8, or by its byte order mark, or in the *encoding* that was asked for.

    Values of the keys in *prose* may be empty or block scalars. Nothing is raised: every problem is in the document.
    """
    try:
        return read_text(decode(data, path, encoding=encoding).text, path, prose)
    except KpiCheckError as error:
        return Document(None, error.problems, "")


def read_text(text: str, path: str, prose: frozenset[str] = PROSE) -> Document:
    """The document that *text* is. Raises KpiCheckError `libyaml-missing`, `too-large`."""
    if not yaml.__with_libyaml__:  # PyYAML's own parser reads some files differently
        raise KpiCheckError((problem("libyaml-missing", Place(path)),))
    if len(text) > MAX_BYTES:
        raise KpiCheckError((problem("too-large", Place(path), limit=MAX_BYTES // 2**20, why="bytes"),))
    builder = Builder(text, path, prose)
    root = builder.read()
    if builder.looked_through is not None:
        builder = Builder(text[: builder.looked_through], path, prose)
        root = builder.read()
    line, column = position(text, len(text))
    problems = in_file_order(_within(each, line, column) for each in builder.problems)
    return Document(root, tuple(problems), text, builder.broken)


def _within(found: Problem, line: int, column: int) -> Problem:
    """The same problem; libyaml puts what is missing at the end of a file, *line* and *column*, into a line below."""
    if found.place is None or found.place.line is None or found.place.line <= line:
        return found
    return found._replace(place=found.place._replace(line=line, column=column))
