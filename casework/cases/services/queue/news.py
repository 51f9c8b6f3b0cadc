"""A person of an office chooses when mail says that there is something new. The mail names no case and no number."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.cases.models import Case
from casework.cases.models.queue.news import NewsMail
from casework.cases.models.queue.seen import new_to
from casework.offices.visibility import offices_of
from casework.outbox.services import tell
from casework.wall.scope import ALL, scoped


def choice_of(user: User) -> NewsMail:
    """Return what this person chose, or the default, which is not stored."""
    return NewsMail.objects.filter(user=user).first() or NewsMail(user=user)


@transaction.atomic
def choose(*, user: User, how: NewsMail.How, reminders: bool = True) -> None:
    chosen = {"how": how, "reminders": reminders, "told_at": timezone.now()}
    NewsMail.objects.update_or_create(user=user, defaults=chosen)


@transaction.atomic
def tell_of_news(*, user: User) -> bool:
    """Mail this person if something new came for them since the last mail, and one is due. Return whether one went."""
    NewsMail.objects.get_or_create(user=user)
    choice = NewsMail.objects.select_for_update(no_key=True).get(user=user)
    if not choice.is_due:
        return False
    with scoped(ALL):
        cases = Case.objects.filter(new_to(user), office__in=offices_of(user), news_at__gt=choice.told_at)
        if not cases.exists():
            return False
    NewsMail.objects.filter(pk=choice.pk).update(told_at=timezone.now())
    subject = _("There’s something new in Casework")
    tell([user.email], subject=subject, template="news", facts={}, purpose="team.news")
    return True
