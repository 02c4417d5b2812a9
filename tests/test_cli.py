"""The commands as a user meets them: what is printed where, and every exit code. `test_process.py` has what needs a process."""

import contextlib
import json
import os
import re
from pathlib import Path
from unittest import mock

import pytest

from command import ESCAPES, ROWS, SCREEN, kpicheck, write_folder


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
            (["--only", "a", "--only", "tag:nope"], "unknown-selection"), (["-o", "x.docx"], "unknown-output"),
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

    @pytest.mark.parametrize("bug", [ValueError("\x1b[2Jmine"), MemoryError(), RecursionError()], ids=repr)
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
         ["help", "units"]],
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

    def test_standard_input_without_its_format_is_refused(self, folder):
        done = kpicheck("check", "-", cwd=folder, stdin=b"a,b\n")
        assert (done.code, "unknown-format" in done.err) == (3, True)

    def test_an_encoding_can_be_forced(self, folder):
        (folder / "g.csv").write_bytes("指标,时期,数值\na,2023,5家\nb,2023,1\n".encode("gb18030"))
        assert kpicheck("check", "g.csv", "--encoding", "gb18030", cwd=folder).code == 0
        assert kpicheck("check", "g.csv", "--encoding", "utf-8", cwd=folder).code == 3

    @pytest.mark.parametrize(("word", "ids"), [("a", ["a"]), ("tag:x", ["a"]), ("section:第一", ["b"])])
    def test_only(self, folder, word, ids):
        done = kpicheck("check", "ok.csv", "--only", word, "--format", "json", cwd=folder)
        document = json.loads(done.out)
        assert [each["target"] for each in document["outcomes"]] == ids
        assert document["accounting"]["used"] == 2  # whatever is selected

    def test_quiet_says_nothing_of_the_table(self, folder):
        done = kpicheck("check", "ok.csv", "-q", cwd=folder)
        assert (done.code, done.out, done.err) == (0, "", "")

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
        assert "= 12500万元 / 10200万元 - 1" in done.out
        assert "satisfaction/-/2023" not in done.out

    def test_vv_adds_the_evidence_of_everything(self):
        done = kpicheck("check", "-vv", "--lang", "en")
        assert done.out == (SCREEN / "plain.en.txt").read_text("utf-8") + "\n" + (SCREEN / "evidence.en.txt").read_text("utf-8")

    def test_colour_can_be_forced_into_a_pipe(self):
        done = kpicheck("check", "--color", "always")
        assert ESCAPES.sub("", done.out) == (SCREEN / "terminal80.zh.txt").read_text("utf-8") != done.out

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

    def test_one_refused_text_does_not_stop_the_others(self):
        done = kpicheck("parse", "23%以上", "一批", "17家")
        assert (done.code, done.out) == (4, "23%以上  →  ≥ 23%\n17家  →  ≥ 17家\n")
        assert "vague-threshold: " in done.err

    def test_json_is_a_list_in_the_order_of_the_texts(self):
        done = kpicheck("parse", "23%以上", "一批", "--format", "json")
        assert [(each["text"], each["kind"]) for each in json.loads(done.out)] == [("23%以上", "threshold"), ("一批", "refused")]
        assert done.code == 4


class TestEval:
    @pytest.mark.parametrize(
        ("arguments", "out"),
        [
            (["5.7亿元 / 1050户", "--in", "万元/户"], "54.29万元/户  exact 380/7 万元/户\n"),
            (["1 + 1"], "2  exact 2\n"),
            (["growth(rd_spending)", "figures.csv"], "22.55%  exact 1150/51 %\n"),
            (["rd_spending", "-t", "targets.yaml", "figures.csv", "--period", "2022", "--in", "亿元"], "1.02亿元  exact 1.02亿元\n"),
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

    def test_2_a_period_that_is_none(self):
        assert kpicheck("eval", "1", "--period", "x").code == 2


class TestHelp:
    def test_without_a_topic_the_topics(self):
        done = kpicheck("help")
        assert (done.code, "kpicheck help exit-codes" in done.out) == (0, True)

    @pytest.mark.parametrize("topic", ["units", "notation", "functions", "problems", "exit-codes"])
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_topics_in_both_languages(self, topic, language):
        done = kpicheck("help", topic, "--lang", language)
        assert (done.code, done.err) == (0, "")
        assert done.out.count("\n") > 5

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
