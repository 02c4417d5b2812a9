"""Measure kpicheck and print the table of benchmarks/README.md: ratios of medians within one run, in turn.

Run it from the repository's root with the Python of an environment in which kpicheck is installed as a wheel (an
editable install may compile at every start): `python benchmarks/measure.py`.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 11
ROWS = (10_000, 100_000)

LOAD = "import gc, sys, time; gc.disable(); from kpicheck.targets import load_targets; load_targets('targets.yaml')\nstart = time.perf_counter(); load_targets(sys.argv[1]); print(time.perf_counter() - start)"
DRAIN = """
import gc, sys, time, yaml
gc.disable()  # as the command line does
data = open(sys.argv[1], encoding="utf-8").read()
start = time.perf_counter()
for event in yaml.parse(data, Loader=yaml.CSafeLoader):
    pass
print(time.perf_counter() - start)
"""


def environment():
    return {**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}


def wall(command):
    """Seconds that a whole process takes; its output is read and thrown away."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, cwd=ROOT, env=environment(), check=False)
    return time.perf_counter() - start


def told(command):
    """Seconds that a process says it took."""
    return float(subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(), check=True).stdout)


def paired(measure, left, right):
    """The medians of two commands run in turn, and of their ratios pair by pair."""
    measure(left), measure(right)
    pairs = [(measure(left), measure(right)) for _ in range(RUNS)]
    return [statistics.median(values) for values in (*zip(*pairs, strict=True), [a / b for a, b in pairs])]


def thousand_targets(path):
    """A targets file with 1,000 targets, of the sample's shapes."""
    indicators = "".join(f"  x{i}: {{name: 指标{i}, unit: 万元, kind: flow}}\n" for i in range(250))
    shapes = ("formula: growth(x{0}), target: 23%以上", "formula: x{0} / x{1}, target: '>= 90%', warn: '>= 92%'", "unit: 家, target: 17家", "states: 工程, target: 投用, due: 2023-12-31")
    targets = "".join(f"  t{i}: {{name: 目标{i}, section: 第{i % 9}部分, {shapes[i % 4].format(i % 250, (i + 1) % 250)}}}\n" for i in range(1000))
    path.write_text(f"kpicheck: 1\nperiod: 2023\nladders: {{工程: [未开工, 开工, 竣工, 投用]}}\nindicators:\n{indicators}targets:\n{targets}", encoding="utf-8")


def many_rows(targets, table, rows):
    """50 targets over flows, and *rows* figures of months and years."""
    targets.write_text("kpicheck: 1\nperiod: 2023\nindicators:\n" + "".join(f"  x{i}: {{unit: 万元, kind: flow}}\n" for i in range(50))
                       + "targets:\n" + "".join(f"  t{i}: {{formula: growth(x{i}), target: 3%以上}}\n" for i in range(50)), encoding="utf-8")
    with table.open("w", encoding="utf-8") as file:
        file.write("indicator,period,value,unit\n")
        for row in range(rows):
            at, month = row % 50, row // 50
            file.write(f"x{at},{2023 - month // 12:04d}-{month % 12 + 1:02d},{1000 + row % 977}.{row % 10},万元\n" if month < 12 * 2000 else f"x{at},2023,1,\n")


def peak_and_wall(command):
    """Seconds and the most memory of a process, in MiB."""
    seconds = wall(command)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main():
    kpicheck = [sys.executable, "-m", "kpicheck"]
    print("| what | median | against | ratio |\n| --- | --- | --- | --- |")
    ours, base, ratio = paired(wall, [*kpicheck, "check", "samples/wuhai-2023.csv"], [sys.executable, "-c", "import typer, rich.table, yaml"])
    print(f"| `kpicheck check` on the sample, cold, piped | {1000 * ours:.0f} ms | `import typer, rich.table, yaml`: {1000 * base:.0f} ms | {ratio:.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        targets, table = Path(folder, "targets.yaml"), Path(folder, "rows.csv")
        thousand_targets(targets)
        ours, base, ratio = paired(told, [sys.executable, "-c", LOAD, str(targets)], [sys.executable, "-c", DRAIN, str(targets)])
        print(f"| loading 1,000 targets | {1000 * ours:.0f} ms | draining libyaml's events of the same file: {1000 * base:.0f} ms | {ratio:.1f} |")
        first = None
        for rows in ROWS:
            many_rows(targets, table, rows)
            seconds, peak = peak_and_wall([*kpicheck, "check", "-t", str(targets), str(table), "-q"])
            against = "" if first is None else f"10,000 rows: {seconds / first:.1f} ×"
            first = first or seconds
            print(f"| {rows:,} CSV rows × 50 targets | {seconds:.2f} s, {peak:.0f} MiB | {against} | |")


if __name__ == "__main__":
    main()
