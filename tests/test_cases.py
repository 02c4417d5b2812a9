"""The corpus of bad and tricky inputs: every defect is reported for what it is, where it is, within the limits of memory.

Every case is run in the tests' own process. Those that are large, and a fifth of the others, which chance chooses anew
each time, are run once more, each in a process of its own under limits; CORPUS_SEED in the environment repeats a choice.
"""

import collections
import csv
import json
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from command import PROCESS, Done, environment, kpicheck
from conftest import DATA, ROOT
from corpus import ALL, CASES, FORMULA_HOSTS, HOSTS, RECIPES, TARGETS, original, placed, read, same, transplanted, write
from kpicheck.problem import CATALOGUE, KpiCheckError

INDEX = [tuple(row) for row in csv.reader((DATA / "cases_index.csv").read_text(encoding="utf-8").splitlines())][1:]
SHARED = ROOT.parent / "shared" / "cases"
PEAK = 256 * 2**20
BY_CASE = {"ids": lambda each: each.case if hasattr(each, "case") else each}
MANY_KEYS = "yaml/078-many-keys.yaml"
COMMANDS = {
    "yaml": (("lint",), {0, 3}),
    "csv": (("check", "-t", "targets.yaml", "-vv"), {0, 1, 3, 4, 5}),
    "json": (("check", "-t", "targets.yaml", "-vv"), {0, 1, 3, 4, 5}),
    "number": (("eval", "--"), {0, 4}),
    "unit": (("eval", "--"), {0, 4}),
    "formula": (("eval", "--"), {0, 4}),
}
"""The command that an original of each kind is given to, and the exit codes that are documented for it."""

SEED = int(os.environ.get("CORPUS_SEED") or random.SystemRandom().randrange(10**6))


def in_processes(cases, name):
    """The cases that are run in processes of their own: all large ones, and one in five of the others."""
    others = [case for case in cases if name(case) not in RECIPES]
    return [case for case in cases if name(case) in RECIPES] + random.Random(SEED).sample(others, -(-len(others) // 5))


class TestTheTable:
    def test_every_case_of_the_index_is_in_it_once(self):
        assert [case.case for case in ALL] == [case for case, _ in INDEX]

    @pytest.mark.skipif(not SHARED.exists(), reason="the collection is beside a checkout only where it was made")
    def test_index_and_originals_are_those_of_the_collection(self):
        with (SHARED / "index.csv").open(encoding="utf-8", newline="") as file:
            collected = [(row["file"], row["kind"]) for row in csv.DictReader(file)]
        assert [row for row in collected if row[1] in COMMANDS] == INDEX
        assert all(original(case) == (SHARED / case).read_bytes() for case, _ in INDEX)

    def test_every_original_is_kept_or_made(self):
        kept = {path.relative_to(DATA / "cases").as_posix() for path in (DATA / "cases").rglob("*.*")}
        assert kept | RECIPES.keys() == {case for case, _ in INDEX}
        assert not kept & RECIPES.keys()

    @pytest.mark.parametrize("case", ALL, **BY_CASE)
    def test_a_row_says_all_that_is_to_be_tested(self, case):
        if case.host == "waiting":
            assert case.note
            assert not any((case.text, case.code, case.place, case.also, case.exit, case.fixed, case.accepted))
            return
        assert case.name in HOSTS
        assert case.exit in {"0", "3", "4"}
        assert case.accepted or (case.code and case.fixed)
        assert not case.code or case.code in CATALOGUE


def read_back(folder, host, data):
    """The problems as `code@place`, and the value; None where the file is refused."""
    write(folder, host, data)
    try:
        problems, value = read(folder, host)
    except KpiCheckError as error:
        problems, value = error.problems, None
    return collections.Counter(map(placed, problems)), value


def slow_where_many(cases):
    marks = (pytest.mark.slow, pytest.mark.no_cover)
    return [pytest.param(case, marks=marks) if case.case == MANY_KEYS else case for case in cases]


class TestTransplanted:
    @pytest.mark.parametrize("case", slow_where_many(CASES), **BY_CASE)
    def test_a_defect_is_reported_at_its_place_and_alone(self, case, tmp_path):
        found, value = read_back(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        own = [f"{case.code}@{case.place}"] if case.code else []
        apart = [word for word in case.also.split() if "@" not in word]
        rest = found - collections.Counter([*own, *(word for word in case.also.split() if "@" in word)])
        assert all(found[each] for each in own), found
        assert {each.partition("@")[0] for each in rest} == set(apart), found
        if case.accepted:
            assert value is not None
            assert same(value, case.accepted), value

    @pytest.mark.parametrize("case", [case for case in CASES if case.fixed], **BY_CASE)
    def test_its_fixed_one_is_clean(self, case, tmp_path):
        found, value = read_back(tmp_path, case.name, transplanted(case.name, case.fixed))
        assert not found
        assert value is not None

    @pytest.mark.parametrize("case", [case for case in CASES if case.case not in RECIPES], **BY_CASE)
    def test_the_command_ends_as_documented(self, case, tmp_path):
        files = write(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        check_defect(case, kpicheck(*files.command, cwd=tmp_path))

    @pytest.mark.parametrize("case", [case for case in CASES if case.fixed], **BY_CASE)
    def test_the_command_has_nothing_to_say_of_the_fixed_one(self, case, tmp_path):
        files = write(tmp_path, case.name, transplanted(case.name, case.fixed))
        done = kpicheck(*(word for word in files.command if word != "-vv"), cwd=tmp_path)  # an earlier year's figure is a note
        assert (done.code, done.err) == (0, "")

    @pytest.mark.parametrize("case", [case for case in CASES if case.case in {"csv/043-rich-markup.csv", "csv/044-ansi.csv"}], **BY_CASE)
    def test_markup_and_escapes_are_text_on_a_coloured_terminal_too(self, case, tmp_path):
        files = write(tmp_path, case.name, transplanted(case.name, case.text))
        done = kpicheck(*files.command, "--color", "always", cwd=tmp_path)
        assert done.code == int(case.exit)
        assert case.code in done.err
        assert "[/nope]" in done.out or case.case == "csv/044-ansi.csv"
        assert "\x1b[2J" not in done.out + done.err


def check_defect(case, done):
    """The exit code of the row, its code among what is printed, and nothing that moves a terminal's cursor."""
    assert done.code == int(case.exit), done.err
    assert case.code in done.err or (case.exit == "0" and f":{case.place}\n" in done.out)  # a note is in the evidence
    assert not [char for char in done.out + done.err if unicodedata.category(char) in {"Cc", "Cf"} and char != "\n"]


def write_original(folder, case, kind):
    """The original of *case* in *folder*, and the command that reads it."""
    (folder / "targets.yaml").write_text(TARGETS, "utf-8")
    if kind not in {"yaml", "csv", "json"}:
        return (*COMMANDS[kind][0], original(case))
    (folder / f"original.{kind}").write_bytes(original(case))
    return (*COMMANDS[kind][0], f"original.{kind}")


def check_original(kind, done):
    """A documented exit code, and a complaint where it is not 0."""
    assert done.code in COMMANDS[kind][1]
    assert "\x1b" not in done.out + done.err
    assert done.err or done.code == 0


@pytest.mark.parametrize(("case", "kind"), [row for row in INDEX if row[0] not in RECIPES], ids=lambda each: each)
def test_an_original_as_it_is(case, kind, tmp_path):
    check_original(kind, kpicheck(*write_original(tmp_path, case, kind), cwd=tmp_path))


@pytest.fixture(scope="module")
def peaks():
    """The largest processes, for whoever asks with -s."""
    found = []
    yield found
    for peak, seconds, case in sorted(found, reverse=True)[:5]:
        print(f"\n{peak / 2**20:.0f} MiB, {seconds:.2f} s: {case}", end="")


def under_limits(folder, *command):
    """Run a command in a process of its own under limits: what it printed, and what it used."""
    pytest.importorskip("resource", reason="limits are those of POSIX")
    report = folder / "usage.json"
    launcher = (sys.executable, "-I", "-S", Path(__file__).with_name("limited.py"), report)
    done = subprocess.run([*launcher, *command], cwd=folder, capture_output=True, check=False, env=environment())
    usage = json.loads(report.read_text())
    return Done(usage["exit"], done.stdout.decode("utf-8"), done.stderr.decode("utf-8")), usage


@pytest.fixture
def limited(tmp_path, peaks):
    """Run kpicheck in a process of its own, which is never large."""

    def run(case, *arguments):
        print(f"CORPUS_SEED={SEED} chooses this case again")  # pytest shows it where the test fails
        done, usage = under_limits(tmp_path, *PROCESS, *arguments)
        peaks.append((usage["peak"], usage["seconds"], case))
        assert usage["peak"] < PEAK
        assert "Traceback" not in done.err
        return done

    return run


@pytest.mark.slow
class TestInAProcessOfItsOwn:
    @pytest.mark.parametrize("case", in_processes(CASES, lambda case: case.case), **BY_CASE)
    def test_a_transplanted_defect(self, case, tmp_path, limited):
        files = write(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        check_defect(case, limited(case.case, *files.command))

    @pytest.mark.parametrize(("case", "kind"), in_processes(INDEX, lambda row: row[0]), ids=lambda each: each)
    def test_an_original_as_it_is(self, case, kind, tmp_path, limited):
        check_original(kind, limited(f"{case} as it is", *write_original(tmp_path, case, kind)))

    def test_one_that_is_too_large_is_seen_and_one_far_too_large_is_stopped(self, tmp_path):
        _, usage = under_limits(tmp_path, sys.executable, "-c", f"b'x' * {PEAK}")
        assert usage["exit"] == 0
        assert usage["peak"] > PEAK
        done, _ = under_limits(tmp_path, sys.executable, "-c", "b'x' * 2**30")
        assert done.err.endswith("MemoryError\n")


@pytest.mark.parametrize("host", FORMULA_HOSTS)
def test_the_hosts_of_formulas_are_valid_themselves(host, tmp_path):
    assert read_back(tmp_path, host, transplanted(host, "c + 1")) == (collections.Counter(), "6")
