"""What `help CODE` says in English: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    "bad-number": (
        "A text that should be one number is not. Numbers are read strictly: digits, one decimal point, "
        "thousands in threes, an exponent, or exact Chinese numerals. Nothing that can be read in two ways is "
        "guessed."
    ),
    "unknown-unit": "A word after a number is no unit that is known. Units of a file's own are declared under units:.",
    "long-unit": "A unit has more parts than are read.",
    "unit-redeclared": "units: declares a name that is a unit already. The same text would mean two things.",
    "bad-unit": (
        "units: declares a unit that is zero or negative, or whose name would be read as a number or an "
        "operator, or could not be read behind a number."
    ),
    "unit-mismatch": (
        "Two quantities of different dimensions are compared or one is given where the other is needed. Nothing "
        "is converted across dimensions: 家 is not 户, and 90% is not 90."
    ),
    "bad-period": "A text is no period. Periods are years, half-years, quarters, months and days.",
    "bad-date": "A text is no day of the calendar, such as 2023-02-30.",
    # notation
    "no-year": "A day is written without its year. The year is never guessed from the file's period.",
    "empty": "There is no text where a threshold or a formula should be.",
    "bad-threshold": (
        "A text is not one threshold: one operand and one comparator, as 23%以上, ≤ 4.5% or 6%~6.5%. Texts that "
        "say two things, or one thing twice in different ways, are refused."
    ),
    "vague-threshold": (
        "A word such as 一批, 前列 or 明显提高 names no number. None is invented: whoever set the target has to say it."
    ),
    "two-thresholds": (
        "A text holds two thresholds, as 85%、力争90%. One target has one; the other may be its warn:, or a target "
        "of its own."
    ),
    "bare-negative": (
        "A negative quantity has no comparator. Whether more or less of it is good is not known."
    ),
    "empty-range": "The low end of a range is above its high end, so nothing could meet it.",
    # nodes
    "encoding": (
        "The bytes of a file are no text in the encoding it was read by. A byte order mark decides; without one "
        "a targets file is UTF-8, a submission UTF-8 or else GB18030, strictly: no byte is ever replaced or "
        "dropped. --encoding names another: of the submissions, and of a targets file that is not UTF-8. The place "
        "is that of the first byte that does not fit."
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
        "What is before the mistake is still checked."
    ),
    "duplicate-key": (
        "A key is twice in one mapping or object, also when the two differ only in width (NFKC) or outer "
        "spaces. Other readers silently keep the last one."
    ),
    "anchor": (
        "Anchors (&name) are refused: they hide where a value comes from, and a text such as &D growth would "
        "lose its first word."
    ),
    "alias": "Aliases (*name) are refused, as anchors are: a few lines of them can mean millions of values.",
    "merge-key": "The merge key << is refused: which of two values it leaves is easily misread.",
    "tag": "Tags (!name) are refused: every value is text until the file's own rules say what it is.",
    "directive": (
        "Directives (lines that begin with %) are refused: they can change how the rest of the file is read."
    ),
    "several-documents": "A file holds one document. What follows a second --- is not read.",
    "too-deep": (
        "Lists, mappings or objects are nested more than 32 deep. No file needs this; reading stops "
        "there."
    ),
    "too-large": "A file is larger, or has more parts, than is read.",
    "too-many-problems": "So many problems were found that the others are not listed.",
    "invisible-character": (
        "A character that cannot be seen (a control, zero-width or bidirectional character, U+FFFD), or in a key "
        "a space other than the plain one. Two names that look the same could differ by it."
    ),
    "block-scalar": (
        "A value that begins with | or > is a block of text. It may be a note only, because a threshold "
        "such as >5 would otherwise become an empty text."
    ),
    "empty-value": "A key or a list item has no value. It may be so in a note only: what was meant is not known.",
    "comma-in-braces": (
        "Inside {…} a comma separates entries, so a formula such as growth(x, 2020) or a number such as 1,234 "
        "must be in quotes there."
    ),
    "complex-key": "A list or a mapping is where a key should be.",
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
        "The text of a formula is not one: something is missing, is in the wrong place or comes from another "
        "language. A formula is made of names, quantities (23%, 1000元), + - * / ^ with a whole number, "
        "parentheses, x[-1], x[2020] and calls of functions. Spaces and line ends only separate."
    ),
    "formula-too-large": (
        "A formula is longer, more deeply nested or takes more steps than is allowed, so that a check can never "
        "hang. A step counts as often as it is computed: what is in growth(…) counts twice."
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
    "beyond-calendar": "A formula looks back so far that the figure would be before year 1, so it has no value.",
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
    "wrong-shape": "A value, a list or a mapping is where another of the three is expected.",
    "unknown-key": "A key is not known at this place. Unknown keys are refused, so that none is ignored by mistake.",
    "missing-key": "A key that is always needed is missing.",
    "bad-choice": "A key takes one of a few words, and this is none of them.",
    "bad-id": "An id is a letter or _, followed by letters, digits and _. Formulas could not name anything else.",
    "reserved-id": (
        "An id is a word or a function of the formula language, or reads as a quantity (一半), so that a formula "
        "could mean either."
    ),
    "rate-not-positive": "An exchange rate is zero or negative.",
    "rate-of-one-currency": "A rate leads from a currency to itself. Multiples such as 万元 convert without a rate.",
    "duplicate-rate": (
        "Two rates answer one question: the same two currencies, in either direction, the same period, average or "
        "end. Which one is right is not for a program to say."
    ),
    "not-a-currency": "rates: converts between currencies only. Other units convert by themselves, or not at all.",
    "short-ladder": "A scale needs at least two levels.",
    "duplicate-rung": "A level is twice in one scale, so that its order is unclear.",
    "ladder-gap": "The bands of a scale leave out values, which would then have no state.",
    "unknown-ladder": "states: names a scale that is not declared under ladders:.",
    "key-without-effect": (
        "A key is known but could change nothing here, such as tolerance: beside a limit that is not about. It "
        "was meant to do something, so it is refused."
    ),
    "not-an-interval": "bounds: and the bands of a scale need an interval: 0%..100%, >= 0CNY.",
    "limit-without-unit": (
        "A limit is a bare number, but its indicator has a unit. A unit is never lent to a number: 90 is not 90%."
    ),
    "no-targets": "A targets file has no targets, so that nothing could be judged.",
    "ambiguous-name": "Two indicators share a name or an alias, so that a submitted figure could belong to either.",
    "duplicate-indicator": (
        "A target declares keys of an indicator though it names one that is declared already, or has a formula "
        "and an indicator. One indicator is declared in one place."
    ),
    "target-and-due": "For an indicator that is a date, due: is its limit. With target: there would be two.",
    "limits-disagree": (
        "An indicator without a unit takes its dimension from its targets' limits, and these have different ones."
    ),
    "wrong-threshold-kind": (
        "A threshold demands a number, a state or a day of an indicator that is another of the three."
    ),
    "needs-unit": (
        "清零, 上年, 翻番 and percentages of a baseline are written "
        "without a unit, so the indicator must declare its own."
    ),
    "verb-mismatch": (
        "A verb such as rise by 5% (增长5%) demands a change, so the value must be one: "
        "growth(…), change(…), or an indicator of kind: change. 达到5% "
        "demands a level."
    ),
    "basis-mismatch": (
        "同比, 环比 and 年均 say against what a change is measured, and "
        "the formula measures it against something else."
    ),
    "percent-twice": (
        "A share needs no factor of 100: 45 of 50 is 90%, whatever it is shown in. "
        "Multiplied by 100 and judged against a percentage, it would be 9000%. The factor is known through sums, round, "
        'min, max and names. An index number (last year is 100) has unit: "1".'
    ),
    "better-conflict": "better: says which way is good, and the comparator says the other.",
    "no-direction": (
        "A limit without a comparator is read as at least only where more is plainly more. Zero, durations, rates per so "
        "many, concentrations, temperatures and ranks need a comparator, or better: in the target."
    ),
    "vacuous-limit": (
        "Every possible figure would meet the limit, or none could: >= 0 of a count, at least the lowest level, a limit "
        "outside the bounds of the indicator. What a figure can be is said by bounds:, and counts are never below zero."
    ),
    "needs-tolerance": "What is about a number needs a declared tolerance. How far away is still about it is never guessed.",
    "needs-baseline": "翻一番 is a multiple of a value that baseline: has to name.",
    "baseline-not-positive": (
        "Twice a baseline is more than the baseline only where that is above zero. A declared value of zero or less is "
        "an error of the file; a submitted one leaves the target invalid."
    ),
    "baseline-length": (
        "A flow counts the months of its period, a cumulative figure those since the year's start. A month is no "
        "baseline of a year: it would be doubled by anything."
    ),
    "due-not-judged": (
        "due: on a quantity judges the part of the period up to that day, so it has to be the end of a month within "
        "the period, and every figure of a kind that has parts: flow, stock or cumulative. A rate has a value for "
        "its own period alone."
    ),
    "warn-implied": "Whatever meets the target would meet warn: too, so that a pass could never be close.",
    "warn-conflict": (
        "warn: marks a pass as close where it is met no more. It is a stricter limit on the same side as the target: "
        "one that limits another side, that is looser at one end, or that nothing can meet with the target would call "
        "the wrong values close."
    ),
    "default-twice": "defaults: has two tolerances of one dimension, and a target could take either.",
    "unused-default": "A default in defaults: has no effect on any target. Most often it is of another unit than was meant.",
    "tolerance-twice": "A tolerance is in the target's text and under tolerance: as well.",
    "negative-tolerance": "A tolerance is a distance and cannot be below zero.",
    "needs-step": (
        "compare: rounded rounds to the last digit of the limit. A limit that is another value or a multiple has "
        "none, so the step must be given."
    ),
    "bad-step": "A rounding step is zero or negative.",
    "cycle": "A formula needs its own result, by way of others or at once.",
    # sources
    "file-absent": "A file that was named does not exist.",
    "file-unreadable": "A file that was named is a folder, may not be read, or could not be read to its end.",
    "unknown-format": (
        "The format of a submission follows from the suffix of its file; for another suffix, and for -, it is "
        "said with --from. A workbook is not read yet: save its sheet as CSV."
    ),
    "empty-file": "A submission has no header row, or no figures at all.",
    "bad-quote": (
        "CSV is read strictly (RFC 4180): a field with a quote, a comma or a line end in it is in quotes, "
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
        "A list or an object is where a single value should be, or a single value where figures should. Known "
        "shapes: {indicator: figure}, {indicator: {period: figure}}, a list of records; a figure is a value or "
        "{value, unit, note}."
    ),
    "unknown-column": "A column or a key that is not read. It is reported once and passed over.",
    "other-separator": (
        "A .csv file is separated by tabs, or a .tsv file by commas. Its header row leaves no doubt, so it was "
        "read."
    ),
    # submission
    "entity-not-read": (
        "A cell says whom a figure is about. Figures by entity are not read yet, and are refused rather than "
        "mixed."
    ),
    "basis-not-read": (
        "A cell gives a figure's basis (口径). Bases are not compared yet, so the figure is refused rather than "
        "mixed with others."
    ),
    "no-period": (
        "Neither the targets file, the options nor the figures say which period is judged. Today's date is never "
        "used: the same files give the same report in any year."
    ),
    "wrong-period-kind": "2023年1-11月 is read for cumulative indicators only; 2023年末 and 2023年6月末 for stocks and states only.",
    "negative-count": (
        "A number of things was submitted that is less than none. A net count, such as joined less left, may be negative: "
        "bounds: any says so, and then nothing is decided early by it. Computed counts and changes may be negative anyway."
    ),
    "out-of-bounds": (
        "A figure, or a computed value, is outside the bounds that its indicator declares. It is probably a "
        "slip of the unit or of the decimal point."
    ),
    "unit-conflict": "A figure has one unit in its own cell and another in the column or the header beside it.",
    "no-unit": "A figure has no unit and its indicator declares none. The limit's unit is never lent to it.",
    "unknown-rung": "A state that was submitted, or that a target demands, is no level of its scale.",
    "unit-on-word": "A state or a day has a unit beside it, which can mean nothing.",
    "conflicting-figures": (
        "The same figure is submitted twice with different values. Neither is used: which one is right is not "
        "for a program to say."
    ),
    "day-replaced": "Two periods have different days for one event. The day of the latest period is judged.",
    "day-after-as-of": (
        "A submitted day is after the as-of date: it has not come yet, and stands for any later day. Where none of "
        "them meets the limit, the target fails; where all of them do, it passes; else it is pending."
    ),
    "unknown-indicator": (
        "A name in the submission is no id, name or alias of an indicator. Its figures are counted as unused."
    ),
    "unused-figure": "A figure is sound, but no verdict uses it.",
    "derived-figure": (
        "A figure is submitted for an indicator that is computed. The computed value is judged; where the two "
        "differ, this says so."
    ),
    "figure-falls": (
        "A cumulative figure is below an earlier one of the same year, or a state is below an earlier one (a scale of "
        "bands may fall). It may be right; more often one of the two is a slip, or figures of single months were "
        "declared as cumulative."
    ),
    "after-as-of": (
        "A figure is for a period that begins after the as-of date. It is no evidence yet."
    ),
    "below-one-percent": (
        "A bare number between -1 and 1 is read in the declared unit %, so 0.23 is 0.23%. If 23% was meant, "
        "write 23%."
    ),
    "rate-used": "Money was converted by a rate that the targets file declares.",
    "same-figure-twice": "The same figure is submitted twice with the same value. Both cells count as used.",
    # judge
    "missing-figure": "A figure that a verdict needs was not submitted.",
    "missing-parts": "A year, half-year or quarter is the sum of its parts, and some of these were not submitted.",
    "missing-unplaced": (
        "A figure was not found, but a cell of the same indicator was refused, for its period, its entity or its "
        "basis; it may be the one."
    ),
    "parts-disagree": (
        "A figure and its parts (halves, quarters, months, the last day) differ by more than the rounding of the "
        "printed figures explains, at this level or below it; or the parts that are there exceed the whole, of what "
        "cannot fall. Which is right is not known, so nothing is judged by them."
    ),
    "states-disagree": (
        "Two periods that end on the same day have different states or days. Which is right is not known, so "
        "nothing is judged by them."
    ),
    "parts-differ-by-rounding": (
        "A figure and its parts differ by no more than half a last digit of each explains. The figure itself is used."
    ),
    "state-unknown-when-due": (
        "A state was reached by a later reading and not by an earlier one, and the due day is between. A date "
        "would settle it."
    ),
    "missing-in-period": (
        "The state or the day was submitted for other periods only. What was reached earlier counts where it is kept: "
        "a level or any above it, on a scale without bands."
    ),
    "part-judged": "Of a quantity with due:, the part of the period up to then is judged, made of its parts.",
    "close-unknown": (
        "The target is met, but what warn: compares with has no value. The verdict does not depend on it."
    ),
    "decided-early": (
        "Not all of the period is there, but what there is so far decides for good: a sum that cannot fall, a level or "
        "a day already reached. It stays decided when later figures never come."
    ),
    "not-due": "The period, or due:, ends after the as-of date, and nothing has decided it earlier.",
    "straddles-limit": (
        "The submitted figure was probably rounded, and half a last digit either way is on both sides of the "
        "limit. The verdict is by what was submitted."
    ),
    "rise-beside-fall": "A threshold of a fall (下降10%) is judged by negative figures; a positive one is a rise.",
    "one-sided": "A range or an about with better: can be missed at one end only.",
    "read-as-at-least": "These limits are written without a comparator, and were read as lower bounds: 1亿元 is at least 1亿元.",
    "value-rounded": "compare: rounded rounds the value once before it is judged (GB/T 8170); this is the full value.",
    "waiver-expired": "A waiver ended before the as-of date, so the failure counts.",
    # commands
    "no-submission": "check was given no file, and the targets file names none that exists under submissions:.",
    "bad-only": "--only was given entity:…, which will be read once figures by entity are.",
    "unknown-selection": "--only was given a word that selects no target. An empty check would look like a clean one.",
    "two-to-stdout": "Two outputs were both sent to standard output, where they would run into each other.",
    "two-to-one-file": (
        "Two outputs lead to one file, perhaps by a link or another spelling of its path: the second would replace "
        "the first. Nothing was judged and nothing was written."
    ),
    "output-is-input": (
        "An output leads to a file that is read, a submission or the targets file, perhaps by a link or another "
        "spelling of its path. Nothing was judged and nothing was written."
    ),
    "unknown-output": "The path of -o has no suffix that names a format.",
    "output-failed": (
        "A result could not be written: no such folder, no permission, a full disk. The exit code is 6, whatever "
        "the verdict; a file is never left half written."
    ),
    "out-of-memory": (
        "The system gave the process no more memory. The exit code is 71, whatever was read before, so that a script "
        "can tell it from a verdict and from a bug."
    ),
    "unknown-topic": "help was asked for what is neither a topic nor the code of a problem.",
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

COMMANDS: Final[dict[str, str]] = {
    "kpicheck": "Judge submitted figures against declared targets: exact verdicts, each one explained.",
    "check": "Judge submissions against the targets; print the table; exit with the verdict.",
    "lint": "Show every mistake of a targets file, each at its place.",
    "parse": "Show how threshold texts are read.",
    "eval": "Compute a formula, exactly; with submissions, over their figures.",
    "help": "Explain a topic, a command or the code of a problem.",
}
"""What each command does."""

PARAMETERS: Final[dict[str, str]] = {
    "submissions": "Files of figures; - is standard input.",
    "targets": "The targets file; targets.yaml where none is named.",
    "lint.targets": "Targets files; targets.yaml where none is named.",
    "eval.targets": "The targets file that names the figures; targets.yaml where submissions are given.",
    "texts": "Threshold texts.",
    "expression": "A formula.",
    "topic": "A topic, a command, or the code of a problem.",
    "period": "Judge this period instead of the file's.",
    "eval.period": "Compute in this period instead of the file's.",
    "as_of": "Judge as seen from the end of this day or period.",
    "only": "Judge only this: ID, section:… or tag:…; may be repeated.",
    "strict": "Warnings count as errors.",
    "exit_zero": "Exit 0 where it would be 1, 4 or 5.",
    "quiet": "No table; where not all is met, the totals on standard error.",
    "verbose": "Evidence of what did not pass; -vv of everything.",
    "color": "Colours; auto, which is the default, follows the terminal, NO_COLOR and FORCE_COLOR.",
    "lang": "Language of the output.",
    "encoding": "Encoding of the submissions, and of a targets file that is not UTF-8.",
    "lint.encoding": "Encoding of a targets file that is not UTF-8.",
    "from_": "Format of the submissions, whatever their names.",
    "format_": "Write this format to standard output.",
    "output": "Write to PATH, whose suffix (.json, .txt) says the format, or FORMAT=PATH; - is standard output; may be "
    "repeated.",
    "all_rows": "All rows on a terminal, however many.",
    "unit": "Unit of the result.",
    "version": "Show the version and exit.",
    "help": "Show this message and exit.",
    "install_completion": "Install completion for the current shell.",
    "show_completion": "Show completion for the current shell, to copy it or to change it.",
}
"""What each argument and option means: `command.parameter` where a command means something else by it."""

TOPICS: Final[dict[str, str]] = {
    "targets": "the keys of a targets file",
    "notation": "how a threshold may be written",
    "functions": "the functions of formulas",
    "units": "the units, and what may be written before one",
    "reserved": "the words that cannot be an id",
    "problems": "every code, with what it means",
    "exit-codes": "what the exit code says",
}
"""What each topic of `help` is about."""

EXITS: Final[dict[str, str]] = {
    "OK": "all is well: nothing failed, nothing is missing or invalid, no figure was refused, and something was judged",
    "FAILED": "a target of severity error failed",
    "USAGE": "wrong usage, or no submission given",
    "BROKEN_INPUT": (
        "a targets file or a submission is absent, unreadable or broken in its structure: nothing was judged"
    ),
    "UNDECIDED": (
        "a target of severity error is missing or invalid, or a figure was refused; of parse and eval: a text was "
        "refused, or there is no value"
    ),
    "NOTHING_JUDGED": "nothing reached pass, fail or waived",
    "OUTPUT_FAILED": "an output could not be written",
    "BUG": "a bug of kpicheck",
    "OUT_OF_MEMORY": "out of memory",
    "INTERRUPTED": "interrupted by Ctrl-C",
}
"""What each exit code means."""

KEYS: Final[dict[str, str]] = {}
"""The keys of a targets file are described in English where they are declared, in `targets.schema`."""
