"""The tags of an office: its managers rename, merge and delete them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import office_staff_only, offices_managed_by, page
from backoffice.cases.case.tags import TagMixin
from casework.cases.models import Tag
from casework.cases.services.queue.tag import TagTaken, delete_tag, merge_tags, rename_tag
from ui.forms import Form
from ui.widgets import Select, TextInput


class RenameForm(TagMixin, Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=40,
        widget=TextInput(width=20),
        error_messages={"required": gettext_lazy("Enter a tag")},
    )


class MergeForm(Form):
    into = forms.ChoiceField(
        label=gettext_lazy("Put its cases under"),
        widget=Select,
        error_messages={"required": gettext_lazy("Choose a tag")},
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {str(each.uuid): each for each in others}
        self.fields["into"].choices = [(key, each.name) for key, each in self.others.items()]


@page
@office_staff_only
def tags(request):
    """List the tags of the offices that this person manages."""
    offices = offices_managed_by(request.user)
    if not offices.exists():
        raise PermissionDenied
    if request.method == "POST":
        return redirect("backoffice:tags")
    own = Tag.objects.in_offices_of(request.user).filter(office__in=offices)
    rows = own.with_counts().select_related("office").order_by("office__name", "name")
    return render(request, "backoffice/team/tags.html", {"tags": rows})


@page
@office_staff_only
def tag(request, tag):
    """Rename a tag, merge it into another or delete it; the button says which."""
    found = managed_tag(request.user, tag)
    sent = request.POST if request.method == "POST" else None
    others = Tag.objects.in_offices_of(request.user).filter(office=found.office_id).exclude(pk=found.pk)
    rename = RenameForm(sent if sent and "rename" in sent else None, initial={"name": found.name})
    merge = MergeForm(sent if sent and "merge" in sent else None, others=others)
    if sent and (words := change(request, found, rename, merge)):
        messages.success(request, words)
        return redirect("backoffice:tags")
    context = {"tag": found, "rename": rename, "merge": merge if merge.others else None}
    status = 422 if rename.errors or merge.errors else 200
    return render(request, "backoffice/team/tag.html", context, status=status)


def managed_tag(user, uuid):
    """Return a tag that this person may change: 404 in other offices, 403 for those who do not manage."""
    found = Tag.objects.in_offices_of(user).select_related("office").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if not offices_managed_by(user).filter(pk=found.office_id).exists():
        raise PermissionDenied
    return found


def change(request, found, rename, merge):
    """Do what the button says, and return what was done; nothing if it was refused."""
    if "delete" in request.POST:
        delete_tag(tag=found, by=request.user)
        return _("The tag “%(name)s” is deleted.") % {"name": found.name}
    if merge.is_valid():
        into = merge.others[merge.cleaned_data["into"]]
        merge_tags(tag=found, into=into, by=request.user)
        return _("The cases of “%(name)s” are under “%(into)s” now.") % {
            "name": found.name,
            "into": into.name,
        }
    if rename.is_valid():
        try:
            rename_tag(tag=found, name=rename.cleaned_data["name"], by=request.user)
        except TagTaken:
            rename.add_error("name", _("Your office has this tag already. Merge the two instead"))
        else:
            return _("The tag is renamed.")
    return ""
