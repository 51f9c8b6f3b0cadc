"""Photos in HEIC with very many pixels, opened tile by tile.

Phones keep such a photo as a grid of small pictures. The library opens a photo whole or not at all, and a whole one
takes more memory than we give. So each tile in turn is named the picture of the file, opened and made smaller.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from .verdict import CannotTake, Verdict

MOST_TILES = 2_000
MOST_PIECES = 16  # a grid is described in one
HIDDEN = 1
TURNS = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
MIRRORS = {0: Image.Transpose.FLIP_TOP_BOTTOM, 1: Image.Transpose.FLIP_LEFT_RIGHT}


@dataclass
class Grid:
    """A photo made of tiles, each the same size: where they are named, and what is done once they are put together."""

    columns: int
    width: int
    height: int
    tiles: list[int] = field(default_factory=list)
    flags_at: dict[int, int] = field(
        default_factory=dict
    )  # by tile: where the file says whether it is hidden
    primary_at: slice = slice(0)  # where the file names its picture
    moves: list[Image.Transpose] = field(default_factory=list)


def opened_smaller(content: bytes, most_pixels: int, most_at_all: int) -> Image.Image:
    """Return the photo at a half or a quarter of its size, upright. Raises CannotTake if it is no grid."""
    try:
        grid = _grid(content)
    except (LookupError, ValueError, struct.error):
        raise CannotTake(Verdict.TOO_DETAILED) from None
    pixels = grid.width * grid.height
    part = next((part for part in (2, 4) if pixels <= most_pixels * part * part), 0)
    if not part or pixels > most_at_all or not 0 < len(grid.tiles) <= MOST_TILES:
        raise CannotTake(Verdict.TOO_DETAILED)
    whole = Image.new("RGB", (grid.width // part, grid.height // part))
    for number, tile in enumerate(_opened_tiles(content, grid, most_pixels // 4)):
        if tile.width % part or tile.height % part:
            raise CannotTake(Verdict.TOO_DETAILED)
        row, column = divmod(number, grid.columns)
        whole.paste(tile.reduce(part), (column * tile.width // part, row * tile.height // part))
    for move in grid.moves:
        whole = whole.transpose(move)
    return whole


def _opened_tiles(content: bytes, grid: Grid, most_pixels: int) -> Iterator[Image.Image]:
    import pillow_heif

    sizes = set()
    for tile in grid.tiles:
        alone = bytearray(content)
        alone[grid.flags_at[tile]] &= ~HIDDEN
        alone[grid.primary_at] = tile.to_bytes(grid.primary_at.stop - grid.primary_at.start)
        opened = pillow_heif.open_heif(BytesIO(alone), convert_hdr_to_8bit=True)
        sizes.add(opened.size)
        if len(sizes) > 1 or opened.size[0] * opened.size[1] > most_pixels:
            raise CannotTake(Verdict.TOO_DETAILED)
        yield opened.to_pillow().convert("RGB")


def _grid(content: bytes) -> Grid:
    meta = _box(content, b"meta", 0, len(content))
    parts = {name: (start, end) for name, start, end in _boxes(content, meta[0] + 4, meta[1])}
    at, _end = parts[b"pitm"]
    primary_at = slice(at + 4, at + (8 if content[at] else 6))
    primary = int.from_bytes(content[primary_at])
    grid = _size(_item(content, parts, primary))
    grid.primary_at = primary_at
    grid.tiles = _tiles(content, *parts[b"iref"], primary)
    grid.flags_at = _flags(content, *parts[b"iinf"])
    grid.moves = _moves(content, *parts[b"iprp"], primary)
    if any(tile not in grid.flags_at for tile in grid.tiles):
        raise ValueError
    return grid


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box by its name, and where what it holds begins and ends."""
    while start + 8 <= end:
        length, name = struct.unpack_from(">I4s", content, start)
        head = 16 if length == 1 else 8
        if length == 1:
            [length] = struct.unpack_from(">Q", content, start + 8)
        stop = start + length if length else end
        if length and (length < head or stop > end):
            raise ValueError
        yield name, start + head, stop
        start = stop


def _box(content: bytes, wanted: bytes, start: int, end: int) -> tuple[int, int]:
    for name, at, stop in _boxes(content, start, end):
        if name == wanted:
            return at, stop
    raise ValueError


def _size(described: bytes) -> Grid:
    """What the item of the grid itself says."""
    _version, flags, _rows, columns = described[:4]
    width, height = struct.unpack_from(">II" if flags & 1 else ">HH", described, 4)
    return Grid(columns=columns + 1, width=width, height=height)


def _item(content: bytes, parts: dict[bytes, tuple[int, int]], wanted: int) -> bytes:
    """The bytes of a small item that lies in one piece, by the table of places."""
    at, _end = parts[b"iloc"]
    version, sizes = content[at], int.from_bytes(content[at + 4 : at + 6])
    widths = [sizes >> shift & 15 for shift in (12, 8, 4, 0)]  # of an offset, a length, a base, an index
    read = _Reader(content, at + 6)
    for _item in range(read(4 if version == 2 else 2)):
        number = read(4 if version == 2 else 2)
        method = read(2) & 15 if version else 0
        read(2)
        base = read(widths[2])
        for _piece in range(min(read(2), MOST_PIECES)):
            read(widths[3] if version else 0)
            offset, length = base + read(widths[0]), read(widths[1])
            if number == wanted:
                offset += parts[b"idat"][0] if method == 1 else 0
                return content[offset : offset + length]
    raise ValueError


class _Reader:
    """Reads one number after the other."""

    def __init__(self, content: bytes, at: int):
        self.content, self.at = content, at

    def __call__(self, width: int) -> int:
        if self.at + width > len(self.content):
            raise ValueError
        self.at += width
        return int.from_bytes(self.content[self.at - width : self.at])


def _tiles(content: bytes, start: int, end: int, primary: int) -> list[int]:
    width = 4 if content[start] else 2
    for name, at, _stop in _boxes(content, start + 4, end):
        read = _Reader(content, at)
        if name == b"dimg" and read(width) == primary:
            return [read(width) for _tile in range(read(2))]
    raise ValueError


def _flags(content: bytes, start: int, end: int) -> dict[int, int]:
    found = {}
    for _name, at, _stop in _boxes(content, start + (8 if content[start] else 6), end):
        wide = content[at] == 3
        found[_Reader(content, at + 4)(4 if wide else 2)] = at + 3
    return found


def _moves(content: bytes, start: int, end: int, primary: int) -> list[Image.Transpose]:
    """How the whole photo is turned and mirrored, in order."""
    described = list(_boxes(content, *_box(content, b"ipco", start, end)))
    at, _stop = _box(content, b"ipma", start, end)
    wide_item, wide_index = content[at], content[at + 3] & 1
    read, moves = _Reader(content, at + 4), []
    for _item in range(read(4)):
        number = read(4 if wide_item else 2)
        for _property in range(read(1)):
            index = read(2 if wide_index else 1) & (0x7FFF if wide_index else 0x7F)
            name, where, _end = described[index - 1] if index else (b"", 0, 0)
            known = {b"irot": TURNS, b"imir": MIRRORS}.get(name, {})
            if number == primary and known:
                moves.append(known.get(content[where] & 3))
    return [move for move in moves if move is not None]
