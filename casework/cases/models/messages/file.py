"""Files on a case."""

from django.db import models
from django.db.models import Q

from casework.files.models import StoredFile
from casework.offices.visibility import Paths, TenantQuerySet

from .message import opened_in


class CaseFile(StoredFile):
    """A photo or document on a case, with the message it came with."""

    held_for = "casework"
    carried = {"never": "office case message opened_in"}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="files")
    message = models.ForeignKey("cases.Message", models.PROTECT, related_name="files")
    opened_in = opened_in()

    objects = TenantQuerySet.as_manager()
    wall = Paths(case="case", share="opened_in", before=Q(message__direction="in"))

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]
