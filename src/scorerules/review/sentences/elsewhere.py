"""Numbers of a sentence that are about something else than its rule.

Goes in: a sentence. Comes out: the same with documents, clauses, dates, times, standards and numbers of list
items as blanks, every other character at its place.
"""

from __future__ import annotations

import re

from scorerules.review.sentences.numerals import CHINESE

_DOCUMENTS = (
    r"\[\s*(?:19|20)\d{2}\s*\]\s*第?\s*\d{1,9}\s*号?",  # 〔2020〕10号
    r"\d{1,9}\s*号",
    r"(?:附件|附表|附录|表|图|式|公式)\s*\d{1,9}(?:[.-]\d{1,9})*",
    r"(?:No\.|Art(?:icle|\.)|Sec(?:tion|\.)|Clause|Table|Fig(?:ure|\.)|Annex|Appendix|Page|§)\s*\d{1,9}(?:\.\d{1,9})*",
    r"\b(?:GB|HJ|DB|ISO|IEC|IEEE|ITU|CMMI|DIN|EN|JGJ|CJJ|YY|WS|SL|JT|T|Q)(?:/[A-Z])?[ -]?\d[\d.:-]*",
)
_CLAUSES = (
    rf"第\s*(?:\d{{1,9}}|{CHINESE})(?:\.\d{1, 9})*",  # 第3条, 第十二条
    rf"\(\s*(?:\d{{1,2}}|{CHINESE})\s*\)",  # （一）
    r"^\s*\d{1,2}\s*[.、)](?!\d)",  # 1. and 2、 before the items of a list
    r"(?<=[。；;\n])\s*\d{1,2}\s*[.、)](?!\d)",
)
_TIMES = (
    r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?",
    r"\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号]|底|末|初|份)?",
    r"(?:19|20)\d{2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}",
    r"(?:19|20)\d{2}(?:\s*-\s*(?:19|20)?\d{2})?\s*学?年",
    r"\d{1,2}:\d{2}(?::\d{2})?",
    r"\d{1,9}\s*[×x*]\s*24(?!\d)",
)
_AROUND = (
    r"近\s*(?:\d{1,9}|[一二两三四五六七八九十]+)\s*(?:个?年|个?月|日|天|个?学期|届)",
    r"(?:连续|过去|共计?|总计|合计有|每隔|前)\s*(?:\d{1,9}|[一二两三四五六七八九十]+)(?![\d.]|\s*(?:分|%|‰|个?百分点))",
)
_PATTERN = re.compile("|".join((*_DOCUMENTS, *_CLAUSES, *_TIMES, *_AROUND)), re.IGNORECASE | re.MULTILINE)

BLANK = "\0"
"""Stands for a character that is not read: no number and no unit goes on over it."""


def without_elsewhere(text: str) -> str:
    """The text with everything about something else as blanks."""
    return _PATTERN.sub(lambda found: BLANK * len(found[0]), text)
