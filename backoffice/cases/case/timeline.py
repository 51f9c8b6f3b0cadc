"""The timeline of a case, oldest first."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.words import came_by, event_words, scan_words
from casework.cases.models import Activity, CaseFile, Message, Note
from casework.cases.services.alerts.alert import AlertState, alert_states
from casework.offices.prepared import Prepared

ALERTS = {
    None: gettext_lazy("no alert sent"),
    AlertState.WAITING: gettext_lazy("alert waiting to go"),
    AlertState.SENT: gettext_lazy("alert sent"),
    AlertState.UNCERTAIN: gettext_lazy("alert: delivery uncertain"),
    AlertState.FAILED: gettext_lazy("alert not delivered"),
    AlertState.WITHHELD: gettext_lazy("made up: no alert sent"),
}
SHOWS = {"messages", "notes", "files"}


def timeline(case, user, rare):
    """Messages with their files, notes and events of a case of one's own office, as entries `{at, kind, ...}`.

    `rare` says whether it has notes and files at all.
    """
    said, happened = SAID.rows(user, case=case.pk), HAPPENED.rows(user, case=case.pk)
    files = _files(CaseFile.objects.in_offices_of(user), case) if rare.files else ()
    noted = NOTED.rows(user, case=case.pk) if rare.notes else ()
    return _entries(case, said, files, noted, happened)


def timeline_for_guest(case, user):
    """The same of a case that another office shares with one's own: what that office opened."""
    said = list(_said(Message.objects.visible_to(user), case))
    files = _files(CaseFile.objects.visible_to(user), case)
    noted = _noted(Note.objects.visible_to(user), case)
    return _entries(case, said, files, noted, _happened(Activity.objects.visible_to(user), case))


def _said(messages, case):
    return messages.filter(case=case).select_related("author", "channel", "typed_by")


def _files(files, case):
    return files.for_list().filter(case=case)


def _noted(notes, case):
    return notes.filter(case=case).select_related("author")


def _happened(activities, case):
    return activities.filter(case=case).select_related("by")


SAID = Prepared(lambda user, *, case: _said(Message.objects.in_offices_of(user), case))
NOTED = Prepared(lambda user, *, case: _noted(Note.objects.in_offices_of(user), case))
HAPPENED = Prepared(lambda user, *, case: _happened(Activity.objects.in_offices_of(user), case))


def _entries(case, said, files, noted, happened):
    told = alert_states(case) if any(message.alert for message in said) else {}
    files_of = defaultdict(list)
    for file in files:
        files_of[file.message_id].append(_file(file, case))
    entries = [_message(message, case, told.get(message.alert), files_of[message.pk]) for message in said]
    entries += [_note(note) for note in noted]
    entries += [_event(activity, case) for activity in happened]
    return sorted(entries, key=lambda entry: (entry["at"], entry["kind"]))


def _message(message, case, alert, files):
    sent = message.direction == Message.Direction.OUT
    who = _("To %(name)s") if sent else _("From %(name)s")
    return {
        "kind": "message",
        "at": message.at,
        "id": f"message-{message.uuid}",
        "uuid": message.uuid,
        "sent": sent,
        "who": who % {"name": case.constituent},
        "role": _written_by(message) if sent else came_by(message),
        "how": ALERTS[alert] if sent else "",
        "text": message.body,
        "files": files,
        "again": alert in {AlertState.UNCERTAIN, AlertState.FAILED},
    }


def _written_by(message):
    return _("portal · by %(name)s") % {"name": message.author} if message.author else _("portal")


def _file(file, case):
    named = [case.reference, file.uuid]
    return {
        "name": file.name,
        "size": file.size,
        "uuid": file.uuid,
        "opened": file.opened_in_id,
        "url": reverse("backoffice:case_file", args=named) if file.may_be_opened else "",
        "thumbnail": reverse("backoffice:case_thumbnail", args=named) if file.shows_thumbnail else "",
        "state": scan_words(file),
    }


def _note(note):
    return {
        "kind": "note",
        "at": note.at,
        "id": f"note-{note.uuid}",
        "uuid": note.uuid,
        "opened": note.opened_in_id,
        "who": note.author or _("Someone"),
        "text": note.body,
    }


def _event(activity, case):
    raised = activity.verb == Activity.Verb.RAISED
    return {
        "kind": "event",
        # Raising comes before the message that it brought, which was stored a moment earlier.
        "at": min(activity.at, case.opened_at) if raised else activity.at,
        "text": event_words(activity, case),
        "raised": raised,
    }


def shown(entries, show):
    """Return only the messages, notes or files if `show` names one of them, else everything."""
    tests = {
        "messages": lambda entry: entry["kind"] == "message",
        "notes": lambda entry: entry["kind"] == "note",
        "files": lambda entry: bool(entry.get("files")),
    }
    return [entry for entry in entries if tests[show](entry)] if show in SHOWS else entries


def parts(entries):
    """The links above the timeline: each part's name and how many of it there are."""
    return [
        {"show": "messages", "name": _("messages"), "count": sum(e["kind"] == "message" for e in entries)},
        {"show": "notes", "name": _("notes"), "count": sum(e["kind"] == "note" for e in entries)},
        {"show": "files", "name": _("files"), "count": sum(len(e.get("files", ())) for e in entries)},
    ]
