"""The review room: what people did to a Word file, back to the data that it was made from.

Enters: Word files. Leaves: the editions that they were made as. Guaranteed: a file is read with care (see
:mod:`pipeline.docx.container`) and never changed.
"""
