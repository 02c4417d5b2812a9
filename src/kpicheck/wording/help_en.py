"""What `help CODE` says in English: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    # notation
    # nodes
    # formula
    "formula-syntax": (
        "The text of a formula is not one: something is missing, stands in the wrong place or comes from another "
        "language. A formula is made of names, quantities (23%, 1000元), + - * / ^ with a whole number, "
        "parentheses, x[-1], x[2020] and calls of functions. Spaces and line ends only separate."
    ),
    "formula-too-large": (
        "A formula is longer, more deeply nested or takes more steps than is allowed, so that a check can never "
        "hang. A step counts as often as it is computed: what stands in growth(…) counts twice."
    ),
    "unknown-name": (
        "A formula names an indicator that the file does not declare. Ids, names and aliases may be used, as "
        "long as they consist of letters, digits and _."
    ),
    "unknown-function": (
        "A formula calls something that is not a function. A period is chosen with square brackets, x[2020], not "
        "with parentheses."
    ),
    "function-arguments": (
        "A function was given too few or too many arguments, or one that it cannot take. Years, steps and words "
        "are written out; they cannot be computed. round takes the step to round to, not a number of decimals."
    ),
    "mixed-script": (
        "A name mixes letters of the Latin, Greek and Cyrillic alphabets. They can look the same and are "
        "different names, so one of them is almost certainly mistyped."
    ),
    "dimension-mismatch": (
        "Two values that are added, subtracted or compared by a function do not measure the same: 元 and 户, "
        "dollars and yuan, a ratio and an amount. The one exception: percentage points may be added to a ratio "
        "or taken from it."
    ),
    "points-arithmetic": (
        "Percentage points are a difference of ratios. They can be added to each other and to a ratio, scaled by "
        "a number and divided by each other; multiplied by an amount they mean nothing."
    ),
    "cumulative-step": (
        "x[-1] or mom(x) of a cumulative indicator. Its figures are counted from the start of the year: in "
        "January the period before is the whole of last year, and in other months the difference is not a rate "
        "of growth."
    ),
    "not-a-quantity": (
        "A formula names an indicator whose figures are states or dates. Only quantities can be computed with."
    ),
    "no-dimension": (
        "A formula names an indicator without a declared unit, so what the formula measures cannot be known "
        "before the figures are read."
    ),
    "zero-division": (
        "A denominator is 0 while the numerator is not, so there is no value. The verdict is invalid, never "
        "passed."
    ),
    "zero-over-zero": (
        "Numerator and denominator are both 0, such as no complaint settled of no complaint received. Whether "
        "that is met or not applicable, only the target can say, by when_empty; without it the verdict is "
        "invalid."
    ),
    "growth-base": (
        "A relative change from zero or from a negative figure has no meaning: from -5 to 5 is not a growth of "
        "-200%. This holds from 0 to 0 too."
    ),
    "result-too-large": (
        "A result of the formula has more digits than any indicator can need, which comes of a wrong figure or "
        "of high powers. Every result on the way is limited, so that a check can never hang."
    ),
    # targets
    # sources
    # submission
    # judge
    # commands
}

FUNCTIONS: Final[dict[str, str]] = {
    "growth": (
        "Relative change against the same period a year earlier (增速, 同比): x / x a year earlier - 1, a ratio. "
        "growth(x, 2020) compares with the same part of 2020, growth(x, -2) with two years earlier. Without "
        "value where the earlier figure is zero or negative."
    ),
    "mom": (
        "Relative change against the period before, of the same length (环比): against May in June, against 2022 "
        "in 2023. Without value where the earlier figure is zero or negative; refused for cumulative indicators."
    ),
    "change": (
        "Difference against the same period a year earlier, in the unit of x; of ratios in percentage points. "
        "The second argument is that of growth."
    ),
    "gap": "Difference a - b of two values of one kind, in their unit; of ratios in percentage points.",
    "abs": "The value without its sign.",
    "min": "The smallest of two or more values of one kind.",
    "max": "The largest of two or more values of one kind.",
    "round": (
        "x rounded once to the nearest multiple of step, a positive quantity of x's kind such as 0.1% or 100元. "
        "Halves go away from zero (half_up, 四舍五入, the default) or to the even neighbour (half_even, GB/T "
        "8170)."
    ),
}
"""What each function of formulas means; its signature is made by `formula.functions.signature`."""
