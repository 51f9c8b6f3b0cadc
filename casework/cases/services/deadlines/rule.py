"""A manager sets in how many working days their office acknowledges, answers and chases."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, DeadlineRule
from casework.offices.models import Office

from .deadline import rule_of


def rules_of(office: Office) -> dict[str, DeadlineRule]:
    """Return the rule of each nature of case."""
    return {nature: rule_of(office.pk, nature) for nature in Case.Nature.values}


@transaction.atomic
def set_rules(*, office: Office, rules: Mapping[str, Mapping[str, int]], by: User) -> None:
    """Store the numbers of days of each nature. They count for the deadlines that are set from now on."""
    for nature, numbers in rules.items():
        rule = rule_of(office.pk, nature)
        for name, days in numbers.items():
            setattr(rule, name, days)
        rule.full_clean()
        rule.save()
    record(Verb.DEADLINES_SET, by=by, office=office.pk)
