"""Rulesets that extend others: what is inherited, changed, dropped, and which files may be read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import scorerules
from plainly import check
from scorerules.diagnostics import Words
from scorerules.model import Indicator, title
from scorerules.ruleset import Ruleset

HEAD = 'scorerules = 1\n\n[ruleset]\nid = "demo"\n'
BASE = """\
scorerules = 1

[ruleset]
id         = "base"
name       = "共用部分"
version    = "1"
source     = "办法"
on_missing = "zero"

[round]
indicator = { to = 1 }
total     = { to = 1 }

[tier]
output = { name = "产出", weight = 60 }
effect = { name = "效果", weight = 40 }

[grade]
bands = [{ from = 60, grade = "合格" }, { grade = "不合格" }]

[indicator]
cards = { tier = "output", name = "制卡", weight = 60, input = { unit = "%" }, ratio = { full = "100%" } }
happy = { tier = "effect", name = "满意", weight = 40, judged = {} }

[[example]]
name   = "共用部分的示例"
record = { cards = 100, happy = 40 }
expect = { total = 100 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a base to extend."""
    write(tmp_path / "base.toml", BASE)
    return tmp_path


def write(path: Path, text: str) -> Path:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def child(folder: Path, more: str = "", extends: str = '"base.toml"', name: str = "child.toml") -> Path:
    """A ruleset that extends."""
    return write(folder / name, f"{HEAD}extends = {extends}\n{more}")


def loaded(folder: Path, more: str = "", extends: str = '"base.toml"') -> Ruleset:
    """A sound ruleset that extends."""
    return scorerules.load(child(folder, more, extends))


def refused(path: Path, root: Path | None = None) -> list[tuple[str, str | None]]:
    """Codes and paths of what is wrong with a file."""
    return [(one.code, one.path) for one in check(path, root=root)]


def test_a_child_inherits_all_but_its_identity(folder: Path) -> None:
    """Id, name, version, source and examples are a file's own; everything else comes from the parent."""
    ruleset = loaded(folder)
    assert (ruleset.id, ruleset.name, ruleset.version, ruleset.source) == ("demo", "demo", None, None)
    assert ruleset.examples == ()
    assert ruleset.scheme.header.on_missing == "zero"
    assert list(ruleset.indicators) == ["cards", "happy"]
    result = ruleset.score({"cards": "59.5%", "happy": 40})
    assert (result.total, result.grade) == (76, "合格")


def test_inherited_values_keep_their_places(folder: Path) -> None:
    """A value that came from the parent is still found in the parent's file."""
    span = loaded(folder).indicators["cards"].place("weight")
    assert span is not None
    assert (Path(span.source.name).name, span.line, span.text) == ("base.toml", 22, "60")


def weight_of(indicator: Indicator) -> Fraction | None:
    """The weight that an indicator states."""
    return None if indicator.weight is None else indicator.weight.value


def test_a_change_replaces_key_by_key(folder: Path) -> None:
    """Keys that a change does not name stay as they are, arrays and inline tables are replaced whole."""
    more = """
[change.indicator.cards]
name  = "发卡"
input = { unit = "‰" }
[change.grade]
bands = [{ from = 90, grade = "优" }, { grade = "差" }]
[change.round]
total = { to = 10, mode = "up" }
"""
    ruleset = loaded(folder, more)
    cards = ruleset.indicators["cards"]
    assert (title(cards).zh, weight_of(cards), cards.tier) == ("发卡", 60, "output")
    result = ruleset.score({"cards": 500, "happy": 40})
    assert (result.indicators["cards"].score, result.total, result.grade) == (30, 70, "差")


def test_a_rule_replaces_a_rule_of_another_kind(folder: Path) -> None:
    """A change with a rule takes the place of the inherited one, of whatever kind."""
    ruleset = loaded(folder, '\n[change.indicator.cards]\npass = { from = "90%" }\n')
    assert ruleset.score({"cards": 89, "happy": 40}).total == 40
    assert ruleset.score({"cards": 90, "happy": 40}).total == 100


@pytest.mark.parametrize(
    ("drop", "total"),
    [('["round.indicator"]', 100), ('["round"]', "99.9"), ('["grade", "round.total"]', 100)],
)
def test_dropped_parts_are_gone(folder: Path, drop: str, total: object) -> None:
    """``drop`` takes out whole sections, items and single keys."""
    ruleset = loaded(folder, f"drop = {drop}\n")
    result = ruleset.score({"cards": "99.8333333333333333333%", "happy": 40})
    assert abs(float(result.total) - float(str(total))) < 1e-9
    assert (result.grade is None) is ("grade" in drop)


def test_dropped_items_make_room(folder: Path) -> None:
    """What was dropped may be declared anew."""
    more = (
        'drop = ["indicator.cards"]\n'
        '[indicator.cards]\ntier = "output"\nweight = 60\njudged = { remark = "optional" }\n'
    )
    assert loaded(folder, more).score({"cards": 7, "happy": 40}).total == 47


def test_generations_add_up(folder: Path) -> None:
    """A grandchild sees what its parent made of the grandparent's."""
    lighter = "\n[change.indicator.cards]\nweight = 50\n"
    child(folder, lighter + '[indicator.more]\ntier = "output"\nweight = 10\njudged = {}\n')
    renamed = '\n[change.indicator.more]\nname = "更多"\n'
    path = child(folder / "sub", renamed, '"../child.toml"', "grandchild.toml")
    indicators = scorerules.load(path, root=folder).indicators
    assert {name: weight_of(one) for name, one in indicators.items()} == {
        "cards": 50,
        "more": 10,
        "happy": 40,
    }
    assert title(indicators["more"]) == Words.same("更多")


def test_two_parents_with_one_grandparent_agree(folder: Path) -> None:
    """What two parents took from one file is no disagreement."""
    child(folder, '\n[change.indicator.cards]\nname = "发卡"\n', name="left.toml")
    child(folder, '\n[change.indicator.happy]\nname = "满意度"\n', name="right.toml")
    path = child(folder, extends='["left.toml", "right.toml"]')
    assert refused(path) == [
        ("SR221", "indicator.cards.name"),
        ("SR221", "indicator.happy.name"),
    ]
    settled = '\n[change.indicator]\ncards = { name = "发卡" }\nhappy = { name = "满意度" }\n'
    ruleset = loaded(folder, settled, '["left.toml", "right.toml"]')
    assert [title(one).zh for one in ruleset.indicators.values()] == ["发卡", "满意度"]


def test_what_parents_disagree_on_may_be_dropped(folder: Path) -> None:
    """A disagreement is settled by a change or by leaving the key out."""
    write(folder / "other.toml", BASE.replace('name = "制卡"', 'name = "发卡"'))
    path = child(folder, 'drop = ["indicator.cards.name"]\n', '["base.toml", "other.toml"]')
    assert refused(path) == []


def test_a_disagreement_names_both_places(folder: Path) -> None:
    """The problem stands at ``extends``, its labels at what the parents say."""
    write(folder / "other.toml", BASE.replace("{ to = 1 }\ntotal", "{ to = 0.1 }\ntotal"))
    (fault,) = check(child(folder, extends='["base.toml", "other.toml"]'))
    assert fault.span is not None
    assert fault.span.text == '["base.toml", "other.toml"]'
    assert [label.span.text for label in fault.labels] == ["{ to = 1 }", "{ to = 0.1 }"]


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ("[change.indicator.crads]\nweight = 1\n", "SR222", "change.indicator.crads"),
        ("[change.input.x]\nunit = '元'\n", "SR222", "change.input.x"),
        ("[change.total]\nfull = 1\n", "SR222", "change.total"),
        ("[change.ruleset]\nname = 'x'\n", "SR223", "change.ruleset"),
        ("[[change.example]]\nname = 'x'\n", "SR223", "change.example"),
        ("[change.indicatr.cards]\nweight = 60\n", "SR201", "change.indicatr"),
        ("[change.indicator]\ncards = 3\n", "SR203", "change.indicator.cards"),
        ("[change]\nindicator = 3\n", "SR203", "change.indicator"),
        ("[change.indicator.cards]\nwieght = 60\n", "SR201", "change.indicator.cards.wieght"),
        ("[change.indicator.cards]\nratoi = { full = '90%' }\n", "SR201", "change.indicator.cards.ratoi"),
        ("[change.round]\ntotl = { to = 1 }\n", "SR201", "change.round.totl"),
        ("[change.indicator.cards]\nfull = 60\n", "SR206", "change.indicator.cards.full"),
        ("[tier.output]\nweight = 60\n", "SR225", "tier.output"),
        ("[round]\ntotal = { to = 1 }\n", "SR225", "round"),
        (
            "[change.indicator.cards]\nratio = { full = '100%' }\nbands = [{ points = 1 }]\n",
            "SR211",
            "indicator.cards",
        ),
    ],
)
def test_faults_of_changes(folder: Path, more: str, code: str, path: str) -> None:
    """A change of what is not there and a declaration of what is are one problem each."""
    assert refused(child(folder, "\n" + more)) == [(code, path)]


@pytest.mark.parametrize(
    ("drop", "code"),
    [
        ("indicator.crads", "SR224"),
        ("indicator.cards.when", "SR224"),
        ("indicator.cards.ratio.zero", "SR224"),
        ("total", "SR224"),
        ("cards", "SR224"),
        ("", "SR204"),
    ],
)
def test_faults_of_drop(folder: Path, drop: str, code: str) -> None:
    """Only what is there can be dropped."""
    assert [code for code, _ in refused(child(folder, f'drop = ["{drop}"]\n'))] == [code]


@pytest.mark.parametrize(
    ("extends", "code"),
    [
        ("none.toml", "SR229"),
        ("../base.toml", "SR227"),
        ("../../../../../../etc/passwd", "SR227"),
        ("/etc/passwd", "SR227"),
        ("sub/../../base.toml", "SR227"),
        ("sub\\\\base.toml", "SR227"),
        ("a\\u0000b.toml", "SR227"),
        (".", "SR101"),
        ("link.toml", "SR227"),
        ("child.toml", "SR226"),
        ("loop.toml", "SR226"),
        ("gbk.toml", "SR107"),
        ("bom.toml", "SR105"),
        ("broken.toml", "SR113"),
        ("old.toml", "SR208"),
    ],
)
def test_faults_of_extends(tmp_path: Path, extends: str, code: str) -> None:
    """Only sound files inside the folder can be extended, whatever leads out of it."""
    inside = tmp_path / "inside"
    write(tmp_path / "base.toml", BASE)
    write(inside / "loop.toml", f'{HEAD}extends = "child.toml"\n')
    write(inside / "broken.toml", BASE.replace('"1"', ""))
    write(inside / "old.toml", BASE.replace("scorerules = 1\n", ""))
    (inside / "gbk.toml").write_bytes(BASE.encode("gbk"))
    (inside / "bom.toml").write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    (inside / "link.toml").symlink_to(tmp_path / "base.toml")
    (fault,) = check(child(inside, extends=f'"{extends}"'))
    assert fault.code == code
    assert fault.span is not None


def test_the_caller_widens_the_folder(folder: Path) -> None:
    """``root`` names the folder below which files may be extended."""
    path = child(folder / "sub", extends='"../base.toml"')
    assert refused(path) == [("SR227", "ruleset.extends")]
    assert refused(path, root=folder) == []
    assert scorerules.load(path, root=folder).id == "demo"


def test_a_text_extends_only_below_a_given_root(folder: Path) -> None:
    """A text without a file reads no file unless a folder is given."""
    text = f'{HEAD}extends = "base.toml"\n'
    with pytest.raises(scorerules.RulesetError) as raised:
        scorerules.loads(text)
    assert [one.code for one in raised.value.diagnostics] == ["SR227"]
    assert scorerules.loads(text, root=folder).score({"cards": 100, "happy": 40}).total == 100


def test_a_fault_of_a_shared_grandparent_is_told_once(folder: Path) -> None:
    """A file that is reached on two ways is read once."""
    write(folder / "base.toml", BASE.replace('name = "制卡"', "nmae = '制卡'"))
    child(folder, name="left.toml")
    child(folder, name="right.toml")
    path = child(folder, extends='["left.toml", "right.toml"]')
    (fault,) = check(path)
    assert fault.code == "SR201"
    assert fault.span is not None
    assert fault.span.source.name.endswith("base.toml")


def test_an_abstract_base_need_not_add_up(tmp_path: Path) -> None:
    """Sums are checked where something can be scored."""
    text = BASE.replace("on_missing", "abstract = true\non_missing").replace(
        "weight = 40, judged", "weight = 30, judged"
    )
    path = write(tmp_path / "base.toml", text.partition("[[example]]")[0])
    assert refused(path) == []
    assert [code for code, _ in refused(child(tmp_path))] == ["SR261"]


@pytest.mark.parametrize("more", ["indicator = 5", "tier = []", "input = 'x'"])
def test_a_section_that_is_no_table_is_told(folder: Path, more: str) -> None:
    """What a child writes in place of a section of items is not passed over for what it inherits."""
    section = more.split(maxsplit=1)[0]
    text = HEAD.replace("[ruleset]\n", f"{more}\n[ruleset]\nextends = 'base.toml'\n")
    assert refused(write(folder / "child.toml", text)) == [("SR203", section)]


def test_a_section_of_a_parent_that_is_no_table_is_told(folder: Path) -> None:
    """Nor is it in a parent, where the child has the section."""
    write(folder / "odd.toml", "scorerules = 1\ninput = 5\n[ruleset]\nid = 'odd'\n")
    path = child(folder, "[input.x]\n", extends='["base.toml", "odd.toml"]')
    assert refused(path) == [("SR203", "input")]
