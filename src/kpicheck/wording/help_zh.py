"""What `help CODE` says in Chinese: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    # notation
    # nodes
    # formula
    "formula-syntax": (
        "这段文字不是一个公式：缺了什么、位置不对，或用了别的语言的写法。公式由指标名、数量（23%、1000元）、+ - *"
        " /、^ 加整数、括号、x[-1]、x[2020] 和函数组成。空格和换行只起分隔作用。"
    ),
    "formula-too-large": (
        "公式太长、嵌套太深或步骤太多。设上限是为了让检查绝不会卡住。算几次就计几步：growth(…) 里的内容计两次。"
    ),
    "unknown-name": "公式中用了文件没有声明的指标。id、名称和别名都可以用，但只能由文字、数字和 _ 组成。",
    "unknown-function": "公式中调用的不是函数。时期用方括号选取，写 x[2020]，不用圆括号。",
    "function-arguments": (
        "函数的参数太少、太多，或不是它能接受的。年份、间隔和选项要直接写出来，不能是算出来的。round 要写修约间隔"
        "，而不是小数位数。"
    ),
    "mixed-script": (
        "一个名称里混用了拉丁、希腊和西里尔字母。它们可能看上去一样，却是不同的名称，几乎可以肯定是输错了。"
    ),
    "dimension-mismatch": (
        "相加、相减或由函数比较的两个量不是同一类：元和户、美元和人民币、比率和金额。唯一的例外：比率可以加减百分"
        "点。"
    ),
    "points-arithmetic": (
        "百分点是两个比率之差。百分点可以彼此加减、与比率加减、乘以一个数、彼此相除；与金额相乘没有意义。"
    ),
    "cumulative-step": (
        "对累计指标用了 x[-1] 或 mom(x)。累计数从年初算起：一月的上一期是去年全年，其他月份与上月之差也不是增速。"
    ),
    "not-a-quantity": "公式中用了以状态或日期上报的指标。只有数量才能计算。",
    "no-dimension": "公式中用了没有声明单位的指标，读数据之前无法知道公式算出的是什么量。",
    "zero-division": "除数为 0 而被除数不为 0，没有结果。判定为无效，绝不算通过。",
    "zero-over-zero": (
        "分子和分母都是 0，例如收到零件、办结零件。这算达标还是不适用，只有目标自己能用 when_empty 说明；没有说明"
        "则判定为无效。"
    ),
    "growth-base": "以零或负数为基期的增速没有意义：从 -5 到 5 不是增长 -200%。从 0 到 0 也是如此。",
    "result-too-large": (
        "公式的某个结果位数之多，任何指标都用不到，多半是数据有误或乘方过高。中间结果都有上限，检查绝不会卡住。"
    ),
    # targets
    # sources
    # submission
    # judge
    # commands
}

FUNCTIONS: Final[dict[str, str]] = {
    "growth": (
        "与上年同期相比的增速（同比）：x / 上年同期的 x - 1，结果是比率。growth(x, 2020) 与 2020 "
        "年同期相比，growth(x, -2) 与两年前相比。基期为零或为负时没有结果。"
    ),
    "mom": (
        "与长度相同的上一期相比的增速（环比）：6 月与 5 月比，2023 年与 2022 年比。基期为零或为负时没有结果；累计"
        "指标不能用。"
    ),
    "change": "与上年同期相比的差额，单位与 x 相同；比率之差是百分点。第二个参数与 growth 相同。",
    "gap": "两个同类量之差 a - b，单位不变；比率之差是百分点。",
    "abs": "绝对值。",
    "min": "两个或更多同类量中最小的。",
    "max": "两个或更多同类量中最大的。",
    "round": (
        "把 x 一次修约到 step 的整数倍；step 是与 x 同类的正数，如 0.1% 或 "
        "100元。逢五向绝对值大的方向进位（half_up，四舍五入，默认），或取偶数（half_even，GB/T 8170 "
        "四舍六入五成双）。"
    ),
}
"""What each function of formulas means; its signature is made by `formula.functions.signature`."""
