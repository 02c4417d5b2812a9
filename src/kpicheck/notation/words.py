"""The words of thresholds, as data. A new synonym is a new word here."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from typing import Final

from kpicheck.demand import Operator
from kpicheck.notation import Direction


class Role(Enum):
    """What a word before or after the number does."""

    FILLER = "filler"  # must be, by, 应
    STRENGTH = "strength"  # 力争: kept, never a severity
    NEGATION = "negation"  # 不得, not: turns the comparator that follows
    AMONG = "among"  # in: one of several levels
    BASIS = "basis"  # 同比: which function the change is measured by
    CHANGE = "change"  # 增长, 下降, 5% growth: the number is a change, its magnitude
    VERB = "verb"  # 实现: at least, unless something else is said
    FLOOR = "floor"  # 达到: at least, and never an upper bound
    CAP = "cap"  # 控制在: at most, and never a lower bound
    PLACE = "place"  # 居, 进入: a rank follows
    LED_UP = "led up"  # 提高到: a floor that a change leads to
    LED_DOWN = "led down"  # 降至: a cap that a change leads to
    COMPARE = "compare"
    WITHIN = "within"  # 以内: at most, and never of a negative number
    ABOUT = "about"
    BETWEEN = "between"
    INCLUDED = "included"  # (含): the number itself counts
    EXCLUDED = "excluded"  # (不含): it does not


Meaning = tuple[Role, Operator | Direction | str | None]
"""What a word does, and which comparator, direction or function it says."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("|"))


_GE, _GT, _LE, _LT, _EQ, _NE = Operator

SYMBOLS: Final = {
    **{sign: operator for operator in Operator for sign in (operator.value, operator.sign)},
    "≧": _GE, "⩾": _GE, "≮": _GE, "≦": _LE, "⩽": _LE, "≯": _LE,
}  # fmt: skip


def _across(verbs: str, ends: str) -> tuple[str, ...]:
    """`fall below`, `falls under`: a level that is crossed, not a change."""
    return tuple(f"{verb} {end}" for verb in verbs.split() for end in ends.split())


COMPARATORS: Final = {
    **SYMBOLS,
    **dict.fromkeys(_words("""
        至少 | 最低 | 最少 | 起码 | 下限 | 不下于 | 不亚于 | 大于等于 | 大于或等于 | 高于或等于 | 等于或高于 |
        等于或大于 | at least | minimum | a minimum of | min | min. | no worse than | greater than or equal to |
        more than or equal to | equal to or greater than | equal to or more than | at or above
    """), _GE),
    **dict.fromkeys(_words("""
        超过 | 超出 | 超 | 高于 | 大于 | 多于 | 突破 | 快于 | 优于 | 不止 | 晚于 | 逾 | more than | greater than |
        higher than | larger than | longer than | over | above | exceed | exceeds | exceeding | in excess of |
        later than
    """), _GT),
    **dict.fromkeys(_across("rise rises climb climbs grow grows go goes increase increases", "above over"), _GT),
    **dict.fromkeys(_words("""
        至多 | 最多 | 最高 | 上限 | 小于等于 | 小于或等于 | 低于或等于 | 等于或低于 | 等于或小于 | at most |
        maximum | a maximum of | max | max. | within | up to | less than or equal to | fewer than or equal to |
        equal to or less than | at or below
    """), _LE),
    **dict.fromkeys(_words("""
        低于 | 小于 | 少于 | 不足 | 不到 | 不满 | 未满 | 早于 | 跌破 | less than | fewer than | lower than |
        smaller than | shorter than | under | below | earlier than
    """), _LT),
    **dict.fromkeys(_across("fall falls drop drops decline declines decrease decreases go goes", "below under"), _LT),
    **dict.fromkeys(_words("等于 | equal to | equals | exactly"), _EQ),
}
"""Comparators before the number; 不 or not before one turns it."""

NEGATIONS: Final = _words("""
    不得 | 不能 | 不应 | 不可 | 不宜 | 不准 | 不为 | 不是 | 不 | must not | should not | shall not | may not |
    cannot | do not | does not | not | no | never
""")
NOT: Final = _words("not | 不为 | 不是")
"""Those that may come before a level where no file says which levels there are."""

AMONG: Final = _words("in | 属于")
STRENGTHS: Final = _words("""
    力争 | 确保 | 争取 | 力保 | 努力 | 务必 | 全力 | 保证 | 必须 | strive for | aim for | ensure
""")
FILLERS: Final = _words("""
    应当 | 应 | 须 | 需 | 要 | 了 | 于 | 在 | must | should | shall | will | be | by | to | is | are | of | at |
    the | a | an
""")
BASES: Final = {
    **dict.fromkeys(_words("""
        同比 | 比上年 | 较上年 | 比去年 | 较去年 | 比上年同期 | 较上年同期 | 比去年同期 | 较去年同期 |
        year on year | year-on-year | yoy
    """), "growth"),
    **dict.fromkeys(_words("""
        环比 | 比上月 | 较上月 | 比上季度 | 较上季度 | 比上期 | 较上期 | month on month | month-on-month |
        quarter on quarter | quarter-on-quarter
    """), "mom"),
    **dict.fromkeys(_words("年均 | 每年平均 | 两年平均 | average annual | annual average"), "cagr"),
}
RISING: Final = _words("""
    增长 | 增加 | 提高 | 提升 | 上升 | 上涨 | 扩大 | grow | grows | increase | increased | increases | rise |
    rises | raise | raised | improve | improved | improves
""")
FALLING: Final = _words("""
    下降 | 降低 | 减少 | 缩小 | 压减 | 下调 | 回落 | 缩短 | 削减 | 压缩 | 收窄 | fall | falls | decrease |
    decreased | decreases | decline | declines | reduce | reduced | reduces | cut | drop | drops | lower |
    lowered
""")
"""Verbs that say how much with a number alone, how far with 到, 至 or to."""

RISES: Final = (*RISING, *_words("增速 | 增幅 | 增长率 | 增长速度 | 涨幅 | 升幅 | growth | grown | up"))
FALLS: Final = (*FALLING, *_words("降幅 | 跌幅 | 减幅 | 下降率 | reduction | down"))
FLOORS: Final = _words("达到 | 达 | 满 | reach | reaches | achieve | attain")
CAPS: Final = _words("""
    控制在 | 严格控制在 | 控制到 | 限制在 | keep within | hold within | limit to | limited to | capped at
""")
VERBS: Final = _words("""
    实现 | 完成 | 新增 | 净增 | 累计 | 保持在 | 稳定在 | 维持在 | 保持 | 稳定 | 建成 | 新建 | 投入 | 创建 |
    引进 | 培育 | 引育 | 招引 | 改造 | 举办 | 培训 | 办结 | 打造 | 认定 | 处于 | maintain | keep | remain |
    complete | stay | hold
""")
PLACES: Final = _words("居 | 位居 | 稳居 | 位列 | 进入 | 跻身 | 排名 | rank | ranked")
ABOUTS: Final = _words("""
    ≈ | 大约 | 约 | 大概 | 大致 | about | around | approximately | approx. | approx | roughly | circa
""")
BETWEEN: Final = _words("介于 | between | from")


def _how_far(verbs: tuple[str, ...], stems: str) -> tuple[str, ...]:
    """提高到, 提高至, raise to; 增至."""
    chinese = [*(verb for verb in verbs if not verb.isascii()), *stems]
    return (*(verb + end for verb in chinese for end in "到至"), *(f"{verb} to" for verb in verbs if verb.isascii()))


MAY_BEGIN_NAME: Final = frozenset("超逾达满约")
"""Words of one character that are part of a name where no number follows."""

BEFORE: Final[dict[str, Meaning]] = {
    **dict.fromkeys(FILLERS, (Role.FILLER, None)),
    **dict.fromkeys(STRENGTHS, (Role.STRENGTH, None)),
    **dict.fromkeys(NEGATIONS, (Role.NEGATION, None)),
    **dict.fromkeys(AMONG, (Role.AMONG, None)),
    **{word: (Role.BASIS, function) for word, function in BASES.items()},
    **dict.fromkeys(RISES, (Role.CHANGE, Direction.UP)),
    **dict.fromkeys(FALLS, (Role.CHANGE, Direction.DOWN)),
    **dict.fromkeys(VERBS, (Role.VERB, None)),
    **dict.fromkeys(PLACES, (Role.PLACE, None)),
    **dict.fromkeys(FLOORS, (Role.FLOOR, None)),
    **dict.fromkeys(CAPS, (Role.CAP, None)),
    **dict.fromkeys(_how_far(RISING, "增升提涨"), (Role.LED_UP, None)),
    **dict.fromkeys((*_how_far(FALLING, "降减跌压"), "down to"), (Role.LED_DOWN, None)),
    **{word: (Role.COMPARE, operator) for word, operator in COMPARATORS.items()},
    "within": (Role.WITHIN, _LE),
    **dict.fromkeys(ABOUTS, (Role.ABOUT, None)),
    **dict.fromkeys(BETWEEN, (Role.BETWEEN, None)),
}
"""Every word that may come before the number."""

AFTER: Final[dict[str, Meaning]] = {
    **dict.fromkeys(_words("""
        以上 | 及以上 | 或以上 | (含)以上 | 含以上 | 起 | + | or more | or above | or higher | or greater |
        and above | or over | and over
    """), (Role.COMPARE, _GE)),
    **dict.fromkeys(_words("""
        以下 | 及以下 | 或以下 | (含)以下 | 含以下 | 封顶 | or less | or below | or lower | or fewer | and below
    """), (Role.COMPARE, _LE)),
    **dict.fromkeys(_words("以内 | 之内 | (含)以内"), (Role.WITHIN, _LE)),
    **dict.fromkeys(_words("左右 | 上下 | or so"), (Role.ABOUT, None)),
    **dict.fromkeys(_words("(含) | (含本数) | (inclusive)"), (Role.INCLUDED, None)),
    **dict.fromkeys(_words("(不含) | (不含本数) | (exclusive)"), (Role.EXCLUDED, None)),
    **dict.fromkeys(_words("的增长 | 的增速 | 的增幅 | growth | increase | rise"), (Role.CHANGE, Direction.UP)),
    **dict.fromkeys(_words("的降幅 | decrease | reduction | decline | drop | fall"), (Role.CHANGE, Direction.DOWN)),
    **{word: (Role.BASIS, function) for word, function in BASES.items() if word.isascii() and function != "cagr"},
    **dict.fromkeys(_words("之间 | 范围内"), (Role.BETWEEN, None)),
}
"""Every word that may come after the number. 内 is 以内 after a unit of time alone."""

TIME_BASES: Final = frozenset({"年", "月", "天", "工作日", "s"})
TOLERANCE: Final = _words("± | +/- | 正负")

SEPARATORS: Final = {
    **dict.fromkeys(_words(".. | ~ | ∼ | 至 | 到 | — | —— | – | -"), False),
    **dict.fromkeys(_words("to | 和 | and"), True),
}
"""What separates the ends of a range; True where it separates them only if nothing else can be meant."""

JOINTS: Final = _words("、 | , | ; | 。 | 且 | 并 | 但 | and | but")
"""What joins a second threshold to a first."""

MULTIPLIERS: Final = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Number words before an English unit, as powers of ten."""

DATED: Final = {"by": _LE, "到": _LE, "on or before": _LE, "before": _LT, "after": _GT}
"""Comparators before a day alone."""

DAY: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"
    r"|(?P<of>(?:the )?end of )?(?P<year>[0-9]{4})(?P<mark>年)?"
    r"(?:(?P<month>[0-9]{1,2})月)?(?P<end>年?[底末]|内)?(?P<before>之?前)?"
)

_DIGIT_FOR: Final = dict.fromkeys(map(ord, "一二两三四五六七八九十"), "1")


def with_digits(text: str) -> str:
    """*text* with a digit for each character of a numeral: the patterns below need know no numerals."""
    return text.translate(_DIGIT_FOR)


DAY_WITHOUT_YEAR: Final = re.compile(
    "(?:[0-9]+月|年|本年|今年|季)[底末](?:之?前.*)?|[本今]?年内.*|[0-9]+月[0-9]+[日号].*"
    "|(?:the )?end of (?:the |this )?[a-z]+|year[- ]end"
)
DOUBLINGS: Final = re.compile("翻([0-9]+)番")
TIMES_BASELINE: Final = re.compile("(?:基数|基期)的([0-9.]+)倍")
RANK: Final = re.compile(r"[前第]\s*([0-9]+)\s*[名位]?")
TOP: Final = re.compile(r"[tT][oO][pP]\s+([0-9]+)")

PHRASES: Final = {
    **dict.fromkeys(_words("清零 | 动态清零 | 零 | 零新增 | 零发生 | 零事故 | 不发生 | 杜绝 | zero"), (_EQ, 0, None)),
    **dict.fromkeys(_words("全覆盖 | 全面覆盖 | 应保尽保 | 应助尽助 | full coverage"), (_EQ, 100, "%")),
    **dict.fromkeys(_words("过半 | 过半数"), (_GT, 50, "%")),
    **dict.fromkeys(_words("首位 | 榜首 | 第一 | 居首"), (_LE, 1, "名次")),
}
"""Fixed phrases that are a whole threshold: its operator, number and unit."""

FACTORS: Final = {
    **dict.fromkeys(_words("翻番 | 倍增 | doubled | double"), Fraction(2)),
    **dict.fromkeys(_words("tripled | triple"), Fraction(3)),
    "quadrupled": Fraction(4),
    **dict.fromkeys(_words("减半 | halved | halve"), Fraction(1, 2)),
}
"""Multiples of the baseline that are one word."""

LAST_YEAR: Final = _words("""
    上年 | 去年 | 上一年 | 上年同期 | 去年同期 | 上年水平 | 去年水平 | 上年同期水平 | last year |
    the previous year | previous year
""")
OR: Final = ("、", ",", "或", " or ")
"""What separates levels."""

VAGUE: Final = _words("""
    一批 | 一系列 | 一些 | 若干 | 多数 | 前列 | 上游 | 中游 | 明显 | 显著 | 稳步 | 大幅 | 同步 | 基本 | 持平 |
    稳定 | 收窄 | 扩大 | 进位 | 双倍增 | 双提升 | 余 | 多 | 多家 | 多个 | 多项 | 将近 | 接近 | 近 | 几 | 数十 | 数百 |
    数千 | 数万 | 上百 | 上千 | 上万 | 成百上千 | 众多 | 大量 | 大批 | 持续 | 不断 | 逐步 | 逐年 | 有所 | 较大 | 较快 |
    a few | several | a number of | numerous | significantly | substantially | considerably | markedly | steadily |
    nearly | almost | some | many
""")
"""Words that no number may be invented for."""

SPELLED_OUT: Final = _words("""
    half | third | quarter | one | two | three | four | five | six | seven | eight | nine | ten | dozen | hundred |
    thousand | million | billion
""")
"""Numbers in English words: not read, and no name either."""

NOT_NUMBERS: Final = ("nan", "inf", "infinity")
"""What other programs take for a number."""

NO_NAMES: Final = frozenset((*AFTER, *PHRASES, *FACTORS, *LAST_YEAR, *SPELLED_OUT, *MAY_BEGIN_NAME))
"""Words that are never the whole name of an indicator or a level where no file says that they are."""

ONE_SIDE: Final = {word: said for word, (_, said) in AFTER.items() if isinstance(said, Operator) and len(word) > 1}
"""What follows a level and means all on one side of it: 及以上."""

_ENDINGS: Final = (*PHRASES, *FACTORS, *LAST_YEAR, *ONE_SIDE, "左右", "上下")
NO_ENDINGS: Final = tuple(word for word in _ENDINGS if not word.isascii())
"""What no name ends in."""

BESIDE_NUMBER: Final = frozenset("余多近")
"""Those that are vague only beside a number: 30余家, but not 多式联运."""

ALWAYS_VAGUE: Final = _words("一批 | 一系列 | 一些 | 若干 | a few | several")
"""Those that would read as a number otherwise (一批)."""
