"""Messages for refused files, which say what to do next."""

from django.utils.translation import gettext as _

from .cleaning.verdict import Verdict
from .kinds import Look

MEGABYTE = 1024 * 1024


class Refused(Exception):
    """A refused file. The message is shown to the person who sent it."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def none_chosen() -> str:
    return _("Choose at least one file.")


def empty(name: str) -> str:
    return _("“%(name)s” is empty. Check the file and choose it again.") % {"name": name}


def too_large(name: str, most: int) -> str:
    return _("“%(name)s” is too large. Choose a file smaller than %(megabytes)s MB.") % {
        "name": name,
        "megabytes": most // MEGABYTE,
    }


def this_too_large(most: int) -> str:
    return _("This file is too large. Choose a file smaller than %(megabytes)s MB.") % {
        "megabytes": most // MEGABYTE
    }


def too_much_at_once(most: int) -> str:
    return _("These files are too large together. Send less than %(megabytes)s MB at a time.") % {
        "megabytes": most // MEGABYTE
    }


def too_many(most: int) -> str:
    return _("You chose too many files. Choose %(most)s or fewer.") % {"most": most}


def not_now(name: str) -> str:
    return _(
        "We cannot store “%(name)s” right now. Try again in an hour, or send your message without it."
    ) % {"name": name}


def not_scanned(name: str) -> str:
    return _("We could not check “%(name)s” for viruses. Try again in an hour.") % {"name": name}


def for_look(look: Look, name: str) -> str:
    """Return the refusal for a file of an unsupported kind, by its first bytes."""
    old = _("“%(name)s” is an older kind of document. Save it as PDF or .docx and choose that file.")
    sentences = {
        Look.OLD_OFFICE: old,
        Look.OLD_TEXT: old,
        Look.FILM: _(
            "“%(name)s” is a video or sound file. Choose a photo or document, and describe the rest in words."
        ),
        Look.ARCHIVE: _(
            "“%(name)s” is a packed folder that we cannot take. Unpack it and choose the files inside one by one."
        ),
        Look.OTHER_PICTURE: _(
            "“%(name)s” is a kind of picture that we cannot take. Save it as JPEG or PNG and choose that file."
        ),
        Look.MAIL: _(
            "“%(name)s” is a saved email, which we cannot take. Print it as PDF and choose that file."
        ),
        Look.UNKNOWN_LETTERS: _(
            "We cannot read the letters in “%(name)s”. Save it as PDF or as UTF-8 text and choose that file."
        ),
    }
    same = {Look.LOCKED: Verdict.LOCKED, Look.SLIDES: Verdict.SLIDES}
    if look in same:
        return for_verdict(same[look], name)
    other = _(
        "We cannot take “%(name)s”. Choose a photo, a PDF, a Word, Excel or ODT document, or a text file."
    )
    return sentences.get(look, other) % {"name": name}


def for_verdict(verdict: Verdict, name: str) -> str:
    sentences = {
        Verdict.LOCKED: _(
            "“%(name)s” has a password. Save a copy without the password and choose that file."
        ),
        Verdict.TOO_DETAILED: _(
            "“%(name)s” has too many pixels. Make the picture smaller and choose it again."
        ),
        Verdict.TOO_PACKED: _(
            "“%(name)s” is too large once opened. Save a smaller copy or a PDF and choose that file."
        ),
        Verdict.ACTIVE: _("“%(name)s” has macros or a program inside. Save it as PDF and choose that file."),
        Verdict.NESTED: _("“%(name)s” has other files inside. Save it as PDF and choose that file."),
        Verdict.ARCHIVE: _("“%(name)s” is a zip folder. Unpack it and choose the files inside one by one."),
        Verdict.LINKED: _("“%(name)s” loads parts from elsewhere. Save it as PDF and choose that file."),
        Verdict.VIRUS: _(
            "“%(name)s” may hold a virus, so we did not keep it. Check your device, then choose another file."
        ),
        Verdict.ATTACHED: _(
            "“%(name)s” has other files, sound or video inside. Save those and choose them one by one. Then print the "
            "pages as a new PDF."
        ),
        Verdict.DRAWN_LATER: _(
            "“%(name)s” is a form that only its own program shows. Open it there, print it as PDF and choose that file."
        ),
        Verdict.MOVING: _(
            "“%(name)s” is a moving picture. Take a screenshot of what matters in it and choose that."
        ),
        Verdict.SLIDES: _("“%(name)s” is a presentation. Save it as PDF and choose that file."),
        Verdict.APPLE: _(
            "“%(name)s” is a Pages, Numbers or Keynote document. Export it as PDF and choose that file."
        ),
        Verdict.BOOK: _(
            "“%(name)s” is an e-book. Save the pages that matter as PDF, or take a photo of them, and choose that."
        ),
        Verdict.OTHER_OFFICE: _(
            "“%(name)s” is a kind of document that we cannot take. Save it as PDF and choose that file."
        ),
        Verdict.PROGRAM: _("“%(name)s” is a program, which we cannot take. Describe in words what it shows."),
        Verdict.MIXED: _(
            "“%(name)s” is two kinds of file in one. Save a new copy of it and choose that file."
        ),
    }
    broken = _("We cannot open “%(name)s”. Save a new copy, or take a photo of it, and choose that file.")
    return sentences.get(verdict, broken) % {"name": name}
