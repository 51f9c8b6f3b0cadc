"""The tags of one case: adding by typing, with those of the office as suggestions, and removing."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import ACT, PAGE, on_a_case
from casework.cases.models import Tag
from casework.cases.services.queue.tag import add_tag, remove_tag, slug_of
from ui.forms import Form
from ui.widgets import TextInput

from .pages import note_reading

SUGGESTED = "tag-names"


def tag_field(**kwargs):
    """Return the field in which a tag is typed. Its page holds the suggestions in a list with the id `SUGGESTED`."""
    return forms.CharField(
        label=gettext_lazy("Tag"),
        help_text=gettext_lazy("A word or two of your office, like “damp”. Only your office sees it."),
        max_length=40,
        widget=TextInput({"list": SUGGESTED}, width=20, autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter a tag")},
        **kwargs,
    )


class TagMixin(forms.Form):
    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not slug_of(name):
            raise forms.ValidationError(_("Use letters or digits in the tag"))
        return name


class TagForm(TagMixin, Form):
    name = tag_field()


@on_a_case(PAGE, working=True)
def tags(request, case):
    """Show the tags of a case, and add one."""
    form = TagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_tag(case=case, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect(reverse("backoffice:case_tags", args=[case.reference]))
    note_reading(request, case, part="tags")
    own = Tag.objects.in_offices_of(request.user).filter(office=case.office_id)
    context = {
        "case": case,
        "form": form,
        "tags": own.on(case),
        "suggested": own.values_list("name", flat=True),
        "suggested_id": SUGGESTED,
    }
    return render(request, "backoffice/cases/case/tags.html", context, status=422 if form.errors else 200)


@on_a_case(ACT, working=True)
def untag(request, case, tag):
    """Take a tag off a case."""
    found = Tag.objects.in_offices_of(request.user).filter(office=case.office_id, uuid=tag).first()
    if found is None:
        raise Http404
    remove_tag(case=case, tag=found, by=request.user)
    return redirect(reverse("backoffice:case_tags", args=[case.reference]))
