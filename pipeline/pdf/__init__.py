"""Finished pages to a PDF file that is accessible (PDF/UA-1) and archival (PDF/A-2a).

Enters: a layout and the document's metadata. Leaves: bytes. Guaranteed: no decision of layout is made here.
"""

from pipeline.pdf.write import write_pdf

__all__ = ["write_pdf"]
