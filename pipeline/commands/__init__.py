"""The commands of ``brief``, a module each, in the order in which a new user needs them.

Enters: a command's name. Leaves: its click command, imported when it is asked for. Guaranteed: no command is imported
for another's sake, so that ``brief check`` starts as fast with twenty commands as with one.
"""

from __future__ import annotations

from importlib import import_module

import click

NAMES = ("new", "check", "build", "watch", "pull", "diff", "print", "verify", "templates", "schema", "fonts")


def command(name: str) -> click.Command:
    """Return the command *name*, one of :data:`NAMES`: what its module calls by the same name."""
    found = getattr(import_module(f"{__name__}.{name}"), name)
    assert isinstance(found, click.Command)
    return found
