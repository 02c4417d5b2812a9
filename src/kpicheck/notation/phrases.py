"""Phrases of thresholds, as data: whole ones, days, fractions, what joins two; and what is never read as a number."""

import re
from fractions import Fraction
from typing import Final

from kpicheck.demand import Operator
from kpicheck.notation.words import AFTER, MAY_BEGIN_NAME, listed

_GE, _GT, _LE, _LT, _EQ, _NE = Operator

TOLERANCE: Final = listed("± | +/- | 正负")

SEPARATORS: Final = {
    **dict.fromkeys(listed(".. | ~ | ∼ | 至 | 到 | — | —— | – | -"), False),
    **dict.fromkeys(listed("to | 和 | and"), True),
}
"""What separates the ends of a range; True where it separates them only if nothing else can be meant."""

JOINTS: Final = listed("、 | , | ; | 。 | 且 | 并 | 但 | and | but")
"""What joins a second threshold to a first."""

DATED: Final = {"by": _LE, "到": _LE, "on or before": _LE, "before": _LT, "after": _GT}
"""Comparators before a day alone."""

DAY: Final = re.compile(
    r"(?:(?P<day>[0-9]{4}(?P<between>[-/])[0-9]{1,2}(?P=between)[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"
    r"|(?P<of>(?:the )?end of )?(?P<year>[0-9]{4})(?P<mark>年)?"
    r"(?:(?P<month>[0-9]{1,2})月)?(?P<end>年?[底末]|内)?)(?P<before>[之以]?前)?"
)

_DIGIT_FOR: Final = dict.fromkeys(map(ord, "一二两三四五六七八九十"), "1")


def with_digits(text: str) -> str:
    """*text* with a digit for each character of a numeral: the patterns below need know no numerals."""
    return text.translate(_DIGIT_FOR)


DAY_WITHOUT_YEAR: Final = re.compile(
    "(?:[0-9]+月|年|本年|今年|季)[底末](?:[之以]?前.*)?|[本今]?年内.*|[0-9]+月[0-9]+[日号].*"
    "|(?:the )?end of (?:the |this )?[a-z]+|year[- ]end"
)
DOUBLINGS: Final = re.compile("翻([0-9]+)番")
TIMES_BASELINE: Final = re.compile("(?:基数|基期)的([0-9.]+)倍")
RANK: Final = re.compile(r"[前第]\s*([0-9]+)\s*[名位]?")
TOP: Final = re.compile(r"[tT][oO][pP]\s+([0-9]+)")

PHRASES: Final = {
    **dict.fromkeys(listed("""
        清零 | 动态清零 | 零 | 零新增 | 零发生 | 零事故 | 不发生 | 杜绝 | zero | none | eliminate | eliminated
    """), (_EQ, 0, None)),
    **dict.fromkeys(listed("全覆盖 | 全面覆盖 | 应保尽保 | 应助尽助 | full coverage"), (_EQ, 100, "%")),
    **dict.fromkeys(listed("过半 | 过半数"), (_GT, 50, "%")),
    **dict.fromkeys(listed("首位 | 榜首 | 第一 | 居首"), (_LE, 1, "名次")),
}
"""Fixed phrases that are a whole threshold: its operator, number and unit."""

FACTORS: Final = {
    **dict.fromkeys(listed("翻番 | 倍增 | doubled | double"), Fraction(2)),
    **dict.fromkeys(listed("tripled | triple"), Fraction(3)),
    "quadrupled": Fraction(4),
    **dict.fromkeys(listed("减半 | halved | halve"), Fraction(1, 2)),
}
"""Multiples of the baseline that are one word."""

TIMES: Final = frozenset({"倍", "times"})
"""Units that make a multiple of the baseline of a number, behind a change verb."""

LAST_YEAR: Final = listed("""
    上年 | 去年 | 上一年 | 上年同期 | 去年同期 | 上年水平 | 去年水平 | 上年同期水平 | last year |
    the previous year | previous year
""")
MILESTONES: Final = frozenset(listed("""
    开工 | 开建 | 动工 | 竣工 | 完工 | 建成 | 建成投用 | 建成投产 | 投用 | 投产 | 投运 | 投入使用 | 投入运营 | 交付 |
    交付使用 | 完成 | 启动 | 获批 | 挂牌 | 揭牌 | 开馆 | 开园 | 开业 | 开学 | 开通 | 通车 | 通水 | 通电 | 通气 | 运营 |
    上线 | 并网 | 封顶 | 立项 | 签约 | 落地 | 验收 | 通过验收 | 竣工验收 | started | completed | launched | opened |
    delivered | approved | signed | commissioned
"""))
"""States that need no file to be known as such."""

CONTINUED: Final = listed("持续 | 继续 | continued | continuing | continue to | continues to | sustained")
"""Before a change verb alone: more, or less, than last year."""

TRENDS: Final = {
    **dict.fromkeys(listed("只增不减 | 只升不降"), _GE),
    **dict.fromkeys(listed("只减不增 | 只降不升"), _LE),
}
"""Phrases that compare with last year."""

_COUNTS: Final = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PARTS: Final = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
FRACTIONS: Final = {
    "half": (1, 2),
    **{
        f"{count}{between}{part}{'s' if over > 1 else ''}": (over, below)
        for count, over in zip(_COUNTS, (1, *range(1, 10)), strict=True)
        for part, below in _PARTS.items()
        for between in " -"
        if over < below
    },
}
"""Fractions in English words, as what is above the line and below it: half, a third, two-thirds."""

OR: Final = ("、", ",", "或", " or ")
"""What separates levels."""

VAGUE: Final = listed("""
    一批 | 一系列 | 一些 | 若干 | 多数 | 前列 | 前茅 | 合理 | 大力 |
    上游 | 中游 | 明显 | 显著 | 稳步 | 大幅 | 同步 | 基本 | 持平 |
    稳定 | 收窄 | 扩大 | 进位 | 双倍增 | 双提升 | 余 | 多 | 多家 | 多个 | 多项 | 将近 | 接近 | 近 | 几 | 数十 | 数百 |
    数千 | 数万 | 上百 | 上千 | 上万 | 成百上千 | 众多 | 大量 | 大批 | 持续 | 不断 | 逐步 | 逐年 | 有所 | 较大 | 较快 |
    a few | several | a number of | numerous | significantly | substantially | considerably | markedly | steadily |
    nearly | almost | some | many
""")
"""Words that no number may be invented for."""

SPELLED_OUT: Final = listed("""
    third | quarter | one | two | three | four | five | six | seven | eight | nine | ten | dozen | hundred |
    thousand | million | billion
""")
"""Numbers in English words: not read, and no name either."""

NOT_NUMBERS: Final = ("nan", "inf", "infinity")
"""What other programs take for a number."""

NO_NAMES: Final = frozenset((
    *AFTER, *PHRASES, *FACTORS, *LAST_YEAR, *TRENDS, *FRACTIONS, *SPELLED_OUT, *MAY_BEGIN_NAME,
))  # fmt: skip
"""Words that are never the whole name of an indicator or a level where no file says that they are."""

ONE_SIDE: Final = {word: said for word, (_, said) in AFTER.items() if isinstance(said, Operator) and len(word) > 1}
"""What follows a level and means all on one side of it: 及以上."""

_ENDINGS: Final = (*PHRASES, *FACTORS, *LAST_YEAR, *ONE_SIDE, "左右", "上下")
NO_ENDINGS: Final = tuple(word for word in _ENDINGS if not word.isascii())
"""What no name ends in."""

ORDINALS: Final = frozenset("期级类届班")
"""Counting words that number a noun rather than count it: 二级医院."""

NO_NOUNS: Final = frozenset("内外上下前后中多余整左右")
NO_NOUNS_BEGIN: Final = ("含", "不", "除", "如", "其中", "以", "之", "的", "了", "起", "到", "至")
"""What follows a counting word and is no noun, and what begins such."""

TOTALS: Final = listed("累计 | 共 | 共计 | 合计 | 总计 | 合共")
"""What sums up over the years that are said before it."""

NO_SUBJECT_ENDS: Final = ("前", "第", "top", *DATED)
"""What comes before a number and has reasons of its own: ranks, days."""

NAME_ENDS: Final = ("率", "量", "额", "数", "值", "度")
"""What makes a name of a verb: 完成率."""

BESIDE_NUMBER: Final = frozenset("余多近")
"""Those that are vague only beside a number: 30余家, but not 多式联运."""

ALWAYS_VAGUE: Final = listed("一批 | 一系列 | 一些 | 若干 | a few | several")
"""Those that would read as a number otherwise (一批)."""
