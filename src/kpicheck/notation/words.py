"""Everything the reader of thresholds knows about words, as data. A new synonym is a new line here."""

from __future__ import annotations

from enum import Enum
from typing import Final

from kpicheck.notation.threshold import Direction, Operator


class Role(Enum):
    """What a word before the number does."""

    FILLER = "filler"  # must be, by, 应
    STRENGTH = "strength"  # 力争: kept, never a severity
    NEGATION = "negation"  # 不得, not: turns the comparator that follows
    BASIS = "basis"  # 同比: which function the change is measured by
    UP = "up"  # 增长: the number is a change
    DOWN = "down"  # 下降: the number is a change, its magnitude
    LEVEL_UP = "level up"  # 达到: at least, and never an upper bound
    LEVEL_DOWN = "level down"  # 降至: at most, and never a lower bound
    LEVEL = "level"  # 实现: at least, unless something else is said
    CAP = "cap"  # 控制在: at most, unless 左右 is said
    COMPARE = "compare"
    ABOUT = "about"


class Word(Enum):
    """What a word after the number does."""

    COMPARE = "compare"
    ABOUT = "about"
    STRICT = "strict"  # (不含)
    GROWTH = "growth"
    BETWEEN = "between"


_GE, _GT, _LE, _LT, _EQ, _NE = Operator.GE, Operator.GT, Operator.LE, Operator.LT, Operator.EQ, Operator.NE

SYMBOLS: Final = {
    ">=": _GE, "≥": _GE, "≧": _GE, "⩾": _GE, ">": _GT, "<=": _LE, "≤": _LE, "≦": _LE, "⩽": _LE, "<": _LT,
    "=": _EQ, "!=": _NE, "≠": _NE,
}  # fmt: skip
NEGATED: Final = {_GE: _LT, _GT: _LE, _LE: _GT, _LT: _GE, _EQ: _NE, _NE: _EQ}
FLIPPED: Final = {_GE: _LE, _GT: _LT, _LE: _GE, _LT: _GT, _EQ: _EQ, _NE: _NE}

COMPARATORS: Final = {
    **SYMBOLS,
    "至少": _GE, "最低": _GE, "不下于": _GE, "at least": _GE, "minimum": _GE, "a minimum of": _GE,
    "超过": _GT, "超出": _GT, "超": _GT, "高于": _GT, "大于": _GT, "多于": _GT, "突破": _GT, "快于": _GT, "优于": _GT,
    "more than": _GT, "greater than": _GT, "higher than": _GT, "over": _GT, "above": _GT, "exceed": _GT, "exceeds": _GT,
    "exceeding": _GT, "至多": _LE, "最多": _LE, "最高": _LE, "at most": _LE, "maximum": _LE, "a maximum of": _LE,
    "within": _LE, "up to": _LE, "低于": _LT, "小于": _LT, "少于": _LT, "不足": _LT, "不到": _LT, "不满": _LT, "未满": _LT,
    "less than": _LT, "fewer than": _LT, "lower than": _LT, "under": _LT, "below": _LT, "等于": _EQ, "equal to": _EQ,
    "晚于": _GT, "later than": _GT, "早于": _LT, "earlier than": _LT,
}  # fmt: skip
"""Comparators before the number; 不 or not before one turns it."""

NEGATIONS: Final = ("不得", "不能", "不应", "不可", "不宜", "不", "must not", "should not", "shall not", "may not", "not", "no")
STRENGTHS: Final = (
    "力争", "确保", "争取", "力保", "努力", "务必", "全力", "保证", "必须", "strive for", "aim for", "ensure",
)  # fmt: skip
FILLERS: Final = ("应当", "应", "须", "需", "要", "必须", "must", "should", "shall", "be", "by", "to", "is", "of", "the")
BASES: Final = {
    "同比": "growth", "比上年": "growth", "较上年": "growth", "比去年": "growth", "比上年同期": "growth", "比去年同期": "growth",
    "year on year": "growth", "环比": "mom", "比上月": "mom", "比上期": "mom", "年均": "cagr", "每年平均": "cagr",
}  # fmt: skip
RISES: Final = (
    "增长", "增加", "提高", "提升", "上升", "上涨", "增速", "增幅", "增长率", "涨幅", "增长速度", "grow", "grows", "growth", "grown",
    "increase", "increased", "increases", "rise", "rises", "up", "raised",
)  # fmt: skip
FALLS: Final = (
    "下降", "降低", "减少", "缩小", "压减", "下调", "回落", "缩短", "削减", "降幅", "跌幅", "fall", "falls", "decrease", "decreased",
    "decline", "reduce", "reduced", "reduction", "down", "cut", "drop",
)  # fmt: skip
LEVELS_UP: Final = (
    "达到", "达", "累计达到", "提高到", "提高至", "提升到", "提升至", "增长到", "增长至", "增加到", "增加至", "上升到", "上升至", "满",
    "reach", "reaches", "achieve", "increase to", "increased to", "rise to", "grow to",
)  # fmt: skip
LEVELS_DOWN: Final = (
    "降至", "降到", "下降到", "下降至", "降低到", "降低至", "压减至", "压减到", "缩短至", "缩短到", "减少到", "减少至", "压缩至", "压缩到",
    "fall to", "reduce to", "reduced to", "decrease to", "cut to",
)  # fmt: skip
LEVELS: Final = (
    "实现", "完成", "新增", "净增", "累计", "保持在", "稳定在", "维持在", "保持", "稳定", "建成", "新建", "投入", "创建", "引进", "培育",
    "处于", "maintain", "keep", "remain", "complete", "stay",
)  # fmt: skip
CAPS: Final = ("控制在", "限制在", "keep within")
ABOUTS: Final = ("大约", "约", "大致", "about", "around", "approximately", "roughly")

LEAD: Final[dict[str, tuple[Role, object]]] = {
    **{word: (Role.FILLER, None) for word in FILLERS},
    **{word: (Role.STRENGTH, word) for word in STRENGTHS},
    **{word: (Role.NEGATION, None) for word in NEGATIONS},
    **{word: (Role.BASIS, function) for word, function in BASES.items()},
    **{word: (Role.UP, Direction.UP) for word in RISES},
    **{word: (Role.DOWN, Direction.DOWN) for word in FALLS},
    **{word: (Role.LEVEL_UP, _GE) for word in LEVELS_UP},
    **{word: (Role.LEVEL_DOWN, _LE) for word in LEVELS_DOWN},
    **{word: (Role.LEVEL, _GE) for word in LEVELS},
    **{word: (Role.CAP, _LE) for word in CAPS},
    **{word: (Role.COMPARE, operator) for word, operator in COMPARATORS.items()},
    **{word: (Role.ABOUT, None) for word in ABOUTS},
}
"""Every word that may stand before the number."""

AFTER: Final[dict[str, tuple[Word, object]]] = {
    **{word: (Word.COMPARE, _GE) for word in (
        "以上", "及以上", "或以上", "(含)以上", "含以上", "起", "+", "or more", "or above", "or higher", "and above", "or over",
    )},
    **{word: (Word.COMPARE, _LE) for word in (
        "以下", "及以下", "或以下", "(含)以下", "以内", "之内", "(含)以内", "or less", "or below", "or lower", "or fewer", "and below",
    )},
    **{word: (Word.ABOUT, None) for word in ("左右", "上下", "or so")},
    **{word: (Word.STRICT, None) for word in ("(不含)", "(不含本数)", "(exclusive)")},
    **{word: (Word.GROWTH, Direction.UP) for word in ("growth", "increase")},
    **{word: (Word.GROWTH, Direction.DOWN) for word in ("decrease", "reduction", "decline")},
    **{word: (Word.BETWEEN, None) for word in ("之间", "范围内")},
}  # fmt: skip
"""Every word that may stand after the number. 内 is 以内 after a unit of time alone."""

TIME_BASES: Final = frozenset({"年", "月", "天", "工作日", "s"})

DATED: Final = {"by": _LE, "before": _LT, "after": _GT}
"""Comparators before a day alone."""

SEPARATORS: Final = ("..", "~", "∼", "～", "至", "到", "—", "–", "－", "-", "和", "and", "to")
BETWEEN: Final = ("介于", "between", "from")
ELSEWHERE: Final = ("、", "，", ",", ";", "；", "且", "并", "and")
"""What joins a second threshold to a first."""

OPENING, CLOSING = "([（", ")]）"

MULTIPLIERS: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
TOLERANCE: Final = ("±", "+/-", "正负")

PHRASES: Final = {
    "清零": "= 0", "动态清零": "= 0", "实现零": "= 0", "零": "= 0", "全覆盖": "= 100%", "全面覆盖": "= 100%", "应保尽保": "= 100%",
    "应助尽助": "= 100%", "过半": "> 50%", "半数以上": ">= 50%", "首位": "<= 1名次", "第一": "<= 1名次", "居首": "<= 1名次",
}  # fmt: skip
"""Fixed phrases that stand for a threshold."""

FACTORS: Final = {
    "翻番": (_GE, "2"), "倍增": (_GE, "2"), "实现倍增": (_GE, "2"), "doubled": (_GE, "2"), "double": (_GE, "2"), "tripled": (_GE, "3"),
    "triple": (_GE, "3"), "quadrupled": (_GE, "4"), "减半": (_LE, "1/2"), "halved": (_LE, "1/2"), "halve": (_LE, "1/2"),
}  # fmt: skip
"""Multiples of the baseline that are one word."""

PREVIOUS: Final = ("上年", "去年", "上一年", "上年同期", "去年同期", "上年水平", "last year", "the previous year", "previous year")

NOT: Final = ("not", "不为", "不是", "非", "除")
AMONG: Final = ("in", "属于")
OR: Final = ("、", ",", "，", "或", " or ")

VAGUE: Final = (
    "一批", "一系列", "一些", "若干", "前列", "上游", "中游", "明显", "显著", "稳步", "大幅", "同步", "基本", "持平", "稳定", "收窄", "扩大",
    "进位", "余", "多", "将近", "接近", "近", "几", "数十", "数百", "数千", "a few", "several", "significantly", "substantially",
    "steadily", "nearly", "almost", "some", "many",
)  # fmt: skip
ALWAYS_VAGUE: Final = ("一批", "一系列", "一些", "若干", "a few", "several")
"""Words that no number may be invented for; the second would read as a number otherwise (一批)."""
