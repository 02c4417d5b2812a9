"""A report as rows of cells, laid out once; the painters only set them. No number is computed or rounded here."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck.notation import canonical
from kpicheck.notation.threshold import PREVIOUS_YEAR
from kpicheck.report import Report, Status, Verdict
from kpicheck.text import escape
from kpicheck.wording import message, phrase

if TYPE_CHECKING:
    from kpicheck.report import Outcome


class Style(Enum):
    """What a row or a line is, for painters that have colours."""

    PASS = "pass"  # noqa: S105
    CLOSE = "close"
    FAIL = "fail"
    OPEN = "open"  # could not be judged
    QUIET = "quiet"
    TITLE = "title"
    PLAIN = "plain"


class Row(NamedTuple):
    """One target: status, id, name, actual, threshold, margin; the remark may be as long as it likes."""

    cells: tuple[str, str, str, str, str, str]
    remark: str
    style: Style


class Section(NamedTuple):
    """A heading and the targets below it."""

    title: str
    rows: tuple[Row, ...]


class Layout(NamedTuple):
    """The whole table."""

    title: str
    sections: tuple[Section, ...]
    totals: tuple[str, ...]


RIGHT: Final = frozenset({3, 5})
"""Cells that are set to the right: the actual value and the margin."""

_STYLES: Final = {
    Status.FAIL: Style.FAIL, Status.INVALID: Style.OPEN, Status.MISSING: Style.OPEN, Status.PENDING: Style.QUIET,
    Status.WAIVED: Style.CLOSE, Status.PASS: Style.PASS, Status.NOT_APPLICABLE: Style.QUIET,
}  # fmt: skip
_ORDER: Final = {status: at for at, status in enumerate(Status)}


def lay_out(report: Report, language: str) -> Layout:
    """The rows of *report* in *language*: within a section what was missed first, then what could not be judged."""
    verdicts = {verdict.id: verdict for verdict in report.verdicts}
    sections: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        sections.setdefault(outcome.section, []).append(outcome)
    laid = tuple(
        Section(
            escape(title), tuple(_row(each, verdicts[each.verdicts[0]], language) for each in sorted(found, key=_rank))
        )
        for title, found in sections.items()
    )
    return Layout(_title(report), laid, totals(report, language))


def _rank(outcome: Outcome) -> tuple[int, bool]:
    return _ORDER[outcome.status], not outcome.close


def _title(report: Report) -> str:
    inputs = ", ".join(each.path for each in report.inputs)
    head = [report.title] if report.title else []
    head += [str(report.period)] if report.period else []
    return escape(" · ".join([*head, f"{report.targets_path} ← {inputs}"]))


def _row(outcome: Outcome, verdict: Verdict, language: str) -> Row:
    word = phrase(f"status-{outcome.status.value}", language) + (" ~" if outcome.close else "")
    actual = verdict.actual.shown if verdict.actual else "–"
    cells = (word, outcome.target, outcome.name, actual, demanded(verdict, language), margin_text(verdict, language))
    style = Style.CLOSE if outcome.close else _STYLES[outcome.status]
    remark = escape(_remark(outcome, verdict, language))
    return Row(tuple(escape(cell) for cell in cells), remark, style)  # type: ignore[arg-type]


def margin_text(verdict: Verdict, language: str) -> str:
    """The margin, rungs as so many rungs."""
    if verdict.margin is None:
        return ""
    shown = verdict.margin.shown
    return phrase("rungs", language, count=shown) if isinstance(verdict.margin.exact, int) else shown


def demanded(verdict: Verdict, language: str) -> str:
    """The threshold, with its value where it names another: `≤ region_npl = 1.86%`."""
    text = canonical(verdict.threshold)
    if verdict.threshold.against == PREVIOUS_YEAR:
        text = text.replace("上年", phrase("previous-year", language))
    return f"{text} = {verdict.limit.shown}" if verdict.limit is not None else text


def _remark(outcome: Outcome, verdict: Verdict, language: str) -> str:
    """Why, or what would have been needed."""
    if verdict.waiver is not None:
        return phrase("waived-by", language, by=verdict.waiver.by, reason=verdict.waiver.reason)
    if verdict.reason is not None:
        return message(verdict.reason, language)
    if outcome.close and verdict.warn is not None:
        return phrase("close-to", language, warn=canonical(verdict.warn))
    if outcome.status is Status.FAIL and verdict.formula is not None and verdict.needed:
        first = verdict.needed[0]
        sign = {">=": "≥", "<=": "≤"}[first.operator]
        return phrase("needs", language, indicator=first.indicator, operator=sign, value=first.value.shown)
    return "; ".join(message(note, language) for note in verdict.notes if note.code in _REMARKED)


_REMARKED: Final = frozenset({"decided-early", "waiver-expired", "straddles-limit"})


def totals(report: Report, language: str) -> tuple[str, ...]:
    """The two closing lines: outcomes, and what became of the figures."""
    counts = [(status, report.count(status)) for status in (
        Status.PASS, Status.FAIL, Status.MISSING, Status.INVALID, Status.PENDING, Status.WAIVED, Status.NOT_APPLICABLE,
    )]  # fmt: skip
    close = sum(outcome.close for outcome in report.outcomes)
    parts = []
    for status, count in counts:
        if count:
            near = phrase("count-close", language, count=close) if status is Status.PASS and close else ""
            parts.append(phrase(f"count-{status.value}", language, count=count) + near)
    told = report.accounting
    figures = [phrase("count-used", language, count=told.used)]
    figures += [phrase(f"count-{key}-figures", language, count=count) for key, count in (
        ("unused", told.unused), ("missing", told.missing), ("refused", told.refused)) if count]  # fmt: skip
    return (
        phrase("count-targets", language, count=len(report.outcomes)) + " · ".join(parts),
        phrase("count-figures", language, count=told.read) + " · ".join(figures),
    )
