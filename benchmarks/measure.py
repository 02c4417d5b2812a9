"""Measure kpicheck and print the table of benchmarks/README.md: ratios of medians within one run, in turn.

Run it from the repository's root with the Python of an environment in which kpicheck is installed as a wheel (an
editable install may compile at every start): `python benchmarks/measure.py`. With `--against PYTHON`, the Python of
another environment, it compares the two versions of kpicheck that are installed there; `--million` adds 1,000,000 rows.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 11
ROWS = {10_000: 11, 100_000: 5}
"""Sizes of submissions, and how many runs each is given."""

MILLION = {1_000_000: 2}
MIB = 2**20 if sys.platform == "darwin" else 2**10
"""What the system counts a process's memory in."""

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
    """That of this process, but for what would bring in code that is not installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}


def spent(command):
    """Seconds that a whole process takes, and its peak of memory in MiB; its output is read and thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, env=environment()) as process:
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss / MIB


def wall(command):
    """Seconds that a whole process takes."""
    return spent(command)[0]


def own_time(command):
    """Seconds that a process says it took."""
    return float(subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(), check=True).stdout)


def paired(measure, left, right, runs=RUNS):
    """The medians of two commands run in turn, and of their ratios pair by pair."""
    measure(left), measure(right)
    pairs = [(measure(left), measure(right)) for _ in range(runs)]
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


def check(python, *words):
    return [python, "-m", "kpicheck", "check", *words]


def alone(folder, sizes):
    """What a run costs beside what it cannot do without."""
    print("| what | median | against | ratio |\n| --- | --- | --- | --- |")
    ours, base, ratio = paired(wall, check(sys.executable, "samples/wuhai-2023.csv"), [sys.executable, "-c", "import typer, rich.table, yaml"])
    print(f"| `kpicheck check` on the sample, cold, piped | {1000 * ours:.0f} ms | `import typer, rich.table, yaml`: {1000 * base:.0f} ms | {ratio:.2f} |")
    targets = str(folder / "thousand.yaml")
    ours, base, ratio = paired(own_time, [sys.executable, "-c", LOAD, targets], [sys.executable, "-c", DRAIN, targets])
    print(f"| loading 1,000 targets | {1000 * ours:.0f} ms | draining libyaml's events of the same file: {1000 * base:.0f} ms | {ratio:.1f} |")
    before = None
    for rows, runs in sizes.items():
        many_rows(folder / "targets.yaml", folder / "rows.csv", rows)
        found = [spent(check(sys.executable, "-t", str(folder / "targets.yaml"), str(folder / "rows.csv"), "-q")) for _ in range(runs)]
        seconds, peak = map(statistics.median, zip(*found, strict=True))
        against, ratio = ("", "") if before is None else (f"{before[0]:,} rows", f"{seconds / before[1]:.1f}")
        print(f"| {rows:,} CSV rows × 50 targets | {seconds:.2f} s, {peak:.0f} MiB | {against} | {ratio} |")
        before = rows, seconds


def compared(folder, sizes, other):
    """What a run costs with the kpicheck of this Python, and with that of the *other*."""
    print("| what | this | other | ratio |\n| --- | --- | --- | --- |")
    ours, theirs, ratio = paired(wall, *(check(python, "samples/wuhai-2023.csv") for python in (sys.executable, other)), runs=3 * RUNS)
    print(f"| `kpicheck check` on the sample, cold, piped | {1000 * ours:.0f} ms | {1000 * theirs:.0f} ms | {ratio:.2f} |")
    ours, theirs, ratio = paired(own_time, *([python, "-c", LOAD, str(folder / "thousand.yaml")] for python in (sys.executable, other)))
    print(f"| loading 1,000 targets | {1000 * ours:.0f} ms | {1000 * theirs:.0f} ms | {ratio:.2f} |")
    for rows, runs in sizes.items():
        many_rows(folder / "targets.yaml", folder / "rows.csv", rows)
        commands = [check(python, "-t", str(folder / "targets.yaml"), str(folder / "rows.csv"), "-q") for python in (sys.executable, other)]
        pairs = [[spent(command) for command in commands] for _ in range(runs)]
        (ours, peak), (theirs, their_peak) = (map(statistics.median, zip(*found, strict=True)) for found in zip(*pairs, strict=True))
        ratio = statistics.median(left[0] / right[0] for left, right in pairs)
        print(f"| {rows:,} CSV rows × 50 targets | {ours:.2f} s, {peak:.0f} MiB | {theirs:.2f} s, {their_peak:.0f} MiB | {ratio:.2f} |")


def main():
    parser = argparse.ArgumentParser(description="Measure kpicheck: ratios within one run.")
    parser.add_argument("--against", metavar="PYTHON", help="the Python of an environment with another version of kpicheck")
    parser.add_argument("--million", action="store_true", help="1,000,000 rows as well; this takes minutes")
    chosen = parser.parse_args()
    sizes = {**ROWS, **(MILLION if chosen.million else {})}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        thousand_targets(folder / "thousand.yaml")
        if chosen.against is None:
            alone(folder, sizes)
        else:
            compared(folder, sizes, chosen.against)


if __name__ == "__main__":
    main()
