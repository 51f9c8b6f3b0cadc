"""What the cleaning process says about a file: its exit status, and nothing else it could say is believed."""

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


class CannotTake(Exception):
    """Raised inside the cleaning process to end it with a reason."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.name)
        self.verdict = verdict
