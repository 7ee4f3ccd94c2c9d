"""Problems of tables: their columns, files, data frames."""

from __future__ import annotations

from collections.abc import Mapping

from scorerules.diagnostics.catalogue.entry import Entry, error

TABLES: Mapping[str, Entry] = {
    "SR440": error(
        "表中没有 `{key}`（{words}）这一列，而每条记录都需要它",
        "the table has no column `{key}` ({words}), which every record needs",
        "列名可以写编号，也可以写名称；表中没有用到的列有：{nearest}",
        "a column is called by id or by name; columns that nothing reads: {nearest}",
    ),
    "SR441": error(
        "表中有两列都是 `{key}`：“{first}”和“{second}”",
        "two columns of the table are `{key}`: “{first}” and “{second}”",
        "请删去或改名其中一列",
        "remove or rename one of them",
    ),
    "SR442": error(
        "没有名为 `{name}` 的结果列",
        "there is no result column `{name}`",
        "可以写：{there}",
        "there are: {there}",
    ),
    "SR443": error(
        "表中没有要保留的列“{name}”",
        "the table has no column “{name}” to keep",
        "表中的列有：{there}",
        "its columns are: {there}",
    ),
    "SR444": error(
        "得分太大，结果列写不下",
        "a score is too large for its column",
        "请给得分规定上限，或用 score 逐条评分",
        "give the score an upper limit, or score the record alone",
    ),
    "SR445": error(
        "要保留的列“{name}”与一个结果列同名",
        "the column “{name}” to keep is called like a result",
        "请给表中的这一列改名，或不保留它",
        "rename it in the table, or do not keep it",
    ),
    "SR447": error(
        "`{found}` 不是可以评分的表",
        "`{found}` is no table that can be scored",
        "可以是 pandas、Polars、PyArrow、DuckDB、Spark、Dask 的表，或任何带 `__arrow_c_stream__` 的表；"
        "单条记录用 score，记录的列表用 score_many",
        "tables are those of pandas, Polars, PyArrow, DuckDB, Spark, Dask, and anything with "
        "`__arrow_c_stream__`; a record is scored by score, a list of records by score_many",
    ),
    "SR448": error(
        "这个评分规则要把记录互相比较，而这张表的各部分是分开评分的",
        "the ruleset compares records with each other, and the parts of this table are scored apart",
        "{way}",
        "{way}",
    ),
    "SR449": error(
        "读不出这张表：{reason}",
        "the table cannot be read: {reason}",
        "这是提供这张表的程序的说法；不评分时，它也应当读不出来",
        "so says the program that gives the table; it should say so too when nothing is scored",
    ),
    "SR450": error(
        "看不出 `{name}` 是哪种格式的表格",
        "the name of `{name}` does not tell which format it has",
        "文件名应以下列之一结尾：{there}；也可以用 --input-format 或 --output-format 指明",
        "let its name end in one of {there}, or say it with --input-format or --output-format",
    ),
    "SR451": error(
        "处理表格还缺少 {package} 包",
        "tables need the package {package}, which is not installed",
        '请运行：pip install "scorerules[tables]"',
        'run: pip install "scorerules[tables]"',
    ),
    "SR452": error(
        "`{name}` 第 {line} 行有一个字节 {byte}（文件的第 {offset} 个字节之后），不是 {encoding} 编码的文字",
        "line {line} of `{name}` has the byte {byte} (behind byte {offset}), which is no text in {encoding}",
        "请用表格软件打开文件，另存为“CSV UTF-8”；知道是什么编码的，可用 --input-encoding 指明",
        "save the file as “CSV UTF-8”, or say its encoding with --input-encoding",
    ),
    "SR453": error(
        "没有名为 `{encoding}` 的文字编码",
        "there is no text encoding `{encoding}`",
        "常用的有 utf-8、utf-8-sig（带标记，Excel 认得）、gb18030、utf-16",
        "common ones are utf-8, utf-8-sig (with the mark that Excel looks for), gb18030, utf-16",
    ),
    "SR454": error(
        "`{name}` 没有表头，不知道各列是什么",
        "`{name}` has no header that says what its columns are",
        "第一行应写各列的编号或名称",
        "let its first row hold the id or the name of every column",
    ),
    "SR455": error(
        "`{name}` 的第 {first} 列和第 {second} 列同名，都叫“{header}”",
        "columns {first} and {second} of `{name}` are both called “{header}”",
        "请给其中一列改名，或删去一列",
        "rename or remove one of them",
    ),
    "SR456": error(
        "`{name}` 的第 {column} 列没有表头，第 {row} 行数据在这一列却有内容",
        "column {column} of `{name}` has no header, and row {row} has something in it",
        "请给这一列写上表头，或清空这一列",
        "give the column a header, or clear it",
    ),
    "SR457": error(
        "`{name}` 第 {line} 行有一个引号的位置不对，分不清单元格到哪里为止",
        "line {line} of `{name}` has a quotation mark where none can stand",
        '单元格里有引号的，整格用引号括起来，里面的引号写两个，如 "5""管"',
        'enclose a cell that has marks in it, and double those inside: "5"" pipe"',
    ),
    "SR458": error(
        "`{name}` 第 {line} 行开始的引号直到文件末尾也没有结束",
        "the quotation mark that begins in line {line} of `{name}` is not closed before the end",
        "请补上结束的引号；不补的话，后面各行会被当作同一个单元格",
        "close it; without that, all lines behind it are one cell",
    ),
    "SR459": error(
        "`{name}` 第 {line} 行有一个零字节，文件可能已损坏，或是不带标记的 UTF-16",
        "line {line} of `{name}` has a zero byte: the file is damaged, or UTF-16 without a mark",
        "请另存为 UTF-8；确是 UTF-16 的，可写 --input-encoding utf-16-le",
        "save it as UTF-8; for UTF-16, say --input-encoding utf-16-le",
    ),
    "SR460": error(
        "`{name}` 第 {line} 行有 {found} 格，表头却有 {expected} 格",
        "line {line} of `{name}` has {found} cells, its header {expected}",
        "请检查这一行是否多了或少了分隔符；含有分隔符的单元格要用引号括起来",
        "look for a delimiter too many or too few; a cell that holds one stands in quotation marks",
    ),
    "SR461": error(
        "`{name}` 不是完好的 {format} 文件（{reason}）",
        "`{name}` is no whole {format} file ({reason})",
        "请检查文件是否完整、是否加了密码、后缀是否与格式相符；旧的 .xls 请另存为 .xlsx",
        "see whether it is complete, without a password and what its name says; save .xls as .xlsx",
    ),
    "SR462": error(
        "`{name}` 第 {line} 行不是一条记录",
        "line {line} of `{name}` is no record",
        '每行应是一个 JSON 对象，每个键只写一次，如 {"made": 90}',
        'let every line be one JSON object that says each key once, such as {"made": 90}',
    ),
    "SR463": error(
        "`{name}` 没有名为“{sheet}”的工作表",
        "`{name}` has no sheet “{sheet}”",
        "其中的工作表有：{there}",
        "its sheets are: {there}",
    ),
    "SR464": error(
        "`{name}` 的单元格 {cell} 有公式，但还没有算出的值",
        "the cell {cell} of `{name}` has a formula that has not been computed",
        "请用 Excel 打开文件，保存一次",
        "open the file in Excel and save it",
    ),
    "SR465": error(
        "`{name}` 第 {line} 行开始的一行数据超过 {most} MiB",
        "the row that begins in line {line} of `{name}` is longer than {most} MiB",
        "多半是引号或换行不对；确有这么长的，请改用 Parquet",
        "its quotation marks or line ends are probably wrong; if it really is that long, use Parquet",
    ),
    "SR466": error(
        "`{name}` 已经存在",
        "`{name}` is there already",
        "请换个文件名；要替换它，请加 --force",
        "choose another name; to replace it, add --force",
    ),
    "SR467": error(
        "`{name}` 是正在读取的文件，不能又写入它",
        "`{name}` is the file that is read, so it cannot be written",
        "请换个文件名",
        "choose another name",
    ),
    "SR468": error(
        "无法写入 `{name}`（{reason}）",
        "`{name}` cannot be written ({reason})",
        "请检查文件夹是否存在、能否写入、磁盘是否已满",
        "see whether the folder is there and may be written to, and whether the disk is full",
    ),
    "SR469": error(
        "`{name}` 的格式容不下结果：{what}",
        "`{name}` cannot hold the results: {what}",
        "请换一种格式或编码，如 CSV（UTF-8）或 Parquet",
        "choose another format or encoding, such as CSV in UTF-8, or Parquet",
    ),
}
