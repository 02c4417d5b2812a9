"""The exit codes, in the order in which they take precedence: the same table that `help exit-codes` shows."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Exit(IntEnum):
    """What a script reads off."""

    BUG = 70
    USAGE = 2
    BROKEN_INPUT = 3
    OUTPUT_FAILED = 6
    FAILED = 1
    UNDECIDED = 4
    NOTHING_JUDGED = 5
    OK = 0
    INTERRUPTED = 130


ABOUT: Final[dict[Exit, tuple[str, str]]] = {
    Exit.BUG: ("a bug of kpicheck", "kpicheck 自身的缺陷"),
    Exit.USAGE: ("wrong usage, or no submission given", "用法错误，或没有给出报送文件"),
    Exit.BROKEN_INPUT: (
        "a targets file or a submission is absent, unreadable or broken in its structure: nothing was judged",
        "目标文件或报送文件不存在、读不出或结构有误：没有作任何判定",
    ),
    Exit.OUTPUT_FAILED: ("an output could not be written", "结果无法写出"),
    Exit.FAILED: ("a target of severity error failed", "有严重程度为 error 的目标未达标"),
    Exit.UNDECIDED: (
        "else: a target of severity error is missing or invalid, or a figure was refused",
        "否则：有严重程度为 error 的目标缺数据或无效，或有数据被拒收",
    ),
    Exit.NOTHING_JUDGED: ("else: nothing reached pass, fail or waived", "否则：没有任何目标得出达标、未达标或豁免"),
    Exit.OK: ("else", "否则"),
    Exit.INTERRUPTED: ("interrupted", "被中断"),
}
"""Each code and what it means, in English and Chinese."""
