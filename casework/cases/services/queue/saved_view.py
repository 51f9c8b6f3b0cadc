"""Saving and removing views of the queue."""

from django.db import transaction

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models.queue.saved_view import SavedView
from casework.checking import check_row
from casework.offices.models import Office


@transaction.atomic
def save_view(*, office: Office, name: str, query: str, shared: bool, by: User) -> SavedView:
    """Save a view under a name, in place of an earlier one of that name. `shared` ones are the whole office's."""
    owner = None if shared else by
    view = SavedView.objects.filter(office=office, owner=owner, name=name).first() or SavedView(
        office=office, owner=owner, name=name
    )
    view.query = query
    check_row(view)
    view.save()
    record(Verb.VIEW_SAVED, by=by, office=office.pk, shared=shared)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Remove a saved view. Twice is no error."""
    gone, _each = SavedView.objects.filter(pk=view.pk).delete()
    if gone:
        record(Verb.VIEW_REMOVED, by=by, office=view.office_id, shared=view.owner_id is None)
