r"""The corpus of bad and tricky inputs: its originals, and its defects transplanted into files that are otherwise valid.

`cases.csv` has a row for each case. Its *text* is written into the *host*, a file of this project with one slot `▮`;
then *code* is reported at *place* (as printed after the path), with nothing but what *also* lists (`code@place`), and
the run ends with *exit*. *fixed* in its place is clean. Where *accepted* is given, it is what the reader makes of the
text; a code beside it is a note or a warning. `waiting` cases need what is not built yet.

In text and fixed, `\n` and `\r` are line ends, `\xNN` a byte, `«…»×N` is N times what it encloses, each `#` counted.
A host may be `name@encoding`, or `name@cr` for line ends of old Macs; fixed texts are UTF-8.
"""

import csv
import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from conftest import DATA
from kpicheck import evaluate, load_targets, read_submission
from kpicheck.formats.json_report import threshold_json
from kpicheck.judge.calculate import calculate
from kpicheck.period import read as period
from kpicheck.point import Key
from kpicheck.problem import Refusal
from kpicheck.submission import receive
from kpicheck.submission.figure import Figure
from kpicheck.text import name_key
from kpicheck.unit import dimension_text

COLUMNS = ["case", "host", "text", "code", "place", "also", "exit", "fixed", "accepted", "note"]


class Case(NamedTuple):
    case: str
    host: str
    text: str
    code: str
    place: str
    also: str
    exit: str
    fixed: str
    accepted: str
    note: str

    @property
    def name(self):
        return self.host.partition("@")[0]

    @property
    def encoding(self):
        return self.host.partition("@")[2]


with (DATA.parent / "cases.csv").open(encoding="utf-8", newline="") as _file:
    _reader = csv.reader(_file, strict=True)
    assert next(_reader) == COLUMNS
    ALL = [Case(*row) for row in _reader]
CASES = [case for case in ALL if case.host != "waiting"]

RECIPES = {
    "yaml/075-deep-flow-100k.yaml": lambda: "[" * 100_000,
    "yaml/078-many-keys.yaml": lambda: "".join(f"k{i}: 1\n" for i in range(50_000)),
    "csv/047-huge-field.csv": lambda: 'a,b\nx,"' + "y" * 200_000 + '"\n',
    "csv/048-wide-10k.csv": lambda: f"{','.join(f'c{i}' for i in range(10_000))}\n{','.join('1' * 10_000)}\n",
    "json/012-deep.json": lambda: "[" * 100_000,
}
"""Originals that are too large to be kept, and how each is made."""


def original(case):
    """The bytes of a case as it was collected."""
    return RECIPES[case]().encode() if case in RECIPES else (DATA / "cases" / case).read_bytes()


HEAD = "kpicheck: 1\nperiod: 2023\n"
TARGETS = f"""\
{HEAD}ladders: {{答复: [否, 是]}}
indicators:
  jobs: {{name: 新增就业, unit: 人, kind: flow, bounds: any}}
  rate: {{name: 满意率, unit: "%"}}
  gain: {{name: 满意率变动, unit: 个百分点}}
  fund: {{name: 到位资金, unit: 亿元, kind: flow}}
  done: {{name: 已办结, states: 答复}}
  opened: {{name: 开馆日期, type: date}}
targets:
  many_jobs: {{indicator: jobs, target: ">= 1人", severity: warning}}
  high_rate: {{indicator: rate, target: ">= -100%", severity: warning}}
  more: {{indicator: gain, target: ">= -100个百分点", severity: warning}}
  money: {{indicator: fund, target: ">= 0亿元", severity: warning}}
  ended: {{indicator: done, target: 是, severity: warning}}
  museum: {{indicator: opened, due: 2025-12-31, severity: warning}}
"""
FIGURES = "indicator,period,value\n" + "".join(
    f"{name},2023,{value}\n"
    for name, value in [
        ("a", 8), ("b", 3), ("c", 5), ("d", 7), ("base", 200), ("cur", 6), ("prev", 0), ("class", 9), ("fiscal", 11),
        ("本年研发", 1250), ("上年研发", 1000),
    ]
)  # fmt: skip
FORMULAS = f"""\
{HEAD}indicators:
{"".join(f'  {row.split(",")[0]}: {{unit: "1", kind: flow}}{chr(10)}' for row in FIGURES.splitlines()[1:])}\
  f:
    formula: '▮'
targets:
  t: {{indicator: base, target: ">= 1倍"}}
"""

TARGETS_HOSTS = {
    "file": "▮",
    "top level": f"{HEAD}▮\ntargets:\n  jobs: {{unit: 人, target: 17人}}\n",
    "targets": f"{HEAD}targets:\n▮\n",
    "id": f"{HEAD}targets:\n  ▮: {{unit: 人, target: 17人}}\n",
    "target's keys": f"{HEAD}targets:\n  jobs:\n    unit: 人\n    ▮\n",
    "limit in 人": f"{HEAD}targets:\n  jobs:\n    unit: 人\n    target: ▮\n",
    "limit in %": f'{HEAD}targets:\n  jobs:\n    unit: "%"\n    target: ▮\n',
    "limit in 元": f"{HEAD}targets:\n  jobs:\n    unit: 元\n    target: ▮\n",
    "name": f"{HEAD}targets:\n  jobs:\n    unit: 人\n    target: 17人\n    name: ▮\n",
    "note": f"{HEAD}targets:\n  jobs:\n    unit: 人\n    target: 17人\n    note: ▮\n",
    "tags": f"{HEAD}targets:\n  jobs:\n    unit: 人\n    target: 17人\n    tags: ▮\n",
    "due": f"{HEAD}targets:\n  jobs:\n    type: date\n    due: ▮\n",
    "unit": f'{HEAD}indicators:\n  x: {{unit: "▮"}}\ntargets:\n  jobs: {{unit: 人, target: 17人}}\n',
}
"""Targets files."""

ROWS = "indicator,period,value,unit,note\n"
TABLE_HOSTS = {
    "csv": "▮",
    "tsv": "▮",
    "json": "▮",
    "rows": f"{ROWS}▮\n",
    "figure in 人": f'{ROWS}jobs,2023,"▮",,\n',
    "figure in %": f'{ROWS}rate,2023,"▮",,\n',
    "figure in 个百分点": f'{ROWS}gain,2023,"▮",,\n',
}
"""Submissions for TARGETS."""

FORMULA_HOSTS = {
    "formula": FORMULAS,
    "formula of a": FORMULAS.replace('  a: {unit: "1", kind: flow}\n', "").replace("  f:\n", "  a:\n"),
    "formula of a, with b = a + 1": FORMULAS.replace('  a: {unit: "1", kind: flow}\n', "")
    .replace('  b: {unit: "1", kind: flow}\n', "  b: {formula: a + 1}\n")
    .replace("  f:\n", "  a:\n"),
}
"""Targets files whose formula is also computed, over FIGURES."""

HOSTS = {**TARGETS_HOSTS, **TABLE_HOSTS, **FORMULA_HOSTS}


def _times(found):
    return "".join(found[1].replace("#", str(i)) for i in range(int(found[2])))


def transplanted(host, text, encoding=""):
    """The bytes of the *host* with *text* in its slot."""
    text = re.sub(r"«([^»]*)»×(\d+)", _times, text).replace("\\n", "\n").replace("\\r", "\r")
    whole = HOSTS[host].replace("▮", text)
    if encoding == "cr":
        whole, encoding = whole.replace("\n", "\r"), ""
    parts = re.split(r"(\\x[0-9A-F]{2})", whole)
    return b"".join(bytes.fromhex(p[2:]) if re.fullmatch(r"\\x..", p) else p.encode(encoding or "utf-8") for p in parts)


class Files(NamedTuple):
    """The files in a folder, and the command that reads them."""

    subject: str
    command: tuple[str, ...]


def write(folder, host, data):
    """The host file and what it needs beside it."""
    if host in TABLE_HOSTS:
        subject = "figures." + (host if host in {"tsv", "json"} else "csv")
        (folder / "targets.yaml").write_text(TARGETS, "utf-8")
        command = ("check", "-vv", subject)
    elif host in FORMULA_HOSTS:
        subject = "targets.yaml"
        command = ("eval", computed(host), "-t", "targets.yaml", "figures.csv")
        (folder / "figures.csv").write_text(FIGURES, "utf-8")
    else:
        subject, command = "targets.yaml", ("lint", "targets.yaml")
    (folder / subject).write_bytes(data)
    return Files(subject, command)


def computed(host):
    """The indicator whose formula is the slot."""
    return "f" if host == "formula" else "a"


def read(folder, host):
    """What the program makes of what `write` wrote: the problems, and what was read. Raises KpiCheckError."""
    targets = load_targets(str(folder / "targets.yaml"))
    if host in TABLE_HOSTS:
        suffix = host if host in {"tsv", "json"} else "csv"
        sources = read_submission([str(folder / f"figures.{suffix}")])
        report = evaluate(targets, sources)
        submission = receive(sources, targets, targets.period, date(9999, 12, 31))
        assert report.accounting.read == sum(len(source.readings) for source in sources)
        return (*submission.problems, *_notes(targets, submission)), _figures(targets, submission)
    if host in FORMULA_HOSTS:
        submission = receive(read_submission([str(folder / "figures.csv")]), targets, period("2023"))
        value = calculate(computed(host), targets, submission)
        return targets.warnings, str(value.value * value.unit.factor)
    return targets.warnings, _declared(targets, host)


def _cells(targets, submission):
    """Each reading, its indicator, and what is at its key; "unused" or "refused" where it has none."""
    for reading in (each for source in submission.sources for each in source.readings):
        id_ = targets.names.get(name_key(reading.indicator))
        try:
            when = period(reading.period) if reading.period.strip() else targets.period
            found = "unused" if id_ is None else submission.at(Key(id_, "", when))
        except Refusal:
            found = "refused"
        yield reading, targets.indicators.get(id_), found


def _notes(targets, submission):
    return [note for _, _, found in _cells(targets, submission) if isinstance(found, Figure) for note in found.notes]


def _figures(targets, submission):
    """Every cell in base units, or what became of it, with its place: `12@2:3 missing@3:3`."""
    return " ".join(f"{_shown(*cell)}@{_within(cell[0].value_place)}" for cell in _cells(targets, submission))


def _shown(_reading, indicator, found):
    if isinstance(found, Figure):
        return found.day if indicator.is_date else found.value
    return found if isinstance(found, str) else "missing" if found is None else "refused"


def _within(place):
    return str(place).removeprefix(place.path).removeprefix(":")


def _declared(targets, host):
    jobs = targets.targets.get("jobs")
    match host.partition(" ")[0]:
        case "limit":
            return _limit(jobs.threshold)
        case "name":
            return jobs.name
        case "tags":
            return " ".join(jobs.tags)
        case "due":
            return str(jobs.threshold.requires.day)
        case "unit":
            unit = targets.indicators["x"].unit
            return "" if unit is None else f"{unit.factor} {dimension_text(unit.dimension)}"
        case _:
            return str(len(targets.targets))


def _limit(threshold):
    operator = threshold_json(threshold, "zh")["operator"]
    return f"{operator} {' '.join(f'{end.value}{end.unit.name}' for end in threshold.quantities)}"


def placed(found):
    """`code@place`, the path left out."""
    return f"{found.code}@{_within(found.place) if found.place else ''}"


def same(found, wanted):
    """Whether two descriptions of values are the same, numbers being compared as numbers."""
    return found == wanted or [_number(word) for word in found.split()] == [_number(word) for word in wanted.split()]


def _number(word):
    head, at, place = word.partition("@")
    try:
        return (Fraction(head), at, place)
    except ValueError:
        return word
