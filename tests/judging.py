"""A short notation for tests of verdicts: declarations and rows in, verdicts out."""

from datetime import date

from kpicheck.judge import evaluate
from kpicheck.period import read as read_period
from kpicheck.report import Options
from kpicheck.sources import read_source
from kpicheck.targets import read_targets


def report(declared, rows, *, as_of=None, only=(), strict=False, run_period=None):
    """The report on the targets file *declared* and long CSV *rows* (`indicator,period,value,unit,note,entity`)."""
    targets = read_targets(f"kpicheck: 1\n{declared}".encode(), "t.yaml")
    table = "indicator,period,value,unit,note,entity\n" + "".join(f"{row}{',' * (5 - row.count(','))}\n" for row in rows)
    source = read_source("s.csv", table.encode())
    period = read_period(run_period) if run_period else None
    options = Options(period, date.fromisoformat(as_of) if as_of else None, only=only, strict=strict)
    return evaluate(targets, (source,), options)


def verdict(body, rows, *, declared="", as_of=None, period="2023"):
    """The verdict on one target `a` with the keys *body*."""
    text = f"period: {period}\n{declared}\ntargets:\n  a: {{{body}}}\n"
    return report(text, rows, as_of=as_of).verdicts[0]
