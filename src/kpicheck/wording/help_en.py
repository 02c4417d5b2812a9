"""What `help CODE` says in English: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    # notation
    # nodes
    "encoding": (
        "The bytes of a file are no text in the encoding it was read by. A byte order mark decides; without one "
        "a targets file is UTF-8, a submission UTF-8 or else GB18030, strictly: no byte is ever replaced or "
        "dropped. The place is that of the first byte that does not fit."
    ),
    "mixed-encoding": (
        "A submission was not UTF-8, but has words in UTF-8 all the same: lines from two sources were put "
        "together. Reading it as GB18030 would turn those words into others, so nothing is read."
    ),
    "unknown-encoding": "--encoding names an encoding that is not in the list of those that are read.",
    "libyaml-missing": (
        "YAML is read through libyaml alone, because PyYAML's own parser reads some files differently. The "
        "wheels of PyYAML contain it."
    ),
    "yaml-syntax": (
        "The file is not YAML, or is YAML that cannot have been meant, such as a line with a full-width colon. "
        "What stands before the mistake is still checked."
    ),
    "duplicate-key": (
        "A key stands twice in one mapping or object, also when the two differ only in width (NFKC) or outer "
        "spaces. Other readers silently keep the last one."
    ),
    "anchor": (
        "Anchors (&name) are refused: they hide where a value comes from, and a text such as &D growth would "
        "lose its first word."
    ),
    "alias": "Aliases (*name) are refused, as anchors are: a few lines of them can stand for millions of values.",
    "merge-key": "The merge key << is refused: which of two values it leaves is easily misread.",
    "tag": "Tags (!name) are refused: every value is text until the file's own rules say what it is.",
    "directive": (
        "Directives (lines that begin with %) are refused: they can change how the rest of the file is read."
    ),
    "several-documents": "A file holds one document. What follows a second --- is not read.",
    "too-deep": (
        "Lists, mappings or objects stand in each other more than 32 deep. No file needs this; reading stops "
        "there."
    ),
    "too-large": "A file is larger, or has more parts, than is read.",
    "too-many-problems": "So many problems were found that the others are not listed.",
    "invisible-character": (
        "A character that cannot be seen (a control, zero-width or bidirectional character, U+FFFD), or in a key "
        "a space other than the plain one. Two names that look the same could differ by it."
    ),
    "block-scalar": (
        "A value that begins with | or > is a block of text. It may stand in a note only, because a threshold "
        "such as >5 would otherwise become an empty text."
    ),
    "empty-value": "A key or a list item has no value. It may be so in a note only: what was meant is not known.",
    "comma-in-braces": (
        "Inside {…} a comma separates entries, so a formula such as growth(x, 2020) or a number such as 1,234 "
        "must be in quotes there."
    ),
    "complex-key": "A list or a mapping stands where a key should.",
    "cut-by-comment": (
        "A # after a space begins a comment in YAML. Where no space follows it, it may have been meant as part "
        "of the value."
    ),
    "curly-quotes": (
        "A value is enclosed in curly quotes. In YAML they are ordinary characters, and the value begins and "
        "ends with them."
    ),
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
    "file-absent": "A file that was named does not exist.",
    "file-unreadable": "A file that was named is a folder, may not be read, or could not be read to its end.",
    "unknown-format": (
        "The format of a submission follows from the suffix of its file; for another suffix, and for -, it is "
        "said with --from."
    ),
    "empty-file": "A submission has no header row, or no figures at all.",
    "bad-quote": (
        "CSV is read strictly (RFC 4180): a field with a quote, a comma or a line end in it stands in quotes, "
        "and a quote in it is written twice. Lenient readers swallow whole rows at such a place."
    ),
    "nul-character": "A text has no NUL characters: the file is damaged or in another encoding.",
    "replacement-character": (
        "U+FFFD is what a converter writes for bytes it could not read. What stood there is lost."
    ),
    "excel-sep": (
        "Excel can write sep=; as the first line of a CSV file. Columns are separated by commas here, or by tabs."
    ),
    "field-too-long": "A field has more than 100,000 characters: most often a missing quote.",
    "too-many-columns": "A table has more than 16,384 columns, as many as a spreadsheet has.",
    "ragged-row": (
        "A row has more or fewer fields than the header. Which of them belongs to which column is not guessed."
    ),
    "unnamed-column": "A column without a name has something in it. Empty ones are passed over.",
    "duplicate-header": (
        "Two columns, or two keys of a record, mean the same: also by another name (年份 and 月份 are both a "
        "period), or when they differ only in width or outer spaces."
    ),
    "not-long": (
        "Figures are read from long tables: a row for each figure, with the columns indicator and value at "
        "least, and period, unit, note, entity, basis beside them. A table of another shape is refused as a "
        "whole, never half read."
    ),
    "json-syntax": "The file is not JSON (RFC 8259). Reading stops there.",
    "not-a-figure": (
        "A list or an object stands where a single value should, or a single value where figures should. Known "
        "shapes: {indicator: figure}, {indicator: {period: figure}}, a list of records; a figure is a value or "
        "{value, unit, note}."
    ),
    "unknown-column": "A column or a key that nobody reads. It is told once and passed over.",
    "other-separator": (
        "A .csv file is separated by tabs, or a .tsv file by commas. Its header row leaves no doubt, so it was "
        "read."
    ),
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
