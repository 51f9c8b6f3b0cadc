"""CSV output that is safe to open in a spreadsheet program: no cell is read as a formula."""

import csv
import io

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
BEGINNING = "\N{BYTE ORDER MARK}"  # by which Excel knows that the text is UTF-8


def plain(cell):
    """Return the text of a cell, with an apostrophe before text that a program would read as a formula."""
    text = "" if cell is None else str(cell).replace("\0", "")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def line(cells):
    """Return one row of the table as bytes."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([plain(cell) for cell in cells])
    return text.getvalue().encode()
