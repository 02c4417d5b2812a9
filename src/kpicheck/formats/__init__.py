"""A report to text: pure functions, one file per format. Nothing here asks a terminal or opens a file."""

from collections.abc import Callable
from typing import Final, NamedTuple

from kpicheck.report import Report
from kpicheck.wording import LANGUAGES


class Style(NamedTuple):
    """How a report is to be rendered.

    `width` paints for a terminal so wide, with or without `color`; None is plain text that shortens nothing.
    `verbose`: 1 adds the evidence of what did not pass, 2 of everything. `limit` is the most rows of a terminal.
    """

    language: str
    width: int | None = None
    verbose: int = 0
    limit: int | None = None
    color: bool = True


def _table(report: Report, style: Style) -> str:
    from kpicheck.formats.layout import lay_out, paint  # noqa: PLC0415  JSON does not need it

    layout = lay_out(report, style.language)
    if style.width is None:
        text = paint(layout)
    else:
        from kpicheck.formats import terminal  # noqa: PLC0415  only a terminal pays for rich

        text = terminal.paint(layout, style)
    if style.verbose:
        from kpicheck.formats.evidence import evidence_text  # noqa: PLC0415

        text += evidence_text(report, style.language, everything=style.verbose > 1)
    return text


def _json(report: Report, style: Style) -> str:
    from kpicheck.formats.json_report import report_json  # noqa: PLC0415

    return report_json(report, style.language)


FORMATS: Final[dict[str, Callable[[Report, Style], str]]] = {"table": _table, "json": _json}
"""Every format by its name."""

SUFFIXES: Final = {".json": "json", ".txt": "table"}
"""The format of an output path by its suffix."""


def render(
    report: Report,
    format: str = "table",  # noqa: A002  the word users know
    *,
    language: str | None = None,
    width: int | None = None,
    verbose: int = 0,
    limit: int | None = None,
    color: bool = True,
) -> str:
    """*report* as text of *format* (`table` or `json`), in *language* (`en` or `zh`), else in its own.

    *width*, *verbose*, *limit* and *color* are those of `Style` and matter to the table only. Raises ValueError for a
    format or a language that there is not.
    """
    language = language or report.language
    for what, asked, known in (("format", format, FORMATS), ("language", language, LANGUAGES)):
        if asked not in known:
            raise ValueError(f"{what} is {asked!r}, but must be one of {', '.join(known)}")
    return FORMATS[format](report, Style(language, width, verbose, limit, color))
