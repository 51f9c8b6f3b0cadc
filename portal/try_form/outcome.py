"""What the answers of a trial would make of a case, for the editor who tries the form."""

from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case, RiskFlag
from casework.questionnaires.answers import CaseAnswers, answers_for_case
from casework.questionnaires.journey import asked_steps
from casework.questionnaires.rules.problems import problems_of
from portal.raise_case.members import receiver_named

from .runner import Trial


def outcome_of(trial: Trial) -> list[dict[str, str]]:
    """Return the facts of the case as rows of a summary list, or [] before each step is answered.

    A form that cannot be published yet has none either: it does not say what all of them are.
    """
    definition = trial.version.definition
    steps = asked_steps(definition, trial.answers)
    if any(step["slug"] not in trial.answers for step in steps) or problems_of(definition):
        return []
    found = answers_for_case(trial)
    return [{"key": key, "value": value or _("Not asked")} for key, value in _facts(found)]


def _facts(found: CaseAnswers) -> list[tuple[str, Any]]:
    reader = receiver_named(found.member_slug)
    risks = dict(RiskFlag.Kind.choices)
    return [
        (_("Member"), reader.name if reader else _("No Member with an office")),
        (_("Office that reads it"), reader.office.name if reader else ""),
        (_("Kind"), dict(Case.Kind.choices).get(found.kind)),
        (_("Nature"), dict(Case.Nature.choices).get(found.nature)),
        (_("Topic"), found.topic_name),
        (_("Subject"), found.subject),
        (_("Urgent"), ", ".join(str(risks[kind]) for kind in found.risks) or _("No")),
        (_("Sensitive"), _("Yes") if found.sensitive else _("No")),
        (_("Safe to email"), _("Yes") if found.safe_to_email else _("No")),
    ]
