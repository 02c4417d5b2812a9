"""Check the same 100,000 figures with kpicheck, frictionless, and pandera on polars; print ratios of one run.

Run it from the repository's root with the Python of an environment in which kpicheck is installed as a wheel, and one or
both of the others beside it (`pip install frictionless 'pandera[polars]'`; kpicheck itself needs neither):
`python benchmarks/peers.py`.
"""

import importlib.util
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import check, many_rows, spent

ROWS = 100_000
RUNS = 7

FRICTIONLESS = """
import sys
from frictionless import Resource, Schema
schema = Schema.from_descriptor({"fields": [
    {"name": "indicator", "type": "string", "constraints": {"enum": [f"x{i}" for i in range(50)]}},
    {"name": "period", "type": "yearmonth"},
    {"name": "value", "type": "number", "constraints": {"minimum": 0}},
    {"name": "unit", "type": "string", "constraints": {"enum": ["万元"]}},
]})
report = Resource(path=sys.argv[1].rpartition("/")[2], basepath=sys.argv[1].rpartition("/")[0], schema=schema).validate()
assert report.valid and report.tasks[0].stats["rows"] == int(sys.argv[2]), report
"""

PANDERA = """
import sys
import pandera.polars as pa, polars as pl
schema = pa.DataFrameSchema({
    "indicator": pa.Column(str, pa.Check.isin([f"x{i}" for i in range(50)])),
    "period": pa.Column(str, pa.Check.str_matches("^[0-9]{4}-(0[1-9]|1[0-2])$")),
    "value": pa.Column(float, pa.Check.ge(0)),
    "unit": pa.Column(str, pa.Check.isin(["万元"])),
})
assert len(schema.validate(pl.read_csv(sys.argv[1]), lazy=True)) == int(sys.argv[2])
"""

PEERS = {
    "frictionless": (("frictionless",), FRICTIONLESS),
    "pandera on polars": (("pandera", "polars"), PANDERA),
}
"""What each needs, and how it checks each column of the file: names, months, numbers from 0 on, and units."""


def commands(targets, table):
    """A whole process each: kpicheck first, then the others that are installed."""
    yield "kpicheck", check(sys.executable, "-t", str(targets), str(table), "-q")
    for name, (modules, code) in PEERS.items():
        if all(importlib.util.find_spec(module) for module in modules):
            command = [sys.executable, "-c", code, str(table), str(ROWS)]
            subprocess.run(command, check=True)  # it does read them all, and finds nothing wrong
            yield name, command
        else:
            print(f"{name} is not installed", file=sys.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        targets, table = Path(folder, "targets.yaml"), Path(folder, "rows.csv")
        many_rows(targets, table, ROWS)
        named = dict(commands(targets, table))
        turns = [{name: spent(command) for name, command in named.items()} for _ in range(RUNS + 1)][1:]
    print(f"| {ROWS:,} figures, a whole process | median | kpicheck is |\n| --- | --- | --- |")
    for name in named:
        seconds, peak = (statistics.median(turn[name][at] for turn in turns) for at in (0, 1))
        ratio = statistics.median(turn["kpicheck"][0] / turn[name][0] for turn in turns)
        print(f"| {name} | {seconds:.2f} s, {peak:.0f} MiB | {'' if name == 'kpicheck' else f'{ratio:.1f} ×'} |")


if __name__ == "__main__":
    main()
