"""Laid-out cells painted by rich on a terminal: names are folded to fit, numbers never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kpicheck.formats.layout import NAME, RIGHT, Look, padded, widths
from kpicheck.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.formats import Style
    from kpicheck.formats.layout import Layout, Row, Section

LOOKS: Final = {
    Look.PASS: "green", Look.CLOSE: "yellow", Look.FAIL: "bold red", Look.OPEN: "magenta", Look.QUIET: "dim",
}  # fmt: skip
WIDE: Final = 120
"""From this width on, id and remark are in the row; below it, on a line of their own where there is one."""

_GAP: Final = "  "
_DOT: Final = " · "
_INDENT: Final = 4
_LEAST_NAME: Final = 8
_WIDE_NAME: Final = 32


def paint(layout: Layout, style: Style) -> str:
    """The table as text, `style.width` columns wide; at most `style.limit` rows."""
    console = Console(
        width=style.width, force_terminal=True, color_system="standard" if style.color else None, highlight=False,
        markup=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    with console.capture() as captured:
        console.print(Text(layout.title, style="bold"), soft_wrap=True)
        _paint_sections(console, layout, style)
        console.print()
        for total in layout.totals:
            for line in _folded(total, console.width):
                console.print(Text(line), soft_wrap=True)
    return captured.get()


def _paint_sections(console: Console, layout: Layout, style: Style) -> None:
    total = sum(len(section.rows) for section in layout.sections)
    left = total if style.limit is None else style.limit
    whole = _columns(layout.sections, console.width)
    for section in layout.sections:
        rows = section.rows[: max(left, 0)]
        left -= len(section.rows)
        if rows:
            console.print()
            if section.title:
                console.print(Text(section.title, style="bold"), soft_wrap=True)
            columns = whole if console.width >= WIDE else _columns((section,), console.width)
            for row in rows:
                _paint_row(console, row, columns)
    if left < 0:
        console.print()
        console.print(Text(phrase("more-rows", style.language, count=-left), style="dim"), soft_wrap=True)


def _columns(sections: tuple[Section, ...], width: int) -> dict[int, int]:
    """The cells that are shown, each with its width: the name takes what the others leave."""
    found = dict(enumerate(widths(sections)))
    if width < WIDE:
        del found[1]  # the id
    fixed = sum(found.values()) + len(_GAP) * (len(found) - 1) - found[NAME]
    least = _LEAST_NAME if width < WIDE else _WIDE_NAME
    spare = 0 if width < WIDE else width // 4  # for remarks
    found[NAME] = min(found[NAME], max(min(least, width - fixed), width - fixed - spare, _LEAST_NAME))
    return found


def _paint_row(console: Console, row: Row, columns: dict[int, int]) -> None:
    """The row, its name folded; its remark beside it where that fits, else below, folded at the width."""
    wide = 1 in columns
    names = Text(row.cells[NAME]).wrap(console, columns[NAME]) or [Text("")]
    cells = {at: names[0].plain.rstrip() if at == NAME else row.cells[at] for at in columns}
    line = Text(_GAP).join(
        Text(padded(cells[at], width, right=at in RIGHT), style=LOOKS[row.look] if at == 0 else "")
        for at, width in columns.items()
    )
    beside = wide and row.remark and line.cell_len + len(_GAP) + cell_len(row.remark) <= console.width
    if beside:
        line.append(_GAP + row.remark)
    line.rstrip()
    console.print(line, soft_wrap=True)
    before = sum(width + len(_GAP) for at, width in columns.items() if at < NAME)
    _paint_below(console, names[1:], before)
    if row.remark and not beside:
        remark = Text(row.remark if wide else f"{row.cells[1]}: {row.remark}", style="dim")
        _paint_below(console, remark.wrap(console, console.width - _INDENT), _INDENT)


def _folded(text: str, width: int) -> list[str]:
    """A sentence whose parts are set apart by dots, in lines that end behind a dot: a count stays with its word."""
    first, *rest = text.replace(_DOT, f"{_DOT}\n").split("\n")
    lines = [first]
    for part in rest:
        if cell_len(lines[-1] + part.rstrip()) > width:
            lines.append(part)
        else:
            lines[-1] += part
    return [line.rstrip() for line in lines]


def _paint_below(console: Console, lines: Iterable[Text], indent: int) -> None:
    for line in lines:
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)
