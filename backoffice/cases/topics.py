"""The topics that a person may see. A topic that only other offices use would reveal their cases."""

from django.db.models import Exists, OuterRef, Q

from casework.cases.models import Case, Topic


def _used(user):
    return Exists(Case.objects.in_offices_of(user).filter(topic=OuterRef("pk")))


def topics_of(user):
    """Return the topics of cases that this person sees."""
    return Topic.objects.filter(_used(user))


def topics_to_choose(user):
    """Return the topics that this person may give to a case: the public ones, and those of cases they see."""
    return Topic.objects.filter(Q(public=True) | _used(user))
