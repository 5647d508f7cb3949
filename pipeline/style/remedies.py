"""What to do about characters that no installed face has.

Enters: the characters. Leaves: one sentence that says what to type. Guaranteed: an extra or package is only named when
it brings the characters' script and is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.style import reserve
from pipeline.style.scripts import script_name, script_of

_DISTRIBUTION = "print-briefs"
_MORE_HAN = "manimgx-fonts-cjk"
"""What has the rarer Chinese characters that the extra ``cjk`` lacks."""
_REWRITE = "write it another way"


def remedy(characters: Iterable[str]) -> str:
    """Return what brings the *characters*: an extra, a package, or a font file that the theme names."""
    extras: dict[str, None] = {}
    packages: dict[str, None] = {}
    scripts: dict[str, None] = {}
    for character in characters:
        script = script_of(character)
        if script is None or not script.extra or not _lacking(script.extra):
            if script is not None and script.extra == "cjk" and reserve.find_reserve("Noto Sans CJK SC") is None:
                packages[_MORE_HAN] = None
            else:
                scripts[script_name(character)] = None
        else:
            extras[script.extra] = None
    steps = []
    if extras:
        steps.append(f"pip install '{_DISTRIBUTION}[{','.join(sorted(extras))}]'")
    if packages:
        steps.append(f"pip install {' '.join(packages)}")
    if scripts:
        steps.append(_own_font([name for name in scripts if name]))
    return "; ".join(steps) or _REWRITE


def _lacking(extra: str) -> bool:
    """Whether an extra's faces are not installed."""
    family = "Noto Sans Ethiopic" if extra == "intl" else "Noto Sans SC"
    return reserve.find_reserve(family) is None


def _own_font(scripts: list[str]) -> str:
    if not scripts:
        return f"{_REWRITE}, or name a font file that has it in the theme: {_setting('symbols', 'fonts/NAME.ttf')}"
    word = scripts[0].lower().split()[0].strip(",").replace("'", "")
    listed = " and ".join(scripts)
    return f"no package has {listed}: name a font file that has it in the theme: {_setting(word, 'fonts/NAME.ttf')}"


def _setting(key: str, path: str) -> str:
    return f"fonts: {{{key}: {{family: NAME, files: {{regular: {path}}}}}}}"
