"""Laid-out cells as plain text, at a width that shortens nothing: for pipes, files and terminals without colour."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kpicheck.formats.layout import RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.formats.layout import Layout, Row, Section


def display_width(text: str) -> int:
    """How many columns *text* takes on a screen: wide characters two, combining ones none (Unicode Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """*text* filled with spaces to *width* columns."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def widths(sections: Iterable[Section]) -> list[int]:
    """The width of each column over all *sections*, so that they stand below one another."""
    rows = [row.cells for section in sections for row in section.rows]
    return [max((display_width(cell) for cell in column), default=0) for column in zip(*rows, strict=True)]


def paint(layout: Layout) -> str:
    """The table as text."""
    columns = widths(layout.sections)
    lines = [layout.title]
    for section in layout.sections:
        lines += ["", *([section.title] if section.title else []), *(_line(row, columns) for row in section.rows)]
    return "\n".join([*lines, "", *layout.totals, ""])


def _line(row: Row, columns: list[int]) -> str:
    cells = (
        padded(cell, width, right=at in RIGHT) for at, (cell, width) in enumerate(zip(row.cells, columns, strict=True))
    )
    return "  ".join([*cells, row.remark]).rstrip()
