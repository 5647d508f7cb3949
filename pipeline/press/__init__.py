"""What is done with finished PDFs: existing ones become papers, and a packet's own goes on printers' sheets.

Enters: PDF files, and the pages of a layout. Leaves: checked files to insert, the packet's file with their pages in it,
and files for printing. Guaranteed: this is the only room that uses pikepdf and pdfium, which the extra ``print``
brings; both, and the modules of this room, are imported when they are needed.
"""
