"""The edit form of a form: drafts may be unfinished, and what is to be published is checked as a whole."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from casework.questionnaires.facts import FIXED
from casework.questionnaires.models import Version
from casework.questionnaires.rules.problems import problems_of

from .boroughs import members_with_office
from .conversion.definitions import definition_of
from .conversion.errors import errors_of
from .conversion.names import settled


def members_to_choose(current):
    """Return (slug, name) of each Member who can get cases, and of the current choice even if they no longer can."""
    names = dict(members_with_office())
    return [("", _("People choose")), *({current: current} | names if current else names).items()]


class FormEditing(WagtailAdminModelForm):
    """Shows every problem at its block. The address of a published form stays as it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.first_published_at:
            self.fields["slug"].disabled = True
        if "member" in self.fields:
            self.fields["member"].widget = forms.Select(choices=members_to_choose(self.instance.member))

    def clean_slug(self):
        """Refuse an address that another form had: its versions would become versions of this one."""
        slug = slugify(self.cleaned_data["slug"])
        if not self.instance.first_published_at and Version.objects.filter(slug=slug).exists():
            self.add_error("slug", _("A form with this address was published before. Choose another address"))
        return slug

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation and "steps" in self.cleaned_data:
            definition = self.definition()
            for field, errors in errors_of(problems_of(definition), definition).items():
                self.add_error(field, errors)
        return cleaned

    def definition(self):
        """Return the definition that publishing what was typed would make."""
        steps = self.cleaned_data["steps"].get_prep_value()
        return definition_of(
            title=self.cleaned_data.get("title", ""),
            declaration=self.cleaned_data.get("declaration", ""),
            fixed={fact: self.cleaned_data.get(fact, "") for fact in FIXED},
            steps=steps,
            names=self.instance.names | settled(steps, self.instance.names),
            boroughs=self.cleaned_data["boroughs"].get_prep_value()
            if "boroughs" in self.cleaned_data
            else [],
        )
