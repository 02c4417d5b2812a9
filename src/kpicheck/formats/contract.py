"""The JSON report, version 1: declared types of their own, never a dump of internals. Fields are only added."""

from __future__ import annotations

from typing import Final, TypedDict

VERSION: Final = 1


class PlaceJson(TypedDict):
    """Where something stands."""

    path: str
    line: int | None
    column: int | None
    sheet: str | None
    cell: str | None
    pointer: str | None
    table: str | None
    row: int | None


class ValueJson(TypedDict):
    """A value: a decimal string where it terminates, else `p/q`; a rung, a day or a number of rungs as text."""

    type: str
    value: str
    unit: str | None
    shown: str


class ProblemJson(TypedDict):
    """A problem, a note or a reason."""

    code: str
    severity: str
    arguments: dict[str, str | int | PlaceJson]
    message: str
    hint: str | None
    place: PlaceJson | None


class ThresholdJson(TypedDict):
    """A threshold as written and as read."""

    text: str
    kind: str
    operator: str
    limit: ValueJson | None
    low: ValueJson | None
    high: ValueJson | None
    low_open: bool
    high_open: bool
    tolerance: ValueJson | None
    states: list[str]
    against: str | None
    factor: str | None
    direction: str | None
    basis: str | None
    bare: bool
    strength: str | None


class RefusedJson(TypedDict):
    """A threshold text that is none."""

    text: str
    kind: str
    problem: ProblemJson


class NeededJson(TypedDict):
    """What an input would have to be."""

    indicator: str
    period: str
    operator: str
    value: ValueJson


class InputJson(TypedDict):
    """A submitted figure behind a verdict."""

    indicator: str
    entity: str | None
    period: str
    text: str
    quantity: ValueJson | None
    place: PlaceJson
    note: str | None


class FormulaJson(TypedDict):
    """A formula as written, and with the figures in it."""

    text: str
    substituted: str | None


class CompareJson(TypedDict):
    """How the value was rounded before it was judged."""

    rounded: str
    mode: str


class WaiverJson(TypedDict):
    """Who excused a failure."""

    reason: str
    by: str
    until: str | None


class VerdictJson(TypedDict):
    """One target judged for one period."""

    id: str
    target: str
    entity: str | None
    period: str | None
    status: str
    close: bool
    severity: str
    place: PlaceJson
    threshold: ThresholdJson
    limit: ValueJson | None
    warn: ThresholdJson | None
    compare: CompareJson | None
    actual: ValueJson | None
    margin: ValueJson | None
    completion: ValueJson | None
    needed: list[NeededJson]
    pace: None
    progress: None
    formula: FormulaJson | None
    inputs: list[InputJson]
    notes: list[ProblemJson]
    reason: ProblemJson | None
    waiver: WaiverJson | None


class OutcomeJson(TypedDict):
    """What became of one target."""

    target: str
    status: str
    close: bool
    severity: str
    section: str | None
    name: str
    owner: str | None
    tags: list[str]
    commitment: str | None
    verdicts: list[str]
    reason: ProblemJson | None


class TargetsJson(TypedDict):
    """The targets file."""

    path: str
    sha256: str
    title: str


class InputFileJson(TypedDict):
    """A submitted file."""

    path: str
    sha256: str
    encoding: str
    sheet: str | None


class CountsJson(TypedDict):
    """Outcomes and verdicts by status, rules by state, and how many passes were close."""

    outcomes: dict[str, int]
    verdicts: dict[str, int]
    rules: dict[str, int]
    close: int


class AccountingJson(TypedDict):
    """What became of the submitted cells: read = used + unused + missing + refused."""

    read: int
    used: int
    unused: int
    missing: int
    refused: int


class OptionsJson(TypedDict):
    """What the run was asked for."""

    period: str | None
    as_of: str | None
    only: list[str]
    strict: bool
    exit_zero: bool


class ReportJson(TypedDict):
    """The whole report."""

    kpicheck_report: int
    tool: str
    exit_code: int
    language: str
    as_of: str | None
    options: OptionsJson
    targets: TargetsJson | None
    inputs: list[InputFileJson]
    counts: CountsJson | None
    accounting: AccountingJson | None
    outcomes: list[OutcomeJson]
    verdicts: list[VerdictJson]
    rules: list[None]
    score: None
    problems: list[ProblemJson]
