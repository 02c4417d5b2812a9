"""The evidence of verdicts: everything that is needed to redo them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.formats.layout import demand_text, display_width, margin_text, padded, threshold_text
from kpicheck.formats.values import MINUS, amount_text, is_exact, substituted_text, value_text
from kpicheck.quantity import exact_text, terminates
from kpicheck.report import Amount, Status
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
    yield label("target"), f"{demand_text(verdict, language)}  {verdict.place}"
    if verdict.warn is not None:
        yield label("warn"), threshold_text(verdict.warn, language)
    if verdict.formula is not None:
        yield label("formula"), verdict.formula.text
    if (text := substituted_text(verdict)) is not None:
        yield "", f"= {text}"
    if verdict.margin is not None:
        yield label("margin"), margin_text(verdict, language)
    if verdict.completion is not None:
        yield label("completion"), amount_text(verdict.completion)
    for each in verdict.needed:
        yield label("needed"), f"{each.key.indicator} {each.key.period} {each.operator.value} {amount_text(each.value)}"
    for found in verdict.inputs:
        remark = f"  ({found.note.strip()})" if found.note.strip() else ""
        yield label("input"), f"{found.key.indicator} {found.key.period} = {_input_text(found)}  {found.place}{remark}"
    if verdict.reason is not None:
        yield label("reason"), _problem_text(verdict.reason, language)
    for note in verdict.notes:
        yield label("note"), _problem_text(note, language)
    if verdict.waiver is not None:
        yield label("waiver"), phrase("waived-by", language, by=verdict.waiver.by, reason=verdict.waiver.reason)


def _input_text(found: Input) -> str:
    """The figure as it was submitted, and as what it was read where that says more: 1,250 → 1250万元."""
    shown = amount_text(found.quantity) if found.quantity is not None else found.text
    return found.text if shown.replace(MINUS, "-") == found.text else f"{found.text} → {shown}"


def _problem_text(found: Problem, language: str) -> str:
    place = f"  {found.place}" if found.place is not None else ""
    advice = hint(found, language)
    return message(found, language) + (f" ({advice})" if advice else "") + place


def _exactly(value: Value, language: str) -> str:
    """What is shown, and the exact value where that is another."""
    shown = value_text(value)
    if not isinstance(value, Amount) or is_exact(value):
        return shown
    return f"{shown}  ({exact_phrase(value, language)})"


def exact_phrase(amount: Amount, language: str) -> str:
    """`exact 9.8%`, `exact 380/7 万元/户`: a fraction is apart from its unit, which is no part of it."""
    unit = amount.unit.name if amount.unit else ""
    gap = "" if terminates(amount.value) or not unit else " "
    return phrase("eval-exact", language, value=f"{exact_text(amount.value)}{gap}{unit}")
