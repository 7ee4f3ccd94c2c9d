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
}
