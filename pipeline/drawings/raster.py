"""SVG to PNG, for programs that show no SVG: Word before 2016, previews, LibreOffice in some settings.

Enters: an SVG file that :mod:`pipeline.drawings.svg` has written. Leaves: a PNG picture. Guaranteed: no font of the
machine has a say, since the file holds no text; the same file gives the same bytes with the same version of resvg.
"""

from __future__ import annotations

from pipeline.diagnostics import MachineError, error

DPI = 220.0
"""What Word itself keeps of pictures by default."""
_MOST_PIXELS = 4_000.0


def write_png(svg: bytes, width: float, height: float) -> bytes:
    """Return a picture of *svg*, which is *width* by *height* points large."""
    import resvg_py

    scale = min(DPI / 72.0, _MOST_PIXELS / max(width, height))
    pixels = max(1, round(width * scale)), max(1, round(height * scale))
    try:
        return resvg_py.svg_to_bytes(
            svg_string=svg.decode("ascii"), width=pixels[0], height=pixels[1], dpi=96.0, skip_system_fonts=True
        )
    except ValueError as reason:
        raise MachineError(
            error("broken-drawing", f"a drawing cannot be rendered: {reason}", help="save it as plain SVG")
        ) from None
