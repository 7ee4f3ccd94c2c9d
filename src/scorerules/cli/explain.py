"""``scorerules explain``: a ruleset, or the scores of a record, in sentences."""

from __future__ import annotations

import click

import scorerules
from scorerules.cli import options, streams
from scorerules.cli.inputs import InputFormat, once_from_stdin, open_record, open_ruleset
from scorerules.cli.problems import fail
from scorerules.diagnostics import Lang
from scorerules.diagnostics.width import visible


@click.command(short_help="Explain rules or scores / 解释规则或得分")
@click.argument("ruleset", type=options.FILE)
@click.argument("record", type=options.FILE, required=False)
@click.argument("others", type=options.FILE, nargs=-1)
@options.input_format()
@options.common
def explain(
    ruleset: str,
    record: str | None,
    others: tuple[str, ...],
    input_format: InputFormat,
    lang: Lang,
    as_json: bool,
) -> int:
    """Explain RULESET in sentences, or how RECORD came to its scores; - is standard input.

    Where the ruleset compares records, RECORD is compared with OTHERS.

    用文字说明评分规则，或逐项说明某份填报数据的得分由来；- 表示标准输入。
    评分规则要比较记录时，RECORD 与 OTHERS 比较。
    """
    once_from_stdin([ruleset, *([record] if record else []), *others])
    try:
        rules = open_ruleset(ruleset)
        cohort = [open_record(one, input_format) for one in others] or None
        told = rules if record is None else rules.score(open_record(record, input_format), cohort=cohort)
    except scorerules.ScoreRulesError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    text = told.explain(lang)
    if as_json:
        value = {"ruleset": rules.id, "explanation": text}
        streams.write_json(value if record is None else {"record": record, **value})
    else:
        streams.write("\n".join(visible(line) for line in text.splitlines()))
    return 0
