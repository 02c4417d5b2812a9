"""Bytes to YAML nodes with places, strictly: every scalar is text until somebody knows what it should be.

libyaml's events are read and nothing is constructed: `0.10` keeps its digits, `NO` stays a word. What YAML can do that
nobody needs here (anchors, merge keys, tags, several documents, block scalars) is refused, as is what cannot be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from kpicheck.files import decode, position, with_excerpts
from kpicheck.nodes.builder import Builder, Enough
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
    builder = _built(text, path, prose)
    end = position(text, len(text))
    problems = in_file_order(_within(each, *end) for each in builder.problems)
    return Document(builder.finished(), tuple(problems), text)


def _built(text: str, path: str, prose: frozenset[str]) -> Builder:
    """The builder that has read *text* as far as it can be read.

    Since 0.2.6 libyaml looks ahead through a thousand open brackets and gives up before the first of them is an event:
    what it has looked through is then read by itself, so that our own limit is told, where it is passed.
    """
    builder = Builder(text, path, prose)
    try:
        builder.read()
    except Enough:
        pass
    except yaml.YAMLError as error:
        if "nesting depth" in str(getattr(error, "problem", "")):
            return _built(text[: cast("Any", error).problem_mark.index], path, prose)
        builder.note_syntax_error(error)
    return builder


def _within(found: Problem, line: int, column: int) -> Problem:
    """The same problem; libyaml puts what is missing at the end of a file, *line* and *column*, into a line below."""
    if found.place is None or found.place.line is None or found.place.line <= line:
        return found
    return found._replace(place=found.place._replace(line=line, column=column))
