"""Laid-out cells painted by rich on a terminal: names are shortened to fit, numbers never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kpicheck.formats.layout import RIGHT, Style
from kpicheck.formats.plain import padded, widths

if TYPE_CHECKING:
    from kpicheck.formats.layout import Layout, Row

STYLES: Final = {
    Style.PASS: "green", Style.CLOSE: "yellow", Style.FAIL: "bold red", Style.OPEN: "magenta", Style.QUIET: "dim",
    Style.TITLE: "bold", Style.PLAIN: "",
}  # fmt: skip
WIDE: Final = 120
"""From this width on, id and remark stand in the same line; below it, on a line of their own where there is one."""

_NAME, _GAP = 2, 2
_LEAST_NAME: Final = 8


def paint(layout: Layout, width: int, *, limit: int | None) -> str:
    """The table as text with colours, *width* columns wide; at most *limit* rows."""
    console = Console(width=width, force_terminal=True, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(Text(layout.title, style="bold"))
        left = limit
        for section in layout.sections:
            rows = section.rows if left is None else section.rows[:left]
            left = None if left is None else left - len(rows)
            if rows:
                console.print()
                if section.title:
                    console.print(Text(section.title, style="bold"))
                _paint_rows(console, rows, layout)
        console.print()
        for total in layout.totals:
            console.print(Text(total))
    return captured.get()


def _paint_rows(console: Console, rows: tuple[Row, ...], layout: Layout) -> None:
    columns, wide = widths(layout), console.width >= WIDE
    shown = [0, 1, 2, 3, 4, 5] if wide else [0, 2, 3, 4, 5]
    fixed = sum(columns[at] + _GAP for at in shown if at != _NAME)
    room = console.width - fixed - _GAP - (console.width // 4 if wide else 0)
    columns[_NAME] = min(columns[_NAME], max(_LEAST_NAME, room))
    for row in rows:
        line = Text("  ").join(_cell(row, at, columns[at]) for at in shown)
        remark = row.remark if wide else " ".join(filter(None, (row.cells[1], row.remark) if row.remark else ()))
        _print_row(console, line, remark, wide=wide)


def _print_row(console: Console, line: Text, remark: str, *, wide: bool) -> None:
    """The row; its remark beside it where that fits, else below, folded at the width."""
    beside = wide and line.cell_len + _GAP + cell_len(remark) <= console.width
    if beside and remark:
        line.append("  " + remark)
    line.rstrip()
    console.print(line, soft_wrap=True)
    if remark and not beside:
        console.print(Padding(Text(remark, style="dim"), (0, 0, 0, 4)))


def _cell(row: Row, at: int, width: int) -> Text:
    text = row.cells[at]
    if at == _NAME and cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return Text(padded(text, width, right=at in RIGHT), style=STYLES[row.style] if at == 0 else "")
