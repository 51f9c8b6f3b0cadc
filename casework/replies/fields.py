"""Merge fields: `{reference}` in a text, which the facts of a case replace."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

MARK = re.compile(r"\{([^{}\n]{1,40})\}")
# The name in the text, which is the same in every language, and what it stands for.
FIELDS = {
    "name": _("the name of the person"),
    "reference": _("the reference of the case"),
    "subject": _("the subject of the case"),
    "member": _("the Member of the case"),
    "office": _("the name of your office"),
    "phone": _("the phone number of your office"),
    "third party": _("whom the case waits on after sending"),
    "next date": _("the next date after sending"),
    "my name": _("your own name"),
    "signature": _("the signature of your office"),
}


@dataclass
class Filled:
    """A text with its fields filled. `missing` ones have no value, `unknown` ones are no field: both stay as marks."""

    text: str
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def names_in(text: str) -> list[str]:
    """Return the names of the fields in a text, each once."""
    return list(dict.fromkeys(mark.strip().casefold() for mark in MARK.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Replace each field of which `values` has a value. Values are not searched for fields."""
    names = names_in(text)
    filled = MARK.sub(lambda mark: values.get(mark[1].strip().casefold()) or mark[0], text)
    missing = [name for name in names if name in FIELDS and not values.get(name)]
    return Filled(filled, missing, [name for name in names if name not in FIELDS])
