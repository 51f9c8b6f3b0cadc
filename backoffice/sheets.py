"""Tables that people open in a spreadsheet program: no cell is ever taken for a formula."""

import csv
import io

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
BEGINNING = "\N{BYTE ORDER MARK}"  # by which Excel knows that the text is UTF-8


def plain(cell):
    """The text of a cell. What a program might calculate gets an apostrophe, which tells it to leave it alone."""
    text = "" if cell is None else str(cell).replace("\0", "")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def line(cells):
    """One line of the table, as bytes."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([plain(cell) for cell in cells])
    return text.getvalue().encode()
