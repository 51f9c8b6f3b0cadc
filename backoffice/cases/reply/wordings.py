"""Templates and standard lines in the composer: the choice, and the text with one of them added."""

from django.utils.translation import gettext as _

from casework.offices.prepared import Prepared
from casework.replies.fields import names_in
from casework.replies.models import OfficeWording, SharedWording, Wording

COLUMNS = ("uuid", "kind", "name", "language")


def _in_use(user, *, office):
    own = OfficeWording.objects.in_offices_of(user).in_use().filter(office=office).order_by()
    shared = SharedWording.objects.in_use().order_by()
    return own.values_list(*COLUMNS).union(shared.values_list(*COLUMNS)).order_by("name", "uuid")


IN_USE = Prepared(_in_use)


def choice_of_wordings(case, user):
    """Return (kind, [(uuid, words), ...]) of what may be used on a case: those in the person's language come first."""
    wanted = case.constituent.reads.casefold()
    rows = IN_USE.rows(user, office=case.office_id)
    found = sorted(rows, key=lambda row: row[3].casefold() != wanted)
    labels = {Wording.Kind.TEMPLATE: _("Templates"), Wording.Kind.LINE: _("Standard lines")}
    groups = [
        (label, [(str(uuid), f"{name} · {language}") for uuid, of, name, language in found if of == kind])
        for kind, label in labels.items()
    ]
    return [(label, rows) for label, rows in groups if rows]


def wording_named(uuid, case, user):
    """Return the wording in use that a page names, or None."""
    own = OfficeWording.objects.in_offices_of(user).in_use().filter(office=case.office_id, uuid=uuid)
    return own.first() or SharedWording.objects.in_use().filter(uuid=uuid).first()


def with_wording(form, wording):
    """Return the text of a reply with a wording added; a reply not begun becomes the wording."""
    body, signature = (form["body"].data or "").rstrip(), form.signature
    if not form.has_words:
        ends = (
            signature and wording.kind == Wording.Kind.TEMPLATE and "signature" not in names_in(wording.body)
        )
        return f"{wording.body}\n\n{signature}" if ends else wording.body
    above = body.removesuffix(signature).rstrip() if signature else body
    return "\n\n".join(filter(None, [above, wording.body, signature if above != body else ""]))
