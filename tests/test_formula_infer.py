"""Types and units of formulas: what goes together, and every refusal with its place and words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorerules.diagnostics import Faults, Words
from scorerules.formula import (
    BOOLEAN,
    DATE,
    NUMBER,
    TEXT,
    Absent,
    Call,
    Cases,
    Const,
    Name,
    Type,
    expect,
    infer,
    measured,
    parse,
    resolve,
)
from scorerules.formula.dimension import canonical, product, raised, root
from scorerules.numbers import parse_unit

TYPES = {
    "n": NUMBER,
    "rate": measured(parse_unit("%")),
    "promille": measured(parse_unit("‰")),
    "money": measured(parse_unit("元")),
    "wan": measured(parse_unit("万元")),
    "cards": measured(parse_unit("张")),
    "price": measured(parse_unit("元/张")),
    "level": Type("text", choices=("优秀", "良好", "合格")),
    "note": TEXT,
    "open": BOOLEAN,
    "begin": DATE,
    "end": DATE,
    "constant": Type("number", bare=True),
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1", Type("number", bare=True)),
        ("0", NUMBER),
        ("98%", Type("number", "", percent=True)),
        ("86.44万", NUMBER),
        ("500万元", measured(parse_unit("万元"))),
        ("'a'", TEXT),
        ("true", BOOLEAN),
        ("date('2019-01-01')", DATE),
        ("unknown", None),
        ("unknown + rate", Type("number", "")),
        ("rate", TYPES["rate"]),
        ("-rate", TYPES["rate"]),
        ("100% - rate", TYPES["rate"]),
        ("rate + promille", TYPES["rate"]),
        ("max(rate, 0)", TYPES["rate"]),
        ("max(rate, 0, 98%)", TYPES["rate"]),
        ("rate if open else 0", TYPES["rate"]),
        ("round(rate, 1%)", TYPES["rate"]),
        ("abs(rate - 1pp)", TYPES["rate"]),
        ("rate * 12", Type("number", "")),
        ("rate / 1pp", Type("number", "")),
        ("12 - rate / 1pp * 0.5", Type("number", "")),
        ("rate + n", Type("number", "")),
        ("money / cards", Type("number", "元/张")),
        ("money / cards - price", Type("number", "元/张")),
        ("price * cards", Type("number", "元")),
        ("price * cards + money", Type("number", "元")),
        ("money / wan", Type("number", "")),
        ("money / wan >= 0.8", BOOLEAN),
        ("wan", TYPES["wan"]),
        ("wan + 5万元", TYPES["wan"]),
        ("wan + money", Type("number", "元")),
        ("wan * 2", Type("number", "元")),
        ("wan > 500万", BOOLEAN),
        ("wan > 0", BOOLEAN),
        ("money > 500", BOOLEAN),
        ("cards >= 80万", BOOLEAN),
        ("cards * n", NUMBER),
        ("cards * 3", Type("number", "张")),
        ("1 / cards", Type("number", "1/张")),
        ("cards ** 2", Type("number", "张^2")),
        ("cards ** n", NUMBER),
        ("cards ** 0.5", NUMBER),
        ("sqrt(cards * cards)", Type("number", "张")),
        ("sqrt(cards)", NUMBER),
        ("n ** 2", NUMBER),
        ("2 ** 3", Type("number", bare=True)),
        ("2 * 3 - 1", Type("number", bare=True)),
        ("count(open, n > 1)", Type("number", "")),
        ("ln(money / wan)", Type("number", "")),
        ("days(begin, end)", NUMBER),
        ("days(begin, end) > 30", BOOLEAN),
        ("mod(cards, 7)", Type("number", "张")),
        ("clamp(rate, 0%, 100%)", TYPES["rate"]),
        ("floor(cards)", TYPES["cards"]),
        ("begin < end", BOOLEAN),
        ("level == '优秀'", BOOLEAN),
        ("level in ['优秀', '良好']", BOOLEAN),
        ("note == 'anything'", BOOLEAN),
        ("note if open else level", TEXT),
        ("not open and given(n)", BOOLEAN),
        ("open == true", BOOLEAN),
        ("0% <= rate <= 100%", BOOLEAN),
        ("none", None),
        ("rate if open else none", TYPES["rate"]),
        ("none if open else note", TEXT),
        ("rate if open else rate if n > 1 else none", TYPES["rate"]),
        ("argmax(cards, n)", Type("ids")),
        ("argmax(cards, n) if open else none", Type("ids")),
        ("cohort_min(wan)", TYPES["wan"]),
        ("cohort_mean(rate, open)", TYPES["rate"]),
        ("cohort_min(wan, wan > 0) / wan", Type("number", "")),
        ("cohort_sum(cards / cohort_sum(cards))", Type("number", "")),
        ("cohort_count() > 3", BOOLEAN),
        ("cohort_rank(rate, 'low', cards, n, 'low')", Type("number", "")),
        ("cohort_percentile(rate) >= 50%", BOOLEAN),
        ("cohort_zscore(wan) * 10 + 50", Type("number", "")),
        ("own(rate) + 1", Type("number", bare=False)),
    ],
)
def test_types(formula: str, expected: Type | None) -> None:
    """Kinds, units and the way a unit is written are found without a record."""
    expr = parse(formula, functions={"own"})
    assert expr is not None
    faults = Faults()
    assert infer(expr, TYPES.get, faults) == expected
    assert [one.headline("en") for one in faults.sorted()] == []


@pytest.mark.parametrize(
    ("formula", "code", "part", "words"),
    [
        ("rate >= 1", "SR354", "1", "write `100%`"),
        ("rate >= 0.98", "SR354", "0.98", "write `98%`"),
        ("rate >= 98", "SR354", "98", "write `98%`"),
        ("promille < 5", "SR354", "5", "write `5%`"),
        ("1 - rate", "SR354", "1", "write `100%`"),
        ("100 * 1 - rate", "SR354", "100 * 1", "unit %"),
        ("rate > constant", "SR354", "constant", "unit %"),
        ("min(rate, 1)", "SR354", "1", "write `100%`"),
        ("rate if open else 1", "SR354", "1", "write `100%`"),
        ("rate in [98%, 1]", "SR354", "1", "write `100%`"),
        ("0 <= rate <= 1", "SR354", "1", "write `100%`"),
        ("wan > 500", "SR355", "500", "write `500万元`"),
        ("wan - 5", "SR355", "5", "write `5万元`"),
        ("money + cards", "SR353", "cards", "`unit`"),
        ("money > cards", "SR353", "cards", "`unit`"),
        ("rate + cards", "SR353", "cards", "`unit`"),
        ("money / cards + money", "SR353", "money", "`unit`"),
        ("max(n, cards, money)", "SR353", "money", "`unit`"),
        ("cards if open else money", "SR353", "money", "`unit`"),
        ("note + 1", "SR351", "note", "quotes"),
        ("1 - open", "SR351", "open", "quotes"),
        ("-note", "SR351", "note", "quotes"),
        ("sqrt(note)", "SR351", "note", "quotes"),
        ("count(n)", "SR351", "n", "quotes"),
        ("days(begin, n)", "SR351", "n", "quotes"),
        ("round(begin)", "SR351", "begin", "quotes"),
        ("note == 1", "SR352", "1", "without quotes"),
        ("begin > '2019-01-01'", "SR352", "'2019-01-01'", "date("),
        ("n in [1, 'a']", "SR352", "'a'", "without quotes"),
        ("open == 1", "SR352", "1", "one kind"),
        ("level == '优良'", "SR356", "'优良'", "优秀、良好、合格"),
        ("level in ['优秀', '差']", "SR356", "'差'", "优秀"),
        ("'良' == level", "SR356", "'良'", "良好"),
        ("n and open", "SR357", "n", "comparison"),
        ("not n", "SR357", "n", "comparison"),
        ("1 if n else 2", "SR357", "n", "comparison"),
        ("1 if open else 'a'", "SR358", "'a'", "one kind"),
        ("2 ** cards", "SR359", "cards", "without a unit"),
        ("note < 'b'", "SR360", "note", "`in`"),
        ("open > true", "SR360", "open", "`in`"),
        ("end - begin", "SR362", "end - begin", "days(earlier, later)"),
        ("round(rate)", "SR363", "round(rate)", "0.01%"),
        ("round(rate, 1)", "SR363", "1", "0.01%"),
        ("round(wan, 1)", "SR363", "1", "0.01万元"),
        ("round(cards, 1%)", "SR353", "1%", "`unit`"),
        ("given(n) + 1", "SR351", "given(n)", "quotes"),
        ("argmax(n, note)", "SR351", "note", "quotes"),
        ("argmax(cards, money)", "SR353", "money", "`unit`"),
        ("argmax(n, cards) < argmin(n, cards)", "SR360", "argmax(n, cards)", "`in`"),
        ("argmax(n, cards) == 'n'", "SR352", "'n'", "one kind"),
        ("argmax(n, cards) if open else 0", "SR358", "0", "one kind"),
        ("argmax(n, cards) + 1", "SR351", "argmax(n, cards)", "quotes"),
        ("rate if open else 1 if n > 1 else none", "SR354", "1 if n > 1 else none", "unit %"),
        ("cohort_min(note)", "SR351", "note", "quotes"),
        ("cohort_min(n, n)", "SR351", "n", "quotes"),
        ("cohort_count(n)", "SR351", "n", "quotes"),
        ("cohort_rank(open)", "SR351", "open", "quotes"),
        ("cohort_rank(n, 'low', note)", "SR351", "note", "quotes"),
        ("wan > cohort_min(cards)", "SR353", "cohort_min(cards)", "`unit`"),
        ("own(note + 1)", "SR351", "note", "quotes"),
    ],
)
def test_faults_of_types(formula: str, code: str, part: str, words: str) -> None:
    """A value that does not fit is refused at its place, in both languages."""
    expr = parse(formula, functions={"own"})
    assert expr is not None
    faults = Faults()
    infer(expr, TYPES.get, faults, "derived.x.formula")
    (found,) = faults.sorted()
    assert found.code == code
    assert found.path == "derived.x.formula"
    assert found.span is not None
    assert found.span.text == part
    assert words in found.help("en")
    for said in (found.headline("zh"), found.headline("en"), found.help("zh"), found.help("en")):
        assert said
        assert "{" not in said


def test_a_conflict_of_units_shows_both_places() -> None:
    """The other side of a conflict has its own label."""
    expr = parse("n + money * 2 - cards")
    assert expr is not None
    faults = Faults()
    infer(expr, lambda id_: None if id_ == "n" else TYPES[id_], faults)
    (found,) = faults.sorted()
    assert [label.span.text for label in found.labels] == ["n + money * 2"]


def test_every_fault_is_found() -> None:
    """One formula with three mistakes gives three faults."""
    expr = parse("(note + 1) * (rate - 1) * (money + cards)")
    assert expr is not None
    faults = Faults()
    infer(expr, TYPES.get, faults)
    assert [one.code for one in faults.sorted()] == ["SR351", "SR354", "SR353"]


def test_absent_goes_with_everything() -> None:
    """A part that has no value does not settle the type of a choice."""
    condition = Const(value=True)
    assert infer(Cases(((condition, Absent()),), Name("note")), TYPES.get, Faults()) == TEXT
    assert infer(Cases(((condition, Absent()),), None), TYPES.get, Faults()) is None
    assert infer(Call("max", (Absent(), Name("cards"))), TYPES.get, Faults()) == TYPES["cards"]


def test_types_of_joins() -> None:
    """Scores that are joined are measured alike; weights beside them have no say in it."""
    cards, money, n = Name("cards"), Name("money"), Name("n")
    for join in (".sum", ".mean", ".min", ".max", ".geometric_mean", ".harmonic_mean"):
        assert infer(Call(join, (cards, cards)), TYPES.get, Faults()) == TYPES["cards"]
    assert infer(Call(".best", (Const(Fraction(2)), cards, cards)), TYPES.get, Faults()) == TYPES["cards"]
    assert infer(Call(".weighted_mean", (money, cards, n, cards)), TYPES.get, Faults()) == TYPES["cards"]
    product = infer(Call(".product", (Name("price"), cards)), TYPES.get, Faults())
    assert product is not None
    assert product.dimension == "元"
    faults = Faults()
    infer(Call(".mean", (cards, money)), TYPES.get, faults)
    infer(Call(".weighted_mean", (Name("note"), cards)), TYPES.get, faults)
    assert [one.code for one in faults.sorted()] == ["SR351", "SR353"]


def test_expect() -> None:
    """The place of a formula in the ruleset asks for a kind."""
    faults = Faults()
    expr = Const(Fraction(1))
    assert expect(NUMBER, "number", expr, faults)
    assert expect(None, "boolean", expr, faults)
    assert len(faults) == 0
    assert not expect(NUMBER, "boolean", expr, faults, "veto.x.when")
    (found,) = faults.sorted()
    assert (found.code, found.path) == ("SR361", "veto.x.when")
    assert found.headline("zh") == "这里的公式应得出真假判断，得出的是数"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("元", "元"),
        ("元/张", "元/张"),
        ("ug/m3", "ug/m3"),
        ("天·人", "人·天"),
        ("元·张/张", "元"),
        ("元/元", ""),
        ("1/天", "1/天"),
        ("人/天/天", "人/天^2"),
        ("m^2", "m^2"),
        ("", ""),
    ],
)
def test_canonical_dimensions(unit: str, expected: str) -> None:
    """Equal dimensions have equal texts, and the canonical text is its own."""
    assert canonical(unit) == expected
    assert canonical(expected) == expected


def test_arithmetic_of_dimensions() -> None:
    """Units multiply, divide, and take powers and square roots."""
    assert product("元/张", "张") == "元"
    assert product("元", "张·天", -1) == "元/天/张"
    assert raised("元/张", 2) == "元^2/张^2"
    assert raised("元/张", -1) == "张/元"
    assert raised("元", 0) == ""
    assert root("元^2/张^4") == "元/张^2"
    assert root("元") is None
    assert root("") == ""


@pytest.mark.parametrize(
    ("formula", "name", "help_"),
    [
        ("made_card + 1", "made_card", "did you mean `made_cards`?"),
        ("score.card", "score.card", "did you mean `score.cards`?"),
        ("实际制卡数量 / 2", "实际制卡数量", "the id of “实际制卡数量” is `made_cards`"),
        ("实际制卡 / 2", "实际制卡", "the id of “实际制卡数量” is `made_cards`"),
        (
            "null == made_cards",
            "null",
            "write `given(x)` to ask whether a value was given, `none` for no result",
        ),
        ("zzz", "zzz", "declare it under [input], [parameter] or [derived]; text stands in quotes"),
    ],
)
def test_unknown_names(formula: str, name: str, help_: str) -> None:
    """An unknown name is located and compared with ids and with what people call them."""
    names = {"made_cards": "实际制卡数量", "score.cards": "正式居住证制发卡数量"}
    known = {id_: Words.same(one) for id_, one in names.items()}
    expr = parse(formula)
    assert expr is not None
    faults = Faults()
    assert not resolve(expr, known, faults, "derived.x.formula")
    (found,) = faults.sorted()
    assert found.code == "SR350"
    assert found.span is not None
    assert found.span.text == name
    assert found.help("en") == help_
    assert found.headline("zh") == f"没有名称 `{name}`"


def test_known_names() -> None:
    """Known names pass, and a plain set of ids is enough."""
    expr = parse("a + score.b")
    assert expr is not None
    faults = Faults()
    assert resolve(expr, {"a", "score.b"}, faults)
    assert len(faults) == 0
