"""Drawings: SVG files and charts to :class:`~pipeline.model.drawing.Drawing`, and drawings to what Word shows.

Enters: the bytes of an SVG file, or a :class:`~pipeline.model.chart.Chart`. Leaves: drawings, findings; SVG and PNG
bytes. Guaranteed: nothing is fetched, nothing is run, and nothing of a file is left out without a finding that names
the element.
"""
