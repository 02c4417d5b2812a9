"""What only a process of its own can show: how it ends, its streams, its terminal, its locale."""

import os
import pty
import select
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import ESCAPES, PROCESS, ROWS, SCREEN, environment, kpicheck, process, write_folder


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path)


class TestExitCodes:
    """One process for each, which prints the same as a run of the command line in the tests' own process."""

    @pytest.mark.parametrize(
        ("code", "arguments"),
        [
            (0, ["check", "ok.csv", "-vv"]), (1, ["check", "failed.csv", "-v"]), (2, ["check", "--bogus"]), (3, ["check", "absent.csv"]),
            (4, ["check", "refused.csv"]), (5, ["check", "early.csv", "--as-of", "2022"]), (6, ["check", "ok.csv", "-o", "no/such/folder.json"]),
        ],
    )  # fmt: skip
    def test_it_ends_and_prints_as_in_the_tests_process(self, folder, code, arguments):
        (folder / "refused.csv").write_text(f"{ROWS}a,2023,5\nb,2023,1\na,2022,zz\n", "utf-8")
        (folder / "early.csv").write_text(f"{ROWS}a,2022-01,5\n", "utf-8")
        done = process(*arguments, cwd=folder)
        assert done.code == code
        assert done == kpicheck(*arguments, cwd=folder)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
    def test_6_the_disk_is_full(self, folder):
        with Path("/dev/full").open("wb") as full:
            done = process("check", "ok.csv", cwd=folder, stdout=full)
        assert done.code == 6
        assert "output-failed: standard output could not be written: No space left on device" in done.err
        assert len(done.err.splitlines()) == 2

    def test_70_shows_the_traceback_to_who_asks_for_it(self, folder):
        code = "import kpicheck.judge as j\nj.evaluate = lambda *_: 1 / 0\nfrom kpicheck.cli import main\nmain(['check', 'ok.csv'])"
        done = process(cwd=folder, command=(sys.executable, "-c", code), KPICHECK_TRACEBACK="1")
        assert done.code == 70
        assert done.err.endswith("This is a bug of kpicheck; please report it.\n")

    def test_130_interrupted(self, folder):
        os.mkfifo(folder / "slow.csv")
        running = subprocess.Popen(
            [*PROCESS, "check", "slow.csv"], cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  background jobs ignore it
        )  # fmt: skip
        with (folder / "slow.csv").open("wb"):  # waits until the other side has opened it as well
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)
        assert (running.returncode, out, err) == (130, b"", b"")


class TestClosedStreams:
    @pytest.mark.parametrize(("arguments", "code"), [(["check", "failed.csv"], 1), (["--help"], 0)])
    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_closed_pipe_ends_quietly_with_the_code_of_the_verdict(self, folder, arguments, code, unbuffered):
        reader, writer = os.pipe()
        os.close(reader)
        done = process(*arguments, cwd=folder, stdout=writer, PYTHONUNBUFFERED=unbuffered)
        os.close(writer)
        assert (done.code, done.err) == (code, "")

    @pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
    def test_streams_closed_from_the_beginning_change_no_exit_code(self, folder, closed):
        line = f"{shlex.join(PROCESS)} check failed.csv {closed}"
        assert process(cwd=folder, command=("sh", "-c", line)).code == 1

    def test_a_closed_standard_input_is_an_empty_one(self, folder):
        line = f"{shlex.join(PROCESS)} check - --from csv <&-"
        done = process(cwd=folder, command=("sh", "-c", line))
        assert (done.code, "empty-file" in done.err) == (3, True)


class TestTerminal:
    """On a pseudo-terminal, as a person sees it."""

    def run(self, *arguments, cwd=SCREEN, **more):
        leader, follower = pty.openpty()
        running = subprocess.Popen(
            [*PROCESS, *arguments], cwd=cwd, env=environment(**{"TERM": "xterm", **more}), stdin=follower, stdout=follower,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(follower)
        read = b""
        while select.select([leader], [], [], 30)[0]:
            try:
                part = os.read(leader, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            read += part
        os.close(leader)
        assert running.wait(30) == 1
        return read.decode("utf-8").replace("\r\n", "\n")

    def test_the_painter_is_used_and_speaks_the_readers_language(self):
        text = self.run("check")
        assert "\x1b[1;31mFAIL" in text
        assert ESCAPES.sub("", text) == (SCREEN / "terminal80.en.txt").read_text("utf-8")

    @pytest.mark.parametrize(("arguments", "more"), [((), {"NO_COLOR": "1"}), (("--color", "never"), {}), ((), {"TERM": "dumb"})])
    def test_without_colours_it_is_as_wide_as_the_terminal_all_the_same(self, arguments, more):
        text = self.run("check", *arguments, LC_ALL="zh_CN.UTF-8", COLUMNS="160", **more)
        assert text == (SCREEN / "terminal160.zh.txt").read_text("utf-8")

    def test_more_than_200_rows_only_with_all(self, tmp_path):
        targets = "".join(f"  t{at}: {{unit: 家, target: ≥ 5家}}\n" for at in range(203))
        (tmp_path / "targets.yaml").write_text(f"kpicheck: 1\nperiod: 2023\ntargets:\n{targets}", "utf-8")
        (tmp_path / "s.csv").write_text("indicator,period,value\nt0,2023,1\n", "utf-8")
        short = self.run("check", "s.csv", "--color", "never", cwd=tmp_path)
        assert "3 more rows: --all shows them" in short
        whole = self.run("check", "s.csv", "--color", "never", "--all", cwd=tmp_path)
        assert (short.count("no figure of"), whole.count("no figure of")) == (199, 202)


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(locale):
    done = process("check", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.out == (SCREEN / "plain.zh.txt").read_text("utf-8")


def test_help_fails_in_no_locale():
    done = process("check", "-h", PYTHONIOENCODING="ascii")
    assert (done.code, "Example: kpicheck check" in done.out) == (0, True)


def test_completion_offers_the_commands():
    done = process(_KPICHECK_COMPLETE="complete_bash", COMP_WORDS="kpicheck ch", COMP_CWORD="1")
    assert (done.code, done.out.split()) == (0, ["check"])
