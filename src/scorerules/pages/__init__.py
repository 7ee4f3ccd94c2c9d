"""The page of every diagnostic code: what it says, why, an example, what to write instead.

One file for each code, ``SR203.toml`` beside this module, with these keys:

- ``what.zh``, ``what.en``: what the message reports, in general; one or two sentences for a policy author.
- ``why.zh``, ``why.en``: what would go wrong with someone's points if it were let pass.
- ``example``: the shortest whole ruleset that brings this code about, and no other. Its own examples run too.
- ``instead``: the same ruleset, corrected; nothing is left to say about it but hints.
- ``record``, ``instead_record``: for codes of records, the record that is refused under ``example``, and the
  record that ``instead`` takes. Of ``instead`` and ``instead_record``, the one that does not change is left
  out, and ``example`` too where the record cannot even be read. ``json = true``: records are JSON, not TOML.
- ``files``: further files by name, below the folder of the ruleset: those that it extends, or for a code
  that is about several rulesets, those that it is checked with.
- ``situation.zh``, ``situation.en``: in place of ``example``, when the code comes about, where that cannot be
  shown as a text (a missing file, a device, thousands of characters). ``facts`` then holds what the message
  says, each a value or a pair ``zh``, ``en``.
- ``advice.zh``, ``advice.en``: where the correction that is shown is not the only way out, the others.

Messages call the ruleset ``rules.toml`` and the record ``record.toml`` or ``record.json``.
"""

from scorerules.pages.markdown import explain_code, headline, section
from scorerules.pages.page import Page, codes, page
from scorerules.pages.played import corrected, refused

__all__ = ["Page", "codes", "corrected", "explain_code", "headline", "page", "refused", "section"]
