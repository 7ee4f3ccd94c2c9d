"""How formulas are read: the nodes, their places, and every refusal with its place and words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import parse_toml
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    parse,
    walk,
)
from scorerules.numbers import parse_unit
from scorerules.source import Source, Span


def faults_of(text: str) -> tuple[Diagnostic, ...]:
    """The faults of a formula that has some."""
    faults = Faults()
    assert parse(text, faults=faults, path="derived.x.formula") is None
    assert len(faults) > 0
    return faults.sorted()


def test_nodes_of_a_formula() -> None:
    """A formula becomes the nodes of the language, literals with their text and unit."""
    one = Const(Fraction(1))
    x = Name("x")
    assert parse("x - -98%") == Arithmetic("-", x, Negate(Const(Fraction(98, 100), unit=parse_unit("%"))))
    assert parse("0 < x <= 1") == Compare(("<", "<="), (Const(Fraction(0)), x, one))
    assert parse("1 if x > 1 else x") == Cases(((Compare((">",), (x, one)), one),), x)
    assert parse("given(x) and given(x) and true") == Logic("and", (Known(x), Known(x), Const(value=True)))
    assert parse("x not in [1, x]") == Member(x, (one, x), negated=True)


def test_literals_keep_their_text() -> None:
    """A literal remembers how the author wrote it."""
    expr = parse("1_000.50 + 86.44万")
    assert expr is not None
    assert [one.text for one in walk(expr) if isinstance(one, Const)] == ["1_000.50", "86.44万"]


def test_every_part_has_its_place() -> None:
    """Offsets are code points of the file, also behind Chinese and over several lines."""
    source = Source("a.toml", "公式 = '''\n制卡数 /\n计划数 >= 98% and 𠮷 > 'é𠮷'\n'''\n")
    base = source.text.index("制")
    text = source.text[base : source.text.index("\n'''\n")]
    expr = parse(text, lambda start, end: Span(source, base + start, base + end), Faults(), "x")
    assert expr is not None
    found = [node.span.text for node in walk(expr) if node.span is not None]
    assert found == [
        text,
        "制卡数 /\n计划数 >= 98%",
        "制卡数 /\n计划数",
        "制卡数",
        "计划数",
        "98%",
        "𠮷 > 'é𠮷'",
        "𠮷",
        "'é𠮷'",
    ]


@pytest.mark.parametrize(
    ("text", "code", "part", "words"),
    [
        ("", "SR324", "", "write"),
        (" \n ", "SR324", " \n ", "write"),
        ("x & y", "SR310", "&", "`and`"),
        ("x && y", "SR310", "&&", "`and`"),
        ("x || y", "SR310", "||", "`or`"),
        ("!x", "SR310", "!", "`not`"),
        ("x ^ 2", "SR310", "^", "`**`"),
        ("x = 1", "SR310", "=", "`==`"),
        ("x === 1", "SR310", "===", "`==`"),
        ("x <> 1", "SR310", "<>", "`!=`"),
        ("x => 1", "SR310", "=>", "`>=`"),
        ("x % 3", "SR310", "%", "`mod(a, b)`"),
        ("x // 3", "SR310", "//", "floor"),
        ("x ? 1 : 2", "SR310", "?", "if condition else"),
        ("x AND y", "SR310", "AND", "`and`"),
        ("x 且 y", "SR310", "且", "`and`"),
        ("x or Not y", "SR310", "Not", "`not`"),
        ("5%3", "SR311", "5%", "`mod(5, 3)`"),
        ("5% x", "SR311", "5%", "`mod(5, x)`"),
        ("5%(x + 1)", "SR311", "5%", "mod(5, …)"),
        ("x（1）", "SR306", "（", "`(`"),
        ("x ＞＝ 1", "SR306", "＞＝", "`>=`"),
        ("x＝1", "SR306", "＝", "`==`"),
        ("x ≥ 1", "SR306", "≥", "`>=`"),
        ("x × 2", "SR306", "×", "`*`"),
        ("x ÷ 2", "SR306", "÷", "`/`"),
        ("x − 2", "SR306", "−", "`-`"),
        ("max(x，2)", "SR306", "，", "`,`"),
        ("98％ - x", "SR306", "％", "`%`"),
        ("x > １２", "SR306", "１", "`1`"),
        ("x　+ 1", "SR305", "　", "ordinary space"),
        ("x == “a”", "SR307", "“a”", "`'a'`"),
        ("x == “a", "SR307", "“", '`"`'),
        ("x == “it's”", "SR307", "“", '`"`'),
        ("x == 「a」", "SR307", "「a」", "`'a'`"),
        ("x ？ 1", "SR310", "？", "if condition else"),
        ("x $ 1", "SR310", "$", "take it out"),
        ("x \x00", "SR304", "\x00", "take it out"),
        ("x € 1", "SR304", "€", "take it out"),
        ("x # note", "SR310", "#", "outside"),
        ("'abc", "SR308", "'", "close it"),
        ('"abc\n"', "SR308", '"', "same line"),
        (r"'\x41'", "SR309", r"\x", "backslash"),
        ("3x", "SR314", "3x", "3 * x"),
        ("0x10", "SR314", "0x10", "product"),
        ("1j", "SR314", "1j", "product"),
        ("5元", "SR314", "5元", "unit"),
        ("1.", "SR321", ".", "score.ID"),
        ("(1", "SR315", "(", "`)`"),
        ("1)", "SR316", ")", "take it out"),
        ("max(1]", "SR312", "]", "`)`"),
        ("1 2", "SR313", "1 2", "between"),
        ("x y", "SR313", "x y", "between"),
        ("'a' 'b'", "SR313", "'a' 'b'", "between"),
        ("2(x)", "SR313", "2(", "between"),
        ("1 +", "SR318", "+", "follows"),
        ("x and", "SR318", "and", "follows"),
        ("* 2", "SR317", "*", "value"),
        ("max(, 1)", "SR317", ",", "value"),
        ("()", "SR317", ")", "value"),
        ("[]", "SR317", "]", "value"),
        ("max(*x)", "SR317", "*", "value"),
        ("f'x'", "SR319", "f", "take"),
        ("b'x'", "SR319", "b", "take"),
        ("lambda: 1", "SR320", "lambda", "[derived]"),
        ("[a for a in b]", "SR320", "for", "one by one"),
        ("x is y", "SR320", "is", "`==`"),
        ("None", "SR320", "None", "given"),
        ("await x", "SR320", "await", "take it out"),
        ("(x := 1)", "SR310", ":=", "[derived]"),
        ("1, 2", "SR320", "1, 2", "one value"),
        ("[1]", "SR320", "[1]", "`in`"),
        ("1 < x in [2]", "SR320", "1 < x in [2]", "`and`"),
        ("...", "SR321", ".", "score.ID"),
        ("x.real", "SR321", "x.real", "score.ID"),
        ("x.__class__.__bases__", "SR321", "x.__class__.__bases__", "score.ID"),
        ("score.x.y", "SR321", "score.x.y", "score.ID"),
        ("score.__class__", "SR321", "score.__class__", "score.ID"),
        ("'a'.upper()", "SR321", ".", "score.ID"),
        ("x[0]", "SR322", "[", "`in`"),
        ("1 if x", "SR323", "if", "else"),
        ("1 else 2", "SR323", "else", "condition"),
        ("max(1 if x, 2)", "SR323", "if", "else"),
        ("x in (1, 2)", "SR326", "(1, 2)", "`x in"),
        ("x in y", "SR326", "y", "`x in"),
        ("max + 1", "SR327", "max", "`max(…)`"),
        ("score.x(1)", "SR330", "score.x", "functions are"),
        ("(x)(1)", "SR313", ")(", "between"),
        ("max()", "SR329", "max()", "`max(a, b, …)`"),
        ("sqrt(1, 2)", "SR329", "sqrt(1, 2)", "`sqrt(x)`"),
        ("maxx(1)", "SR330", "maxx", "`max`"),
        ("IF(x > 1, 1, 2)", "SR330", "IF", "`1 if x > 1 else 2`"),
        ("IF(x, 1)", "SR330", "IF", "if condition else"),
        ("if(x > 1, max(1, 2), 2)", "SR320", "if", "`max(1, 2) if x > 1 else 2`"),
        ("if x > 3 then 100 else 0", "SR320", "if", "`100 if x > 3 else 0`"),
        ("IF x > 3 THEN 100 ELSE 0", "SR320", "IF", "`100 if x > 3 else 0`"),
        ("1 + (if x > 3 then (y + 1) else 0)", "SR320", "if", "`(y + 1) if x > 3 else 0`"),
        ("if x then 1 else if y then 2 else 3", "SR320", "if", "`1 if x else 2 if y else 3`"),
        ("如果 x>3 那么 100 否则 0", "SR320", "如果", "`100 if x>3 else 0`"),
        ("if x > 3 then 100", "SR320", "if", "if condition else"),
        ("if", "SR320", "if", "if condition else"),
        ("if(x", "SR315", "(", "`)`"),
        ("AVERAGE(x, 1)", "SR330", "AVERAGE", "`mean(…)`"),
        ("__import__('os')", "SR334", "__import__", ""),
        ("round(x, 0)", "SR331", "0", "round(x, 0.01)"),
        ("round(x, -1)", "SR331", "-1", "round(x, 0.01)"),
        ("round(x, y)", "SR331", "y", "round(x, 0.01)"),
        ("round(x, true)", "SR331", "true", "round(x, 0.01)"),
        ("round(x, 1, 'up-half')", "SR332", "'up-half'", "half-up"),
        ("round(x, 1, y)", "SR332", "y", "half-up"),
        ("given(x + 1)", "SR333", "x + 1", "given(x)"),
        ("date('2019-02-29')", "SR335", "'2019-02-29'", "2019-01-01"),
        ("date('20190101')", "SR335", "'20190101'", "2019-01-01"),
        ("date(x)", "SR335", "x", "2019-01-01"),
        ("1e1001", "SR303", "1e1001", ""),
        ("1 if 2 else", "SR318", "else", ""),
        ("not", "SR318", "not", ""),
        ("1 not 2", "SR313", "1 not", "between"),
        ("x == none", "SR328", "none", "given(x)"),
        ("0 < none < 1", "SR328", "none", "given(x)"),
        ("x in [1, none]", "SR328", "none", "given(x)"),
        ("1 + none", "SR328", "none", "only a result"),
        ("-none", "SR328", "none", "only a result"),
        ("not none", "SR328", "none", "only a result"),
        ("x and none", "SR328", "none", "only a result"),
        ("1 if none else 2", "SR328", "none", "only a result"),
        ("max(x, none)", "SR328", "none", "only a result"),
        ("none(1)", "SR313", "none(", "between"),
        ("none.x", "SR321", ".", "score.ID"),
        ("ｎone", "SR306", "ｎone", "`none`"),
        ("NULL(x)", "SR330", "NULL", "`none`"),
        ("argmax()", "SR329", "argmax()", "`argmax(score.a, score.b, …)`"),
        ("argmax(a + 1)", "SR340", "a + 1", "[derived]"),
        ("argmin(score.a, weight.a)", "SR340", "weight.a", "score.a"),
        ("argmax('a')", "SR340", "'a'", "score.a"),
        ("cohort_rank('low')", "SR341", "'low'", "cohort_rank(x"),
        ("cohort_rank(x, 'low', 'low')", "SR341", "'low'", "cohort_rank(x"),
        ("cohort_rank(x, 'high')", "SR341", "'high'", "cohort_rank(x"),
        ("cohort_min(x, open, 1)", "SR329", "cohort_min(x, open, 1)", "cohort_min(x, where)"),
        ("cohort_zscore()", "SR329", "cohort_zscore()", "cohort_zscore(x)"),
        ("rank(x)", "SR330", "rank", "`cohort_rank(x)`"),
        ("cohort_ranks(x)", "SR330", "cohort_ranks", "`cohort_rank`"),
        ("1 + not x", "SR325", "not", "brackets"),
        ("x not in", "SR318", "in", "follows"),
        ("not in [1]", "SR317", "in", "value"),
    ],
)
def test_refusals(text: str, code: str, part: str, words: str) -> None:
    """What the language does not have is refused at its place, with the right word in the help."""
    first = faults_of(text)[0]
    assert first.code == code
    assert first.span is not None
    assert first.span.text == part
    assert first.path == "derived.x.formula"
    assert words in first.help("en")
    for said in (first.headline("zh"), first.headline("en"), first.help("zh"), first.help("en")):
        assert "{" not in said.replace("`{`", "")


def test_no_value_is_a_result() -> None:
    """`none` stands for an item that does not apply, as a whole formula or as one arm of a choice."""
    none = Absent(not_applicable=True)
    assert parse("none") == none
    x = Name("x")
    condition = Compare((">",), (x, Const(Fraction(50))))
    assert parse("x if x > 50 else none") == Cases(((condition, x),), none)
    assert parse("none if x > 50 else (none)") == Cases(((condition, none),), none)


def test_picking_keeps_the_ids() -> None:
    """`argmax` and `argmin` hold every id beside its value, whatever later becomes of the value."""
    assert parse("argmax(score.a, lost.b, c)") == Call(
        "argmax", (Const("a"), Name("score.a"), Const("b"), Name("lost.b"), Const("c"), Name("c"))
    )


def test_functions_of_the_ruleset() -> None:
    """Names that the ruleset declares can be called, with any number of values."""
    own = {"subindex", "亚指数"}
    assert parse("subindex(x, none)", functions=own) == Call(
        "subindex", (Name("x"), Absent(not_applicable=True))
    )
    assert parse("max(亚指数(), 1)", functions=own) == Call("max", (Call("亚指数", ()), Const(Fraction(1))))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("subindx(x)", "SR330", "`subindex`"),
        ("zzzz(x)", "SR330", "subindex"),
        ("subindex + 1", "SR327", "subindex(…)"),
        ("subindex(1 +)", "SR317", "value"),
        ("subindex.x", "SR321", "score.ID"),
    ],
)
def test_refusals_beside_functions_of_the_ruleset(text: str, code: str, words: str) -> None:
    """The ruleset's functions are suggested, and are no values."""
    faults = Faults()
    assert parse(text, faults=faults, functions={"subindex"}) is None
    (found,) = faults.sorted()
    assert found.code == code
    assert words in found.help("en")


def test_all_faults_of_characters_come_at_once() -> None:
    """Several wrong signs of one formula are all reported, each with a safe edit."""
    found = faults_of("（a ＋ b）")
    assert [one.fix.text for one in found if one.fix] == ["(", "+", ")"]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("x == “a”", "x == 'a'"),
        ("x == “a'b”", None),
        ("x == “a", None),
        ("x≥1", "x>=1"),
        ("a∧b", "a and b"),
        ("a ∨ b", "a or b"),
        ("√4", None),
        ("x。", None),
        ("a&&b", "a and b"),
        ("a || b", "a or b"),
        ("!a", "not a"),
        ("!(a)", "not (a)"),
        ("a !", None),
        ("x => 1", "x >= 1"),
        ("x =< 1", "x <= 1"),
        ("x <> 1", "x != 1"),
        ("x === 1", "x == 1"),
        ("x !== 1", "x != 1"),
        ("x ^ 2", "x ** 2"),
        ("a & b", None),
        ("x // 2", None),
        ("x -> 1", None),
        ("1 if x = 1 else 0", "1 if x == 1 else 0"),
        ("1 if x＝1 else 0", "1 if x==1 else 0"),
        ("1 if (x = 1) and a else 0", "1 if (x == 1) and a else 0"),
        ("1 if x in ['('] and y = 1 else 0", "1 if x in ['('] and y == 1 else 0"),
        ("y = x / 2", None),
        ("y＝x / 2", None),
        ("1 if a else y = 2", None),
        ("1 if round(x, to = 1) > 2 else 0", None),
        ("a AND b", "a and b"),
        ("a Or b", "a or b"),
        ("NOT a", "not a"),
        ("a 且 b", "a and b"),
        ("a 或者 b", "a or b"),
        ("a xor b", None),
        ("SUM(x, 1)", "sum(x, 1)"),
        ("AVERAGE(x, 1)", None),
        ("round(x, 0.1, 'half_up')", "round(x, 0.1, 'half-up')"),
        ('round(x, 0.1, "Half-Up")', 'round(x, 0.1, "half-up")'),
        ("round(x, 0.1, 'bankers')", None),
        ("5%3", None),
        ("max(a, b]", None),
    ],
)
def test_safe_edits(text: str, fixed: str | None) -> None:
    """What is certainly meant has an edit; what would be a guess has none."""
    found = faults_of(text)
    fix = found[0].fix
    assert fixed == (None if fix is None else text[: fix.span.start] + fix.text + text[fix.span.end :])


@pytest.mark.parametrize("path", ["indicator.x.when", "veto.v.when", "grade.bands[1].requires"])
def test_a_condition_compares(path: str) -> None:
    """In a condition a single ``=`` can only be a comparison."""
    faults = Faults()
    assert parse("x = 1", faults=faults, path=path) is None
    (one,) = faults.sorted()
    assert one.fix is not None
    assert one.fix.text == "=="


@pytest.mark.parametrize(
    ("written", "quote"), [('"x == “a”"', "'"), ("'x == “a”'", '"'), ("'''x == “a”'''", "'")]
)
def test_quotes_go_with_those_of_the_file(written: str, quote: str) -> None:
    """Text in a formula gets the quotes that do not end the text around it."""
    faults = Faults()
    node = parse_toml(Source("rules.toml", f"formula = {written}\n"), faults)
    assert node is not None
    value = node.value["formula"]  # type: ignore[call-overload, index]
    assert parse(value.value, value.text_span, faults) is None
    (one,) = faults.sorted()
    assert one.fix is not None
    assert one.fix.text == f"{quote}a{quote}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 10_000 + ")" * 10_000, "SR300"),
        ("(" * 1900 + "1" + ")" * 1900, "SR301"),
        ("[" * 61 + "]" * 61, "SR301"),
        ("-" * 3999 + "1", "SR301"),
        ("not " * 900 + "x", "SR301"),
        ("1" + "+1" * 1900, "SR301"),
        ("1" + "**1" * 1300, "SR301"),
        ("1" + " if x else 1" * 300, "SR301"),
        ("max(" * 200 + "1" + ")" * 200, "SR301"),
        ("x" * 1_000_000, "SR300"),
        ("9" * 1_000_000, "SR300"),
        ("9" * 3999, "SR302"),
        ("1e" + "9" * 900, "SR303"),
        ("1e-99999", "SR303"),
        ("." * 4000, "SR321"),
        ("'" * 3999, "SR308"),
        ("__builtins__", "SR334"),
        ("x" + "<-x" * 1300, "SR336"),
    ],
)
def test_hostile_texts_are_refused_quickly(text: str, code: str) -> None:
    """No text can exhaust the parser: the first fault is located and comes at once."""
    with not_hanging():
        found = faults_of(text)
    assert code in {one.code for one in found}
    assert all(one.span is not None for one in found)


def test_long_but_flat_formulas_are_read() -> None:
    """Many arguments are no depth: the limit is on nesting, not on size."""
    text = f"sum({', '.join(['x'] * 900)})"
    assert parse(text) is not None
    assert parse("1" + "+1" * 95) is not None
    assert parse("(" * 60 + "1" + ")" * 60) == Const(Fraction(1))
    assert [one.code for one in faults_of(f"sum({', '.join(['x'] * 1400)})")] == ["SR300"]
