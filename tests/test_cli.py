"""The commands as a user meets them: what is printed where, and every exit code. `test_process.py` has what needs a process."""

import contextlib
import json
import os
import re
from pathlib import Path
from typing import get_args
from unittest import mock

import pytest
from typer.main import get_command

from command import ESCAPES, ROWS, SCREEN, kpicheck, write_folder
from kpicheck.cli import InputFormat, app
from kpicheck.formats.layout import display_width
from kpicheck.formula.functions import RESERVED
from kpicheck.sources import FORMATS as SOURCE_FORMATS
from kpicheck.targets.schema import ENTRIES
from kpicheck.wording import help_entry


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path)


def submit(folder, text, *arguments, **more):
    (folder / "s.csv").write_text(ROWS + text, "utf-8")
    return kpicheck("check", "s.csv", *arguments, cwd=folder, **more)


class TestExitCodes:
    def test_0_all_is_met(self, folder):
        assert kpicheck("check", "ok.csv", cwd=folder).code == 0

    def test_1_a_target_failed(self, folder):
        assert submit(folder, "a,2023,4\nb,2023,1\n").code == 1

    def test_1_goes_before_4(self, folder):
        assert submit(folder, "a,2023,4\n").code == 1

    @pytest.mark.parametrize(
        ("arguments", "message", "command"),
        [
            (["check", "--bogus"], "No such option: --bogus", "kpicheck check"),
            (["--bogus"], "No such option: --bogus", "kpicheck"),
            (["bogus"], "No such command 'bogus'.", "kpicheck"),
            (["parse"], "Missing argument 'TEXT...'.", "kpicheck parse"),
            (["check", "--only"], "Option '--only' requires an argument.", "kpicheck"),  # Typer's parser does not say of which command
            (["help", "units", "more\x1b[2J"], "Got unexpected extra argument", "kpicheck help"),
        ],
    )  # fmt: skip
    def test_2_wrong_usage(self, arguments, message, command):
        done = kpicheck(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"kpicheck: {message}")
        assert done.err.endswith(f"\n  hint: {command} --help\n")
        assert "\x1b" not in done.err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["check", "--bogus"], "没有选项 --bogus"), (["bogus"], "没有命令 bogus"), (["parse"], "缺少参数 TEXT..."),
            (["check", "--only"], "选项 --only 后面要有一个值"), (["check", "--strict=1"], "选项 --strict 不带值"),
            (["check", "--color", "red"], "--color 的值不能是“red”，只能是 'auto', 'always', 'never'"),
            (["help", "units", "more"], "多余的参数：more"), (["help", "units", "a", "b{x}"], "多余的参数：a b{x}"),
        ],
    )  # fmt: skip
    def test_2_wrong_usage_in_chinese(self, arguments, message):
        done = kpicheck(*arguments, LC_ALL="zh_CN.UTF-8")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"kpicheck: {message}\n  提示：kpicheck")

    def test_2_wrong_usage_is_told_in_the_language_that_was_asked_for(self):
        assert kpicheck("check", "--lang", "zh", "--color", "red").err.startswith("kpicheck: --color 的值不能是")

    @pytest.mark.parametrize(
        ("arguments", "message", "hint"),
        [
            (["check", "--perod", "2023"], "No such option: --perod", "did you mean --period?"),
            (["check", "--bogus"], "No such option: --bogus", "kpicheck check --help"), (["check", "-x"], "No such option: -x", "kpicheck check --help"),
            (["chek"], "No such command 'chek'.", "did you mean check?"), (["paint"], "No such command 'paint'.", "kpicheck --help"),
            (["--verison"], "No such option: --verison", "did you mean --version?"),
        ],
    )  # fmt: skip
    def test_2_what_was_probably_meant_is_a_likeness(self, arguments, message, hint):
        assert kpicheck(*arguments) == (2, "", f"kpicheck: {message}\n  hint: {hint}\n")

    def test_2_no_command(self):
        assert kpicheck().code == 2

    def test_2_no_submission(self, folder):
        done = kpicheck("check", cwd=folder)
        assert done.code == 2
        assert done.err.startswith("no-submission: ")

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["--period", "x"], "--period: bad-period"), (["--as-of", "2023-02-30"], "--as-of: bad-"),
            (["--only", "entity:x"], "bad-only"), (["--only", "nope"], "unknown-selection"),
            (["--only", "a", "--only", "tag:nope"], "unknown-selection"), (["--only", "section:"], "unknown-selection: section: selects no target"),
            (["--only", "tag:"], "unknown-selection"), (["--only", ""], "unknown-selection"), (["-o", "x.docx"], "unknown-output"),
            (["-o", "-", "--format", "json"], "two-to-stdout"), (["-o", "json=/dev/stdout", "-o", "-"], "two-to-stdout"),
            (["-o", "json="], "unknown-output: json= names no file to write to\n"), (["-o", ""], "unknown-output"),
            (["--encoding", "utf9"], "--encoding: unknown-encoding: "), (["--color", "red"], "kpicheck: "),
            (["--from", "xlsx"], "kpicheck: "), (["--lang", "fr"], "kpicheck: "),
        ],
    )  # fmt: skip
    def test_2_what_cannot_be_asked_for(self, folder, arguments, code):
        done = kpicheck("check", "ok.csv", *arguments, cwd=folder)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(code)

    @pytest.mark.parametrize("arguments", [["check", "."], ["lint", "."], ["check", "ok.csv", "-t", "."]])
    def test_3_a_folder_is_answered_alike_whatever_was_to_be_in_it(self, folder, arguments):
        done = kpicheck(*arguments, cwd=folder)
        assert (done.code, done.err) == (3, ".: file-unreadable: . is a folder\n  hint: name the files in it\n")

    @pytest.mark.parametrize("path", ["absent.csv", ".", "no/such/folder.csv", "dangling.csv"])
    def test_3_a_submission_that_cannot_be_read(self, folder, path):
        (folder / "dangling.csv").symlink_to("nowhere.csv")
        done = kpicheck("check", path, cwd=folder)
        assert (done.code, done.out) == (3, "")
        assert f"{path}: file-" in done.err

    def test_3_a_broken_submission(self, folder):
        assert submit(folder, 'a,2023,"5\n').code == 3

    def test_3_an_absent_targets_file(self, tmp_path):
        done = kpicheck("check", "s.csv", cwd=tmp_path)
        assert done.code == 3
        assert done.err.startswith("targets.yaml: file-absent: ")

    def test_3_a_broken_targets_file(self, folder):
        (folder / "targets.yaml").write_text("kpicheck: 1\ntargets:\n  a: {target: >5}\n", "utf-8")
        assert kpicheck("check", "ok.csv", cwd=folder).code == 3

    def test_4_a_figure_is_missing(self, folder):
        assert submit(folder, "a,2023,5\n").code == 4

    def test_4_a_figure_is_refused(self, folder):
        assert submit(folder, "a,2023,5\nb,2023,1\na,2022,zz\n").code == 4

    def test_5_nothing_is_judged(self, folder):
        done = submit(folder, "a,2022,5\n", "--as-of", "2022", "--strict")
        assert done.code in {4, 5}
        assert submit(folder, "a,2022-01,5\n", "--as-of", "2022").code == 5

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
    @pytest.mark.parametrize(
        "arguments",
        [["check", "ok.csv"], ["check", "ok.csv", "--format", "json"], ["parse", "5家"], ["lint"], ["eval", "1 + 1"],
         ["help", "units"], ["--help"], ["check", "--help"], ["--version"]],
    )  # fmt: skip
    def test_6_the_disk_is_full(self, folder, arguments):
        with Path("/dev/full").open("wb") as full:
            done = kpicheck(*arguments, cwd=folder, stdout=full)
        assert done.code == 6
        assert "output-failed: standard output could not be written: No space left on device" in done.err
        assert len(done.err.splitlines()) == 2

    @pytest.mark.parametrize("path", ["no/such/folder.json", "taken.json"])
    def test_6_an_output_that_cannot_be_written(self, folder, path):
        (folder / "taken.json").mkdir()
        before = sorted(folder.iterdir())
        done = kpicheck("check", "ok.csv", "-o", path, cwd=folder)
        assert done.code == 6
        assert f"{path}: output-failed: " in done.err
        assert done.out  # the table all the same
        assert sorted(folder.iterdir()) == before  # and no half-written file

    @pytest.mark.parametrize(("lang", "message"), [("en_US.UTF-8", "there is not enough memory for this run"), ("zh_CN.UTF-8", "内存不足，无法完成本次运行")])
    @pytest.mark.parametrize("function", ["evaluate", "write", "read_submission"])
    def test_71_out_of_memory_is_no_bug(self, folder, function, lang, message):
        with mock.patch(f"kpicheck.cli.check.{function}", side_effect=MemoryError):
            done = kpicheck("check", "ok.csv", cwd=folder, LANG=lang)
        assert (done.code, done.out) == (71, "")
        assert done.err.startswith(f"out-of-memory: {message}\n")

    def test_71_even_where_there_is_no_room_for_the_message(self, folder):
        with mock.patch("kpicheck.cli.check.evaluate", side_effect=MemoryError), mock.patch("kpicheck.cli.print_problems", side_effect=MemoryError):
            assert kpicheck("check", "ok.csv", cwd=folder) == (71, "", "")

    def test_70_in_the_language_of_the_reader(self, folder):
        with mock.patch("kpicheck.cli.check.evaluate", side_effect=ValueError("x")):
            done = kpicheck("check", "ok.csv", cwd=folder, LANG="zh_CN.UTF-8")
        assert (done.code, done.err) == (70, "kpicheck: 内部错误（ValueError: x）\n这是 kpicheck 自身的缺陷，请报告。\n")

    @pytest.mark.parametrize("bug", [ValueError("\x1b[2Jmine"), RecursionError()], ids=repr)
    def test_70_a_bug_of_ours_says_so_without_a_traceback(self, folder, bug):
        with mock.patch("kpicheck.cli.check.evaluate", side_effect=bug):
            done = kpicheck("check", "ok.csv", cwd=folder)
        assert (done.code, done.out) == (70, "")
        assert done.err.startswith(f"kpicheck: internal error ({type(bug).__name__}: ")
        assert "\x1b" not in done.err

    def test_exit_zero_hides_the_verdict_but_json_keeps_it(self, folder):
        done = submit(folder, "a,2023,4\n", "--exit-zero", "--format", "json")
        assert (done.code, json.loads(done.out)["exit_code"]) == (0, 1)

    def test_exit_zero_does_not_hide_a_broken_file(self, folder):
        assert kpicheck("check", "absent.csv", "--exit-zero", cwd=folder).code == 3

    def test_strict_makes_an_unused_figure_count(self, folder):
        text = "a,2023,5\nb,2023,1\nb,2021,1\n"
        assert (submit(folder, text).code, submit(folder, text, "--strict").code) == (0, 4)


class TestClosedStreams:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["check", "failed.csv"], 1), (["check", "ok.csv"], 0), (["parse", "5家", "一批"], 4), (["lint"], 0),
         (["help", "problems"], 0), (["--help"], 0)],
    )  # fmt: skip
    @pytest.mark.parametrize("buffering", [-1, 0])
    def test_a_closed_pipe_ends_quietly_with_the_code_of_the_verdict(self, folder, arguments, code, buffering):
        reader, writer = os.pipe()
        os.close(reader)
        with contextlib.suppress(BrokenPipeError), os.fdopen(writer, "wb", buffering) as pipe:  # when it is closed
            done = kpicheck(*arguments, cwd=folder, stdout=pipe)
        assert done.code == code
        assert "Error" not in done.err
        assert "Exception" not in done.err

    @pytest.mark.parametrize("closed", [["stderr"], ["stdin"], ["stderr", "stdin"]])
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["check", "failed.csv"], 1), (["parse", "一批"], 4), (["check"], 2), (["--bogus"], 2), (["--help"], 0), (["--version"], 0)],
    )
    def test_other_streams_closed_from_the_beginning_change_no_exit_code(self, folder, closed, arguments, code):
        assert kpicheck(*arguments, cwd=folder, closed=closed).code == code

    @pytest.mark.parametrize(
        "arguments",
        [["check", "failed.csv"], ["check", "ok.csv", "--format", "json"], ["lint"], ["parse", "5家"], ["eval", "1 + 1"], ["help"],
         ["help", "units"], ["--help"], ["check", "--help"], ["--version"]],
    )  # fmt: skip
    @pytest.mark.parametrize("closed", [["stdout"], ["stdout", "stdin"]])
    def test_6_a_standard_output_closed_from_the_beginning(self, folder, arguments, closed):
        done = kpicheck(*arguments, cwd=folder, closed=closed)
        assert done.code == 6
        assert done.err.startswith("-: output-failed: standard output could not be written: Bad file descriptor\n")

    @pytest.mark.parametrize(("arguments", "code"), [(["parse", "一批"], 4), (["check", "absent.csv"], 3), (["check"], 2), (["check", "failed.csv", "-q"], 1)])
    def test_a_closed_standard_output_that_was_not_needed_changes_no_exit_code(self, folder, arguments, code):
        assert kpicheck(*arguments, cwd=folder, closed=["stdout"]).code == code

    def test_a_closed_standard_input_is_an_empty_one(self, folder):
        done = kpicheck("check", "-", "--from", "csv", cwd=folder, closed=["stdin"])
        assert (done.code, "empty-file" in done.err) == (3, True)


class TestCheck:
    def test_submissions_of_the_targets_file_are_found_beside_it(self, tmp_path):
        done = kpicheck("check", "-t", str(SCREEN / "targets.yaml"), cwd=tmp_path)
        assert done.code == 1
        assert "rd_growth" in done.out

    def test_a_pipe_gets_the_files_language_and_standard_error_the_readers(self):
        done = kpicheck("check")
        assert done.out == (SCREEN / "plain.zh.txt").read_text("utf-8")
        assert done.err == (
            "figures.csv:12:1: unknown-indicator: no indicator is named hightech; its figures (1) are not used\n"
            "  hint: did you mean high_tech?\n"
        )

    def test_a_row_that_names_no_indicator_is_reported_as_such(self, folder):
        done = submit(folder, "a,2023,5\nb,2023,1\n,2023,7\n")
        assert done.code == 0
        assert done.err == (
            "s.csv:4:1: unknown-indicator: no indicator is named here; such figures (1) are not used\n"
            "  hint: write its name in the indicator column\n"
        )

    @pytest.mark.parametrize("name", ["LANG", "LC_ALL", "LC_MESSAGES"])
    def test_the_locale_decides_for_standard_error(self, name):
        assert "提示：" in kpicheck("check", **{"LANG": "", name: "zh_CN.UTF-8"}).err

    def test_lang_decides_for_both(self):
        done = kpicheck("check", "--lang", "zh")
        assert "未达标" in done.out
        assert "提示：" in done.err

    @pytest.mark.parametrize("name", ["csv", "tsv", "json", "yaml"])
    def test_standard_input_with_its_format(self, folder, name):
        texts = {
            "csv": "indicator,period,value\na,2023,5\nb,2023,1\n", "tsv": "indicator\tperiod\tvalue\na\t2023\t5\nb\t2023\t1\n",
            "json": '{"a": {"2023": 5}, "b": {"2023": 1}}', "yaml": "a: {2023: 5}\nb: {2023: 1}\n",
        }  # fmt: skip
        done = kpicheck("check", "-", "--from", name, cwd=folder, stdin=texts[name].encode())
        assert (done.code, "← -" in done.out) == (0, True)

    def test_every_format_that_a_hint_names_can_be_asked_for(self, folder):
        """And no other: .txt and .yml are suffixes."""
        hint = kpicheck("check", "ok.xyz", cwd=folder).err if (folder / "ok.csv").rename(folder / "ok.xyz") else ""
        named = re.search(r"hint: say --from with one of (.*)\n", hint)[1].split(", ")
        assert named == list(get_args(InputFormat)) == list(SOURCE_FORMATS)
        assert [kpicheck("check", "ok.xyz", "--from", name, cwd=folder).code for name in ("csv", "txt", "yml")] == [0, 2, 2]

    @pytest.mark.parametrize("suffix", ["txt", "TXT", "yml", "YML"])
    def test_a_further_suffix_means_a_format(self, folder, suffix):
        text = "indicator\tperiod\tvalue\na\t2023\t5\nb\t2023\t1\n" if suffix.lower() == "txt" else "a: {2023: 5}\nb: {2023: 1}\n"
        (folder / f"s.{suffix}").write_text(text, "utf-8")
        assert kpicheck("check", f"s.{suffix}", cwd=folder).code == 0

    def test_standard_input_without_its_format_is_refused(self, folder):
        done = kpicheck("check", "-", cwd=folder, stdin=b"a,b\n")
        assert (done.code, "unknown-format" in done.err) == (3, True)

    def test_an_encoding_can_be_forced(self, folder):
        (folder / "g.csv").write_bytes("指标,时期,数值\na,2023,5家\nb,2023,1\n".encode("gb18030"))
        assert kpicheck("check", "g.csv", "--encoding", "gb18030", cwd=folder).code == 0
        assert kpicheck("check", "g.csv", "--encoding", "utf-8", cwd=folder).code == 3

    @pytest.mark.parametrize(
        ("arguments", "codes"),
        [(["check", "s.csv"], (3, 0)), (["lint"], (3, 0)), (["eval", "指标", "s.csv"], (3, 0)), (["eval", "指标", "-t", "targets.yaml", "s.csv"], (3, 0))],
    )
    def test_a_targets_file_that_is_not_utf8_is_read_by_the_encoding_that_its_hint_names(self, folder, arguments, codes):
        (folder / "targets.yaml").write_bytes("kpicheck: 1\nperiod: 2023\ntargets:\n  指标: {unit: 家, target: ≥ 5家}\n".encode("gb18030"))
        (folder / "s.csv").write_bytes("指标,时期,数值\n指标,2023,5家\n".encode("gb18030"))
        without = kpicheck(*arguments, cwd=folder)
        assert "hint: it can be read as gb18030: save the file as UTF-8, or say --encoding gb18030\n" in without.err
        assert (without.code, kpicheck(*arguments, "--encoding", "gb18030", cwd=folder).code) == codes

    def test_a_targets_file_in_utf8_stays_what_it_is_whatever_the_encoding_of_the_submissions(self, folder):
        (folder / "targets.yaml").write_text("kpicheck: 1\nperiod: 2023\ntargets:\n  指标: {unit: 家, target: ≥ 5家}\n", "utf-8")
        (folder / "s.csv").write_bytes("指标,时期,数值\n指标,2023,5家\n".encode("gb18030"))
        assert kpicheck("check", "s.csv", "--encoding", "gb18030", cwd=folder).code == 0
        assert kpicheck("lint", "--encoding", "gb18030", cwd=folder).code == 0

    @pytest.mark.parametrize("broken", [b"\xff\xfe\xfd", b"kpicheck: 2\n"])
    def test_a_targets_file_that_is_wrong_in_every_encoding_is_reported_once(self, folder, broken):
        (folder / "targets.yaml").write_bytes(broken)
        done = kpicheck("lint", "--encoding", "big5", cwd=folder)
        assert done.code == 3
        assert "Traceback" not in done.err

    @pytest.mark.parametrize("command", [["check", "ok.csv"], ["lint"], ["eval", "1"]])
    def test_2_an_encoding_that_is_not_read(self, folder, command):
        done = kpicheck(*command, "--encoding", "utf9", cwd=folder)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("--encoding: unknown-encoding: utf9 is not an encoding that is read\n")

    @pytest.mark.parametrize(("word", "ids"), [("a", ["a"]), ("tag:x", ["a"]), ("section:第一", ["b"])])
    def test_only(self, folder, word, ids):
        done = kpicheck("check", "ok.csv", "--only", word, "--format", "json", cwd=folder)
        document = json.loads(done.out)
        assert [each["target"] for each in document["outcomes"]] == ids
        assert document["accounting"]["used"] == 2  # whatever is selected

    def test_quiet_says_nothing_where_all_is_met(self, folder):
        done = kpicheck("check", "ok.csv", "-q", cwd=folder)
        assert (done.code, done.out, done.err) == (0, "", "")

    @pytest.mark.parametrize(
        ("arguments", "code", "out"),
        [
            (["failed.csv", "-q"], 1, ""), (["failed.csv", "-q", "--exit-zero"], 0, ""), (["missing.csv", "-q"], 4, ""),
            (["failed.csv", "-q", "-o", "r.txt"], 1, ""), (["failed.csv", "-q", "--format", "json"], 1, "{"),
        ],
    )  # fmt: skip
    def test_quiet_gives_the_totals_on_standard_error_where_not_all_is_met(self, folder, arguments, code, out):
        (folder / "missing.csv").write_text(f"{ROWS}a,2023,5\n", "utf-8")
        done = kpicheck("check", *arguments, cwd=folder)
        counts = "2 targets: 1 passed · 1 missing\n1 figure: 1 used\n" if code == 4 else "2 targets: 1 passed · 1 failed\n2 figures: 2 used\n"
        assert (done.code, done.out[:1], done.err) == (code, out, counts)

    def test_quiet_speaks_the_readers_language(self, folder):
        assert "目标" in kpicheck("check", "failed.csv", "-q", "--lang", "zh", cwd=folder).err

    def test_an_output_file_is_written_beside_the_table(self, folder):
        done = kpicheck("check", "ok.csv", "-o", "r.json", "-o", "table=r.out", cwd=folder)
        assert done.code == 0
        assert json.loads((folder / "r.json").read_text("utf-8"))["exit_code"] == 0
        assert (folder / "r.out").read_text("utf-8") == done.out != ""

    @pytest.mark.parametrize("path", ["ok.csv", "targets.yaml", "./ok.csv", "link.csv", "hard.csv", "sub/../ok.csv", "again/ok.csv"])
    @pytest.mark.parametrize("declared", [False, True])
    def test_2_an_output_onto_an_input_however_it_is_spelled(self, folder, path, declared):
        """Before anything is judged: every file is as it was, and nothing is printed."""
        (folder / "link.csv").symlink_to("ok.csv")
        (folder / "hard.csv").hardlink_to(folder / "ok.csv")
        (folder / "sub").mkdir()
        (folder / "again").symlink_to(".")
        if declared:
            (folder / "targets.yaml").write_text('submissions: ["o*.csv"]\n' + (folder / "targets.yaml").read_text("utf-8"), "utf-8")
        before = {each: each.read_bytes() for each in folder.glob("*.*")}
        done = kpicheck("check", *([] if declared else ["failed.csv", "ok.csv"]), "-o", f"json={path}", "-o", "new.json", cwd=folder)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{path}: output-is-input: {path} is ")
        assert done.err.endswith("  hint: write to another file: -o report.json\n")
        assert {each: each.read_bytes() for each in folder.glob("*.*")} == before

    def test_2_an_output_onto_a_broken_input(self, folder):
        """The document of a run that judged nothing is an output as well."""
        (folder / "targets.yaml").write_text("kpicheck: 1\n", "utf-8")
        assert kpicheck("check", "ok.csv", "-o", "json=targets.yaml", cwd=folder).code == 2
        assert (folder / "targets.yaml").read_text("utf-8") == "kpicheck: 1\n"

    @pytest.mark.parametrize(
        ("first", "second", "message"),
        [
            ("a.json", "a.json", "two outputs cannot share a.json"),
            ("a.json", "table=./a.json", "./a.json and a.json are the same file; two outputs cannot share it"),
            ("dangling.json", "table=a.json", "a.json and dangling.json are the same file; two outputs cannot share it"),
            ("old.json", "table=link.txt", "link.txt and old.json are the same file; two outputs cannot share it"),
            ("old.json", "hard.txt", "hard.txt and old.json are the same file; two outputs cannot share it"),
        ],
    )  # fmt: skip
    def test_2_two_outputs_onto_one_file(self, folder, first, second, message):
        (folder / "dangling.json").symlink_to("a.json")
        (folder / "old.json").write_text("old", "utf-8")
        (folder / "link.txt").symlink_to("old.json")
        (folder / "hard.txt").hardlink_to(folder / "old.json")
        done = kpicheck("check", "ok.csv", "-o", first, "-o", second, cwd=folder)
        assert (done.code, done.out) == (2, "")
        assert f"two-to-one-file: {message}\n" in done.err
        assert not (folder / "a.json").exists()
        assert (folder / "old.json").read_text("utf-8") == "old"

    def test_two_outputs_onto_two_files_of_one_name_are_two(self, folder):
        (folder / "sub").mkdir()
        assert kpicheck("check", "ok.csv", "-q", "-o", "a.json", "-o", "sub/a.json", "-o", "b.json", cwd=folder).code == 0
        assert (folder / "a.json").read_bytes() == (folder / "sub" / "a.json").read_bytes()

    def test_two_outputs_may_go_to_the_null_device(self, folder):
        assert kpicheck("check", "ok.csv", "-o", f"json={os.devnull}", "-o", f"table={os.devnull}", cwd=folder).code == 0

    def test_an_output_that_is_a_link_stays_one(self, folder):
        (folder / "real.json").write_text("old", "utf-8")
        (folder / "link.json").symlink_to("real.json")
        assert kpicheck("check", "ok.csv", "-q", "-o", "link.json", cwd=folder).code == 0
        assert (folder / "link.json").is_symlink()
        assert (folder / "real.json").read_text("utf-8").startswith("{")

    def test_json_where_nothing_was_judged(self, folder):
        done = kpicheck("check", "absent.csv", "--format", "json", cwd=folder)
        document = json.loads(done.out)
        assert (done.code, document["exit_code"], document["problems"][0]["code"]) == (3, 3, "file-absent")

    def test_v_adds_the_evidence_of_what_did_not_pass(self):
        done = kpicheck("check", "-v", "--lang", "en")
        assert "= 12,500 万元 / 10,200 万元 - 1" in done.out
        assert "satisfaction/-/2023" not in done.out

    def test_vv_adds_the_evidence_of_everything(self):
        done = kpicheck("check", "-vv", "--lang", "en")
        assert done.out == (SCREEN / "plain.en.txt").read_text("utf-8") + "\n" + (SCREEN / "evidence.en.txt").read_text("utf-8")

    def test_colour_can_be_forced_into_a_pipe(self):
        done = kpicheck("check", "--color", "always")
        assert ESCAPES.sub("", done.out) == (SCREEN / "terminal80.zh.txt").read_text("utf-8") != done.out

    @pytest.mark.parametrize(
        ("environment", "arguments", "painted"),
        [
            ({}, [], False), ({"FORCE_COLOR": "1"}, [], True), ({"FORCE_COLOR": ""}, [], False), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
            ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True), ({"FORCE_COLOR": "1", "TERM": "dumb"}, [], True),
            ({"FORCE_COLOR": "1"}, ["--color", "never"], False), ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ],
    )  # fmt: skip
    def test_the_environment_forces_colours_where_the_command_line_is_silent(self, environment, arguments, painted):
        done = kpicheck("check", *arguments, **environment)
        assert ("\x1b[" in done.out) == painted

    def test_forced_colours_are_no_part_of_a_file_or_of_json(self, folder):
        done = kpicheck("check", "ok.csv", "-o", "r.txt", "--format", "json", cwd=folder, FORCE_COLOR="1")
        assert "\x1b" not in done.out + (folder / "r.txt").read_text("utf-8")

    @pytest.mark.parametrize("command", ["check", "lint", "parse", "eval", "help"])
    def test_help_has_an_example_and_fails_in_no_locale(self, command):
        done = kpicheck(command, "-h", encoding="ascii")
        assert (done.code, f"Example: kpicheck {command}" in done.out) == (0, True)


class TestLint:
    def test_a_clean_file_is_summed_up_in_a_line(self):
        done = kpicheck("lint", "--lang", "en")
        assert (done.code, done.err) == (0, "")
        assert re.fullmatch(r"targets\.yaml: 8 targets, \d+ indicators: no problems\n", done.out)

    def test_the_rounding_step_is_reported(self, folder):
        (folder / "targets.yaml").write_text("kpicheck: 1\nperiod: 2023\ntargets:\n  a: {unit: '%', target: ≥ 5.0%, compare: rounded}\n", "utf-8")
        assert "targets.yaml: a is rounded to 0.1% (half_even) before it is judged\n" in kpicheck("lint", cwd=folder).out

    def test_every_mistake_has_its_place_a_caret_and_a_hint(self, folder):
        (folder / "targets.yaml").write_text("kpicheck: 1\nperiod: 2023\ntargets:\n  a: {unit: 家, tarket: ≥ 5家}\n  b: {unit: 亿家子, target: ≥ 5家}\n", "utf-8")
        done = kpicheck("lint", cwd=folder)
        assert (done.code, done.out) == (3, "")
        places = re.findall(r"(?m)^targets\.yaml:(\d+:\d+): ", done.err)
        assert {"4:16", "5:13"} <= set(places)
        assert "\n              ^^^^^^\n" in done.err

    def test_several_files_and_json(self, folder):
        (folder / "bad.yaml").write_text("kpicheck: 1\n", "utf-8")
        done = kpicheck("lint", "targets.yaml", "bad.yaml", "absent.yaml", "--format", "json", cwd=folder)
        codes = [each["code"] for each in json.loads(done.out)["problems"]]
        assert (done.code, codes[-1]) == (3, "file-absent")


class TestParse:
    def test_a_line_that_a_person_understands(self):
        assert kpicheck("parse", "23%以上", "6%~6.5%").out == "23%以上  →  ≥ 23%\n6%~6.5%  →  6% ~ 6.5%\n"

    @pytest.mark.parametrize(("language", "read"), [("en", "about 4%"), ("zh", "4%左右")])
    def test_a_threshold_is_worded_in_the_readers_language(self, language, read):
        assert kpicheck("parse", "约4%", "--lang", language).out == f"约4%  →  {read}\n"
        assert kpicheck("parse", "约4%", LC_ALL=f"{language}_XX.UTF-8").out == f"约4%  →  {read}\n"

    def test_one_refused_text_does_not_stop_the_others(self):
        done = kpicheck("parse", "23%以上", "一批", "17家")
        assert (done.code, done.out) == (4, "23%以上  →  ≥ 23%\n17家  →  ≥ 17 家\n")
        assert "vague-threshold: " in done.err

    def test_json_is_a_list_in_the_order_of_the_texts(self):
        done = kpicheck("parse", "23%以上", "一批", "--format", "json")
        assert [(each["text"], each["kind"]) for each in json.loads(done.out)] == [("23%以上", "threshold"), ("一批", "refused")]
        assert done.code == 4


class TestEval:
    @pytest.mark.parametrize(
        ("arguments", "out"),
        [
            (["5.7亿元 / 1050户", "--in", "万元/户"], "54.29 万元/户  exact 380/7 万元/户\n"),
            (["1 + 1"], "2  exact 2\n"),
            (["growth(rd_spending)", "figures.csv"], "22.55%  exact 1,150/51 %\n"),
            (["rd_spending", "-t", "targets.yaml", "figures.csv", "--period", "2022", "--in", "亿元"], "1.02 亿元  exact 1.02 亿元\n"),
        ],
    )
    def test_the_value_and_the_exact_one(self, arguments, out):
        done = kpicheck("eval", *arguments)
        assert (done.code, done.out, done.err) == (0, out, "")

    def test_json(self):
        done = kpicheck("eval", "1 / 3", "--format", "json")
        assert json.loads(done.out) == {"type": "quantity", "value": "1/3", "unit": None, "shown": "0.33"} or json.loads(done.out)["value"] == "1/3"

    @pytest.mark.parametrize("expression", ["5 +", "1 / 0", "1家 + 1户", "nope", "growth(nope)"])
    def test_4_what_has_no_value(self, expression):
        assert kpicheck("eval", expression).code == 4

    def test_4_a_unit_of_another_dimension(self):
        assert kpicheck("eval", "1家", "--in", "元").code == 4

    def test_3_a_file_that_is_absent(self):
        assert kpicheck("eval", "1", "absent.csv").code == 3

    def test_a_missing_figure_is_not_blamed_on_an_option_that_eval_does_not_have(self, folder):
        done = kpicheck("eval", "a", "ok.csv", "--period", "2022", cwd=folder)
        assert done.code == 4
        assert done.err.endswith("  hint: submit it, or name a period with figures: --period\n")
        assert "--as-of" not in kpicheck("eval", "--help").out

    def test_2_a_period_that_is_none_names_its_option(self):
        assert kpicheck("eval", "1", "--period", "x").err.startswith("--period: bad-period: ")

    def test_2_a_period_that_is_none(self):
        assert kpicheck("eval", "1", "--period", "x").code == 2


COMMANDS = ["check", "lint", "parse", "eval", "help"]
TOPICS = ["targets", "notation", "functions", "units", "reserved", "problems", "exit-codes"]


class TestHelp:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_without_a_topic_everything_that_can_be_asked_with_a_line_of_what_it_is(self, language):
        done = kpicheck("help", "--lang", language)
        assert done.code == 0
        named = re.findall(r"(?m)^  ([a-z-]+) +\S.*$", done.out)
        assert [name for name in named if name in TOPICS + COMMANDS] == TOPICS + COMMANDS

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("columns", ["40", "80", "100"])
    def test_no_summary_is_cut_and_no_line_is_wider_than_the_screen(self, language, columns):
        for arguments in (["--help"], ["help"], ["help", "exit-codes"], ["help", "targets"], *([each, "-h"] for each in COMMANDS)):
            done = kpicheck(*arguments, COLUMNS=columns, LC_ALL=f"{language}_XX.UTF-8")
            lines = [line for line in done.out.splitlines() if not line.startswith(("Usage", "用法", "Example", "示例"))]
            assert done.code == 0
            assert "..." not in "".join(line for line in lines if "]..." not in line and "TEXT..." not in line and "ARGS" not in line)
            assert [line for line in lines if display_width(line) > int(columns) and " " in line.strip()] == []

    @pytest.mark.parametrize("command", COMMANDS)
    @pytest.mark.parametrize(("language", "words"), [("en", ["Usage: ", "Options:", "Example: "]), ("zh", ["用法：", "选项：", "示例："])])
    def test_a_command_is_explained_as_by_its_own_help(self, command, language, words):
        done = kpicheck("help", command, "--lang", language)
        assert (done.code, done.err) == (0, "")
        assert all(word in done.out for word in words)
        assert done.out == kpicheck(command, "--lang", language, "--help").out == kpicheck(command, "--help", "--lang", language).out
        assert done.out == kpicheck(command, "-h", LC_ALL=f"{language}_XX.UTF-8").out

    def test_every_option_is_explained_in_both_languages(self):
        """And no help of one language has a text of the other."""
        english, chinese = (kpicheck("help", "check", "--lang", language).out for language in ("en", "zh"))
        assert re.findall(r"--[a-z-]+", english.partition("Example")[0]) != []
        assert not re.search(r"[\u4e00-\u9fff]", english)
        for line in re.findall(r"(?m)^  -.*$", chinese):
            assert re.search(r"[\u4e00-\u9fff]", line) or line.endswith(">"), line

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_every_parameter_of_every_command_has_its_sentence(self, language):
        program = get_command(app)
        for command in (program, *program.commands.values()):
            for parameter in command.get_params(command.make_context("x", [], resilient_parsing=True)):
                found = help_entry("PARAMETERS", f"{command.name}.{parameter.name}", language) or help_entry("PARAMETERS", parameter.name, language)
                assert found, (command.name, parameter.name)
        assert {name: command.help for name, command in program.commands.items()} == {name: help_entry("COMMANDS", name, "en") for name in program.commands}

    def test_the_keys_of_a_targets_file_are_those_that_are_read(self):
        done = kpicheck("help", "targets")
        for level in ENTRIES:
            inherited = getattr(level.__base__, "schema", {})
            block = done.out.partition(f"Keys of {level.where}:\n")[2].partition("\n\n")[0]
            assert re.findall(r"(?m)^  (\w+) ", block) == [name for name in level.schema if name not in inherited]

    def test_every_key_is_explained_in_chinese(self):
        keys = [f"{level.where}.{name}" for level in ENTRIES for name in level.schema if name not in getattr(level.__base__, "schema", {})]
        assert [key for key in keys if not help_entry("KEYS", key, "zh")] == []

    def test_every_reserved_word_is_listed_and_refused_as_an_id(self, folder):
        listed = re.findall(r"(?m)^  (.*)$", kpicheck("help", "reserved").out)
        words = " ".join(listed).split()
        assert set(words) == RESERVED
        for word in words:
            (folder / "targets.yaml").write_text(f"kpicheck: 1\nperiod: 2023\ntargets:\n  {word}: {{unit: 家, target: ≥ 5家}}\n", "utf-8")
            assert "reserved-id" in kpicheck("lint", cwd=folder).err

    def test_exit_codes_are_sorted_and_each_is_in_words(self):
        out = kpicheck("help", "exit-codes").out
        assert [int(code) for code in re.findall(r"(?m)^ +(\d+)  \S", out)] == [0, 1, 2, 3, 4, 5, 6, 70, 71, 130]
        assert "first of these is the exit code: 70, 71, 2, 3, 6, 1, 4,\n5, 0." in out
        assert "check exits with 0, 1, 3, 4, 5.\nlint exits with 0, 3.\nparse exits with 0, 4.\neval exits with 0, 3, 4.\n" in out

    @pytest.mark.parametrize("topic", TOPICS)
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_topics_in_both_languages(self, topic, language):
        done = kpicheck("help", topic, "--lang", language)
        assert (done.code, done.err) == (0, "")
        assert done.out.count("\n") > 4

    def test_a_code_is_explained(self):
        done = kpicheck("help", "unit-mismatch")
        assert (done.code, done.out.startswith("unit-mismatch (error)\n")) == (0, True)

    def test_2_what_is_neither_with_the_nearest(self):
        done = kpicheck("help", "unit-mismach")
        assert (done.code, "did you mean unit-mismatch?" in done.err) == (2, True)


def test_the_version_names_the_program():
    assert kpicheck("--version").out.startswith("kpicheck")


def test_the_public_names_are_there_and_no_others():
    import kpicheck

    assert all(getattr(kpicheck, name) is not None for name in kpicheck.__all__)
    assert set(kpicheck.__all__) <= set(dir(kpicheck))
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        kpicheck.nope  # noqa: B018


class TestTheApi:
    """What the command line refuses before, the API refuses with an exception that says it."""

    @pytest.fixture
    def report(self, folder):
        import kpicheck

        return kpicheck.evaluate(kpicheck.load_targets(folder / "targets.yaml"), kpicheck.read_submission([folder / "ok.csv"]))

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"format": "xml"}, "format is 'xml', but must be one of table, json"), ({"format": "TABLE"}, "format is 'TABLE'"),
            ({"language": "fr"}, "language is 'fr', but must be one of en, zh"), ({"format": "json", "language": "fr"}, "language is 'fr'"),
        ],
    )  # fmt: skip
    def test_render_refuses_a_format_and_a_language_that_there_is_not(self, report, arguments, message):
        import kpicheck

        with pytest.raises(ValueError, match=re.escape(message)):
            kpicheck.render(report, **arguments)

    @pytest.mark.parametrize(("arguments", "code"), [({"format": "xml"}, "unknown-format"), ({"encoding": "utf9"}, "unknown-encoding")])
    def test_a_submission_of_a_format_or_encoding_that_is_not_read(self, folder, arguments, code):
        import kpicheck

        with pytest.raises(kpicheck.KpiCheckError) as raised:
            kpicheck.read_submission([folder / "ok.csv", folder / "failed.csv"], **arguments)
        assert [found.code for found in raised.value.problems] == [code, code]

    @pytest.mark.parametrize("one", ["ok.csv", Path("ok.csv")])
    def test_a_single_path_is_no_sequence_of_paths(self, one):
        import kpicheck

        with pytest.raises(TypeError, match="must be a sequence of paths"):
            kpicheck.read_submission(one)

    @pytest.mark.parametrize(("only", "unknown"), [(("nope",), 1), (("a", "tag:nope"), 1), (("section:",), 1), (("nope", "", "tag:"), 3)])
    def test_a_selection_that_selects_nothing_is_refused(self, folder, only, unknown):
        import kpicheck

        targets, submission = kpicheck.load_targets(folder / "targets.yaml"), kpicheck.read_submission([folder / "ok.csv"])
        with pytest.raises(kpicheck.KpiCheckError) as raised:
            kpicheck.evaluate(targets, submission, kpicheck.Options(only=only))
        assert [found.code for found in raised.value.problems] == ["unknown-selection"] * unknown
