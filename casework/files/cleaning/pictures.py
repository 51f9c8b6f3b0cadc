"""Pictures: opened within a pixel limit, rotated upright and rewritten, so that only the pixels remain."""

import re
import struct
import warnings
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageChops, ImageOps

from casework.files.kinds import EICAR, Look, look_of

from .tiles import opened_smaller
from .verdict import CannotTake, Verdict

MOST_PIXELS = 25_000_000
MOST_PIXELS_OF = {
    Look.JPEG: 120_000_000,  # can be opened at half or a quarter of its size
    Look.WEBP: 16_000_000,  # writing one takes far more memory than any other
}
MOST_PIXELS_AT_ALL = 120_000_000
MOST_PIXELS_OF_ONE_HEIC = 50_000_000  # decoded whole, which takes some 12 bytes a pixel
QUALITY = 90
THUMBNAIL = 320, 240  # pixels; twice what pages show, for fine screens
THUMBNAIL_QUALITY = 75
END = b"\xff\xd9"
LAST_LINES = 17  # of a JPEG are decoded together
COMPARED_PIXELS = 6_000_000
ANY_BYTES = b"\x5a\xa5\x33\x0f" * 64
# Long enough not to be met by chance in the bytes of an honest photo.
PAGE_INSIDE = re.compile(rb"<(script|html|iframe|!doctype|\?php)[\s>]", re.IGNORECASE)


def _opened(content: bytes, look: Look) -> Image.Image:
    if look is Look.HEIC:
        import pillow_heif  # loaded only for the photos that need it

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    form = "HEIF" if look is Look.HEIC else look.name
    return Image.open(BytesIO(content), formats=[form])


def _shrink_while_opening(picture: Image.Image, most: int = MOST_PIXELS) -> None:
    """Ask for a smaller decoding of a very large JPEG: sharper than a screen needs, and within memory."""
    width, height = picture.size
    for part in (1, 2, 4, 8):
        if width * height <= most * part * part:
            picture.draft(None, (width // part, height // part))
            return


def _plain(picture: Image.Image) -> Image.Image:
    """Only the pixels: the first picture of several, upright, no comment, place, date, device or colour profile."""
    picture.load()
    with suppress(
        SyntaxError, ValueError, KeyError, TypeError, struct.error
    ):  # a damaged note is no damaged picture
        ImageOps.exif_transpose(picture, in_place=True)
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    return picture


def _written(picture: Image.Image, look: Look, copy: BytesIO) -> Verdict:
    if look is Look.WEBP:
        picture.save(copy, "WEBP", quality=QUALITY)
        return Verdict.WEBP
    if look in {Look.PNG, Look.GIF}:
        if picture.mode == "CMYK":
            picture = picture.convert("RGB")
        picture.save(copy, "PNG")
        return Verdict.PNG
    if picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGB")
    picture.save(copy, "JPEG", quality=QUALITY)
    return Verdict.JPEG


def clean(content: bytes, copy: BytesIO) -> Verdict:
    """Rewrite the picture into `copy`."""
    if EICAR in content:
        raise CannotTake(Verdict.VIRUS)
    if PAGE_INSIDE.search(content):
        raise CannotTake(Verdict.MIXED)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    look = look_of(content[:16])
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF.get(look, MOST_PIXELS)
    try:
        return _written(_read(content, look), look, copy)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        raise CannotTake(Verdict.TOO_DETAILED) from None


def reduce(content: bytes, copy: BytesIO) -> Verdict:
    """Write a small JPEG of a cleaned picture into `copy`: whole, on white where the picture is transparent."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    picture = _opened(content, look_of(content[:16]))
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    elif picture.mode == "P":
        picture = picture.convert("RGB")  # a palette can only be reduced by leaving pixels out
    picture.thumbnail(THUMBNAIL)
    picture.convert("RGB").save(copy, "JPEG", quality=THUMBNAIL_QUALITY)
    return Verdict.JPEG


def _read(content: bytes, look: Look) -> Image.Image:
    if look is Look.JPEG:
        return _read_jpeg(content)
    try:
        picture = _opened(content, look)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        if look is not Look.HEIC:
            raise
        return _read_large_heic(content)
    if getattr(picture, "is_animated", False):
        raise CannotTake(Verdict.MOVING)  # only the first of its pictures would be kept
    return _plain(picture)


def _read_large_heic(content: bytes) -> Image.Image:
    """Return the photo at a half or a quarter of its size: opened tile by tile, or whole if it has no grid of tiles."""
    try:
        return opened_smaller(content, MOST_PIXELS, MOST_PIXELS_AT_ALL)
    except CannotTake:
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_ONE_HEIC
        return _plain(_opened(content, Look.HEIC)).reduce(2)


def _read_jpeg(content: bytes) -> Image.Image:
    """The photo; one whose last bytes were lost on the way is read to its end."""
    picture = _opened(content, Look.JPEG)
    _shrink_while_opening(picture)
    try:
        return _plain(picture)
    except OSError:
        del picture
        content = content.rstrip(b"\xff")
        if not _is_nearly_whole(content):
            raise
        return _read_jpeg(content + END)


def _is_nearly_whole(content: bytes) -> bool:
    """Whether at most the last lines are missing: all others come out the same, whatever bytes follow."""
    picture, other = (_opened(content + more + END, Look.JPEG) for more in (b"", ANY_BYTES))
    height = picture.height
    for each in (picture, other):
        _shrink_while_opening(each, COMPARED_PIXELS)
    differs = ImageChops.difference(picture, other).getbbox()
    return differs is None or height - differs[1] * height / picture.height <= LAST_LINES
