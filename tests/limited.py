"""Run a command under limits of memory and time: `python limited.py REPORT COMMAND...`.

A child's peak counts from the fork on, so the one who forks has to be small: this file imports next to nothing.
"""

import json
import os
import resource
import sys

MEMORY = 2**30
SECONDS = 60

if __name__ == "__main__":
    report, *command = sys.argv[1:]
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        os.execv(command[0], command)
    _, status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    seconds = usage.ru_utime + usage.ru_stime
    with open(report, "w") as file:  # noqa: PTH123  pathlib is large
        json.dump({"exit": os.waitstatus_to_exitcode(status), "peak": peak, "seconds": seconds}, file)
