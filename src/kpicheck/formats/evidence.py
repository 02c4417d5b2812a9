"""The evidence of verdicts: everything that is needed to redo them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.formats.demands import demand_text, warn_text
from kpicheck.formats.layout import display_width, margin_text, padded
from kpicheck.formats.values import (
    advice,
    amount_text,
    is_exact,
    number_text,
    sentence,
    substituted_text,
    unit_text,
    value_text,
)
from kpicheck.quantity import quantity_text
from kpicheck.report import Amount, Status
from kpicheck.text import escape
from kpicheck.wording import phrase

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
    target = demand_text(verdict, language) + _exact_beside(verdict.limit, language)
    yield label("target"), f"{target}  {verdict.place}"
    if verdict.warn is not None:
        yield label("warn"), warn_text(verdict, language) + _exact_beside(verdict.warn_limit, language)
    if verdict.formula is not None:
        yield label("formula"), verdict.formula.text
    if (text := substituted_text(verdict, language)) is not None:
        yield "", f"= {text}"
    if verdict.margin is not None:
        yield label("margin"), margin_text(verdict, language)
    if verdict.completion is not None:
        yield label("completion"), amount_text(verdict.completion, language)
    for each in verdict.needed:
        value = amount_text(each.value, language)
        yield label("needed"), f"{each.key.indicator} {each.key.period} {each.operator.sign} {value}"
    for found in verdict.inputs:
        read = f"{found.key.indicator} {found.key.period} = {_input_text(found, language)}"
        remark = f"  ({found.note.strip()})" if found.note.strip() else ""
        yield label("input"), f"{read}  {found.place}{remark}"
    if verdict.reason is not None:
        yield label("reason"), _problem_text(verdict.reason, language)
    for note in verdict.notes:
        yield label("note"), _problem_text(note, language)
    if verdict.waiver is not None:
        yield label("waiver"), phrase("waived-by", language, by=verdict.waiver.by, reason=verdict.waiver.reason)


def _input_text(found: Input, language: str) -> str:
    """The figure as it was submitted, and as what it was read where that says more: 1,250 → 1250万元."""
    read = found.quantity
    if read is None or quantity_text(read.value, read.unit, read.places) == found.text:
        return found.text
    return f"{found.text} → {amount_text(read, language)}"


def _problem_text(found: Problem, language: str) -> str:
    place = f"  {found.place}" if found.place is not None else ""
    what_to_do = advice(found, language)
    return sentence(found, language) + (f" ({what_to_do})" if what_to_do else "") + place


def _exactly(value: Value, language: str) -> str:
    """What is shown, and the exact value where that is another."""
    return value_text(value, language) + (_exact_beside(value, language) if isinstance(value, Amount) else "")


def _exact_beside(amount: Amount | None, language: str) -> str:
    return "" if amount is None or is_exact(amount) else f"  ({exact_phrase(amount, language)})"


def exact_phrase(amount: Amount, language: str) -> str:
    """`exact 9.8%`, `exact 380/7 万元/户`."""
    digits, unit = number_text(amount.value, None, language), "" if amount.unit is None else amount.unit.name
    return phrase("eval-exact", language, value=digits + unit_text(unit, digits, language))
