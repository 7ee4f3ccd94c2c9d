"""Roundings in words."""

from __future__ import annotations

from scorerules.diagnostics import Lang, Words
from scorerules.model import Rounding
from scorerules.numbers import plain

MODES = {
    "half-up": Words("四舍五入", "half up"),
    "half-even": Words("四舍六入五成双", "half to even"),
    "half-down": Words("五舍六入", "half down"),
    "up": Words("有零头即进位（向远离 0 的方向）", "away from 0"),
    "down": Words("舍去零头（向 0 的方向）", "towards 0"),
    "ceiling": Words("有零头即向上进位", "up"),
    "floor": Words("零头向下舍去", "down"),
}


def rounding_words(rounding: Rounding, lang: Lang) -> str:
    """A rounding in words."""
    step, mode = rounding.to, MODES[rounding.mode][lang]
    joined = "，" if mode.endswith("）") else ""
    written = step.expr.text or plain(step.value)
    places = 0 if step.unit is not None else len(str(step.value.denominator)) - 1
    if step.unit is not None or step.value * 10**places != 1:
        return (
            f"{mode}{joined}到 {written} 的整数倍"
            if lang == "zh"
            else f"rounded {mode} to multiples of {written}"
        )
    if places == 0:
        return f"{mode}{joined}到整数" if lang == "zh" else f"rounded {mode} to a whole number"
    if lang == "zh":
        return f"{mode}{joined}到小数点后 {places} 位"
    return f"rounded {mode} to {places} decimal place{'s' if places > 1 else ''}"
