"""The queue and the case page."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backoffice.access import (
    READ,
    is_guest,
    my_offices_now,
    office_staff_only,
    on_a_case,
)
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseFile
from casework.cases.sharing import note_read
from casework.files import store
from casework.files.models import Scan
from casework.offices.services import pending_for
from ui.downloads import attachment
from ui.views import file_held

from .filters import CaseFilter
from .lists import VIEWS, chosen_view, counts, page_after
from .pages import case_page, note_reading
from .shared import guest_page, share_of_guest
from .standing import flagged


@require_safe
def home(request):
    """Everyone's first page: the queue, the administration, or the editors' own."""
    if my_offices_now(request):
        return redirect("backoffice:case_list")
    if request.user.is_administrator:
        return redirect("backoffice:administration")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if pending_for(request.user).exists():
        return redirect("backoffice:invitations")
    raise Http404


@require_safe
@office_staff_only
def case_list(request):
    view = chosen_view(request.GET.get("view"))
    filters = CaseFilter(request.GET, user=request.user)
    visible = Case.objects.in_offices_of(request.user).filter(view.condition(request.user)).for_list()
    held = counts(request.user)
    flags = flagged(request.user) if held["risks"] else []
    cases = filters.apply(visible).exclude(pk__in=[flag.case_id for flag in flags])
    page = page_after(cases, view=view, after=request.GET.get("after", ""), user=request.user)
    note_look(request, view, filters)

    def address(**query):
        return f"{reverse('backoffice:case_list')}?{urlencode({'view': view.slug} | query)}"

    chips = list(filters.chips(address))
    offices = my_offices_now(request)
    context = {
        "view": view,
        "views": [(each, held.get(each.slug)) for each in VIEWS],
        "filters": filters,
        "chips": chips,
        "total": held[view.slug] if view.counted and not chips and not flags else cases.count(),
        "page": page,
        "at_risk": bool(flags),
        "flagged": [] if "after" in request.GET else flags,
        "next": address(**filters.wanted(), after=page.next) if page.next else "",
        "here": address(**filters.wanted()).removeprefix(reverse("backoffice:case_list")),
        "working_offices": {office.pk for office in offices if office.worked},
        "several_offices": len(offices) > 1,
    }
    return render(request, "backoffice/cases/list.html", context)


def note_look(request, view, filters):
    """Writes down, for each office looked through, which list was seen and what was searched by; never the words."""
    used = ",".join(sorted(filters.wanted()))
    for office in my_offices_now(request):
        record(Verb.LIST_READ, by=request.user, office=office.pk, view=view.slug, filters=used)


@on_a_case(READ, working=False, guests=True)
def case_detail(request, case):
    return guest_page(request, case) if is_guest(request, case) else case_page(request, case)


@on_a_case(READ, working=False)
def case_answers(request, case):
    """Everything that was asked and answered when the case was raised."""
    note_reading(request, case, part="answers")
    rows = [{"key": row["question"], "value": row["answer"]} for row in case.answers]
    return render(request, "backoffice/cases/answers.html", {"case": case, "rows": rows})


@on_a_case(READ, working=False, guests=True)
def case_file(request, case, uuid):
    """A file of the case, as a download."""
    file = CaseFile.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    if file is None:
        raise Http404
    if not file.may_be_opened:
        return file_held(request, infected=file.scan == Scan.QUARANTINED)
    content = store.open_or_none(file.key)
    if content is None:
        raise Http404
    share = share_of_guest(request.user, case) if is_guest(request, case) else None
    note_read(Verb.FILE_READ, case, by=request.user, share=share, file=str(file.uuid))
    return attachment(content, name=file.name, content_type=file.content_type)
