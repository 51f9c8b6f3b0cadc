"""PDF files: rewritten without scripts, external actions, embedded files and author metadata."""

import base64
import re
import zipfile
import zlib
from collections.abc import Iterator, Set
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from casework.files.kinds import EICAR, start_of_pdf

from .segments import JPEG_START, without_jpx_notes, without_notes
from .verdict import CannotTake, Verdict

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PIXELS = 200_000_000
MOST_DEPTH = 50
DROPPED = {
    "/AA", "/AF", "/EmbeddedFiles", "/JS", "/JavaScript", "/LastModified", "/Metadata", "/OpenAction",
    "/PieceInfo", "/RichMediaSettings", "/XFA",
}  # fmt: skip
HOLDS_MORE = {"/EF", "/RichMediaContent"}  # another file, or a film, is inside
ACTIONS_THAT_REACH_OUT = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
}  # fmt: skip
SAFE_LINKS = ("http:", "https:", "mailto:", "tel:")
# Some programs name fonts and pictures with letters, /AA among them.
RESOURCES = {"/Font", "/XObject", "/ExtGState", "/Pattern", "/Shading"}
NOTES_WITH_CONTENT = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
FLATE = {"/FlateDecode", "/Fl"}
DCT = {"/DCTDecode", "/DCT"}
JPX = {"/JPXDecode"}
WRITTEN_AS_LETTERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
WHITE = b"\0\t\n\f\r "  # means nothing in either
OLD_PACKING = {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
MOST_OLD_PACKING = 1024 * 1024
LONGEST_TITLE = 300
SLACK = 16  # bytes of nothing that some programs write before a picture
# How a form says that its pages are drawn only as it is filled in, by one program.
DRAWN_LATER = re.compile(rb"<dynamicRender>\s*required")


def clean(content: bytes, copy: BytesIO) -> Verdict:
    """Rewrite the document into `copy`. Restrictions of a PDF that opens without a password are removed."""
    with _opened(content) as pdf:
        _disarm(pdf, HOLDS_MORE)
        _write(pdf, copy)
    return Verdict.PDF


def clean_published(content: bytes, copy: BytesIO) -> Verdict:
    """Write a document for the public site anew: it keeps its title, and loses what is attached to it.

    Tags, language, bookmarks and the labels of a form stay in every document. One without tags is told apart.
    """
    with _opened(content) as pdf:
        title = _title(pdf)
        _disarm(pdf, frozenset())
        if title:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:title"] = title
            pdf.docinfo["/Title"] = title
        marked = pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked") is True
        tagged = marked and "/StructTreeRoot" in pdf.Root
        _write(pdf, copy)
    return Verdict.PDF if tagged else Verdict.PDF_WITHOUT_TAGS


def _opened(content: bytes) -> Pdf:
    if EICAR in content:
        raise CannotTake(Verdict.VIRUS)
    content = content[start_of_pdf(content) :]
    if zipfile.is_zipfile(BytesIO(content)):
        raise CannotTake(Verdict.MIXED)
    try:
        pdf = Pdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise CannotTake(Verdict.LOCKED) from None
    if len(pdf.pages) == 0:
        raise CannotTake(Verdict.BROKEN)
    return pdf


def _write(pdf: Pdf, copy: BytesIO) -> None:
    pdf.save(
        copy,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,  # the same file sent twice is the same copy
    )


def _title(pdf: Pdf) -> str:
    """The title, of the notes or else of the list of facts; a title is on show, who wrote it is not."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            title = str(metadata.get("dc:title") or "")
    except Exception:  # pikepdf raises errors of many kinds for broken XMP, which is removed anyway
        title = ""
    return (title or str(pdf.trailer.get("/Info", Dictionary()).get("/Title", "")))[:LONGEST_TITLE]


def _disarm(pdf: Pdf, refused: Set[str]) -> None:
    """Take out what acts and what is about people. Raises CannotTake for what is `refused`: it would be missed."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if "/Collection" in pdf.Root:  # a portfolio shows the files inside instead of its pages
        raise CannotTake(Verdict.ATTACHED)
    unpacked = 0
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            unpacked += _unpacked_size(thing, MOST_UNPACKED - unpacked)
            _strip_picture(thing)
        for part in _parts(thing):
            _refuse_more(part, refused)
    _refuse_form_drawn_later(pdf)
    for thing in pdf.objects:
        for part in _parts(thing):
            _disarm_dictionary(part)
    for page in pdf.pages:
        _drop_notes_with_content(page.obj, refused)


def _parts(thing: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """The dictionaries written inside one object, itself included; what it only points to has its own turn."""
    if depth > MOST_DEPTH:
        raise CannotTake(Verdict.BROKEN)
    if isinstance(thing, Array):
        inner = list(thing.as_list())
    elif isinstance(thing, Dictionary | Stream):
        yield thing
        inner = [value for _, value in thing.items()]
    else:
        return
    for value in inner:
        if isinstance(value, Array | Dictionary) and not value.is_indirect:
            yield from _parts(value, depth + 1)


def _disarm_dictionary(part: pikepdf.Object) -> None:
    reaches_out = _reaches_out(part)
    for key in list(part.keys()):
        if reaches_out or (key in DROPPED | HOLDS_MORE and not _is_resource(part[key])):
            del part[key]


def _reaches_out(part: pikepdf.Object) -> bool:
    """Return whether an action runs a program, opens another file or sends data."""
    if isinstance(part, Stream) or "/S" not in part:
        return False
    if part.get("/S") == Name.URI:
        return not str(part.get("/URI", "")).strip().lower().startswith(SAFE_LINKS)
    return str(part.get("/S")) in ACTIONS_THAT_REACH_OUT


def _is_resource(value: pikepdf.Object) -> bool:
    return isinstance(value, Dictionary | Stream) and str(value.get("/Type", "")) in RESOURCES


def _refuse_more(part: pikepdf.Object, refused: Set[str]) -> None:
    """Refuse what we would have to leave out: who sends a file means all of it."""
    if any(not _is_resource(part[key]) for key in refused & set(part.keys())):
        raise CannotTake(Verdict.ATTACHED)


def _drop_notes_with_content(page: pikepdf.Object, refused: Set[str]) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    known = [note for note in notes if isinstance(note, Dictionary)]
    kept = [note for note in known if str(note.get("/Subtype", "")) not in NOTES_WITH_CONTENT]
    if refused and len(kept) < len(known):
        raise CannotTake(Verdict.ATTACHED)
    page.Annots = Array(kept)


def _refuse_form_drawn_later(pdf: Pdf) -> None:
    """Refuse a form whose pages say only "Please wait": without its program the answers in it cannot be seen."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary) or "/XFA" not in form:
        return
    fields = form.get("/Fields")
    packets = form.XFA if isinstance(form.XFA, Array) else [form.XFA]
    written = [packet.read_bytes() for packet in packets if isinstance(packet, Stream)]
    later = pdf.Root.get("/NeedsRendering") is True or any(map(DRAWN_LATER.search, written))
    if later or not isinstance(fields, Array) or len(fields) == 0:
        raise CannotTake(Verdict.DRAWN_LATER)


def _filters(stream: Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, Array) else [str(named)]


def _unpacked_size(stream: Stream, most: int) -> int:
    """How large the stream becomes where it is read; refused when that is beyond what a reader can bear."""
    try:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        raise CannotTake(Verdict.BROKEN) from None
    if stream.get("/Subtype") == Name.Image and pixels > MOST_PIXELS:
        raise CannotTake(Verdict.TOO_DETAILED)
    packed, filters = stream.read_raw_bytes(), _filters(stream)
    if filters and filters[0] in WRITTEN_AS_LETTERS:
        packed, filters = _from_letters(packed, filters[0]), filters[1:]
    packings = [name for name in filters if name in FLATE | OLD_PACKING]
    if len(packings) > 1 or len(filters) > 2:
        raise CannotTake(Verdict.TOO_PACKED)  # packed twice: no honest program does it
    if not packings:
        return len(packed)
    if packings[0] in OLD_PACKING and len(packed) > MOST_OLD_PACKING:
        raise CannotTake(Verdict.TOO_PACKED)
    return _inflated_size(packed, most) if packings[0] in FLATE else len(packed)


def _from_letters(packed: bytes, name: str) -> bytes:
    packed = packed.translate(None, WHITE)
    try:
        if name in {"/ASCIIHexDecode", "/AHx"}:
            digits = packed.split(b">")[0]
            return bytes.fromhex(digits.decode("ascii") + "0" * (len(digits) % 2))
        return base64.a85decode(packed.removeprefix(b"<~").split(b"~")[0])
    except ValueError:
        raise CannotTake(Verdict.BROKEN) from None


def _inflated_size(packed: bytes, most: int) -> int:
    inflate, size, piece = zlib.decompressobj(), 0, packed
    while piece and not inflate.eof:
        try:
            size += len(inflate.decompress(piece, 1024 * 1024))
        except zlib.error:
            break  # damaged streams show up to the damage in every reader
        if size > most:
            raise CannotTake(Verdict.TOO_PACKED)
        piece = inflate.unconsumed_tail
    return size


def _strip_picture(stream: Stream) -> None:
    """A photo placed in a document carries its own notes, the place it was taken among them."""
    filters = _filters(stream)
    if not filters or filters[-1] not in DCT | JPX:
        return
    raw = _without_packing(stream.read_raw_bytes(), filters[:-1])
    if filters[-1] in JPX:
        stream.write(without_jpx_notes(raw), filter=Name.JPXDecode)
    elif JPEG_START in raw[:SLACK]:
        raw = raw[raw.find(JPEG_START) :]
        stream.write(without_notes(raw), filter=Name.DCTDecode, decode_parms=_last_parameters(stream))


def _without_packing(raw: bytes, packings: list[str]) -> bytes:
    """The bytes of a picture that is packed once more; how large that becomes was looked at before."""
    for name in packings:
        if name in WRITTEN_AS_LETTERS:
            raw = _from_letters(raw, name)
        elif name in FLATE:
            raw = zlib.decompress(raw)
        else:
            raise CannotTake(Verdict.BROKEN)
    return raw


def _last_parameters(stream: Stream) -> Dictionary | None:
    """What the picture itself needs to be read, such as how its colours are kept."""
    given = stream.get("/DecodeParms")
    if isinstance(given, Array) and len(given):
        given = given[-1]
    return given if isinstance(given, Dictionary) else None
