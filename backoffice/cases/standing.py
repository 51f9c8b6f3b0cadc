"""How a case of one's own office stands with other offices: what is offered, and what is open to them."""

from casework.cases.models import Share, Transfer


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
