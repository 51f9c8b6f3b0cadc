"""Photographs and documents that people of the demo send: drawn here, and taken in as every upload is."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from casework.files.intake import TakenIn, take_in

# By words of the message that they come with: file name, the lines on the picture, its colour.
PICTURES = {
    "taped off again": ("lift.jpg", ["LIFT", "OUT OF ORDER", "Sorry for any", "inconvenience"], "#f2c94c"),
    "There is a notice now": ("notice.jpg", ["THIS LIFT", "in service from", "4 December"], "#dfe9f3"),
    "a picture of them here": (
        "receipts.pdf",
        ["Fares, September", "and October", "TOTAL  £96.00"],
        "#ffffff",
    ),
}


def pictures_for(message: str) -> list[TakenIn]:
    """Return the files that come with a message of the demo, in the store."""
    return [take_in(_drawn(*facts)) for words, facts in PICTURES.items() if words in message]


def _drawn(name: str, lines: list[str], colour: str) -> SimpleUploadedFile:
    picture = Image.new("RGB", (900, 1200), "#8a8d91")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 120, 810, 1080), fill=colour, outline="#333333", width=6)
    for number, line in enumerate(lines):
        draw.text((150, 220 + 150 * number), line, fill="#1d1d1d", font_size=72)
    content = BytesIO()
    picture.save(content, "PDF" if name.endswith(".pdf") else "JPEG")
    return SimpleUploadedFile(name, content.getvalue())
