"""A form as one file: the same bytes for the same form, on every installation."""

import json
from itertools import chain, count
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from casework.questionnaires.models import Version
from casework.questionnaires.rules.problems import problems_of

from .conversion.blocks_of import blocks_of
from .models import Form, create_form

MOST_BYTES = 2_000_000
NO_FORM = _("This file holds no form. Choose a file that was exported here")


def file_of(form: Form) -> str:
    """Return the definition of a form as text."""
    return json.dumps(form.definition(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class ImportForm(forms.Form):
    """A file that `file_of` wrote. The form that it becomes gets an address from its title."""

    file = forms.FileField(label=_("File"))

    def clean_file(self):
        """Return the definition in the file, finished or not. What it says is checked before it is published."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large to be a form"))
        try:
            definition = json.loads(upload.read())
            broken = any(path == () for path, _sentence in problems_of(definition))
            if broken or not definition["title"]["en"]:
                raise forms.ValidationError(NO_FORM)
            blocks_of(definition)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise forms.ValidationError(NO_FORM) from error
        return definition

    def create(self, *, by: Any) -> Form | None:
        """Return the draft made from the file, or None, with an error, if the file says what no form can."""
        definition = self.cleaned_data["file"]
        try:
            return create_form(slug=free_slug(definition["title"]["en"]), definition=definition, by=by)
        except (forms.ValidationError, TypeError):
            self.add_error("file", NO_FORM)
            return None


def free_slug(title: str) -> str:
    """Return an address from this title that no form has or had."""
    taken = {*Form.objects.values_list("slug", flat=True), *Version.objects.values_list("slug", flat=True)}
    slug = slugify(title)[:40] or "form"
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(each for each in chain([slug], numbered) if each not in taken)
