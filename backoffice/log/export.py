"""Export of the log as a table. The log and the file record who exported it, when and why."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.decorators import recently_authenticated
from backoffice.access import office_staff_only, offices_managed_by, page
from backoffice.sheets import BEGINNING, line
from casework.audit import reading
from casework.audit.services import record, session_mark_in
from casework.audit.verbs import Verb
from casework.offices.visibility import staff_scope
from casework.wall.scope import scoped
from ui.downloads import streamed
from ui.forms import Form
from ui.widgets import Radios

from .people import Names
from .views import LogFilter, log_of, managed_offices
from .words import KINDS, REASONS, kind_of, reason_of, words_for

LINES_AT_A_TIME = 500
COPIES_AN_HOUR = 10
AN_HOUR = timedelta(hours=1)


class ExportForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you need a copy?"),
        choices=list(REASONS.items()),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose why you need a copy")},
    )


@page
@office_staff_only
def export(request):
    """Ask for the reason, then send the entries that match the filters."""
    return _export(request, managed_offices(request))


@recently_authenticated
def _export(request, offices):
    filters = LogFilter(request.GET, offices=offices)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "filters": filters, "query": urlencode(filters.query())}
        return render(request, "backoffice/log/export.html", context, status=422 if form.errors else 200)
    keys = [office.pk for office in offices]
    if reading.copies_taken(keys, by=request.user.pk, within=AN_HOUR) >= COPIES_AN_HOUR * len(keys):
        for office in keys:
            record(Verb.REFUSED, by=request.user, office=office, status=429)
        return render(request, "429.html", status=429)
    reason, used = form.cleaned_data["reason"], ",".join(sorted(filters.wanted()))
    for office in offices:
        record(Verb.LOG_EXPORTED, by=request.user, office=office.pk, reason=reason, filters=used)
    name = f"log-{'-'.join(office.slug for office in offices)}-{timezone.localtime():%Y-%m-%d-%H%M}.csv"
    head = _watermark(request.user, offices, reason, used)
    return streamed(_lines(head, request.user, keys, filters), name=name, content_type="text/csv")


def _watermark(user, offices, reason, used):
    """Return the first lines of the file, which name its recipient."""
    return [
        [_("Log of"), ", ".join(str(office) for office in offices)],
        [_("Taken by"), f"{user} ({user.email})"],
        [_("Taken at"), f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC"],
        [_("Why"), str(REASONS[reason])],
        [_("Filters"), used or _("none")],
        [],
        [
            _("When (UTC)"),
            _("Office"),
            _("Who"),
            _("Kind of act"),
            _("What"),
            _("About"),
            _("Why"),
            _("Page"),
            _("Session"),
            _("Entry"),
        ],
    ]


def _lines(head, user, keys, filters):
    """Yield the file in parts, for the offices with these keys, whose logs record the export.

    It is read after the request's transaction has ended: each part opens the person's scope again, so that a removed
    person gets no further part, and no transaction stays open while a slow client reads.
    """
    yield BEGINNING.encode() + b"".join(line(cells) for cells in head)
    after = None
    while after != "":
        with transaction.atomic(), scoped(staff_scope(user)):
            offices = {office.pk: office for office in offices_managed_by(user).filter(pk__in=keys)}
            entries = filters.apply(log_of(offices.values()))
            found = reading.page_after(entries, after or "", size=LINES_AT_A_TIME)
            lines = b"".join(_entry_lines(found.entries, offices))
        yield lines
        after = found.next


def _entry_lines(entries, offices):
    names = Names.on(entries)
    for entry in entries:
        yield line(
            [
                f"{entry.at:%Y-%m-%d %H:%M:%S}",
                offices[entry.office_id],
                names.actor(entry),
                KINDS.get(kind_of(entry.verb), ""),
                words_for(entry, names.about(entry)),
                entry.subject,
                reason_of(entry),
                entry.route,
                session_mark_in(entry.office_id, entry.session),
                entry.uuid,
            ]
        )
