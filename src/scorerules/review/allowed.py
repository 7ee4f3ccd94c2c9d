"""What a ruleset allows with a reason: ``[check] allow = { SR701 = "why" }``.

Goes in: the section and everything that was found. Comes out: the same findings, those that are allowed
marked with their reason. Errors are never allowed, and an allowance that allows nothing is itself found.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import evolve, frozen

from scorerules.build.compose import entries
from scorerules.diagnostics import Diagnostic, Faults, Fix, Words, order
from scorerules.diagnostics.catalogue import CATALOGUE
from scorerules.diagnostics.near import near
from scorerules.model import Check
from scorerules.source import Source, Span

ALLOWABLE = tuple(code for code, entry in CATALOGUE.items() if entry.severity != "error")
"""The codes that can be allowed."""

NOTHING = "SR773"
"""An allowance that allows nothing."""


@frozen
class Allowance:
    """One entry of ``allow``.

    Args:
        key: How it is written: ``SR701``, or ``SR701 indicator.cards``.
        reason: Why it is meant.
        span: Where its key stands.
    """

    key: str
    reason: str
    span: Span

    @property
    def code(self) -> str:
        """The code that is allowed."""
        return self.key.split()[0]

    @property
    def place(self) -> str:
        """The place it is allowed at, in words of keys; empty for everywhere."""
        return "".join(self.key.split()[1:])

    def covers(self, finding: Diagnostic) -> bool:
        """Whether ``finding`` is allowed: of the code, and at the place or below it."""
        path, place = finding.path or "", self.place
        below = not place or path == place or path.startswith((f"{place}.", f"{place}["))
        return below and finding.code == self.code


def allowances(check: Check, faults: Faults) -> tuple[Allowance, ...]:
    """Read what a ruleset allows; entries with a fault allow nothing.

    Args:
        check: The section.
        faults: Takes SR770 to SR772.
    """
    table = check.written("allow")
    if table is None or check.broken:
        return ()
    found: list[Allowance] = []
    for key, node in entries(table).items():
        span, path = node.key_span or node.span, f"{check.path}.allow.{key}"
        code, *places = key.split() or [""]
        if code not in CATALOGUE or len(places) > 1:
            nearest = () if code in CATALOGUE else near(code, ALLOWABLE)
            better = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
            right = code.upper()
            fix = Fix(span, right) if right in ALLOWABLE and span.text == code else None
            faults.add("SR771", span, path=path, fix=fix, code=key, nearest=better)
        elif code not in ALLOWABLE:
            faults.add("SR770", span, path=path, code=code)
        elif not str(node.value).strip():
            faults.add("SR772", node.span, path=path, code=key)
        else:
            found.append(Allowance(key, str(node.value), span))
    return tuple(found)


def sorted_out(
    found: tuple[Diagnostic, ...],
    given: tuple[Allowance, ...],
    whole: Source | None,
    unjudged: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """Mark what is allowed, and note allowances that allow nothing.

    Args:
        found: Everything that was found.
        given: What the ruleset allows, what it inherits too.
        whole: The text that was reviewed from end to end; ``None`` when the review stopped at an error, so
            that nobody knows what it would have found. An inherited allowance is meant for any child and
            need not serve this one.
        unjudged: Codes that nobody looked for, so that an allowance of one may well have its use.

    Returns:
        Everything in the order of the text, allowed findings with their reason.
    """
    open_ones, allowed = list(found), []
    # Allowances of the finding that is made here come last, when it is known where it is found.
    for one in sorted(given, key=lambda allowance: allowance.code == NOTHING):
        taken = [finding for finding in open_ones if one.covers(finding)]
        open_ones = [finding for finding in open_ones if not one.covers(finding)]
        allowed += [evolve(finding, allowed=one.reason) for finding in taken]
        if not taken and one.span.source is whole and one.code not in unjudged:
            open_ones.append(_nothing(one, found))
    return tuple(sorted((*open_ones, *allowed), key=order))


def _nothing(one: Allowance, found: tuple[Diagnostic, ...]) -> Diagnostic:
    places = dict.fromkeys(finding.path for finding in found if finding.code == one.code and finding.path)
    listed = ", ".join(f"`{place}`" for place in places)
    zh, en = f"；`{one.code}` 出现在 {listed}", f"; `{one.code}` occurs at {listed}"
    facts = {"code": one.key, "elsewhere": Words(zh, en) if places else ""}
    return Diagnostic(NOTHING, facts, one.span, f"check.allow.{one.key}")
