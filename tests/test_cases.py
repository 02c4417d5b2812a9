"""The corpus of bad and tricky inputs: every defect is told for what it is, where it is, within the limits of memory."""

import collections
import csv
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import DATA, ROOT
from corpus import ALL, CASES, FORMULA_HOSTS, HOSTS, RECIPES, TARGETS, original, placed, read, same, transplanted, write
from kpicheck.cli import run
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


class TestTheTable:
    def test_every_case_of_the_index_stands_in_it_once(self):
        assert [case.case for case in ALL] == [case for case, _ in INDEX]

    @pytest.mark.skipif(not SHARED.exists(), reason="the collection stands beside a checkout only where it was made")
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
            assert not any((case.text, case.code, case.place, case.also, case.exit, case.mended, case.accepted))
            return
        assert case.name in HOSTS
        assert case.exit in {"0", "3", "4"}
        assert case.accepted or (case.code and case.mended)
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
    return [pytest.param(case, marks=pytest.mark.slow) if case.case == MANY_KEYS else case for case in cases]


class TestTransplanted:
    @pytest.mark.parametrize("case", slow_where_many(CASES), **BY_CASE)
    def test_a_defect_is_told_at_its_place_and_alone(self, case, tmp_path):
        found, value = read_back(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        own = [f"{case.code}@{case.place}"] if case.code else []
        apart = [word for word in case.also.split() if "@" not in word]
        rest = found - collections.Counter([*own, *(word for word in case.also.split() if "@" in word)])
        assert all(found[each] for each in own), found
        assert {each.partition("@")[0] for each in rest} == set(apart), found
        if case.accepted:
            assert value is not None
            assert same(value, case.accepted), value

    @pytest.mark.parametrize("case", [case for case in CASES if case.mended], **BY_CASE)
    def test_its_mended_twin_is_clean(self, case, tmp_path):
        found, value = read_back(tmp_path, case.name, transplanted(case.name, case.mended))
        assert not found
        assert value is not None

    @pytest.mark.parametrize("case", slow_where_many(CASES), **BY_CASE)
    def test_the_command_ends_as_documented(self, case, tmp_path, monkeypatch, capfd):
        files = write(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        monkeypatch.chdir(tmp_path)
        code = run(list(files.command))
        out, err = capfd.readouterr()
        check_told(case, code, out, err)

    @pytest.mark.parametrize("case", [case for case in CASES if case.mended], **BY_CASE)
    def test_the_command_has_nothing_to_say_of_the_mended_twin(self, case, tmp_path, monkeypatch, capfd):
        files = write(tmp_path, case.name, transplanted(case.name, case.mended))
        monkeypatch.chdir(tmp_path)
        assert run([word for word in files.command if word != "-vv"]) == 0  # an earlier year's figure is a note
        assert capfd.readouterr().err == ""


def check_told(case, code, out, err):
    """The exit code of the row, its code among what was said, and nothing that moves a terminal's cursor."""
    assert code == int(case.exit), err
    assert case.code in err or (case.exit == "0" and f":{case.place}\n" in out)  # a note stands in the evidence
    assert not [char for char in out + err if unicodedata.category(char) in {"Cc", "Cf"} and char != "\n"]


@pytest.fixture(scope="module")
def peaks():
    """The largest processes, for whoever asks with -s."""
    found = []
    yield found
    for peak, seconds, case in sorted(found, reverse=True)[:5]:
        print(f"\n{peak / 2**20:.0f} MiB, {seconds:.2f} s: {case}", end="")


@pytest.fixture
def limited(tmp_path, peaks):
    """Run kpicheck in a process of its own, under limits: exit code, output, complaints."""
    pytest.importorskip("resource", reason="limits are those of POSIX")

    def kpicheck(case, *arguments):
        report = tmp_path / "usage.json"
        launcher = [sys.executable, "-I", "-S", Path(__file__).with_name("limited.py"), report]
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
        done = subprocess.run(
            [*launcher, sys.executable, "-m", "kpicheck", *arguments], cwd=tmp_path, capture_output=True, check=False,
            env={**kept, "PYTHONPATH": str(ROOT / "src"), "LANG": "en_US.UTF-8"},
        )  # fmt: skip
        usage = json.loads(report.read_text())
        peaks.append((usage["peak"], usage["seconds"], case))
        assert usage["peak"] < PEAK
        err = done.stderr.decode("utf-8")
        assert "Traceback" not in err
        return usage["exit"], done.stdout.decode("utf-8"), err

    return kpicheck


@pytest.mark.slow
class TestInAProcessOfItsOwn:
    @pytest.mark.parametrize("case", CASES, **BY_CASE)
    def test_a_transplanted_defect(self, case, tmp_path, limited):
        files = write(tmp_path, case.name, transplanted(case.name, case.text, case.encoding))
        check_told(case, *limited(case.case, *files.command))

    @pytest.mark.parametrize(("case", "kind"), INDEX, ids=[case for case, _ in INDEX])
    def test_an_original_as_it_is(self, case, kind, tmp_path, limited):
        (tmp_path / "targets.yaml").write_text(TARGETS, "utf-8")
        command, documented = COMMANDS[kind]
        subject = original(case)
        if kind in {"yaml", "csv", "json"}:
            subject = f"original.{kind}"
            (tmp_path / subject).write_bytes(original(case))
        code, out, err = limited(f"{case} as it is", *command, subject)
        assert code in documented
        assert "\x1b" not in out + err
        assert err or code == 0

    def test_markup_and_escapes_are_text_on_a_coloured_terminal_too(self, tmp_path, limited):
        for case in [case for case in CASES if case.case in {"csv/043-rich-markup.csv", "csv/044-ansi.csv"}]:
            files = write(tmp_path, case.name, transplanted(case.name, case.text))
            code, out, err = limited(case.case, *files.command, "--color", "always")
            assert code == int(case.exit)
            assert case.code in err
            assert "[/nope]" in out or case.case == "csv/044-ansi.csv"
            assert "\x1b[2J" not in out + err


@pytest.mark.parametrize("host", FORMULA_HOSTS)
def test_the_hosts_of_formulas_are_valid_themselves(host, tmp_path):
    assert read_back(tmp_path, host, transplanted(host, "c + 1")) == (collections.Counter(), "6")
