"""The timeline of a case for the person who raised it, oldest first. Every read starts at `raised_by`."""

from collections import defaultdict

from django.urls import reverse

from casework.cases.models import Activity, CaseFile, Message, Share, Transfer
from casework.offices.prepared import PreparedRaised
from portal.words import scan_words

from .words import event_words, share_events, transfer_event


def timeline(case, user, shares):
    """Return the messages and visible events of a case, oldest first, as dicts with `at` and `message` or `event`."""
    files = defaultdict(list)
    for file in FILES.rows(user, case=case.pk):
        files[file.message_id].append(_shown_file(file, [case.reference, file.uuid]))
    entries = [{"at": m.at, "message": m, "files": files[m.pk]} for m in SAID.rows(user, case=case.pk)]
    happened = HAPPENED.rows(user, case=case.pk)
    entries += [{"at": a.at, "event": words} for a in happened if (words := event_words(a))]
    for share in shares:
        entries += share_events(share)
    entries += [transfer_event(transfer) for transfer in TRANSFERS.rows(user, case=case.pk)]
    return sorted(entries, key=lambda entry: (entry["at"], "message" in entry))


def shares_of(case, user):
    """Return the present and past shares of the case with other offices."""
    return SHARES.rows(user, case=case.pk)


def _said(user, now, *, case):
    return Message.objects.raised_by(user, at=now).filter(case=case).select_related("author")


def _files(user, now, *, case):
    return CaseFile.objects.raised_by(user, at=now).filter(case=case).for_list()


def _happened(user, now, *, case):
    return Activity.objects.raised_by(user, at=now).filter(case=case)


def _shares(user, now, *, case):
    shares = Share.objects.raised_by(user, at=now).filter(case=case)
    return shares.select_related("to_office").order_by("accepted_at")


def _transfers(user, now, *, case):
    return Transfer.objects.raised_by(user, at=now).filter(case=case).select_related("to_office")


SAID, FILES, HAPPENED = PreparedRaised(_said), PreparedRaised(_files), PreparedRaised(_happened)
SHARES, TRANSFERS = PreparedRaised(_shares), PreparedRaised(_transfers)


def _shown_file(file, named):
    return {
        "name": file.name,
        "size": file.size,
        "url": reverse("portal:my_case_file", args=named) if file.may_be_opened else "",
        "thumbnail": reverse("portal:my_case_thumbnail", args=named) if file.shows_thumbnail else "",
        "state": scan_words(file),
    }
