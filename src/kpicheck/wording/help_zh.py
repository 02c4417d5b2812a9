"""What `help CODE` says in Chinese: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    "bad-number": (
        "应当是一个数的文字不是一个数。数的读法是严格的：数字、一个小数点、三位一组的千分位、指数，或者准确的中文"
        "数词。凡有两种读法的，都不去猜。"
    ),
    "unknown-unit": "数后面的词不是已知的单位。文件自己的单位在 units: 下声明。",
    "long-unit": "单位的组成部分太多。",
    "unit-redeclared": "units: 声明的名字本来就是单位。同一个写法会有两个意思。",
    "bad-unit": "units: 声明的名字会被读成数或运算符，或写在数字后面无法读出，或者声明的单位为零或为负。",
    "unit-mismatch": (
        "两个量纲不同的量被拿来比较，或者需要一种单位而给了另一种。不同量纲之间从不换算：家不是户，90% 也不是 90"
        "。"
    ),
    "bad-period": "文字不是一个时期。时期有年、半年、季度、月和日。",
    "bad-date": "文字不是历法上的一天，例如 2023-02-30。",
    # notation
    "no-year": "日期没有写年份。年份从不由文件的时期去猜。",
    "empty": "应当有目标值或公式的地方没有文字。",
    "bad-threshold": (
        "文字不是一个目标值：一个数和一个比较，例如 23%以上、≤ 4.5%、6%~6.5%。说了两件事，或者同一件事用不同说法说"
        "了两遍的，都不接受。"
    ),
    "vague-threshold": "一批、前列、明显提高这样的词没有说出数来。程序不会编造一个：要由定目标的人来说。",
    "two-thresholds": (
        "一段文字里有两个目标值，例如 85%、力争90%。一个目标只有一个目标值；另一个可以写成 warn:，或者另立一个目标。"
    ),
    "bare-negative": "只写了一个负数，没有写比较。是高了好还是低了好，无从判断。",
    "empty-range": "区间的下端高于上端，没有任何数能满足。",
    # nodes
    "encoding": (
        "文件的字节不是所用编码的文字。有字节顺序标记的以它为准；没有的，目标文件按 UTF-8 读，数据文件先按 "
        "UTF-8、再按 GB18030 读，都是严格的：从不替换或丢弃任何字节。--encoding 可指定其他编码：用于数据文件，"
        "以及不是 UTF-8 的目标文件。位置是第一个读不通的字节。"
    ),
    "mixed-encoding": (
        "数据文件不是 UTF-8，却含有 UTF-8 的词：它是由两处来源拼起来的。按 GB18030 读会把这些词变成别的字，"
        "所以整个不读。"
    ),
    "unknown-encoding": "--encoding 给出的编码不在支持之列。",
    "libyaml-missing": (
        "YAML 只通过 libyaml 读取，因为 PyYAML 自带的解析器对有些文件读法不同。PyYAML 的 wheel 里有 libyaml。"
    ),
    "yaml-syntax": "文件不是 YAML，或者虽是 YAML 却不可能是本意，例如用了全角冒号的一行。出错之前的内容仍会检查。",
    "duplicate-key": (
        "一个映射或对象里同一个键出现两次；只有全角半角（NFKC）或首尾空格不同的也算。"
        "别的程序会不声不响地只留最后一个。"
    ),
    "anchor": "不接受锚点（&名称）：它让人看不出值从哪里来，而 &D growth 这样的文字会丢掉前面的词。",
    "alias": "和锚点一样，不接受别名引用（*名称）：几行就可以代表几百万个值。",
    "merge-key": "不接受合并键 <<：两个值最后留下哪一个，很容易看错。",
    "tag": "不接受标签（!名称）：在按文件自己的规则读出之前，所有的值都是文字。",
    "directive": "不接受指令（以 % 开头的行）：它会改变其余内容的读法。",
    "several-documents": "一个文件只有一个文档，第二个 --- 之后的内容不读。",
    "too-deep": "列表、映射或对象相互嵌套超过 32 层。没有文件需要这样，读到那里为止。",
    "too-large": "文件太大，或者里面的项太多。",
    "too-many-problems": "问题太多，其余的不再列出。",
    "invisible-character": (
        "有看不见的字符（控制字符、零宽字符、双向控制字符、U+FFFD），或者键里有普通空格以外的空白。"
        "看起来一样的两个名称可能因此不同。"
    ),
    "block-scalar": "以 | 或 > 开头的值是成段文字，只能用在 note 里，否则 >5 这样的目标会变成空的文字。",
    "empty-value": "键或列表项没有值。只有 note 可以这样，因为不知道本意是什么。",
    "comma-in-braces": "在 {…} 里逗号分隔各项，所以 growth(x, 2020) 这样的公式和 1,234 这样的数字在那里必须加引号。",
    "complex-key": "应当是键的地方是一个列表或映射。",
    "cut-by-comment": "在 YAML 里，空格之后的 # 表示注释开始。如果 # 后面没有空格，也可能本来是值的一部分。",
    "curly-quotes": "值用弯引号括了起来。弯引号在 YAML 里是普通字符，会成为值的开头和结尾。",
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
    "beyond-calendar": "公式往前推得太远，要用到公元 1 年以前的数据，因此没有结果。",
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
    "wrong-shape": "单个值、列表、映射三者，放在了应当是另一种的地方。",
    "unknown-key": "这个位置没有这个键。未知的键一律不接受，免得写错了被悄悄忽略。",
    "missing-key": "缺少必需的键。",
    "bad-choice": "这个键只能取固定的几个词，而这里写的不是。",
    "bad-id": "标识以字母（包括汉字）或 _ 开头，后面是字母、数字和 _。别的写法在公式里无法引用。",
    "reserved-id": "标识是公式语言的词或函数名，或者本身读作一个量（如 一半），公式里就会有两种意思。",
    "rate-not-positive": "汇率为零或为负。",
    "rate-of-one-currency": "汇率的两边是同一种货币。万元之类的倍数不需要汇率，自会换算。",
    "duplicate-rate": "两个汇率用途相同：货币相同（不论方向）、时期相同、同为平均或期末。哪个对，程序不能替人决定。",
    "not-a-currency": "rates: 只用于货币之间。别的单位要么自己就能换算，要么不能换算。",
    "short-ladder": "等级序列至少要有两级。",
    "duplicate-rung": "同一等级在序列里出现了两次，次序就不清楚了。",
    "ladder-gap": "等级的区间没有覆盖所有的值，落在空隙里的就没有状态。",
    "unknown-ladder": "states: 引用的等级序列没有在 ladders: 下声明。",
    "key-without-effect": (
        "这个键是认识的，但在这里不会起任何作用，例如限值不是“左右”却写了 tolerance:。写它必有用意，所以不接受。"
    ),
    "not-an-interval": "bounds: 和等级的区间要写成范围：0%..100%、>= 0万元。",
    "limit-without-unit": "限值只有数没有单位，而指标是有单位的。单位从不替人补上：90 不是 90%。",
    "no-targets": "目标文件里没有目标，没有可以判定的东西。",
    "ambiguous-name": "两个指标有相同的名称或别名，报上来的数分不清属于哪一个。",
    "duplicate-indicator": "目标引用了已经声明的指标，又写了指标自己的键，或者同时有公式和指标。一个指标只在一处声明。",
    "target-and-due": "日期类指标的 due: 就是它的限值，再写 target: 就有两个限值了。",
    "limits-disagree": "没有声明单位的指标，量纲取自各目标的限值，而这些限值的量纲不一致。",
    "wrong-threshold-kind": "目标值要的是数、状态、日期中的一种，而指标是另一种。",
    "needs-unit": "清零、上年、翻番这样的写法里没有单位，所以指标必须声明自己的单位。",
    "verb-mismatch": (
        "增长5%、提高2个百分点要的是变化，所以指标要算的也得是变化：growth(…)、change(…)，或 kind: change 的指标"
        "。达到5% 要的是水平。"
    ),
    "basis-mismatch": "同比、环比、年均说明了与什么相比，而公式是与别的相比。",
    "percent-twice": (
        "比值不必乘以 100：50 中的 45 就是 90%。乘了 100 再与百分数相比，就成了 9000%。"
        '经过加减、round、min、max 或别的指标名也一样。指数（上年为 100）请声明 unit: "1"。'
    ),
    "better-conflict": "better: 说的方向与比较符号相反。",
    "no-direction": (
        "没有比较符的限值，只有在明显越多越好时才按“不低于”判定。零、时长、每若干单位的比率、浓度、温度和名次，"
        "须写比较符，或在目标中写 better:。"
    ),
    "vacuous-limit": (
        "任何可能的数据都满足限值，或都不满足：计数 >= 0、不低于最低等级、限值在指标的 bounds 之外。"
        "数据可能是什么，由 bounds: 说明；计数从不小于零。"
    ),
    "needs-tolerance": "左右、约 要声明 tolerance:。差多少还算“左右”，从不去猜。",
    "needs-baseline": "翻一番是某个数的倍数，这个数要由 baseline: 说明。",
    "baseline-not-positive": "基数大于零，翻番才有意义。文件里写的基数不大于零，是文件的错误；报送的基数不大于零，目标无效。",
    "baseline-length": "流量按时期内各月累加，累计数从年初算起。一个月不能作一年的基数，否则必然“翻番”。",
    "due-not-judged": (
        "数值指标的 due: 考核的是到那一天为止的时段，所以必须是考核期内某个月的月末，并且所用数据都可以分段：kind 为 "
        "flow、stock 或 cumulative。比率只有它自己那个时期的数值。"
    ),
    "warn-implied": "凡达标的都满足 warn:，所以永远不会出现“临界”。",
    "warn-conflict": (
        "达标但不满足 warn: 的算作临界，所以 warn: 应当是同一边更严的限值。方向不同、有一端更松、或与目标不能同时满足的，"
        "都会把不该算的算作临界。"
    ),
    "default-twice": "defaults: 中有两个同一量纲的偏差，不知用哪一个。",
    "unused-default": "defaults: 中的某个默认值没有目标用到，多半是单位写得与本意不同。",
    "tolerance-twice": "目标的文字里已经有容差，tolerance: 又写了一次。",
    "negative-tolerance": "容差是距离，不能小于零。",
    "needs-step": "compare: rounded 修约到限值的末位。限值是另一个值或倍数时没有末位，要写明修约间隔。",
    "bad-step": "修约间隔为零或为负。",
    "cycle": "公式直接或经过别的公式用到了它自己的结果。",
    # sources
    "file-absent": "指定的文件不存在。",
    "file-unreadable": "指定的是文件夹，或者文件没有读取权限、没能读完。",
    "unknown-format": "数据文件的格式由后缀决定；其他后缀以及 -，要用 --from 说明。工作簿还不能读取，请另存为 CSV。",
    "empty-file": "数据文件没有表头，或者一个数值也没有。",
    "bad-quote": (
        "CSV 按 RFC 4180 严格读取：含有引号、逗号或换行的格要加引号，其中的引号写两遍。"
        "宽松的程序会在这样的地方吞掉整行整行的数据。"
    ),
    "nul-character": "文字里不会有 NUL 字符：文件已损坏，或者是别的编码。",
    "replacement-character": "U+FFFD 是转换程序遇到读不通的字节时写下的，原来的字已经丢了。",
    "excel-sep": "Excel 会在 CSV 文件的第一行写 sep=;。这里的列用逗号或制表符分隔。",
    "field-too-long": "有一格超过 100,000 个字符，多半是少了引号。",
    "too-many-columns": "表超过 16,384 列，也就是电子表格的列数。",
    "ragged-row": "一行的格数与表头不同。哪一格属于哪一列，不作猜测。",
    "unnamed-column": "没有列名的列里有内容。空的列会略过。",
    "duplicate-header": (
        "两列或记录的两个键意思相同：名称不同而意思相同的（年份和月份都是时期），或者只有全角半角、"
        "首尾空格不同的，也算。"
    ),
    "not-long": (
        "数值从长表读取：每个数值一行，至少有指标和数值两列，此外可以有时期、单位、备注、地区、口径。"
        "其他样式的表整个不读，绝不只读一半。"
    ),
    "json-syntax": "文件不是 JSON（RFC 8259），读到那里为止。",
    "not-a-figure": (
        "应当是单个值的地方是列表或对象，或者应当是各个数值的地方是单个值。认得的写法：{指标: 数值}、{指标: "
        "{时期: 数值}}、记录的列表；数值是单个的值或 {value, unit, note}。"
    ),
    "unknown-column": "没有用处的列或键。只提示一次，不读它。",
    "other-separator": ".csv 文件用了制表符分隔，或者 .tsv 文件用了逗号。它的表头不会弄错，所以照样读了。",
    # submission
    "entity-not-read": "单元格写明了数据属于哪个地区或单位。目前还不能按主体读数，所以退回，而不是混在一起。",
    "basis-not-read": "单元格写明了口径。目前还不能比较口径，所以退回，而不是与别的数混用。",
    "no-period": "目标文件、选项、数据都没有说明判定哪个时期。从不使用当天的日期：同样的文件在哪一年都得出同样的报告。",
    "wrong-period-kind": "2023年1-11月 只用于累计指标，2023年末、2023年6月末 只用于存量和状态。",
    "negative-count": "报送的计数小于零。净增数（增加减去减少）可以为负：写上 bounds: any，这样的指标也就不提前定论。计算得出的数和变动数（kind: change）本来就可以为负。",
    "out-of-bounds": "数据或计算结果超出了指标声明的 bounds:。多半是单位或小数点写错了。",
    "unit-conflict": "数据的单元格里写了一个单位，旁边的单位列或表头写了另一个。",
    "no-unit": "数据没有单位，指标也没有声明单位。限值的单位从不借给它。",
    "unknown-rung": "报上来的状态，或目标要求的状态，不在等级序列里。",
    "unit-on-word": "状态或日期旁边写了单位，没有意义。",
    "conflicting-figures": "同一个数报了两次而且不同。两个都不采用：哪个对不该由程序来定。",
    "day-replaced": "两个时期为同一件事报了不同的日期，按最近一个时期的日期判定。",
    "day-after-as-of": "报送的日期晚于截止日：这一天还没有到，只表示截止日之后的某一天。之后哪一天都不达标的，判未达标；哪一天都达标的，判达标；否则为未到期。",
    "unknown-indicator": "报送里的名称不是任何指标的标识、名称或别名。它的数据计为未采用。",
    "unused-figure": "数据没有问题，但没有任何判定用到它。",
    "derived-figure": "报了一个由公式计算的指标。判定用的是计算结果；两者不同的，在这里说明。",
    "figure-falls": (
        "累计数小于同年较早的累计数，或者状态低于较早的状态（按数值分级的除外）。这可能属实，更多是其中一个有误，或者把各月"
        "的当月数声明成了累计数。"
    ),
    "after-as-of": "数据的时期在截止日之后才开始，还不能作为依据。",
    "below-one-percent": "没有单位的数按声明的 % 读，所以 0.23 就是 0.23%。如果是 23%，请写 23%。",
    "rate-used": "金额按目标文件声明的汇率作了换算。",
    "same-figure-twice": "同一个数报了两次，数值相同。两个单元格都计为采用。",
    # judge
    "missing-figure": "判定要用的数据没有报。",
    "missing-parts": "年、半年或季度是各部分之和，而有的部分没有报。",
    "missing-unplaced": "没有找到数据，但同一指标有一个单元格因时期、地区或口径被退回，可能就是它。",
    "parts-disagree": (
        "一个数与其各部分（半年、季度、月、最后一日）的差超出了四舍五入所能解释的范围，或者下一级有这样的差；只增不减的数，"
        "已报的部分也不能超过合计。哪个对无从判断，所以不据此判定。"
    ),
    "states-disagree": "在同一天结束的两个时期，状态或日期不同。哪个对无从判断，所以不据此判定。",
    "parts-differ-by-rounding": "一个数与其各部分的差在各数末位半个单位之内。采用这个数本身。",
    "state-unknown-when-due": "前一次报数时还没有达到，后一次已经达到，而到期日在两次之间。报一个日期就能确定。",
    "missing-in-period": "状态或日期只报了别的时期的。此前已经达到的，只有不会失去的才算：没有分档的等级中的某级及以上。",
    "part-judged": "写了 due: 的数量指标，按时期中截至到期日的部分判定，由各部分的数据得出。",
    "close-unknown": "目标已达标，但 warn: 所比较的数没有，所以是否临界不明。判定结果与此无关。",
    "decided-early": "数据还不全，但已有的足以定论：只增不减的累计数、已经达到的状态或日期。以后的数据没有报，结论也不变。",
    "not-due": "时期或 due: 在截止日之后才到，而且还没有提前定论。",
    "straddles-limit": "报上来的数多半经过四舍五入，末位半个单位的范围跨过了限值。判定以报上来的数为准。",
    "rise-beside-fall": "目标说的是下降（下降10%），按负数判定；正数是上升。",
    "one-sided": "写了 better: 的区间或“左右”，只会在一端不达标。",
    "read-as-at-least": "这些限值没有写比较符，按下限判定：1亿元 即不低于 1亿元。",
    "value-rounded": "compare: rounded 在判定之前修约一次（GB/T 8170）；这里是修约前的全数值。",
    "waiver-expired": "豁免在截止日之前已经到期，所以未达标照计。",
    # commands
    # commands
    "no-submission": "check 没有给出文件，目标文件的 submissions: 也没有指到任何文件。",
    "bad-only": "--only 给了 entity:…，要等能按主体读数之后才能用。",
    "unknown-selection": "--only 给的词没有选中任何目标。什么都没查，看起来会像全都通过。",
    "two-to-stdout": "两个输出都写到标准输出，会混在一起。",
    "two-to-one-file": "两个输出指向同一个文件（包括经由链接，或路径的另一种写法），后写的会覆盖先写的。没有作任何判定，也没有写出任何文件。",
    "output-is-input": "输出指向一个要读取的文件（报送文件或目标文件，包括经由链接，或路径的另一种写法）。没有作任何判定，也没有写出任何文件。",
    "unknown-output": "-o 的路径没有能说明格式的后缀。",
    "output-failed": (
        "结果无法写出：没有这个文件夹、没有权限、磁盘已满。无论判定如何，退出码是 6；不会留下写了一半的文件。"
    ),
    "out-of-memory": "系统没有给进程更多内存。无论之前读到哪里，退出码都是 71，脚本可以把它与判定结果、与程序缺陷区分开。",
    "unknown-topic": "help 后面的既不是主题，也不是问题的代码。",
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

COMMANDS: Final[dict[str, str]] = {
    "kpicheck": "按声明的目标判定报送的数据：结论精确，每一条都有依据。",
    "check": "按目标判定报送文件，输出结果表，以判定结果退出。",
    "lint": "列出目标文件的每一处错误及其位置。",
    "parse": "说明目标值的写法是怎样读的。",
    "eval": "精确计算一个公式；给出报送文件时，用其中的数据计算。",
    "help": "解释一个主题、命令，或问题的代码。",
}
"""各命令的作用。"""

PARAMETERS: Final[dict[str, str]] = {
    "submissions": "报送文件；- 表示标准输入。",
    "targets": "目标文件；不写时为 targets.yaml。",
    "lint.targets": "目标文件；不写时为 targets.yaml。",
    "eval.targets": "为数据命名的目标文件；给出报送文件而不写此项时为 targets.yaml。",
    "texts": "目标值的文字。",
    "expression": "公式。",
    "topic": "主题、命令，或问题的代码。",
    "period": "判定这个时期，而不是文件所写的时期。",
    "eval.period": "按这个时期计算，而不是文件所写的时期。",
    "as_of": "以这一天或这个时期的末日为截止日来判定。",
    "only": "只判定所选的目标：标识、section:… 或 tag:…；可以重复。",
    "strict": "警告按错误处理。",
    "exit_zero": "退出码本应为 1、4、5 时，以 0 退出。",
    "quiet": "不输出结果表；未全部达标时，在标准错误输出合计。",
    "verbose": "输出未达标者的依据；-vv 输出全部依据。",
    "color": "颜色；默认为 auto，依终端、NO_COLOR 和 FORCE_COLOR 而定。",
    "lang": "输出所用的语言。",
    "encoding": "报送文件的编码；目标文件不是 UTF-8 时也按此读。",
    "lint.encoding": "目标文件不是 UTF-8 时的编码。",
    "from_": "报送文件的格式，不论文件名如何。",
    "format_": "以这种格式写到标准输出。",
    "output": "写到“路径”，格式由后缀（.json、.txt）决定，或写“格式=路径”；- 表示标准输出；可以重复。",
    "all_rows": "在终端上输出所有行，不论多少。",
    "unit": "结果的单位。",
    "version": "显示版本并退出。",
    "help": "显示本说明并退出。",
    "install_completion": "为当前 shell 安装命令补全。",
    "show_completion": "显示当前 shell 的命令补全脚本，供复制或修改。",
}
"""各参数和选项的含义；某个命令另有含义时，写作“命令.参数”。"""

TOPICS: Final[dict[str, str]] = {
    "targets": "目标文件的各个键",
    "notation": "目标值可以怎样写",
    "functions": "公式中的函数",
    "units": "单位，以及单位前可以写什么",
    "reserved": "不能用作标识的词",
    "problems": "所有问题代码及其含义",
    "exit-codes": "退出码的含义",
}
"""help 的各个主题。"""

EXITS: Final[dict[str, str]] = {
    "OK": "一切正常：没有未达标，没有缺报或无效，没有数据被退回，并且作出了判定",
    "FAILED": "有严重程度为 error 的目标未达标",
    "USAGE": "用法错误，或没有给出报送文件",
    "BROKEN_INPUT": "目标文件或报送文件不存在、无法读取或结构有误：没有作任何判定",
    "UNDECIDED": "有严重程度为 error 的目标缺报或无效，或有数据被退回；对 parse 和 eval：有文字无法读取，或算不出结果",
    "NOTHING_JUDGED": "没有任何目标得出达标、未达标或豁免",
    "OUTPUT_FAILED": "结果无法写出",
    "BUG": "kpicheck 自身的缺陷",
    "OUT_OF_MEMORY": "内存不足",
    "INTERRUPTED": "被 Ctrl-C 中断",
}
"""各退出码的含义。"""

KEYS: Final[dict[str, str]] = {
    "the file": "文件",
    "the file.kpicheck": "格式版本：1",
    "the file.title": "报告标题",
    "the file.period": "判定的时期，用于所有未写时期的目标",
    "the file.language": "报告的语言：en 或 zh；默认 en",
    "the file.submissions": "命令行没有给出报送文件时所判定的文件；可用通配符，相对于本文件",
    "the file.units": "内置以外的单位：count、currency、某个单位，或“数 单位”",
    "the file.rates": "汇率：币种之间换算的唯一途径",
    "the file.defaults": "目标没有自行写明的内容：{tolerance, compare, severity}",
    "the file.ladders": "按名称列出的等级序列，由差到好：列表，或等级与区间的对应",
    "the file.indicators": "可以报送的指标，以及计算得出的指标",
    "the file.targets": "要达到的目标值",
    "an indicator": "指标",
    "an indicator.name": "屏幕上和数据中的名称",
    "an indicator.unit": '未带单位的数据所用的单位；"1" 表示纯数',
    "an indicator.type": "date：数据是日期",
    "an indicator.kind": "flow、stock、rate、cumulative 或 change：短时期怎样合成长时期",
    "an indicator.bounds": "数据可能的范围，如 0%..100%；超出即无效",
    "an indicator.aliases": "数据中也可用来指称它的其他名称",
    "an indicator.states": "报送的等级：ladders: 中的名称，或等级本身",
    "an indicator.formula": "怎样计算",
    "an indicator.note": "任意文字",
    "a target": "目标",
    "a target.section": "列在哪个标题之下",
    "a target.commitment": "属于哪项承诺；几个目标可以同属一项",
    "a target.indicator": "所判定指标的标识、名称或别名",
    "a target.target": "目标值",
    "a target.warn": "预警线：已达标但临界，比目标值更严",
    "a target.better": "higher（越高越好）或 lower（越低越好）",
    "a target.period": "判定的时期",
    "a target.due": "等级或日期最迟达到的日子",
    "a target.severity": "error 或 warning",
    "a target.tolerance": "“左右”的幅度，单位同限值",
    "a target.when_empty": "0/0 怎样算：pass 或 skip",
    "a target.owner": "责任单位",
    "a target.source": "目标的出处",
    "a target.compare": "exact、rounded 或 {rounded: 修约间隔, mode: half_even|half_up}",
    "a target.baseline": "翻番的基数：某个时期，或 {period, value, source}",
    "a target.waive": "{reason, by, until}：豁免未达标",
    "a target.tags": "供 --only 使用的标签",
    "defaults": "defaults",
    "defaults.tolerance": "“左右”的幅度：每种量纲一个",
    "defaults.compare": "exact、rounded 或 {rounded: 修约间隔, mode: half_even|half_up}",
    "defaults.severity": "error 或 warning",
    "a rate": "汇率",
    "a rate.from": "数据的币种",
    "a rate.to": "指标的币种",
    "a rate.rate": "1 from = rate to",
    "a rate.period": "适用的时期",
    "a rate.at": "average（流量）或 end（存量）",
    "a rate.source": "发布者",
    "waive": "waive",
    "waive.reason": "原因",
    "waive.by": "决定者",
    "waive.until": "有效的最后一天",
    "baseline": "baseline",
    "baseline.period": "基数的时期",
    "baseline.value": "基数的值",
    "baseline.source": "发布者",
    "compare": "compare",
    "compare.rounded": "修约间隔",
    "compare.mode": "half_even 或 half_up",
}
"""目标文件的各个键。"""
