"""The log of an office for its managers. Reading it is logged as well."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from backoffice.access import READ, office_staff_only, offices_managed_by, on_a_case
from casework.audit import reading
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.references import EXAMPLE, read_reference
from ui.fields import DateField
from ui.forms import Form
from ui.widgets import ReferenceInput, Select

from .people import Names, people_of
from .words import KINDS, reason_of, verbs_of, words_for

CONSTITUENTS, SERVICE = "constituents", "service"


class LogFilter(Form):
    """The filters of the log. The form owns the query string; invalid values are named and ignored."""

    person = forms.ChoiceField(label=_("Who"), required=False, widget=Select)
    kind = forms.ChoiceField(label=_("Kind of act"), required=False, widget=Select)
    case = forms.CharField(
        label=_("Case reference"), required=False, max_length=40, widget=ReferenceInput(width=10)
    )
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        people = [(str(person.uuid), str(person)) for person in people_of(offices)]
        others = [(CONSTITUENTS, _("Constituents")), (SERVICE, _("The service"))]
        self.fields["person"].choices = [("", _("Any")), *people, *others]
        self.fields["kind"].choices = [("", _("Any")), *KINDS.items()]

    def clean_case(self):
        typed = self.cleaned_data["case"]
        reference = read_reference(typed) if typed else ""
        if reference is None:
            raise forms.ValidationError(
                format_lazy(_("Enter a whole case reference, like {reference}"), reference=EXAMPLE)
            )
        return reference

    def wanted(self):
        """Return the valid filters in use."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, entries):
        for name, value in self.wanted().items():
            entries = entries.filter(CONDITIONS[name](value))
        return entries

    def query(self):
        """Return these filters as typed, for the URL of the next page. A date has three boxes."""
        ours = {"person", "kind", "case"}
        ours |= {f"{date}_{part}" for date in ("since", "until") for part in ("day", "month", "year")}
        return [(name, value) for name, value in self.data.items() if value and name in ours]


CONDITIONS = {
    "person": lambda chosen: _person(chosen),
    "kind": lambda kind: Q(verb__in=verbs_of(kind)),
    "case": lambda reference: Q(subject=reference),
    "since": lambda day: Q(at__gte=_moment(day, time.min)),
    "until": lambda day: Q(at__lte=_moment(day, time.max)),
}


def _moment(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))


def _person(chosen):
    if chosen == SERVICE:
        return Q(actor_id=None)
    kind = {"kind": User.Kind.CONSTITUENT} if chosen == CONSTITUENTS else {"uuid": chosen}
    return Q(actor_id__in=User.objects.filter(**kind).values("pk"))


def managed_offices(request):
    """Return the offices whose log this person may read. Refuse people who manage none."""
    offices = list(offices_managed_by(request.user))
    if not offices:
        raise PermissionDenied
    return offices


def log_of(offices):
    return reading.of_offices([office.pk for office in offices])


@require_safe
@office_staff_only
def log(request):
    offices = managed_offices(request)
    filters = LogFilter(request.GET, offices=offices)
    page = reading.page_after(filters.apply(log_of(offices)), request.GET.get("after", ""))
    note_reading(request, offices, filters=",".join(sorted(filters.wanted())))
    here, query = reverse("backoffice:log"), filters.query()
    context = {
        "rows": rows(page.entries, request.user, offices),
        "filters": filters,
        "filtered": bool(query),
        "query": urlencode(query),
        "next": f"{here}?{urlencode([*query, ('after', page.next)])}" if page.next else "",
        "offices": len(offices) > 1,
    }
    return render(request, "backoffice/log/log.html", context)


def note_reading(request, offices, *, subject="", **detail):
    for office in offices:
        record(Verb.LOG_READ, by=request.user, office=office.pk, subject=subject, **detail)


def rows(entries, user, offices):
    """Return entries for the page. A visible case is linked; a refused reference is text."""
    names, of = Names.on(entries), {office.pk: office for office in offices}
    subjects = {entry.subject for entry in entries if read_reference(entry.subject)}
    seen = set(
        Case.objects.visible_to(user).filter(reference__in=subjects).values_list("reference", flat=True)
    )
    return [
        {
            "entry": entry,
            "office": of[entry.office_id],
            "who": names.actor(entry),
            "what": words_for(entry, names.about(entry)),
            "case": entry.subject if entry.subject in subjects else "",
            "linked": entry.subject in seen,
            "why": reason_of(entry),
        }
        for entry in entries
    ]


@on_a_case(READ, working=False)
def readers(request, case):
    """Show who has read one case, for managers of its office."""
    office = offices_managed_by(request.user).filter(pk=case.office_id).first()
    if office is None:
        raise PermissionDenied
    found = reading.readers_of(case.reference, office=office.pk)
    note_reading(request, [office], subject=case.reference, part="readers")
    names = Names([reader.actor_id for reader in found if reader.actor_id], [office.pk])
    people = [{"name": names.name(reader.actor_id, office.pk), "reader": reader} for reader in found]
    context = {"case": case, "people": people}
    return render(request, "backoffice/log/readers.html", context)
