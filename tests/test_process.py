"""What only a process of its own can show: how it ends, its streams, its terminal, its locale."""

import fcntl
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pytest

from command import ESCAPES, PROCESS, ROWS, SCREEN, environment, heeding_signals, kpicheck, process, write_folder


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
            preexec_fn=heeding_signals,  # noqa: PLW1509
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

    @pytest.mark.parametrize(
        ("closed", "code"),
        [("2>&-", 1), ("<&-", 1), (">&-", 6), (">&- 2>&- <&-", 6), (">&- -q", 1), (">&- -o r.json", 1), (">&- -o - -o r.json", 6),
         (">&- 2>&- <&- -o r.json", 1)],
    )  # fmt: skip
    def test_a_stream_that_was_closed_from_the_beginning_is_missed_where_it_was_the_only_output(self, folder, closed, code):
        line = f"{shlex.join(PROCESS)} check failed.csv {closed}"
        assert process(cwd=folder, command=("sh", "-c", line)).code == code
        assert (folder / "r.json").exists() == ("r.json" in closed)

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
        assert (short.count("no value for"), whole.count("no value for")) == (199, 202)


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


STOPPED = """
import os, signal, sys
import kpicheck.writer
def stop(*_):
    print(os.listdir(), file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.{signal})
{where} = stop
from kpicheck.__main__ import main
main()
"""
"""A run that is sent a signal in the midst of writing a file, and prints what was in the folder then."""


class TestOutputFiles:
    def written(self, folder, path="r.json", **more):
        return process("check", "ok.csv", "-q", "-o", path, cwd=folder, **more)

    @pytest.mark.parametrize("umask", [0o022, 0o077, 0o027])
    def test_a_new_file_has_the_mode_that_the_umask_leaves(self, folder, umask):
        self.written(folder, command=("sh", "-c", f'umask {umask:o}; exec "$0" "$@"', *PROCESS))
        assert (folder / "r.json").stat().st_mode & 0o7777 == 0o666 & ~umask

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
    def test_the_mode_of_an_old_file_is_kept(self, folder, mode):
        (folder / "r.json").write_text("old", "utf-8")
        (folder / "r.json").chmod(mode)
        assert self.written(folder).code == 0
        assert (folder / "r.json").read_text("utf-8") != "old"
        assert (folder / "r.json").stat().st_mode & 0o7777 == mode

    @pytest.mark.parametrize("target", ["real.json", "sub/real.json", "middle.json"])
    @pytest.mark.parametrize("is_there", [True, False])
    def test_what_a_link_points_to_is_replaced_and_the_link_stays(self, folder, target, is_there):
        (folder / "sub").mkdir()
        (folder / "middle.json").symlink_to("real.json")
        (folder / "link.json").symlink_to(target)
        if is_there:
            (folder / target).write_text("old", "utf-8")
        assert self.written(folder, "link.json").code == 0
        assert str((folder / "link.json").readlink()) == target
        assert (folder / target).read_text("utf-8").startswith("{")
        assert (folder / "middle.json").is_symlink()

    def test_links_in_a_circle_are_no_place_to_write_to(self, folder):
        (folder / "r.json").symlink_to("s.json")
        (folder / "s.json").symlink_to("r.json")
        assert self.written(folder).code == 6
        assert (folder / "r.json").is_symlink()

    def test_a_pipe_is_written_through(self, folder):
        os.mkfifo(folder / "pipe")
        running = subprocess.Popen([*PROCESS, "check", "ok.csv", "-q", "-o", "json=pipe"], cwd=folder, env=environment())
        assert (folder / "pipe").read_text("utf-8").startswith("{")
        assert running.wait(30) == 0
        assert (folder / "pipe").is_fifo()

    def test_standard_output_by_its_path_is_standard_output(self, folder):
        (folder / "log").write_text("before\n", "utf-8")
        line = f"{shlex.join(PROCESS)} check ok.csv -o json=/dev/stdout >> log"
        assert process(cwd=folder, command=("sh", "-c", line)).code == 0
        assert (folder / "log").read_text("utf-8").startswith("before\n{")

    @pytest.mark.parametrize("line", ["check ok.csv -o r.txt >> r.txt", "check ok.csv -o table=r.txt -o json=- > r.txt", "check ok.csv >> ok.csv",
                                      "check - --from csv -o table=ok.csv < ok.csv", "check - --from csv < ok.csv >> ok.csv"])  # fmt: skip
    def test_2_a_redirected_stream_is_one_of_the_files(self, folder, line):
        before = (folder / "ok.csv").read_bytes()
        done = process(cwd=folder, command=("sh", "-c", f"{shlex.join(PROCESS)} {line}"))
        assert (done.code, done.err.count("hint")) == (2, 1)
        assert (folder / "ok.csv").read_bytes() == before

    @pytest.mark.parametrize("path", ["no/such/r.json", "ok.csv/r.json", "json=new/"])
    def test_6_a_folder_is_never_made(self, folder, path):
        before = sorted(folder.iterdir())
        done = self.written(folder, path)
        assert (done.code, "output-failed" in done.err) == (6, True)
        assert sorted(folder.iterdir()) == before

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
    def test_6_the_disk_of_an_output_is_full(self, folder):
        done = self.written(folder, "json=/dev/full")
        assert (done.code, "No space left on device" in done.err) == (6, True)

    def test_6_a_full_disk_leaves_the_old_file_and_no_other(self, folder):
        """RLIMIT_FSIZE is a disk that is full after so many bytes."""
        (folder / "r.json").write_text("old", "utf-8")
        before = sorted(folder.iterdir())
        line = f"import resource, os, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); os.execv({PROCESS[0]!r}, sys.argv[1:])"
        done = self.written(folder, command=(sys.executable, "-c", line, *PROCESS))
        assert (done.code, "File too large" in done.err) == (6, True)
        assert (sorted(folder.iterdir()), (folder / "r.json").read_text("utf-8")) == (before, "old")

    @pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGHUP"])
    @pytest.mark.parametrize("where", ["os.fsync", "os.fchmod", "os.replace"])
    def test_a_signal_leaves_the_old_file_and_no_temporary_one(self, folder, signal_name, where):
        (folder / "r.json").write_text("old", "utf-8")
        before = sorted(folder.iterdir())
        code = STOPPED.format(signal=signal_name, where=where)
        done = self.written(folder, command=(sys.executable, "-c", code), PYTHONDONTWRITEBYTECODE="1")
        assert re.search(r"'\.kpicheck-[0-9a-f]{16}\.part'", done.err)  # it was there
        assert (sorted(folder.iterdir()), (folder / "r.json").read_text("utf-8")) == (before, "old")
        assert done.code == (130 if signal_name == "SIGINT" else -getattr(signal, signal_name))
        assert len(done.err.splitlines()) == 1

    def test_the_new_file_is_on_the_disk_before_it_takes_the_place_of_the_old(self, folder):
        code = "import os, kpicheck.writer\nfor name in ('fsync', 'replace'):\n setattr(os, name, lambda *a, n=name, f=getattr(os, name): (print(n, flush=True), f(*a)))\n"
        done = self.written(folder, command=(sys.executable, "-c", f"{code}from kpicheck.cli import main\nmain()"))
        assert done.out.split() == ["fsync", "replace"]


NOBODY = 65534
AS_NOBODY = f"""
import fcntl
import os
import kpicheck.cli.check as check
write = check.write
def as_nobody(text, path):
    os.setegid({NOBODY})
    os.seteuid({NOBODY})
    try:
        write(text, path)
    finally:
        os.seteuid(0)
check.write = as_nobody
from kpicheck.cli import main
main()
"""
"""A run that writes as a user without rights; he could not even read the modules of root's own interpreter."""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may run a process as another user")
class TestAnotherUser:
    """What root may do says nothing, so here the writer is a user without rights."""

    @pytest.fixture
    def shared(self):
        with tempfile.TemporaryDirectory() as made:
            folder = write_folder(Path(made))
            folder.chmod(0o777)
            for each in folder.iterdir():
                each.chmod(0o644)
            yield folder

    def run(self, folder, path="r.json"):
        return process("check", "ok.csv", "-q", "-o", path, cwd=folder, command=(sys.executable, "-c", AS_NOBODY))

    def test_6_a_folder_that_may_not_be_written_to(self, shared):
        shared.chmod(0o755)
        before = sorted(shared.iterdir())
        done = self.run(shared)
        assert (done.code, done.err.splitlines()[0]) == (6, "r.json: output-failed: r.json could not be written: Permission denied")
        assert sorted(shared.iterdir()) == before

    def test_6_a_file_that_may_not_be_written_to_is_not_replaced_either(self, shared):
        (shared / "r.json").write_text("old", "utf-8")
        (shared / "r.json").chmod(0o444)
        assert self.run(shared).code == 6
        assert (shared / "r.json").read_text("utf-8") == "old"

    def test_where_the_group_cannot_be_kept_no_other_group_gets_its_rights(self, shared):
        (shared / "r.json").write_text("old", "utf-8")
        (shared / "r.json").chmod(0o666)
        assert self.run(shared).code == 0
        assert (shared / "r.json").stat().st_mode & 0o7777 == 0o606

    def test_the_owner_is_kept_by_who_may_keep_it(self, shared):
        (shared / "r.json").write_text("old", "utf-8")
        os.chown(shared / "r.json", NOBODY, NOBODY)
        process("check", "ok.csv", "-q", "-o", "r.json", cwd=shared)
        status = (shared / "r.json").stat()
        assert (status.st_uid, status.st_gid, status.st_size > 3) == (NOBODY, NOBODY, True)


IMPORTING = """
import os, signal, sys
class Stopped:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, Stopped())
from kpicheck.__main__ import main
main()
"""
"""A run that is sent a signal while it imports a module."""


class TestSignals:
    @pytest.mark.parametrize(
        "name", ["kpicheck.signals", "kpicheck.cli", "typer", "typer.core", "kpicheck.cli.check", "yaml", "kpicheck.judge", "kpicheck.formats.layout"]
    )
    def test_ctrl_c_during_an_import_is_130_and_nothing_is_said(self, folder, name):
        code = IMPORTING.format(name=name, signal="SIGINT")
        assert process("check", "failed.csv", cwd=folder, command=(sys.executable, "-c", code)) == (130, "", "")

    @pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGHUP"])
    @pytest.mark.parametrize("arguments", [["check", "many.csv"], ["check", "many.csv", "--format", "json"]])
    def test_a_signal_while_the_report_waits_for_its_reader_ends_the_run(self, folder, arguments, signal_name):
        """The report is larger than the buffer of a pipe that nobody reads."""
        targets = "".join(f"  t{at}: {{unit: 家, target: ≥ 5家}}\n" for at in range(2000))
        (folder / "targets.yaml").write_text(f"kpicheck: 1\nperiod: 2023\ntargets:\n{targets}", "utf-8")
        (folder / "many.csv").write_text(f"{ROWS}t0,2023,1\n", "utf-8")
        reader, writer = os.pipe()
        running = subprocess.Popen([*PROCESS, *arguments], cwd=folder, env=environment(), stdout=writer, stderr=subprocess.PIPE,
                                   preexec_fn=heeding_signals)  # noqa: PLW1509  # fmt: skip
        os.close(writer)
        before, size = -1, 0
        while not before == size > 0:  # until the pipe is full
            time.sleep(0.2)
            before, size = size, int.from_bytes(fcntl.ioctl(reader, termios.FIONREAD, bytes(4)), sys.byteorder)
        running.send_signal(getattr(signal, signal_name))
        _, err = running.communicate(timeout=30)
        os.close(reader)
        assert (running.returncode, err) == (130 if signal_name == "SIGINT" else -getattr(signal, signal_name), b"")

    @pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGHUP"])
    def test_a_signal_that_the_caller_ignores_is_ignored(self, folder, signal_name):
        """As `nohup` and a script's background jobs have it."""
        code = f"import signal; signal.signal(signal.{signal_name}, signal.SIG_IGN)\n{IMPORTING.format(name='kpicheck.cli.check', signal=signal_name)}"
        assert process("check", "failed.csv", cwd=folder, command=(sys.executable, "-c", code)).code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_AS")
@pytest.mark.parametrize("arguments", [["check", "big.csv"], ["check", "ok.csv", "big.json", "-o", "r.json"], ["eval", "a", "big.csv"], ["lint", "big.yaml"]])
def test_71_out_of_memory(folder, arguments):
    """A file of 100 MiB in a process that may have 200."""
    for name in ("big.csv", "big.json", "big.yaml"):
        with (folder / name).open("wb") as file:
            file.truncate(100 * 2**20)
    code = f"import resource, os, sys; resource.setrlimit(resource.RLIMIT_AS, (200 * 2**20, 200 * 2**20)); os.execv({PROCESS[0]!r}, sys.argv[1:])"
    done = process(*arguments, cwd=folder, command=(sys.executable, "-c", code, *PROCESS))
    assert (done.code, done.out) == (71, "")
    assert done.err == (
        "out-of-memory: there is not enough memory for this run\n  hint: judge fewer files at a time, or give the process more memory\n"
    )


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_arguments_are_utf8_in_the_c_locale(folder, more):
    """Texts, and the names of files."""
    assert process("parse", "23%以上", **more).out == "23%以上  →  ≥ 23%\n"
    (folder / "数据.csv").write_text(f"{ROWS}a,2023,5\nb,2023,1\n", "utf-8")
    done = process("check", "数据.csv", "-o", "报告.txt", cwd=folder, **more)
    assert (done.code, "← 数据.csv" in done.out) == (0, True)
    assert (folder / "报告.txt").exists()
