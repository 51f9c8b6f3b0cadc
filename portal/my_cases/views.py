"""Constituents follow their cases: every read starts at `raised_by`."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.ending import last_day_to_reopen, may_reopen
from casework.cases.feedback import may_answer
from casework.cases.models import Activity, Case, CaseFile, Message, Share, Transfer
from casework.cases.permissions import can_end_for_person, can_write_to_office
from casework.cases.services import MoveNotAllowed, receive_message
from casework.files import store
from casework.files.models import Scan
from casework.questionnaires.returning import unfinished_of
from portal.words import scan_words
from ui.downloads import attachment
from ui.uploads import takes_files
from ui.views import file_held

from .access import constituents_only, own_case
from .forms import SEND_AGAIN, ReplyForm
from .words import event_words, read_by, share_events, transfer_event, turn_facts, turn_words

CLOSED = gettext_lazy(
    "Copy your text from this page, then raise a case and give this reference."
    " This case is closed, so your message was not sent."
)
ONLY_READS = gettext_lazy(
    "Ask the person you wrote for to send it. They let you read this case, so your message was not sent."
)


@constituents_only
def case_list(request):
    cases = sorted(
        Case.objects.raised_by(request.user).for_list().order_by("pk"), key=stands_since, reverse=True
    )
    rows = [{"case": case, "turn": turn_words(case)} for case in cases]
    groups = [
        (_("Your turn"), [row for row in rows if row["turn"]["mine"]]),
        (
            _("Waiting for others"),
            [row for row in rows if row["case"].is_open and not row["turn"]["mine"]],
        ),
        (_("Closed"), [row for row in rows if not row["case"].is_open]),
    ]
    unfinished = unfinished_of(user=request.user)
    context = {"groups": groups, "any": bool(rows), "unfinished": unfinished}
    return render(request, "portal/my_cases/list.html", context)


def stands_since(case):
    """By what a list is sorted: of a case that is withheld, when the office moved it would tell by its place."""
    return case.opened_at if case.is_withheld else case.waiting_since


@takes_files
@constituents_only
def case_detail(request, reference):
    case = own_case(request, reference)
    form = ReplyForm(request.POST, request.FILES) if request.method == "POST" else ReplyForm()
    if form.is_bound:
        if send(request, case, form):
            messages.success(request, _("Your message was sent. It is the office’s turn now."))
            return redirect(reverse("portal:my_case", args=[case.reference]) + "#result")
        case = own_case(request, reference)  # as it is now: the office may have closed it meanwhile
    readers = read_by(shares_of(case, request.user))
    if readers:
        form.fields["body"].help_text = _(
            "This office sees it, and so does the other one that may read this case."
        )
    may_write = can_write_to_office(request.user, case)
    unsent = form["body"].value() if form.is_bound and not may_write else ""
    context = {
        "case": case,
        "turn": turn_words(case),
        "facts": turn_facts(case),
        "read_by": readers,
        "timeline": timeline(case, request.user),
        "form": form,
        "may_write": may_write,
        "asks": not case.is_withheld and may_answer(case),
        "may_end": can_end_for_person(case),
        "reopen_until": last_day_to_reopen(case) if can_end_for_person(case) and may_reopen(case) else None,
        "unsent": [{"key": _("Your text"), "value": unsent}] if unsent else [],
    }
    return render(request, "portal/my_cases/detail.html", context, status=422 if form.errors else 200)


def send(request, case, form):
    """Whether the message went to the office; if not, the form says what to do and keeps the text."""
    if not can_write_to_office(request.user, case):
        form.errors.clear()  # nothing they could correct would help
        form.refuse(ONLY_READS if case.is_open else CLOSED)
        return False
    if not (form.is_valid() and form.take_files_in()):
        return False
    body, once = form.cleaned_data["body"], form.cleaned_data["once"]
    try:
        receive_message(case=case, body=body, by=request.user, once=once, files=form.taken)
    except MoveNotAllowed:  # the office closed it a moment ago
        form.refuse(CLOSED)
    except (ValidationError, IntegrityError):  # another message has this name already
        form.name_anew()
        form.refuse(SEND_AGAIN)
    return not form.errors


def timeline(case, user):
    """Messages and shown events of a case the person may see, oldest first."""
    files = Prefetch("files", queryset=CaseFile.objects.raised_by(user))
    said = Message.objects.raised_by(user).filter(case=case).select_related("author").prefetch_related(files)
    happened = Activity.objects.raised_by(user).filter(case=case)
    entries = [{"at": m.at, "message": m, "files": shown_files(case, m)} for m in said]
    entries += [{"at": a.at, "event": words} for a in happened if (words := event_words(a))]
    for share in shares_of(case, user):
        entries += share_events(share)
    passed_on = Transfer.objects.raised_by(user).filter(case=case).select_related("to_office")
    entries += [transfer_event(transfer) for transfer in passed_on]
    return sorted(entries, key=lambda entry: (entry["at"], "message" in entry))


def shares_of(case, user):
    """With which offices the case is or was shared."""
    return Share.objects.raised_by(user).filter(case=case).select_related("to_office").order_by("accepted_at")


def shown_files(case, message):
    return [
        {
            "name": file.name,
            "size": file.size,
            "url": reverse("portal:my_case_file", args=[case.reference, file.uuid])
            if file.may_be_opened
            else "",
            "state": scan_words(file),
        }
        for file in message.files.all()
    ]


@constituents_only
def case_file(request, reference, uuid):
    case = own_case(request, reference)
    file = CaseFile.objects.raised_by(request.user).filter(case=case, uuid=uuid).first()
    if file is None:
        raise Http404
    if not file.may_be_opened:
        return file_held(request, infected=file.scan == Scan.QUARANTINED)
    content = store.open_or_none(file.key)
    if content is None:
        raise Http404
    return attachment(content, name=file.name, content_type=file.content_type)
