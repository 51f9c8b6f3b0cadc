"""What the composer of a case page shows: a draft or an empty reply, its preview, and what is in its way."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from backoffice.cases.case.edit_conflict import ABOUT, CONFLICT
from casework.cases.models import DraftFile, ReplyDraft
from casework.cases.services.messages.planned_reply import planned_since, text_as_sent
from casework.cases.services.messages.reply_check import Checked, check_reply

from .forms import ReplyForm
from .sign_off_words import signer_words

NEW = "new"


@dataclass
class Composer:
    """`draft` is what the form shows, None for a reply not begun; `others` are further drafts of the case."""

    form: ReplyForm
    draft: ReplyDraft | None = None
    others: list[ReplyDraft] = field(default_factory=list)
    files: list[DraftFile] = field(default_factory=list)
    preview: Checked | None = None
    wordings: list = field(default_factory=list)
    planned: list[tuple[ReplyDraft, str]] = field(default_factory=list)  # with the text as it goes
    waiting: list[ReplyDraft] = field(default_factory=list)  # for sign-off
    signers: str = ""  # who signs those off
    must_ask: bool = False  # a reply of this person needs sign-off
    conflict: bool = False  # the case changed since the draft's writer last looked


def drafts_on(case, user):
    """Return the drafts of a case, latest first."""
    found = ReplyDraft.objects.in_offices_of(user).filter(case=case)
    return list(found.select_related("author", "sign_off__decided_by"))


def checked(form, case, user):
    """Return the reply as it would be sent, and add to the form what stops it."""
    form.is_valid()
    facts = {name: form.cleaned_data.get(name) for name in ("next_on", "waiting_on", "reason")}
    reason = facts.pop("reason") or ""
    found = check_reply(
        case=case, body=form["body"].data, by=user, **facts | {"waiting_on": facts["waiting_on"] or ""}
    )
    for obstacle in found.obstacles:
        if obstacle.must:
            form.add_error("body", obstacle.sentence)
        elif not reason:
            form.add_error("reason", obstacle.sentence)
    return found


def composer(request, case, drafts, **kwargs):
    """Return the composer for a page of a case. `kwargs` are those of `ReplyForm`."""
    planned = [(draft, text_as_sent(draft, case)) for draft in drafts if draft.send_at]
    waiting = [draft for draft in drafts if draft.waits]
    apart = {"planned": planned, "waiting": waiting, "signers": signer_words(case.office) if waiting else ""}
    drafts = [draft for draft in drafts if not draft.send_at and not draft.waits]
    draft = chosen(drafts, request)
    if draft is None:
        return Composer(ReplyForm(case=case, **kwargs), others=drafts, **apart)
    look = request.GET.get("look", "")
    form = ReplyForm.of_draft(draft, case=case, check=look in {"check", "preview"}, **kwargs)
    conflict = draft.seen != case.version
    files = DraftFile.objects.in_offices_of(request.user).filter(draft=draft)
    others = [each for each in drafts if each is not draft]
    preview = checked(form, case, request.user) if look in {"check", "preview"} and form.has_words else None
    if look in {"check", "files"} or draft.refused:
        overtaken = bool(planned) and planned_since(draft, case.office.undo_minutes)
        say_what_is_wrong(form, case, draft, look=look, conflict=conflict, overtaken=overtaken)
    return Composer(form, draft, others, list(files), preview, conflict=conflict, **apart)


def chosen(drafts, request):
    """Return the draft that the address names, or else one's own latest, or else the latest."""
    wanted = request.GET.get("draft", "")
    if wanted == NEW or not drafts:
        return None
    named = [draft for draft in drafts if str(draft.uuid) == wanted]
    own = [draft for draft in drafts if draft.author_id == request.user.pk]
    return [*named, *own, *drafts][0]


def say_what_is_wrong(form, case, draft, *, look, conflict, overtaken):
    """Add to the form why its reply was not sent."""
    form.is_valid()
    for sentence in draft.refused:
        form.add_error(
            "files" if look else None, sentence
        )  # without a look it is why a planned reply came back
    if form.unread:
        return
    if not case.is_open:
        form.add_error(
            None, _("Open this case again before you reply. Someone closed it. We’ve kept your text.")
        )
    if case.is_withheld:
        form.add_error(
            None,
            _("Ask for permission first. This reply is not sent, because the person has not agreed to it."),
        )
    if conflict:
        form.add_error(None, CONFLICT)
    if overtaken:
        form.add_error(
            None,
            _("Read the other reply, which is about to go. Press the button again if you still want to."),
        )
    if not form.errors:
        form.add_error(None, _("Press the button again. Your text is kept."))


def since_the_draft(entries, draft):
    """Return the entries of a timeline that came after the draft's writer last looked at the case."""
    return [entry for entry in entries if entry["at"] > draft.looked_at - ABOUT]
