"""The document as a Word file, through python-docx and lxml."""

from pipeline.docx.write import write_docx

__all__ = ["write_docx"]
