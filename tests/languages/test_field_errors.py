"""Errors that people meet are in our own words, so that our catalogues carry them."""

import copy

from tests.typed.every_form import forms_of_ours
from ui import refusals

# Nobody meets these: there is no box to clear a file, its name may have any length, and a script sends passkeys.
UNREACHABLE = {("UploadsField", "contradiction"), ("UploadsField", "max_length"), ("JSONField", "invalid")}


def test_no_error_of_a_public_field_is_in_djangos_words(assembly):
    left = set()
    for form in forms_of_ours():
        if form.__module__.startswith(("backoffice.", "cms.")):
            continue
        for name, field in form.base_fields.items():
            ours = copy.deepcopy(field)
            refusals.set_error_messages(name, ours)
            theirs = refusals._defaults(type(ours))
            left |= {
                (type(ours).__name__, code)
                for code, words in ours.error_messages.items()
                if words and theirs.get(code) == words
            }
    assert left - UNREACHABLE == set()
