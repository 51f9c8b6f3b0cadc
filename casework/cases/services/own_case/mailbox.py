"""Whether a person can be reached by email, or needs a tracking code to read the answer."""

from casework.cases.models import Case, SafeContact
from casework.constituents.models import ContactPoint


def needs_code(case: Case) -> bool:
    """Return whether the person has no mailbox to be reached or let in by: then the code is their way to the answer."""
    mailboxes = ContactPoint.objects.filter(
        constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL, safe=True
    )
    words = SafeContact.objects.filter(case=case).exclude(word="")
    return case.constituent.account_id is None and not mailboxes.exists() and not words.exists()
