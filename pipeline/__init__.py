"""Briefing packets from YAML, as PDF and as Word file.

``build`` and ``check`` are what the command line itself uses; see :mod:`pipeline.build`.
"""

__version__ = "0.1.0"

# After the version, which the modules below read. They are small: what a stage needs is imported when it runs.
from pipeline.build import build, check
from pipeline.results import Options, Output, PacketResult, Progress, Result, Stage

__all__ = ["Options", "Output", "PacketResult", "Progress", "Result", "Stage", "build", "check"]
