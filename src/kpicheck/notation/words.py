"""The words before and after the number of a threshold, as data. A new synonym is a new word here."""

from __future__ import annotations

from enum import Enum
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
    IMPROVE = "improve"  # improve by: a change the way that `better` says
    VERB = "verb"  # 实现: at least, unless something else is said
    FLOOR = "floor"  # 达到: at least, and never an upper bound
    CAP = "cap"  # 控制在: at most, and never a lower bound
    PLACE = "place"  # 居, 进入: a rank follows
    LED_UP = "led up"  # 提高到: a floor that a change leads to
    LED_DOWN = "led down"  # 降至: a cap that a change leads to
    LED_BETTER = "led better"  # 优化至: one or the other, as `better` says
    COMPARE = "compare"
    BETTER = "better"  # 优于: a comparator that `better` turns
    WITHIN = "within"  # 以内: at most, and never of a negative number
    ABOUT = "about"
    BETWEEN = "between"
    INCLUDED = "included"  # (含): the number itself counts
    EXCLUDED = "excluded"  # (不含): it does not


Meaning = tuple[Role, Operator | Direction | str | None]
"""What a word does, and which comparator, direction or function it says."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a table, which `|` separates."""
    return tuple(word.strip() for word in text.split("|"))


_GE, _GT, _LE, _LT, _EQ, _NE = Operator

SYMBOLS: Final = {
    **{sign: operator for operator in Operator for sign in (operator.value, operator.sign)},
    "≧": _GE, "⩾": _GE, "≮": _GE, "≦": _LE, "⩽": _LE, "≯": _LE,
}  # fmt: skip


def _across(firsts: tuple[str, ...], seconds: tuple[str, ...]) -> tuple[str, ...]:
    """Every word of the one language before every other: `fall below`, 至少降至."""
    pairs = ((first, second) for first in firsts for second in seconds)
    return tuple(f"{a} {b}" if a.isascii() else a + b for a, b in pairs if a.isascii() is b.isascii())


COMPARATORS: Final = {
    **SYMBOLS,
    **dict.fromkeys(listed("""
        至少 | 最低 | 最少 | 起码 | 下限 | 不下于 | 不亚于 | 大于等于 | 大于或等于 | 高于或等于 | 等于或高于 |
        等于或大于 | at least | minimum | a minimum of | min | min. | greater than or equal to |
        more than or equal to | equal to or greater than | equal to or more than | at or above
    """), _GE),
    **dict.fromkeys(listed("""
        超过 | 超出 | 超 | 高于 | 大于 | 多于 | 突破 | 不止 | 晚于 | 逾 | more than | greater than |
        higher than | larger than | longer than | over | above | exceed | exceeds | exceeding | in excess of |
        later than
    """), _GT),
    **dict.fromkeys(_across(
        listed("rise | rises | climb | climbs | grow | grows | go | goes | increase | increases"), ("above", "over")
    ), _GT),
    **dict.fromkeys(listed("""
        至多 | 最多 | 最高 | 上限 | 小于等于 | 小于或等于 | 低于或等于 | 等于或低于 | 等于或小于 | at most |
        maximum | a maximum of | max | max. | within | up to | less than or equal to | fewer than or equal to |
        equal to or less than | at or below
    """), _LE),
    **dict.fromkeys(listed("""
        低于 | 小于 | 少于 | 不足 | 不到 | 不满 | 未满 | 早于 | 跌破 | less than | fewer than | lower than |
        smaller than | shorter than | under | below | earlier than
    """), _LT),
    **dict.fromkeys(_across(
        listed("fall | falls | drop | drops | decline | declines | decrease | decreases | go | goes"),
        ("below", "under"),
    ), _LT),
    **dict.fromkeys(listed("等于 | equal to | equals | exactly"), _EQ),
}
"""Comparators before the number; 不 or not before one turns it."""

RELATIVE: Final = {
    **dict.fromkeys(listed("优于 | 好于 | 快于 | better than | faster than"), _GT),
    **dict.fromkeys(listed("劣于 | 差于 | 逊于 | 慢于 | worse than | slower than"), _LT),
}
"""Comparators that `better: lower` turns round; they are given as they are where more is better."""

NEGATIONS: Final = listed("""
    不得 | 不能 | 不应 | 不可 | 不宜 | 不准 | 不为 | 不是 | 不 | must not | should not | shall not | may not |
    cannot | do not | does not | not | no | never
""")
NOT: Final = listed("""
    not | must not | should not | shall not | may not | cannot | 不为 | 不是 | 不得 | 不能 | 不应 | 不可 | 不宜 | 不准
""")
"""Those that may come before a level; 不 and no alone begin many a word (不合格)."""

AMONG: Final = listed("in | 属于")
STRENGTHS: Final = listed("""
    力争 | 确保 | 争取 | 力保 | 努力 | 务必 | 全力 | 保证 | 必须 | strive for | aim for | ensure
""")
FILLERS: Final = listed("""
    应当 | 应 | 须 | 需 | 要 | 拟 | 将 | 再 | 首次 | 有 | 了 | 于 | 在 | must | should | shall | will | plan to |
    planned to | be | by | to | is | are | of | at | the | a | an
""")
BASES: Final = {
    **dict.fromkeys(listed("""
        同比 | 比上年 | 较上年 | 比去年 | 较去年 | 比上年同期 | 较上年同期 | 比去年同期 | 较去年同期 |
        year on year | year-on-year | yoy
    """), "growth"),
    **dict.fromkeys(listed("""
        环比 | 比上月 | 较上月 | 比上季度 | 较上季度 | 比上期 | 较上期 | month on month | month-on-month |
        quarter on quarter | quarter-on-quarter
    """), "mom"),
    **dict.fromkeys(listed("年均 | 每年平均 | 两年平均 | average annual | annual average"), "cagr"),
}
RISING: Final = listed("""
    增长 | 增加 | 提高 | 提升 | 上升 | 上涨 | 扩大 | grow | grows | increase | increased | increases | rise |
    rises | raise | raised | expand | expanded | expands
""")
FALLING: Final = listed("""
    下降 | 降低 | 减少 | 缩小 | 缩减 | 压减 | 下调 | 回落 | 缩短 | 削减 | 压缩 | 收窄 | fall | falls | decrease |
    decreased | decreases | decline | declines | reduce | reduced | reduces | cut | drop | dropped | drops | lower |
    lowered
""")
IMPROVING: Final = listed("改善 | 优化 | improve | improved | improves")
"""Verbs that say how much with a number alone, how far with 到, 至 or to."""

RISES: Final = (*RISING, *listed("增速 | 增幅 | 增长率 | 增长速度 | 涨幅 | 升幅 | growth | grown | up"))
FALLS: Final = (*FALLING, *listed("降幅 | 跌幅 | 减幅 | 下降率 | reduction | down"))
FLOORS: Final = listed("达到 | 达 | 满 | reach | reaches | achieve | achieves | attain | attains")
CAPS: Final = listed("""
    控制在 | 严格控制在 | 控制到 | 限制在 | keep within | hold within | limit to | limited to | capped at
""")
VERBS: Final = listed("""
    实现 | 完成 | 新增 | 净增 | 累计 | 保持在 | 稳定在 | 维持在 | 保持 | 稳定 | 建成 | 新建 | 投入 | 创建 | 开行 |
    引进 | 引入 | 培育 | 培养 | 引育 | 招引 | 改造 | 举办 | 培训 | 办结 | 打造 | 认定 | 处于 | 计划 | 安排 | 建设 |
    开工 | 新开工 | 改建 | 扩建 | 改扩建 | 新改扩建 | 修建 | 增设 | 设立 | 组建 | 配备 | 实施 | 开展 | 落实 | 发放 |
    提供 | 支持 | 推广 | 筹集 | 筹措 | 投放 | 拨付 | 盘活 | 处置 | 化解 | 安置 | 签约 | 转化 |
    maintain | maintains | keep | keeps | remain | remains | complete | stay | stays | hold | holds | build | create |
    deliver | open | train | recruit | allocate | invest
""")
PLACES: Final = listed("居 | 位居 | 稳居 | 位列 | 进入 | 跻身 | 排名 | rank | ranked")
ABOUTS: Final = listed("""
    ≈ | 大约 | 约 | 大概 | 大致 | about | around | approximately | approx. | approx | roughly | circa
""")
BETWEEN: Final = listed("介于 | between | from")


def _how_far(verbs: tuple[str, ...], stems: str) -> tuple[str, ...]:
    """提高到, 提高至, raise to; 增至."""
    chinese = [*(verb for verb in verbs if not verb.isascii()), *stems]
    return (*(verb + end for verb in chinese for end in "到至"), *(f"{verb} to" for verb in verbs if verb.isascii()))


EXTENTS: Final = listed("至少 | 最少 | 起码 | at least")
"""What says of a level that a fall leads to that it may be lower: 至少降至12例 is at most 12."""

LED_DOWN: Final = (*_how_far(FALLING, "降减跌压"), "down to", "as low as")

MAY_BEGIN_NAME: Final = frozenset("超逾达满约")
"""Words of one character that are part of a name where no number follows."""

_BEFORE: Final[dict[str, Meaning]] = {
    **dict.fromkeys(FILLERS, (Role.FILLER, None)),
    **dict.fromkeys(STRENGTHS, (Role.STRENGTH, None)),
    **dict.fromkeys(NEGATIONS, (Role.NEGATION, None)),
    **dict.fromkeys(AMONG, (Role.AMONG, None)),
    **{word: (Role.BASIS, function) for word, function in BASES.items()},
    **dict.fromkeys(RISES, (Role.CHANGE, Direction.UP)),
    **dict.fromkeys(FALLS, (Role.CHANGE, Direction.DOWN)),
    **dict.fromkeys((*IMPROVING, "improvement"), (Role.IMPROVE, Direction.UP)),
    **dict.fromkeys(VERBS, (Role.VERB, None)),
    **dict.fromkeys(PLACES, (Role.PLACE, None)),
    **dict.fromkeys(FLOORS, (Role.FLOOR, None)),
    **dict.fromkeys(CAPS, (Role.CAP, None)),
    **dict.fromkeys((*_how_far(RISING, "增升提涨"), "as high as"), (Role.LED_UP, None)),
    **dict.fromkeys((*LED_DOWN, *_across(EXTENTS, LED_DOWN)), (Role.LED_DOWN, None)),
    **dict.fromkeys(_how_far(IMPROVING, ""), (Role.LED_BETTER, None)),
    **{word: (Role.COMPARE, operator) for word, operator in COMPARATORS.items()},
    **{word: (Role.BETTER, operator) for word, operator in RELATIVE.items()},
    "within": (Role.WITHIN, _LE),
    **dict.fromkeys(ABOUTS, (Role.ABOUT, None)),
    **dict.fromkeys(BETWEEN, (Role.BETWEEN, None)),
}
_OF_EACH: Final = frozenset(Role) - {Role.FILLER, Role.STRENGTH, Role.AMONG, Role.BASIS, Role.ABOUT, Role.BETWEEN}
BEFORE: Final = {
    **_BEFORE,
    **{f"均{word}": said for word, said in _BEFORE.items() if not word.isascii() and said[0] in _OF_EACH},
}
"""Every word that may come before the number; 均 only before a verb or a comparator (均5万元 is an average)."""

AFTER: Final[dict[str, Meaning]] = {
    **dict.fromkeys(listed("""
        以上 | 及以上 | 或以上 | (含)以上 | 含以上 | 起 | + | or more | or above | or higher | or greater |
        and above | or over | and over
    """), (Role.COMPARE, _GE)),
    **dict.fromkeys(listed("""
        以下 | 及以下 | 或以下 | (含)以下 | 含以下 | 封顶 | or less | or below | or lower | or fewer | and below
    """), (Role.COMPARE, _LE)),
    "or better": (Role.BETTER, _GE),
    **dict.fromkeys(listed("以内 | 之内 | (含)以内"), (Role.WITHIN, _LE)),
    **dict.fromkeys(listed("左右 | 上下 | or so"), (Role.ABOUT, None)),
    **dict.fromkeys(listed("(含) | (含本数) | (inclusive)"), (Role.INCLUDED, None)),
    **dict.fromkeys(listed("(不含) | (不含本数) | (exclusive)"), (Role.EXCLUDED, None)),
    **dict.fromkeys(listed("的增长 | 的增速 | 的增幅 | growth | increase | rise"), (Role.CHANGE, Direction.UP)),
    **dict.fromkeys(listed("的降幅 | decrease | reduction | decline | drop | fall"), (Role.CHANGE, Direction.DOWN)),
    **dict.fromkeys(listed("的改善 | improvement"), (Role.IMPROVE, Direction.UP)),
    **{word: (Role.BASIS, function) for word, function in BASES.items() if word.isascii() and function != "cagr"},
    **dict.fromkeys(listed("之间 | 范围内"), (Role.BETWEEN, None)),
}
"""Every word that may come after the number. 内 is 以内 after a unit of time alone."""
