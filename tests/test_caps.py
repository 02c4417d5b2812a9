"""Every cap on what is read: at the cap a file is read, one beyond it is refused for what it is, at its place."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from conftest import ROOT
from kpicheck import files, nodes
from kpicheck.files import MAX_FIELD, read_bytes, within_limit
from kpicheck.nodes import builder, mistakes
from kpicheck.problem import KpiCheckError
from kpicheck.sources import MAX_PROBLEMS, json_records, read_source, separated


def reported(text, path):
    """The problems of a submission as `code place`."""
    try:
        problems = read_source(path, text.encode()).problems
    except KpiCheckError as error:
        problems = error.problems
    return [f"{found.code} {found.place}" for found in problems]


def reported_of_nodes(text):
    return [f"{found.code} {found.place}" for found in nodes.read(text.encode(), "t.yaml").problems]


def counted(problems):
    return Counter(found.partition(" ")[0] for found in problems)


class TestAFieldOrAScalar:
    @pytest.mark.parametrize(
        ("path", "text", "place"),
        [
            ("s.csv", "指标,数值\nfdi,{}\n", "s.csv:2"),
            ("s.csv", '指标,数值\nfdi,"{}"\n', "s.csv:2"),
            ("s.tsv", "指标\t数值\nfdi\t{}\n", "s.tsv:2"),
            ("s.json", '{{"fdi": {}}}', "s.json#/fdi"),
            ("s.json", '{{"fdi": "{}"}}', "s.json#/fdi"),
            ("s.json", '[{{"指标": "a", "数值": {}}}]', "s.json#/0/数值"),
            ("s.json", '{{"a": {{"{}": 1}}}}', "s.json#/a"),
            ("s.yaml", "fdi: {}\n", "s.yaml:1:6"),
            ("s.yaml", "fdi: '{}'\n", "s.yaml:1:7"),
            ("s.yaml", "? {}\n: 1\n", "s.yaml:1:3"),
            ("s.yaml", "- 指标: a\n  数值: 1\n  备注: |\n    {}", "s.yaml:3:7"),
        ],
    )
    def test_of_a_submission_has_so_many_characters(self, path, text, place):
        assert reported(text.format("9" * MAX_FIELD), path) == []
        assert reported(text.format("9" * (MAX_FIELD + 1)), path) == [f"field-too-long {place}"]

    def test_of_a_targets_file_has_so_many_characters(self):
        text = "a: {0}\nb: [{0}, x]\nc: {{{1}: 1}}\n"
        longest, longer = "9" * MAX_FIELD, "9" * (MAX_FIELD + 1)
        assert reported_of_nodes(text.format(longest, "k")) == []
        found = nodes.read(text.format(longer, "k").encode(), "t.yaml")
        assert [f"{each.code} {each.place}" for each in found.problems] == [
            "field-too-long t.yaml:1:4", "field-too-long t.yaml:2:5",
        ]  # fmt: skip
        assert [key.text for key, _ in found.root.entries] == ["b", "c"]
        assert not found.root.whole


class TestAFile:
    def test_has_so_many_bytes(self, monkeypatch, tmp_path):
        monkeypatch.setattr(files, "MAX_BYTES", 2**20)
        (tmp_path / "a").write_bytes(b"a" * 2**20)
        (tmp_path / "b").write_bytes(b"a" * (2**20 + 1))
        assert len(read_bytes(str(tmp_path / "a"))) == len(within_limit(b"a" * 2**20, "-")) == 2**20
        for refused in (lambda: read_bytes(str(tmp_path / "b")), lambda: within_limit(b"a" * (2**20 + 1), "-")):
            with pytest.raises(KpiCheckError) as caught:
                refused()
            assert [dict(found.arguments) for found in caught.value.problems] == [{"limit": 1, "why": "bytes"}]

    def test_of_yaml_has_so_many_characters(self):
        assert reported_of_nodes("#" * nodes.MAX_BYTES) == []
        assert reported_of_nodes("#" * (nodes.MAX_BYTES + 1)) == ["too-large t.yaml"]

    def test_is_so_deep(self):
        for limit, open_, close in ((builder.MAX_DEPTH, "[", "]"), (builder.MAX_DEPTH, "{a: ", "}")):
            assert reported_of_nodes(open_ * limit + "x" * (open_ != "[") + close * limit) == []
            assert counted(reported_of_nodes(open_ * (limit + 1) + close * (limit + 1))) == {"too-deep": 1}
        limit = json_records.MAX_DEPTH
        assert counted(reported("[" * (limit + 1) + "]" * (limit + 1), "s.json")) == {"not-a-figure": 1}
        assert counted(reported("[" * (limit + 2) + "]" * (limit + 2), "s.json")) == {"too-deep": 1}

    def test_has_so_many_columns(self):
        wide = "指标,数值" + "," * (separated.MAX_COLUMNS - 2)
        assert reported(f"{wide}\n", "s.csv") == []
        assert reported(f"{wide},\n", "s.csv") == ["too-many-columns s.csv:1"]


class TestProblems:
    def test_of_lines_that_no_text_has_are_the_first_hundred(self):
        for char, code in (("\0", "nul-character"), ("\ufffd", "replacement-character")):
            for count in (separated.MAX_SPOILT, separated.MAX_SPOILT + 1):
                text = "指标,数值\n" + f"{char},1\n" * count
                assert counted(reported(text, "s.csv")) == {code: separated.MAX_SPOILT}

    @pytest.mark.parametrize(
        ("path", "head", "bad", "code"),
        [
            ("s.csv", "指标,数值\n", "a\n", "ragged-row"),
            ("s.csv", "指标,数值\n", 'a,5"\n', "bad-quote"),
            ("s.json", "[", "[],", "not-a-figure"),
            ("s.yaml", "", "- []\n", "not-a-figure"),
        ],
    )
    def test_of_a_submission_are_so_many(self, path, head, bad, code):
        end = '{"指标": "a", "数值": 1}]' if path == "s.json" else ""
        last = MAX_PROBLEMS - 1 if path == "s.csv" else MAX_PROBLEMS
        assert counted(reported(head + bad * last + end, path)) == {code: last}
        assert counted(reported(head + bad * (last + 1) + end, path)) == {code: MAX_PROBLEMS, "too-many-problems": 1}

    def test_of_a_json_document_are_so_many_whoever_finds_them(self):
        for item in ('"a": 1,', '"\\ud800": 1,'):
            assert len(reported("{" + item * 300 + '"z": 1}', "s.json")) == MAX_PROBLEMS + 1

    def test_of_a_header_are_so_many_and_only_the_first_unknown_columns_are_likened_to_known_ones(self):
        for count in (20, 21):
            source = read_source("s.csv", ("指标,数值," + ",".join(f"unit{i}" for i in range(count)) + "\n").encode())
            assert [dict(found.arguments)["close"] for found in source.problems] == ["unit"] * 20 + [""] * (count - 20)
        assert len(reported("指标,数值," + ",".join(f"c{i}" for i in range(MAX_PROBLEMS - 1)), "s.csv")) == MAX_PROBLEMS - 1
        assert len(reported("指标,数值," + ",".join(f"c{i}" for i in range(1_000)), "s.csv")) == MAX_PROBLEMS + 1
        assert len(reported(",".join(["x"] * 1_000), "s.csv")) == MAX_PROBLEMS

    def test_of_a_targets_file_are_so_many(self):
        aliases = "".join(f"k{i}: *x\n" for i in range(builder.MAX_PROBLEMS))
        assert counted(reported_of_nodes(aliases)) == {"alias": builder.MAX_PROBLEMS, "too-many-problems": 1}
        assert counted(reported_of_nodes(aliases.partition("\n")[2])) == {"alias": builder.MAX_PROBLEMS - 1}
        assert counted(reported_of_nodes(f"{aliases}more: *x\n")) == {"alias": builder.MAX_PROBLEMS, "too-many-problems": 1}

    def test_of_hidden_characters_are_the_first_hundred(self):
        for count in (mistakes.MAX_HIDDEN, mistakes.MAX_HIDDEN + 1):
            assert counted(reported_of_nodes("# \0\n" * count)) == {"invisible-character": mistakes.MAX_HIDDEN}


SIZE = 16 * 2**20
LONG = [
    # a document of one text, all but as long as a YAML file may be, and what is said of it
    ("a.yaml", "a: {}", "9", "field-too-long: a field"),
    ("a.yaml", 'a: "{}"', "9\n", "field-too-long: a field"),
    ("a.yaml", "a: 😀{}", "9", "field-too-long: a field"),
    ("a.yaml", "? {}\n: 1", "9", "field-too-long: a field"),
    ("a.yaml", 'a: "{}', "9", "yaml-syntax: this quote"),
    ("a.yaml", 'a: "{}', "\t\n", "yaml-syntax: this quote"),
    ("a.json", '{{"a": {}}}', "9", "field-too-long: a field"),
    ("a.json", '{{"a": "😀{}"}}', "9", "field-too-long: a field"),
    ("a.json", '{{"a": "{}"}}', "\\u0041", "field-too-long: a field"),
    ("a.json", '{{"{}": 1}}', "9", "field-too-long: a field"),
    ("a.csv", "指标,数值\na,{}", "9", "field-too-long: a field"),
    ("a.csv", '指标,数值\na,"{}', "9\n", "bad-quote: the quote"),
]


@pytest.mark.parametrize(("name", "document", "repeated", "expected"), LONG)
def test_a_document_of_one_long_text_is_refused_within_the_limits_of_memory(name, document, repeated, expected, tmp_path):
    pytest.importorskip("resource", reason="limits are those of POSIX")
    text = document.format(repeated * ((SIZE - 100) // len(repeated)))
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "targets.yaml").write_text("kpicheck: 1\nperiod: 2023\ntargets:\n  a: {target: 5元}\n", encoding="utf-8")
    report = tmp_path / "usage.json"
    launcher = [sys.executable, "-I", "-S", Path(__file__).with_name("limited.py"), report]
    done = subprocess.run(
        [*launcher, sys.executable, "-m", "kpicheck", "check", name], cwd=tmp_path, capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "LANG": "en_US.UTF-8"},
    )  # fmt: skip
    usage = json.loads(report.read_text())
    assert usage["exit"] == 3
    assert usage["peak"] < 256 * 2**20
    assert expected in done.stderr.decode()
