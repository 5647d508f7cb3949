"""Pictures, read and checked: PNG, JPEG and SVG files of the workspace.

Enters: the path of a file. Leaves: an :class:`~pipeline.model.media.Image` or a
:class:`~pipeline.model.drawing.Drawing`. Guaranteed: what is returned can be placed as it is, upright, in sRGB or grey,
still and of bearable size; everything else is a diagnostic at the place that names the picture, or in the drawing.
"""

from pipeline.images.load import MOST_BYTES, MOST_PIXELS, load_image

__all__ = ["MOST_BYTES", "MOST_PIXELS", "load_image"]
