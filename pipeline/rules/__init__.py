"""House rules: what an office asks of its papers, written as data and checked by the program.

Enters: profiles (``templates/rules/NAME.yaml``), a packet's data and document, and for some rules its pages. Leaves:
findings at the lines of the user's files. Guaranteed: a rule only reads; the same packet gives the same findings in the
same order; no rule raises, whatever the document; patterns take a time that grows with the text's length alone.
"""

from __future__ import annotations

from pipeline.rules.check import check, check_pages, needs_pages
from pipeline.rules.profile import Profile, Rule, load_profile, rules_schema
from pipeline.rules.subject import PaperFile, Subject

__all__ = [
    "PaperFile",
    "Profile",
    "Rule",
    "Subject",
    "check",
    "check_pages",
    "load_profile",
    "needs_pages",
    "rules_schema",
]
