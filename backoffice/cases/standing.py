"""How a case of one's own office stands: with other offices, what cannot wait, and what is safe for its person."""

from casework.cases.models import RiskFlag, SafeContact, Share, Transfer


def standing_share(case, user):
    """The share of a case that is offered or in force, with what the panel of the case says of it."""
    return (
        Share.objects.in_offices_of(user)
        .unended()
        .filter(case=case)
        .select_related("to_office", "offered_by", "accepted_by")
        .first()
    )


def standing_transfer(case, user):
    """The offer to take a case on that awaits its answer."""
    return (
        Transfer.objects.in_offices_of(user)
        .unanswered()
        .filter(case=case)
        .select_related("to_office", "offered_by")
        .first()
    )


def opened_parts(entries, share):
    """How many notes and files of a timeline the other office may read."""
    key = share and share.pk
    files = [file for entry in entries for file in entry.get("files", ())]
    return {
        "notes": sum(entry["kind"] == "note" and entry["opened"] == key for entry in entries),
        "files": sum(file["opened"] == key for file in files),
    }


def flags_on(case, user):
    """What is flagged on a case and not settled."""
    flags = RiskFlag.objects.in_offices_of(user).unsettled().filter(case=case)
    return list(flags.select_related("raised_by", "seen_by"))


def flagged(user):
    """Every risk of one's offices that is not settled, latest first, with its case: they stand before all lists."""
    flags = RiskFlag.objects.in_offices_of(user).unsettled().order_by("-raised_at", "-pk")
    return list(flags.select_related("case__constituent", "case__assignee", "case__office", "seen_by"))


def safe_of(case, user):
    """What is known about safe contact on this case; None where nothing was said."""
    return SafeContact.objects.in_offices_of(user).filter(case=case).first()
