"""The JSON report, version 1: declared types of their own, never a dump of internals. Fields are only added.

This is the one statement of the contract: the writers of JSON are checked against these types, and the JSON Schema is
made of them. So a field's type says beside it, in `Annotated`, what the field is (a text) and what narrows its type
(keywords of JSON Schema). It is loaded only when the schema is asked for.
"""

from enum import Enum
from typing import Annotated, Literal, NamedTuple, TypedDict

from kpicheck.demand import Operator
from kpicheck.notation import Direction
from kpicheck.problem import Severity
from kpicheck.quantity import Mode
from kpicheck.report import Status
from kpicheck.wording import LANGUAGES


class Keyword(NamedTuple):
    """A keyword of JSON Schema and its value."""

    name: str
    value: int | str | tuple[int | str, ...]


def _any_of(words: type[Enum], *more: str) -> Keyword:
    """The values of an enum, and *more* words."""
    return Keyword("enum", (*(str(each.value) for each in words), *more))


Count = Annotated[int, "How many.", Keyword("minimum", 0)]
Ordinal = Annotated[int, Keyword("minimum", 1)]
Day = Annotated[str, Keyword("format", "date")]
Sha256 = Annotated[str, Keyword("pattern", "^[0-9a-f]{64}$")]
StatusWord = Annotated[str, _any_of(Status)]
ThresholdOperator = Annotated[str, _any_of(Operator, "range", "about", "in", "not in")]
NeededOperator = Annotated[str, Keyword("enum", (Operator.GE.value, Operator.LE.value, Operator.EQ.value))]
TargetSeverity = Annotated[str, Keyword("enum", (Severity.ERROR.value, Severity.WARNING.value))]
ValueType = Literal["quantity", "state", "date", "levels"]
ThresholdKind = Literal["threshold", "state", "date", "reference", "multiple"]
RuleState = Literal["holds", "broken", "undecided"]


class PlaceJson(TypedDict):
    """Where something is."""

    path: Annotated[str, "The file, as it was named; - is standard input."]
    line: Annotated[Ordinal | None, "The line, from 1."]
    column: Annotated[Ordinal | None, "The column in characters, from 1; in a CSV file the number of the field."]
    sheet: Annotated[str | None, "The sheet of a workbook."]
    cell: Annotated[str | None, "The cell of a sheet, such as B7."]
    pointer: Annotated[str | None, "A JSON pointer (RFC 6901)."]
    table: Annotated[str | None, "The table of a database."]
    row: Annotated[Ordinal | None, "The row of a table, from 1."]


class ValueJson(TypedDict):
    """An exact value and how it is shown."""

    type: Annotated[ValueType, "What it is."]
    value: Annotated[
        str, "The exact number: a decimal where it terminates, else p/q; a state's name, a day, or a number of levels."
    ]
    unit: Annotated[str | None, "The unit that the number counts; null for a bare number and for what is no quantity."]
    places: Annotated[Count | None, "How many decimals are shown; null where all are, and for what is no quantity."]
    shown: Annotated[str, "The text that the table shows, in the report's language."]


class ProblemJson(TypedDict):
    """A problem, a note or a reason."""

    code: Annotated[str, "A stable code; `kpicheck help CODE` explains it.", Keyword("pattern", "^[a-z0-9-]+$")]
    severity: Annotated[str, "How much it weighs.", _any_of(Severity)]
    arguments: Annotated[dict[str, str | int | PlaceJson], "What the sentence is made of, by name."]
    message: Annotated[str, "The sentence, in the document's language."]
    hint: Annotated[str | None, "What to do about it."]
    place: Annotated[PlaceJson | None, "Where it is."]


class ThresholdJson(TypedDict):
    """A threshold as written and as read."""

    text: Annotated[str, "As written."]
    kind: Annotated[ThresholdKind, "What is demanded."]
    operator: Annotated[ThresholdOperator, "How the value is compared with it."]
    limit: Annotated[ValueJson | None, "The limit, with the digits and the unit as written."]
    low: Annotated[ValueJson | None, "The low end of a range."]
    high: Annotated[ValueJson | None, "The high end of a range."]
    low_open: Annotated[bool, "Whether the low end itself is excluded."]
    high_open: Annotated[bool, "Whether the high end itself is excluded."]
    tolerance: Annotated[ValueJson | None, "The tolerance that is written beside the limit."]
    states: Annotated[list[str], "The states that are named."]
    against: Annotated[
        str | None,
        "The name or the formula that is compared with; `previous year` is the indicator's own value a year earlier.",
    ]
    factor: Annotated[str | None, "The multiple of the baseline."]
    direction: Annotated[Annotated[str, _any_of(Direction)] | None, "Which way a change verb goes."]
    basis: Annotated[str | None, "The kind of change that the words ask for: growth, mom or cagr."]
    bare: Annotated[bool, "Whether it is a quantity alone, without a comparator or a verb."]
    strength: Annotated[str | None, "A word such as 力争, kept as written; never a severity."]
    relative: Annotated[bool, "Whether it is read as if more were better, and `better` may turn it: 优于, improve by."]


class RefusedJson(TypedDict):
    """A text that is not a threshold."""

    text: Annotated[str, "As written."]
    kind: Annotated[Literal["refused"], "Always refused."]
    problem: Annotated[ProblemJson, "Why."]


class NeededJson(TypedDict):
    """What an input would have to be for the target to be met, the others held."""

    indicator: Annotated[str, "The indicator's id."]
    entity: Annotated[str | None, "Who the figure is about."]
    period: Annotated[str, "The period of the figure."]
    operator: Annotated[NeededOperator, "At least, at most, or exactly: no other figure could be submitted."]
    value: Annotated[ValueJson, "The nearest value that is met."]


class InputJson(TypedDict):
    """A submitted figure that a verdict uses."""

    indicator: Annotated[str, "The indicator's id."]
    entity: Annotated[str | None, "Who the figure is about."]
    period: Annotated[str, "The period of the figure."]
    text: Annotated[str, "The figure as submitted."]
    quantity: Annotated[ValueJson | None, "The figure as read."]
    place: Annotated[PlaceJson, "Where it was submitted."]
    note: Annotated[str | None, "Its own note."]


class FormulaJson(TypedDict):
    """How the value is computed."""

    text: Annotated[str, "As written."]
    substituted: Annotated[
        list[str | ValueJson] | None,
        "The same with the figures in the place of the names: texts and values, in the order in which they are read.",
    ]


class CompareJson(TypedDict):
    """How the value was rounded before it was judged."""

    rounded: Annotated[str, "The step."]
    mode: Annotated[str, "What becomes of a half.", _any_of(Mode)]


class WaiverJson(TypedDict):
    """Who excused a failure."""

    reason: Annotated[str, "Why."]
    by: Annotated[str, "Who."]
    until: Annotated[Day | None, "The last day on which it holds."]


class VerdictJson(TypedDict):
    """One target judged for one entity and period, with everything that is needed to redo it by hand."""

    id: Annotated[str, "`target/entity/period`, with - where there is none."]
    target: Annotated[str, "The target's id."]
    entity: Annotated[str | None, "The entity."]
    period: Annotated[str | None, "The period."]
    status: Annotated[StatusWord, "The status."]
    close: Annotated[bool, "Whether it passed, but outside `warn`."]
    severity: Annotated[TargetSeverity, "What a failure means for the exit code."]
    place: Annotated[PlaceJson, "Where the target's threshold is declared."]
    threshold: Annotated[ThresholdJson, "What is demanded."]
    limit: Annotated[ValueJson | None, "What was compared with, where that is no number of the threshold's text."]
    warn: Annotated[ThresholdJson | None, "The warning threshold: a pass that does not meet it is close."]
    warn_limit: Annotated[ValueJson | None, "The same of `warn` as `limit` of the threshold."]
    compare: Annotated[CompareJson | None, "How the value was rounded before it was judged; null where it was not."]
    actual: Annotated[ValueJson | None, "The value that was judged."]
    margin: Annotated[
        ValueJson | None,
        "How far from the limit; positive is met; in percentage points of a %. `shown` is the difference of the two "
        "numbers that are shown.",
    ]
    completion: Annotated[ValueJson | None, "Actual over limit, for lower bounds with a positive limit."]
    needed: Annotated[list[NeededJson], "What the inputs of the judged period would have to be."]
    pace: Annotated[None, "Not given yet."]
    progress: Annotated[None, "Not given yet."]
    formula: Annotated[FormulaJson | None, "The formula, where the value is computed."]
    inputs: Annotated[list[InputJson], "The submitted figures."]
    notes: Annotated[list[ProblemJson], "What else is to be known."]
    reason: Annotated[ProblemJson | None, "Why it could not be judged."]
    waiver: Annotated[WaiverJson | None, "The waiver that covers the failure."]


class OutcomeJson(TypedDict):
    """What became of one target: the worst of its verdicts."""

    target: Annotated[str, "The target's id."]
    status: Annotated[StatusWord, "The status."]
    close: Annotated[bool, "Whether it passed, but outside `warn`."]
    severity: Annotated[TargetSeverity, "What a failure means for the exit code."]
    section: Annotated[str | None, "The section that it belongs to."]
    name: Annotated[str, "Its name."]
    owner: Annotated[str | None, "Who answers for it."]
    tags: Annotated[list[str], "Its tags."]
    commitment: Annotated[str | None, "The promise that it is a part of."]
    verdicts: Annotated[list[str], "The ids of its verdicts."]
    reason: Annotated[ProblemJson | None, "Why it could not be judged."]


class TargetsJson(TypedDict):
    """The targets file."""

    path: Annotated[str, "As it was named."]
    sha256: Annotated[Sha256, "Of its bytes."]
    title: Annotated[str, "Its title."]


class InputFileJson(TypedDict):
    """A submitted file."""

    path: Annotated[str, "As it was named; - is standard input."]
    sha256: Annotated[Sha256, "Of its bytes."]
    encoding: Annotated[str, "What it was read by."]
    sheet: Annotated[str | None, "The sheet of a workbook."]


class CountsJson(TypedDict):
    """How many of each; a status that does not occur is 0."""

    outcomes: Annotated[dict[StatusWord, Count], "Outcomes by status."]
    verdicts: Annotated[dict[StatusWord, Count], "Verdicts by status."]
    rules: Annotated[dict[RuleState, Count], "Rules by state."]
    close: Annotated[Count, "How many outcomes passed, but outside `warn`."]


class AccountingJson(TypedDict):
    """What became of the submitted cells: read = used + unused + missing + refused."""

    read: Annotated[Count, "All cells."]
    used: Annotated[Count, "Used by a verdict."]
    unused: Annotated[Count, "Used by none."]
    missing: Annotated[Count, "Marked missing."]
    refused: Annotated[Count, "Not usable."]


class OptionsJson(TypedDict):
    """What the run was asked for."""

    period: Annotated[str | None, "--period."]
    as_of: Annotated[Day | None, "--as-of."]
    only: Annotated[list[str], "--only."]
    strict: Annotated[bool, "--strict."]
    exit_zero: Annotated[bool, "--exit-zero."]


class ReportJson(TypedDict):
    """A report of kpicheck, version 1. Fields are only ever added; what is absent is null."""

    kpicheck_report: Annotated[Literal[1], "The version of this format."]
    tool: Annotated[Literal["kpicheck"], "The program that made it."]
    exit_code: Annotated[int, "The exit code, before --exit-zero.", Keyword("enum", (0, 1, 3, 4, 5))]
    language: Annotated[str, "The language of the sentences.", Keyword("enum", LANGUAGES)]
    period: Annotated[str | None, "The run's period: what was asked for, else the file's, else the latest submitted."]
    as_of: Annotated[Day | None, "The as-of date."]
    digest: Annotated[Sha256 | None, "Over what was judged, the same for every spelling of it; null: nothing judged."]
    demands: Annotated[Sha256 | None, "Over what is demanded, the same for every wording; null: nothing judged."]
    options: Annotated[OptionsJson, "What the run was asked for."]
    targets: Annotated[TargetsJson | None, "The targets file; null where nothing was judged."]
    inputs: Annotated[list[InputFileJson], "The submitted files."]
    counts: Annotated[CountsJson | None, "How many of each; null where nothing was judged."]
    accounting: Annotated[AccountingJson | None, "What became of the submitted cells; null where nothing was judged."]
    outcomes: Annotated[list[OutcomeJson], "One for each target."]
    verdicts: Annotated[list[VerdictJson], "Every verdict."]
    rules: Annotated[list[None], "Not given yet.", Keyword("maxItems", 0)]
    score: Annotated[None, "Not given yet."]
    problems: Annotated[list[ProblemJson], "What is wrong with the files and figures, and notes on them."]


class ProblemsJson(TypedDict):
    """What lint gives."""

    problems: Annotated[list[ProblemJson], "Every problem, in the order of the files."]


ThresholdsJson = Annotated[list[ThresholdJson | RefusedJson], "What parse gives: one for each text."]
