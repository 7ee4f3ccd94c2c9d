"""The sorts of change that are made, with what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.diagnostics import Words
from scorerules.testing.mutants.mutant import Operator

NUMBER = Operator("number", Words("数值或日期差一个单位", "a number or date, one unit off"))
WEIGHT = Operator("weight", Words("权重差一个单位", "a weight, one unit off"))
BOUNDARY = Operator("boundary", Words("界线含与不含互换", "a boundary included or not"))
ROW = Operator("row", Words("少一行或一个选项", "a row or an answer left out"))
EXCHANGE = Operator("exchange", Words("相邻两行的结果互换", "the results of two rows exchanged"))
ROUNDING = Operator("rounding", Words("修约方式、步长改变或不修约", "another rounding, or none"))
JOIN = Operator("join", Words("另一种汇总方式", "another way of joining"))
WORD = Operator("word", Words("换一个选项词", "another word of those that may stand there"))
POLICY = Operator("policy", Words("缺数据或不适用时另一种处理", "another policy for what is missing"))
FLAG = Operator("flag", Words("是与否互换", "true for false, false for true"))
DROPPED = Operator("dropped", Words("少一项限制或条件", "a limit or a condition left out"))
GRADE = Operator("grade", Words("换一个等级或一级指标", "another grade or tier"))
ARITHMETIC = Operator("arithmetic", Words("另一种运算", "another arithmetic operator"))
COMPARISON = Operator("comparison", Words("另一种比较", "another comparison"))
LOGIC = Operator("logic", Words("“且”“或”“非”改变", "and for or, or the other way round; not left out"))
OPERANDS = Operator("operands", Words("前后两项互换", "operands or arguments exchanged"))
BRANCH = Operator("branch", Words("总是取同一个分支", "always the same branch"))
FUNCTION = Operator("function", Words("换一个函数，或少一个参数", "another function, or an argument less"))
NAME = Operator("name", Words("换一个同类的量", "another name of the same kind"))
TEXT = Operator("text", Words("换一个文字选项", "another text of those that may stand there"))

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        one.id: one
        for one in (
            NUMBER, WEIGHT, BOUNDARY, ROW, EXCHANGE, ROUNDING, JOIN, WORD, POLICY, FLAG, DROPPED, GRADE,
            ARITHMETIC, COMPARISON, LOGIC, OPERANDS, BRANCH, FUNCTION, NAME, TEXT,
        )
    }
)  # fmt: skip
"""Every sort of change by what commands call it."""
