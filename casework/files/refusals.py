"""Why a file cannot be taken, in sentences that say what to do next."""

from django.utils.translation import gettext as _

from .cleaning.verdict import Verdict
from .kinds import Look

MEGABYTE = 1024 * 1024


class Refused(Exception):
    """This file was not taken. The message is for the person who sent it."""

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


def for_look(look: Look, name: str) -> str:
    if look is Look.OLD_OFFICE:
        message = _("“%(name)s” is an older kind of document. Save it as PDF or .docx and choose that file.")
    elif look is Look.FILM:
        message = _(
            "“%(name)s” is a video or sound file. Choose a photo or document, and describe the rest in words."
        )
    else:
        message = _(
            "We cannot take “%(name)s”. Choose a photo, a PDF, a Word, Excel or ODT document, or a text file."
        )
    return message % {"name": name}


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
        Verdict.MIXED: _(
            "“%(name)s” is two kinds of file in one. Save a new copy of it and choose that file."
        ),
    }
    broken = _("We cannot open “%(name)s”. Save a new copy, or take a photo of it, and choose that file.")
    return sentences.get(verdict, broken) % {"name": name}
