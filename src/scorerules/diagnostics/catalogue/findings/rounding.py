"""SR720-729: roundings that decide a grade or that follow each other."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint, warning

ROUNDING: dict[str, Entry] = {
    "SR720": warning(
        "没有写明按修约前还是修约后的总分定级，而结果会不同：{record} 时，修约后 {total} 分为“{grade}”，"
        "修约前 {unrounded} 分为“{other}”",
        "it is not said whether the rounded total is graded, and it matters: with {record} "
        "the rounded {total} is “{grade}”, the unrounded {unrounded} “{other}”",
        '请在 [grade] 中写 basis = "rounded"（修约后）或 "unrounded"（修约前）',
        'say in [grade] basis = "rounded" or basis = "unrounded"',
    ),
    "SR721": hint(
        "{what}能决定等级：{record} 时总分 {total}，为“{grade}”；不修约则总分 {unrounded}，为“{other}”",
        "{what} can decide the grade: with {record} the total is {total}, “{grade}”; "
        "without it {unrounded}, “{other}”",
        '规定如此的，请在 [check] 中写 allow = { SR721 = "理由" }',
        'if the scheme says so, note it: [check] allow = { SR721 = "why" }',
    ),
    "SR722": hint(
        "先有{first}，再有{what}，两次修约与一次不同：{record} 时得 {twice}，只修约一次得 {once}",
        "{what} comes after {first}, and rounding twice is not rounding once: "
        "with {record} it is {twice}, rounded once {once}",
        '规定如此的，请在 [check] 中写 allow = { SR722 = "理由" }；否则去掉前一次修约',
        'if the scheme says so, note it: [check] allow = { SR722 = "why" }; else take the first one out',
    ),
}
