"""The pages of the codes: each shows what it says, in both languages and in plain words.

One page alone while it is written: ``python -m pytest tests/test_pages.py -k SR203``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from scorerules.diagnostics import Diagnostic, Lang, Words
from scorerules.diagnostics.catalogue import CATALOGUE
from scorerules.diagnostics.render import full_all
from scorerules.pages import Page, codes, corrected, explain_code, headline, page, refused
from scorerules.pages.markdown import _difference

BAD = Path(__file__).parent / "data" / "bad"
LANGS: tuple[Lang, ...] = ("zh", "en")
QUOTED = re.compile(r"`[^`]*`")
MARK = re.compile(r"\{[a-z_]+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"""[,;:?!()"']|\.(?![0-9])""")
FULL_WIDTH = re.compile(r"[，。；：？！（）、“”《》]")
JARGON = re.compile(
    r"\b(pars(e|er|ing)|tokens?|strings?|booleans?|arrays?|floats?|syntax|exceptions?|runtime|iterat\w+|schemas?)\b"
    r"|解析|语法|字符串|布尔|数组|浮点|异常|抛出|迭代|实例",
    re.IGNORECASE,
)
"""Words of programmers; a list, a text, a number say the same to everyone."""


def sentences(one: Page) -> Iterator[Words]:
    """Everything that a page says in words."""
    yield from (words for words in (one.what, one.why, one.situation, one.advice) if words is not None)


def shown(found: tuple[Diagnostic, ...]) -> str:
    """Problems as a failing test shows them."""
    return full_all(found, "en")


def test_every_code_has_a_page() -> None:
    """No code of the catalogue lacks its page, and no page is without a code."""
    assert len(CATALOGUE) > 250
    assert codes() == tuple(sorted(CATALOGUE))


@pytest.mark.parametrize("code", codes())
def test_the_example_is_refused(code: str) -> None:
    """The example brings about its code, once, and no other."""
    one = page(code)
    if one.situation is None:
        found = refused(one)
        assert [diagnostic.code for diagnostic in found] == [code], shown(found)


@pytest.mark.parametrize("code", codes())
def test_the_correction_is_fine(code: str) -> None:
    """Nothing but hints is left to say about the corrected example, and something was corrected."""
    one = page(code)
    if one.situation is None:
        found = corrected(one)
        assert found == (), shown(found)
        assert one.instead or one.instead_record
        assert not one.instead or one.instead != one.example
        assert not one.instead_record or one.instead_record != one.record


@pytest.mark.parametrize("code", codes())
def test_a_situation_has_its_facts(code: str) -> None:
    """A page shows an example or says when its message comes, then with every fact that the message needs."""
    one = page(code)
    assert bool(one.example or one.record) is (one.situation is None)
    if one.situation is not None:
        for lang in LANGS:
            found = Diagnostic(code, one.facts)
            assert not MARK.search(found.headline(lang) + found.help(lang))
        if limit := one.facts.get("limit"):
            headline_of_page = Diagnostic(code, one.facts).headline("en")
            ending = headline_of_page[headline_of_page.index(str(limit)) :]
            kept = [path.read_text(encoding="utf-8").splitlines() for path in BAD.rglob(f"{code}-*.en.txt")]
            assert any(lines[0].endswith(ending) for lines in kept), "the limit is another one now"
    else:
        assert not one.facts


@pytest.mark.parametrize("code", codes())
def test_texts_are_in_plain_words(code: str) -> None:
    """Both languages are written in whole sentences, with their own punctuation and without jargon."""
    for words in sentences(page(code)):
        zh, en = QUOTED.sub("", words.zh), QUOTED.sub("", words.en)
        assert CHINESE.search(zh)
        assert words.zh.endswith("。")
        assert words.en.endswith(".")
        assert "\n" not in words.zh + words.en
        assert not HALF_WIDTH.search(zh), "a half-width sign in Chinese"
        assert not FULL_WIDTH.search(en), "a full-width sign in English"
        assert not (found := JARGON.search(zh + en)), found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", codes())
def test_pages_read_well(code: str, lang: Lang) -> None:
    """A page has its title, its words, and the message as people see it."""
    text = explain_code(code, lang)
    one = page(code)
    assert text.startswith(f"# {code} · {headline(code, lang)}\n")
    assert not MARK.search(headline(code, lang))
    assert one.what[lang] in text
    assert one.why[lang] in text
    assert f"[{code}]" in text
    assert text.count("```") % 2 == 0


CUT_OFF = """\
# SR158 · 括号 `…` 没有对应的 `…`

**含义**：JSON 里有一个括号没有闭合，文件可能不完整。

**原因**：文件多半在传送中被截断了，缺掉的也许正是要扣分的那几项；用剩下的数据计分，结果会偏高。

**示例**

```json
{
  "planned": 1200,
  "planted": 1140,
  "survived": "94%"
```

```text
错误[SR158]：括号 `{` 没有对应的 `}`
 --> record.json:1:1
  |
1 | {
  | ^
办法：在末尾补上 `}`
```

**改法**

```diff
   "planted": 1140,
   "survived": "94%"
+}
```
"""


def test_a_whole_page() -> None:
    """A page shows its words, the example, the message as it is, and the lines that change."""
    assert explain_code("SR158", "zh") == CUT_OFF


def test_a_page_without_an_example() -> None:
    """A situation is told in words, its message with the facts of the page."""
    text = explain_code("SR140", "en")
    assert "\n\n**When**: The wrong file was picked" in text
    assert "```text\nerror[SR140]: `rules.toml` is larger than 4 MiB\nhelp: " in text
    assert "Example" not in text
    assert "Instead" not in text


def test_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a language the page is in that of the locale."""
    monkeypatch.setenv("SCORERULES_LANG", "zh")
    assert explain_code("SR158") == CUT_OFF
    monkeypatch.setenv("SCORERULES_LANG", "en")
    assert explain_code("SR158") == explain_code("SR158", "en")


@pytest.mark.parametrize(
    ("code", "lang", "general"),
    [
        ("SR157", "en", "… is expected here, not `…`"),
        ("SR218", "en", "there is no tier `…`"),
        ("SR218", "zh", "没有编号为 `…` 的一级指标"),
        ("SR324", "zh", "公式是空的"),
    ],
)
def test_headlines_in_general_form(code: str, lang: Lang, general: str) -> None:
    """The facts of a headline become dots; a suggestion, which is only sometimes there, is left out."""
    assert headline(code, lang) == general


RULESET = """\
scorerules = 1

[ruleset]
id      = "street"
extends = "shared/base.toml"

[tier.order]

[indicator.stalls]
tier   = "order"
weight = 100
judged = {}
"""
BASE = """\
scorerules = 1

[ruleset]
id       = "base"
abstract = true
"""
WORDS = Words("无。", "None.")


def test_a_ruleset_with_further_files() -> None:
    """What a ruleset extends is there while its page is played, and messages name it as the page does."""
    parent = BASE + "\n[total]\nfull = 10O\n"
    broken = Page("SR130", WORDS, WORDS, example=RULESET, files={"shared/base.toml": parent})
    assert [(one.code, one.span and one.span.source.name) for one in refused(broken)] == [
        ("SR114", "shared/base.toml")
    ]
    assert corrected(evolve(broken, files={"shared/base.toml": BASE})) == ()


def test_either_the_ruleset_or_the_record_is_corrected() -> None:
    """The correction of a page is scored with what does not change."""
    alone = RULESET.replace('extends = "shared/base.toml"\n', "")
    one = Page("SR420", WORDS, WORDS, example=alone, record="# nothing\n", instead_record="stalls = 100\n")
    assert [found.code for found in refused(one)] == ["SR420"]
    assert corrected(one) == ()
    lenient = alone + 'on_missing = "zero"\n'
    other = evolve(one, instead=lenient, instead_record="")
    assert [found.code for found in refused(other)] == ["SR420"]
    assert corrected(other) == ()


def test_lines_that_are_apart() -> None:
    """Between stretches of lines that change, what is left out is marked."""
    before = "a\n" + "x\n" * 9 + "b\n"
    after = "A\n" + "x\n" * 9 + "B\n"
    assert list(_difference(before, after)) == ["-a", "+A", " x", " x", "…", " x", " x", "-b", "+B"]


def test_a_page_of_no_code() -> None:
    """A code that does not exist has no page."""
    with pytest.raises(KeyError, match="SR999"):
        page("SR999")
