"""The evidence of verdicts: everything that is needed to redo them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.formats.layout import demanded, display_width, margin_text, padded, threshold_text
from kpicheck.judge.shown import MINUS
from kpicheck.quantity import Quantity, exact_text, terminates
from kpicheck.report import Status
from kpicheck.text import escape
from kpicheck.wording import hint, message, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpicheck.problem import Problem
    from kpicheck.report import Input, Report, Value, Verdict


def evidence_text(report: Report, language: str, *, everything: bool) -> str:
    """The evidence of what did not pass, or of *everything*."""
    names = {outcome.target: outcome.name for outcome in report.outcomes}
    chosen = (verdict for verdict in report.verdicts if everything or verdict.status is not Status.PASS)
    return "".join("\n" + _block(verdict, names[verdict.target], language) for verdict in chosen)


def _block(verdict: Verdict, name: str, language: str) -> str:
    status = phrase(f"status-{verdict.status.value}", language)
    lines = list(_lines(verdict, language))
    width = max(display_width(label) for label, _ in lines)
    head = f"{verdict.id}  {name}  {status}"
    return (
        "\n".join(escape(line) for line in [head, *(f"  {padded(label, width)}  {text}" for label, text in lines)])
        + "\n"
    )


def _lines(verdict: Verdict, language: str) -> Iterator[tuple[str, str]]:
    def label(key: str) -> str:
        return phrase(f"evidence-{key}", language)

    if verdict.actual is not None:
        yield label("actual"), _exactly(verdict.actual, language)
    yield label("target"), f"{demanded(verdict, language)}  {verdict.place}"
    if verdict.warn is not None:
        yield label("warn"), threshold_text(verdict.warn, language)
    if verdict.formula is not None:
        yield label("formula"), verdict.formula
    if verdict.substituted is not None:
        yield "", f"= {verdict.substituted}"
    if verdict.margin is not None:
        yield label("margin"), margin_text(verdict, language)
    if verdict.completion is not None:
        yield label("completion"), verdict.completion.shown
    for each in verdict.needed:
        yield label("needed"), f"{each.indicator} {each.period} {each.operator} {each.value.shown}"
    for given in verdict.inputs:
        note = f"  ({given.note.strip()})" if given.note.strip() else ""
        yield label("input"), f"{given.indicator} {given.period} = {_read(given)}  {given.place}{note}"
    if verdict.reason is not None:
        yield label("reason"), _told(verdict.reason, language)
    for found in verdict.notes:
        yield label("note"), _told(found, language)
    if verdict.waiver is not None:
        yield label("waiver"), phrase("waived-by", language, by=verdict.waiver.by, reason=verdict.waiver.reason)


def _read(given: Input) -> str:
    """The figure as it was submitted, and as what it was read where that says more: 1,250 → 1250万元."""
    shown = given.quantity.shown if given.quantity is not None else given.text
    return given.text if shown.replace(MINUS, "-") == given.text else f"{given.text} → {shown}"


def _told(found: Problem, language: str) -> str:
    place = f"  {found.place}" if found.place is not None else ""
    advice = hint(found, language)
    return message(found, language) + (f" ({advice})" if advice else "") + place


def _exactly(value: Value, language: str) -> str:
    """What is shown, and the exact value where that is another."""
    if not isinstance(value.exact, Quantity):
        return value.shown
    shown = value.shown.replace("−", "-").removesuffix(value.exact.unit.name if value.exact.unit else "")
    digits = exact_text(value.exact.value)
    same = shown == digits or ("." in shown and shown.rstrip("0").removesuffix(".") == digits)
    return value.shown if same else f"{value.shown}  ({exact_phrase(value.exact, language)})"


def exact_phrase(quantity: Quantity, language: str) -> str:
    """`exact 9.8%`, `exact 380/7 万元/户`: a fraction stands apart from its unit, which is no part of it."""
    unit = quantity.unit.name if quantity.unit else ""
    gap = "" if terminates(quantity.value) or not unit else " "
    return phrase("eval-exact", language, value=f"{exact_text(quantity.value)}{gap}{unit}")
