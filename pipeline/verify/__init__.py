"""Judges of finished documents: is a PDF accessible and archival, is a Word file sound?

Enters: files as bytes. Leaves: a :class:`~pipeline.verify.verdict.Verdict` for each. Guaranteed: a file that a judge
could not look at is never called good; whatever a file holds, it ends in findings.
"""

from pipeline.verify.judges import judge
from pipeline.verify.profiles import PROFILES, Profile, profiles_of
from pipeline.verify.verdict import Opinion, Verdict

__all__ = ["PROFILES", "Opinion", "Profile", "Verdict", "judge", "profiles_of"]
