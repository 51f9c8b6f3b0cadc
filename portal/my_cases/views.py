"""Views of the list of cases, the case page with its reply form, and file downloads. Every read starts at
`raised_by`.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.limits.attempts import try_once_more
from accounts.sessions import half_typed
from casework.cases.models import Case, CaseFile
from casework.cases.permissions import can_end_for_person, can_write_to_office
from casework.cases.services.messages.message import receive_message
from casework.cases.services.own_case.feedback import may_answer
from casework.cases.services.own_case.withdrawal import last_day_to_reopen, may_reopen
from casework.cases.services.turn import MoveNotAllowed
from casework.offices.prepared import PreparedRaised
from casework.questionnaires.resume import unfinished_of
from portal.raise_case.submission_key import user_or_none
from ui.uploads import takes_files
from uploads.stored import send_stored, send_thumbnail

from .access import back_to, case_openers, constituents_only, own_case
from .forms import SEND_AGAIN, ReplyForm
from .timeline import shares_of, timeline
from .words import read_by, turn_facts, turn_words

CLOSED = gettext_lazy(
    "Copy your text from this page, then raise a case and give this reference."
    " This case is closed, so your message was not sent."
)
ONLY_READS = gettext_lazy(
    "Ask the person you wrote for to send it. They let you read this case, so your message was not sent."
)

OWN_CASES = PreparedRaised(lambda user, now: Case.objects.raised_by(user, at=now).for_list().order_by("pk"))


@constituents_only
def case_list(request):
    cases = sorted(OWN_CASES.rows(request.user), key=list_order_date, reverse=True)
    rows = [{"case": case, "turn": turn_words(case)} for case in cases]
    groups = [
        (_("Your turn"), [row for row in rows if row["turn"]["mine"]]),
        (
            _("Waiting for others"),
            [row for row in rows if row["case"].is_open and not row["turn"]["mine"]],
        ),
        (_("Closed"), [row for row in rows if not row["case"].is_open]),
    ]
    context = {
        "groups": groups,
        "any": bool(rows),
        "unfinished": unfinished_of(user=request.user),
        "acts_for_others": any(case.authority_id for case in cases),
    }
    return render(request, "portal/my_cases/list.html", context)


def list_order_date(case):
    """Return the date that sorts the list. A withheld case uses its opening date, so its position doesn't
    reveal office activity.
    """
    return case.opened_at if case.is_withheld else case.waiting_since


@half_typed.keeps
@takes_files
@case_openers
def case_detail(request, reference):
    case = own_case(request, reference)
    page = half_typed_name(request, case)
    if half_typed.is_sent_by_leaving(request):
        return half_typed.keep(request, page, {"body": request.POST.get("body", "")})
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    typed = half_typed.kept(request, page)
    form = ReplyForm(*sent, owner=f"{request.user.pk} {case.pk}", initial=typed)
    if form.is_bound:
        if send(request, case, form):
            half_typed.forget(page)
            messages.success(request, _("Your message was sent. It is the office’s turn now."))
            return back_to(case)
        case = own_case(request, reference)  # reload: the office may have closed it during this request
        if can_write_to_office(request.user, case):
            form.keep_files(may_keep=partial(try_once_more, request, "keep_file"))
        else:
            form.drop_files()
    shares = shares_of(case, request.user)
    readers = read_by(shares)
    if readers:
        form.fields["body"].help_text = _(
            "This office sees it, and so does the other one that may read this case."
        )
    signed_in = request.user.is_authenticated  # by a code one reads, replies and adds files, and no more
    may_write = can_write_to_office(request.user, case)
    may_end = signed_in and can_end_for_person(case)
    unsent = form["body"].value() if form.is_bound and not may_write else ""
    context = {
        "case": case,
        "turn": turn_words(case),
        "facts": turn_facts(case),
        "read_by": readers,
        "timeline": timeline(case, request.user, shares),
        "form": form,
        "half_typed": bool(typed) and not form.is_bound,
        "may_write": may_write,
        "asks": may_answer(case) and signed_in,
        "may_end": may_end,
        "reopen_until": last_day_to_reopen(case) if may_end and may_reopen(case) else None,
        "unsent": [{"key": _("Your text"), "value": unsent}] if unsent else [],
    }
    return render(request, "portal/my_cases/detail.html", context, status=422 if form.errors else 200)


def half_typed_name(request, case):
    """Return the name of this person's unsent message on the case: by their account, or by the session without one."""
    whose = request.user.pk if request.user.is_authenticated else request.session.session_key
    return f"case {case.pk} {request.user.is_authenticated} {whose}"


def send(request, case, form):
    """Return whether the message was added to the case; if not, the form has the errors and keeps the text."""
    if not can_write_to_office(request.user, case):
        form.errors.clear()  # correcting the fields would not help
        form.refuse(ONLY_READS if case.is_open else CLOSED)
        return False
    if not (form.is_valid() and form.take_files_in()):
        return False
    body, once = form.cleaned_data["body"], form.cleaned_data["once"]
    try:
        receive_message(case=case, body=body, by=user_or_none(request), once=once, files=form.taken)
    except MoveNotAllowed:  # closed since the check above
        form.refuse(CLOSED)
    except (ValidationError, IntegrityError):  # another message already has this UUID
        form.renew_message_uuid()
        form.refuse(SEND_AGAIN)
    return not form.errors


@case_openers
def case_file(request, reference, uuid):
    return send_stored(request, _file_on(request, own_case(request, reference), uuid))


@case_openers
def case_thumbnail(request, reference, uuid):
    return send_thumbnail(_file_on(request, own_case(request, reference), uuid))


def _file_on(request, case, uuid):
    return CaseFile.objects.raised_by(request.user).filter(case=case, uuid=uuid).first()
