"""Numbers of the official sentence that its rule does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

import scorerules
from reviewing import Finding, findings, labels, seen
from scorerules.diagnostics import Diagnostic

SAME: tuple[tuple[str, str, str], ...] = (
    (
        "资金到位率＝实际到位资金/计划投入资金×100%；到位率达到100%得3分，每低1%扣0.1分，扣完为止",
        "3",
        'value="a/b"\ndeduct={below="100%",each="1pp",points=0.1,partial="prorated"}',
    ),
    (
        "及时到位率≥95%得满分（3分）；80%（含）—95%得2分；60%（含）—80%得1分；60%以下不得分",
        "3",
        'value="a/b"\nbands=[{from="95%",points=3},{from="80%",points=2},{from="60%",points=1},{points=0}]',
    ),
    (
        "预算执行率在95%以上的得5分，每下降1个百分点扣0.2分，低于70%不得分",
        "5",
        'value="a/b"\ndeduct={below="95%",each="1pp",points=0.2,partial="whole",zero={below="70%"}}',
    ),
    (
        "制度健全且执行有效得4分，每发现一处问题扣1分，扣完为止",
        "4",
        'input={type="integer",from=0}\ndeduct={above=0,each=1,points=1}',
    ),
    (
        "完成全年任务的100%得10分，完成90%以上得8分，完成80%以上得6分，不足80%不得分",
        "10",
        (
            'value="a/b"\nbands=[{from="100%",points=10},{from="90%",point'
            's=8},{from="80%",points=6},{points=0}]'
        ),
    ),
    (
        "质量达标率每低于目标值1个百分点扣权重分的5%，扣完为止",
        "8",
        'value="a/b"\ndeduct={below="100%",each="1pp",points=0.4,partial="prorated"}',
    ),
    (
        "满意度≥90%的得10分；80%≤满意度＜90%的得8分；60%≤满意度＜80%的得5分；满意度＜60%的不得分",
        "10",
        (
            'input={unit="%"}\nbands=[{from="90%",points=10},{from="80%",p'
            'oints=8},{from="60%",points=5},{points=0}]'
        ),
    ),
    (
        "优秀（90-100分）得10分，良好（80-89分）得8分，合格（60-79分）得6分，不合格（60分以下）不得分",
        "10",
        (
            "input={from=0,upto=100}\nbands=[{from=90,points=10},{from=80,"
            "points=8},{from=60,points=6},{points=0}]"
        ),
    ),
    (
        "根据《预算法》（2018年修正）第三十二条和财预〔2020〕10号文，按规定时间（3月31日前）报送的得2分，每逾期1个工作日扣0.5分，逾期超过4个工作日不得分",
        "2",
        (
            'input={unit="个工作日",type="integer",from=0}\ndeduct={above=0,ea'
            'ch=1,points=0.5,zero={above="4个工作日"}}'
        ),
    ),
    (
        "1.有明确的绩效目标得1分；2.目标与职责相符得1分；3.目标细化为指标得1分",
        "3",
        'checklist={x={name="甲",points=1},y={name="乙",points=1},z={name="丙",points=1}}',
    ),
    (
        "评审得分=（所有评委打分总和-最高分-最低分）/（评委人数-2），满分20分",
        "20",
        'judged={judges=7,combine="trimmed"}',
    ),
    (
        "实际完成率＝（实际产出数/计划产出数）×100%。得分＝实际完成率×8分",
        "8",
        'value="a/b"\nratio={full="100%"}',
    ),
    (
        "成本节约率＝[（计划成本-实际成本）/计划成本]×100%；节约率≥0得满分，超支5%以内扣一半，超支5%以上不得分",
        "6",
        'value="(b-a)/b"\nbands=[{from=0,points=6},{from="-5%",points=3},{points=0}]',
    ),
    (
        "三公经费支出比上年下降的得3分，持平得1.5分，增长不得分",
        "3",
        'choice={"下降"=3,"持平"=1.5,"增长"=0}',
    ),
    (
        "全年召开专题会议不少于4次得5分，每少1次扣1.25分",
        "5",
        'input={unit="次",type="integer",from=0}\ndeduct={below=4,each=1,points=1.25}',
    ),
    (
        "建成区绿化覆盖率达到40%得5分，每低两个百分点扣1分",
        "5",
        'value="a/b"\ndeduct={below="40%",each="2pp",points=1,partial="started"}',
    ),
    (
        "群众投诉率万分之五以下得5分，千分之一以上不得分，其间按比例",
        "5",
        'input={unit="‰",from=0}\nline=[["0.5‰",5],["1‰",0]]',
    ),
    (
        "发生一般安全事故1起扣5分，较大事故1起扣10分；发生重大事故的，本项不得分",
        "10",
        'defects={a1={name="一般",points=5},a2={name="较大",points=10},a3={name="重大",zero=true}}',
    ),
    (
        "每超出预算5万元扣1分，最多扣5分",
        "5",
        'input={unit="万元",from=0}\ndeduct={above=0,each="5万元",points=1,partial="whole"}',
    ),
    (
        "项目总投资500万元（含）以下得2分，500万元-1000万元（含）得4分，1000万元以上得6分",
        "6",
        'input={unit="万元",from=0}\nbands=[{upto="500万元",points=2},{upto="1000万元",points=4},{points=6}]',
    ),
    (
        "响应时间不超过30分钟得5分，超过30分钟不足1小时得3分，1小时以上不得分",
        "5",
        'input={unit="分钟",from=0}\nbands=[{upto=30,points=5},{below=60,points=3},{points=0}]',
    ),
    (
        "按时足额缴纳的得满分，迟缴一天扣0.5分，迟缴超过10天的扣完",
        "5",
        'input={unit="天",type="integer",from=0}\ndeduct={above=0,each=1,points=0.5,zero={above=10}}',
    ),
    (
        "优得权重分的100%，良得80%，中得60%，差不得分",
        "15",
        'levels=[{name="优",share=1},{name="良",share=0.8},{name="中",share=0.6},{name="差",share=0}]',
    ),
    (
        "优得15分，良得12分，中得9分",
        "15",
        'levels=[{name="优",share=1},{name="良",share=0.8},{name="中",share=0.6}]',
    ),
    (
        "得分按百分制计算：达标得100分，基本达标得80分，未达标得0分，再按权重折算",
        "12",
        'choice={"达标"=12,"基本达标"=9.6,"未达标"=0}',
    ),
    (
        "5 points for every 10 percentage points above 50%, up to 20 points",
        "20",
        'value="a/b"\nearn={each="10pp",points=5,over="50%",partial="whole"}',
    ),
    (
        "Half the points if late by up to three days; none after that",
        "10",
        (
            'input={unit="days",type="integer",from=0}\nbands=[{upto=0,poi'
            "nts=10},{upto=3,points=5},{points=0}]"
        ),
    ),
    (
        "Two marks are lost for each missing section (see Section 3.2 and Table 4)",
        "10",
        'input={type="integer",from=0}\ndeduct={above=0,each=1,points=2}',
    ),
    (
        "基础分60分，每获得一项市级奖励加5分，省级奖励加10分，最高100分",
        "100",
        'formula="60 + 5 * a + 10 * b"',
    ),
    (
        "每低1个百分点扣0.5分",
        "10",
        'formula="weight - 50 * (1 - a / b)"',
    ),
    (
        "达到全市平均水平得满分，每低5%扣1分",
        "10",
        'value="a/b"\nformula="weight - max(0, 1 - value) / 5% * 1"',
    ),
    (
        "本项满分8分。A类企业得8分，B类企业得分为满分的75%，C类为50%，D类不得分",
        "8",
        'choice={"A"=8,"B"=6,"C"=4,"D"=0}',
    ),
    (
        "完成率90%-100%的，按完成率计分；低于90%的，每低1个百分点扣2%的分值",
        "10",
        (
            'value="a/b"\ntable=[{when="value >= 90%",points="weight*value'
            '"},{points="weight * max(0%, 90% - 2 * (90% - value))"}]'
        ),
    ),
    (
        "年度目标：新增就业5000人以上，每少100人扣0.2分",
        "6",
        'input={unit="人",type="integer",from=0}\ndeduct={below=5000,each=100,points=0.2,partial="whole"}',
    ),
    (
        "PM2.5年均浓度不高于35微克/立方米得10分，每升高1微克/立方米扣1分",
        "10",
        'input={unit="微克/立方米",from=0}\ndeduct={above="35微克/立方米",each=1,points=1,partial="prorated"}',
    ),
    (
        "近三年（2021-2023年）获得国家级奖项1项得3分、省级1项得2分、市级1项得1分，最高6分",
        "6",
        'formula="min(6, 3*a + 2*b + 1*c)"',
    ),
    (
        "考核得分在前10%的得5分，前30%的得3分，其余得1分",
        "5",
        'value="cohort_percentile(a)"\nbands=[{from="90%",points=5},{from="70%",points=3},{points=1}]',
    ),
    (
        "偏离度不超过±5%得满分，超过±20%不得分，其间按线性插值计算",
        "5",
        'value="a/b"\ntolerance={target="100%",within="5pp",until="20pp"}',
    ),
    (
        "完成率在95%至105%之间得满分",
        "5",
        'value="a/b"\ntolerance={target="100%",within="5pp"}',
    ),
    (
        "超过目标值120%的，须说明原因；不加分",
        "5",
        'value="a/b"\nratio={full="100%"}\nexplain_over="120%"',
    ),
    (
        "超过目标值20%以上的，须说明原因",
        "5",
        'value="a/b"\nratio={full="100%"}\nexplain_over="120%"',
    ),
    (
        "一票否决事项除外，统一由第三方机构评定，一般不少于三名专家",
        "5",
        'input={from=0,upto=5}\nformula="value"',
    ),
    (
        "12345热线按期办结率98%以上得4分，每降低0.5个百分点扣1分",
        "4",
        'input={unit="%"}\ndeduct={below="98%",each="0.5pp",points=1,partial="whole"}',
    ),
    (
        "目标值8小时以内办结率达到百分之九十五，得十二分；每低一个百分点扣零点五分",
        "12",
        'input={unit="%"}\ndeduct={below="95%",each="1pp",points=0.5,partial="prorated"}',
    ),
    (
        "得分＝（基准价÷报价）×30%×100",
        "30",
        'formula="b / a * weight"',
    ),
    (
        "低于成本价的不得分；价格每高于基准价1%扣0.6分，每低1%扣0.3分",
        "30",
        (
            'value="a/b"\ndeduct=[{above="100%",each="1pp",points=0.6,part'
            'ial="prorated"},{below="100%",each="1pp",points=0.3,partial='
            '"prorated"}]'
        ),
    ),
    (
        "投诉1次扣2分，2次扣5分，3次及以上不得分",
        "10",
        (
            'input={unit="次",type="integer",from=0}\nbands=[{upto=0,points'
            "=10},{upto=1,points=8},{upto=2,points=5},{points=0}]"
        ),
    ),
    (
        "按时完成得5分；延期一个月内完成得3分；延期三个月以上不得分",
        "5",
        'choice={"按时"=5,"一个月内"=3,"三个月以上"=0}',
    ),
    (
        "国家级5分/项，省级3分/项，市级1分/项，累计不超过10分",
        "10",
        'formula="5*a+3*b+1*c"',
    ),
    (
        "出勤率每降低1％扣1分，低于80％记0分",
        "20",
        'input={unit="%"}\ndeduct={below="100%",each="1pp",points=1,partial="whole",zero={below="80%"}}',
    ),
    (
        "增长率达到全省平均水平（8.5%）得10分，每高0.1个百分点加0.5分，最多加5分",
        "10",
        'value="a/b - 1"\nswing={around="8.5%",start=10,each="0.1pp",gain=0.5,partial="whole"}\ncap=15',
    ),
)
"""Sentences as schemes have them, the weight, and the rule that says the same."""

SECTIONS = """scorerules = 1
[ruleset]
id = "small"
[total]
full = {weight}
[tier.top]
[input]
a = {{ unit = "件", from = 0 }}
b = {{ unit = "件", above = 0 }}
c = {{ unit = "件", from = 0 }}
[indicator.x]
tier = "top"
weight = {weight}
text = '''{sentence}'''
{rule}
"""


def found(sentence: str, rule: str, weight: str = "10") -> list[Diagnostic]:
    """What is found of an indicator with a sentence and the keys of a rule."""
    return findings(SECTIONS.format(weight=weight, sentence=sentence, rule=rule), "SR745", "SR746")


@pytest.mark.parametrize(("sentence", "weight", "rule"), SAME)
def test_sentences_and_rules_that_say_the_same(sentence: str, weight: str, rule: str) -> None:
    """Nothing is found where the rule does what the sentence says, in whatever form."""
    assert seen(found(sentence, rule, weight)) == []


DEDUCT = 'value = "a / b"\ndeduct = {{ below = "{}", each = "{}", points = {}, partial = "{}" }}'
LOSES = "完成计划得满分，每低1个百分点扣0.5分，扣完为止"


@pytest.mark.parametrize(
    ("sentence", "rule", "said", "instead"),
    [
        (LOSES, DEDUCT.format("100%", "1pp", 5, "prorated"), "0.5分", "5"),
        (LOSES, DEDUCT.format("100%", "1pp", "0.05", "prorated"), "0.5分", "0.05"),
        (LOSES, DEDUCT.format("100%", "1pp", "0.6", "prorated"), "0.5分", "0.6"),
        (LOSES, DEDUCT.format("100%", "10pp", "0.5", "prorated"), "1个百分点", "10pp"),
        ("低于85%的，每低1个百分点扣1分", DEDUCT.format("58%", "1pp", 1, "whole"), "85%", "58%"),
        ("年度指标值≥９８％", 'input = { unit = "%" }\nratio = { full = "89%" }', "９８％", "89%"),
        (
            "年度指标值百分之九十五",
            'input = { unit = "%" }\nratio = { full = "9.5%" }',
            "百分之九十五",
            "9.5%",
        ),
        ("响应时间不超过30分钟", 'input = { unit = "分钟" }\npass = { upto = 3 }', "30分钟", "3"),
        ("投资500万元以上", 'input = { unit = "万元" }\npass = { from = "50万元" }', "500万元", "50万元"),
        ("优得10分，良得8分，差得三分", "choice = { 优 = 10, 良 = 8, 差 = 30 }\ncap = 30", "三分", "30"),
        ("优得10分，良得8分", "choice = { 优 = 10, 良 = 6 }", "8分", "6"),
        ("优得10分，良得8分", "choice = { 优 = 1, 良 = 8 }", "10分", "1"),
        ("优得10分，良得8分", "choice = { 优 = 9, 良 = 8 }", "10分", "9"),
        ("一般投诉每起扣5分，最多扣8分", "defects = { y = { points = 5, max = 80 } }", "8分", "80"),
        ("80 marks", "input = { from = 0, upto = 80 }\nratio = { full = 8 }", "80 marks", "8"),
        (
            "two points for each",
            'input = { type = "integer" }\nearn = { each = 1, points = 20 }',
            "two points",
            "20",
        ),
    ],
)
def test_numbers_that_the_rule_has_otherwise(sentence: str, rule: str, said: str, instead: str) -> None:
    """The number of the sentence is found at its characters, the one of the rule is labelled."""
    quoted = rule.replace("{ 优", '{ "优"').replace(" 良 ", ' "良" ').replace(" 差 ", ' "差" ')
    reviewed = found(sentence, quoted)
    assert seen(reviewed) == [("SR745", "indicator.x.text", said)]
    assert [text.strip('"') for text, _ in labels(reviewed[0])] == [instead]
    assert reviewed[0].headline("en") == f"the sentence says {said}, and the rule has {instead}"


IN_PROPORTION = 'input = { unit = "%" }\nratio = { full = "100%" }'
ROWS = "input = {}\nbands = [{ from = 8, points = 10 }, { from = 6, points = 6 }, { points = 1 }]"


@pytest.mark.parametrize(
    ("sentence", "rule", "expected"),
    [
        ("得满分；另有奖励的加3分", IN_PROPORTION, ["3分"]),
        ("低于60%不得分，每低1%扣0.2分", IN_PROPORTION, ["60%", "1%", "0.2分"]),
        ("扣2分、扣3分", ROWS, ["2分", "3分"]),
    ],
)
def test_numbers_that_the_rule_does_not_have(sentence: str, rule: str, expected: list[str]) -> None:
    """Where several numbers of the rule could be meant, or none, there is a hint for each number."""
    assert [(code, text) for code, _, text in seen(found(sentence, rule))] == [
        ("SR746", one) for one in expected
    ]


def test_numbers_of_parameters_and_of_derived_values() -> None:
    """What the rule reads counts as its own, and may be what the number should be."""
    sentence = "年度指标值330天，完成率达到95%得满分"
    sections = (
        'input = { unit = "天", from = 0 }\nformula = "weight if x / target >= share_needed else 0"\n'
        '[parameter]\ntarget = { value = 330, unit = "天" }\n[derived.share_needed]\nformula = "95%"'
    )
    assert found(sentence, sections) == []
    (one,) = found(sentence, sections.replace("330", "3300"))
    assert seen([one]) == [("SR745", "indicator.x.text", "330天")]
    assert labels(one) == [("3300", "the rule has this number")]
    (one,) = found(sentence, sections.replace("95%", "9.5%"))
    assert seen([one]) == [("SR745", "indicator.x.text", "95%")]


def test_functions_are_read() -> None:
    """The numbers of a function count as those of the rule that calls it."""
    sections = (
        'formula = "weight * kept(a, b)"\n'
        '[function.kept]\nof = ["x0", "y0"]\nformula = "max(0%, x0 / y0 - 15%)"'
    )
    assert found("扣除15%", sections) == []
    assert [text for _, _, text in seen(found("扣除25%", sections))] == ["25%"]


def test_a_number_is_told_once() -> None:
    """A sentence that repeats a number has one finding."""
    reviewed = found("每低1个百分点扣2分；每高1个百分点扣2分", DEDUCT.format("100%", "1pp", 20, "prorated"))
    assert seen(reviewed) == [("SR745", "indicator.x.text", "2分")]


@pytest.mark.parametrize(
    "rule", ["judged = {}", 'cases = [{ when = "a > 1", judged = {} }, { formula = "1" }]']
)
def test_what_a_judge_decides_is_not_compared(rule: str) -> None:
    """There the sentence guides people, and no rule repeats its numbers."""
    assert found("制度健全得3分，执行有效得5分", rule) == []


def test_documents_in_place_of_sentences_are_left_alone() -> None:
    """A text that is no sentence is not read."""
    rule = 'input = { unit = "%" }\nratio = { full = "100%" }'
    assert len(found("扣3分" + "。" * 1990, rule)) == 1
    assert found("扣3分" + "。" * 2000, rule) == []


def test_sentences_in_two_languages() -> None:
    """Each language is compared by itself."""
    both = '{ zh = "每低1个百分点扣5分", en = "0.5 points for every percentage point" }'
    rule = DEDUCT.format("100%", "1pp", 5, "prorated")
    text = SECTIONS.format(weight=10, sentence="-", rule=rule).replace("'''-'''", both)
    assert seen(findings(text, "SR745", "SR746")) == [("SR745", "indicator.x.text.en", "0.5 points")]


def test_shared_sentences() -> None:
    """A sentence that all indicators of a tier share is compared with each rule."""
    text = """scorerules = 1
[ruleset]
id = "small"
[tier.top]
each = { text = "每项扣2分", input = { type = "integer" } }
[indicator]
x = { tier = "top", weight = 50, deduct = { above = 0, each = 1, points = 2 } }
y = { tier = "top", weight = 50, deduct = { above = 0, each = 1, points = 20 } }
"""
    (one,) = findings(text, "SR745")
    assert (one.path, labels(one)[0][0]) == ("indicator.y.text", "20")


def vetoed(sentence: str, keys: str) -> list[Finding]:
    """What is found of a veto."""
    sections = f"""judged = {{}}
[grade]
bands = [{{ from = 60, grade = "合格" }}, {{ grade = "不合格" }}]
[veto.v]
text = "{sentence}"
{keys}
"""
    return seen(found("由评审组评分", sections, "100"))


@pytest.mark.parametrize(
    ("sentence", "keys", "expected"),
    [
        ("发生3件以上事故的，总分最高59分", 'when = "a >= 3"\ntotal_at_most = 59', []),
        ("发生3件以上事故的，总分最高59分", 'when = "a >= 3"\ntotal_at_most = 95', ["59分"]),
        ("发生3件以上事故的，总分最高59分", 'when = "a >= 30"\ntotal_at_most = 59', ["3件"]),
        ("总分低于60分的不合格", 'when = "total < 60"\ngrade = "不合格"', []),
        ("完成率低于60%的不合格", 'when = "a / b < 6%"\ngrade = "不合格"', ["60%"]),
    ],
)
def test_vetoes(sentence: str, keys: str, expected: list[str]) -> None:
    """The condition of a veto and what it does are compared with its sentence."""
    assert vetoed(sentence, keys) == [("SR745", "veto.v.text", text) for text in expected]


def compared(file: Path) -> list[Diagnostic]:
    """What is found of the sentences of a file."""
    return [one for one in scorerules.check(file) if one.code in ("SR745", "SR746")]


def test_what_is_inherited_is_not_compared_again(tmp_path: Path) -> None:
    """A child answers for a sentence or a rule that it writes itself."""
    parent = SECTIONS.format(weight=10, sentence=LOSES, rule=DEDUCT.format("100%", "1pp", 5, "prorated"))
    child = 'scorerules = 1\n[ruleset]\nid = "c"\nextends = "p.toml"\n'
    (tmp_path / "p.toml").write_text(parent, encoding="utf-8")
    (tmp_path / "c.toml").write_text(child, encoding="utf-8")
    assert compared(tmp_path / "c.toml") == []
    changed = (
        child
        + '[change.indicator.x]\ndeduct = { below = "100%", each = "1pp", points = 50, partial = "whole" }'
    )
    (tmp_path / "c.toml").write_text(changed, encoding="utf-8")
    (one,) = compared(tmp_path / "c.toml")
    assert seen([one]) == [("SR745", "indicator.x.text", "0.5分")]
    assert labels(one) == [("50", "the rule has this number")]
