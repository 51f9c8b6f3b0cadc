"""The verdict of the cleaning process, passed as its exit status; no other output is trusted."""

from enum import IntEnum


class Verdict(IntEnum):
    """Cleaned files first, by the kind they are kept as; then the reasons for which we cannot take one."""

    JPEG = 64
    PNG = 65
    WEBP = 66
    PDF = 67
    DOCX = 68
    XLSX = 69
    ODT = 70
    PDF_WITHOUT_TAGS = 71

    BROKEN = 96
    LOCKED = 97
    TOO_DETAILED = 98
    TOO_PACKED = 99
    ACTIVE = 100
    NESTED = 101
    ARCHIVE = 102
    LINKED = 103
    VIRUS = 104
    MIXED = 105
    ATTACHED = 106
    DRAWN_LATER = 107
    MOVING = 108
    SLIDES = 109
    APPLE = 110
    BOOK = 111
    OTHER_OFFICE = 112
    PROGRAM = 113


class CannotTake(Exception):
    """Raised inside the cleaning process to end it with a reason."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.name)
        self.verdict = verdict
