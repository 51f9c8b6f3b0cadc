from django.db import migrations, models
from django.db.models import Q

from casework.wall.scope import ALL, scoped

OUTCOMES = {"withdrawn": "The person no longer needs help.", "passed-on": "Passed on to "}


def write_endings(apps, schema_editor):
    """How a case ended stood in the words of its outcome."""
    cases = apps.get_model("cases", "Case").objects
    with scoped(ALL):
        closed = cases.exclude(closed_at=None)
        total = closed.count()
        written = closed.filter(outcome=OUTCOMES["withdrawn"]).update(ending="withdrawn", outcome="")
        passed_on = Q(outcome__startswith=OUTCOMES["passed-on"], transfers__accepted_at__isnull=False)
        keys = list(closed.filter(passed_on).values_list("pk", flat=True))
        written += cases.filter(pk__in=keys).update(ending="passed-on", outcome="")
        written += closed.filter(ending="").update(ending="office")
        if written != total:
            raise RuntimeError(f"{written} of {total} closed cases have an ending")
        write_events(apps)


def write_events(apps):
    activities = apps.get_model("cases", "Activity").objects
    for activity in activities.filter(verb="closed"):
        outcome = activity.detail.get("outcome", "")
        office = outcome.removeprefix(OUTCOMES["passed-on"])
        if activity.detail.pop("asked", ""):
            activity.detail |= {"ending": "withdrawn", "outcome": ""}
        elif office != outcome and activity.case.transfers.filter(to_office__name=office).exists():
            activity.detail |= {"ending": "passed-on", "outcome": "", "office": office}
        else:
            activity.detail |= {"ending": "office"}
        activity.save(update_fields=["detail"])
    for activity in activities.filter(verb="assigned").select_related("by"):
        by = activity.by
        activity.detail["took"] = by is not None and activity.detail.get("to") == (by.name or by.email)
        activity.save(update_fields=["detail"])


class Migration(migrations.Migration):
    """How a case ended becomes a fact of its own."""

    dependencies = [("cases", "0019_unused_indexes")]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_has_an_outcome_once_closed"),
        migrations.AddField(
            model_name="case",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office", "Closed by the office"),
                    ("withdrawn", "The person no longer needs help"),
                    ("passed-on", "Passed on to another office"),
                ],
                default="",
                max_length=9,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(write_endings, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(closed_at=None, ending="", outcome="")
                | Q(closed_at__isnull=False, ending="office") & ~Q(outcome="")
                | Q(closed_at__isnull=False, ending__in=["withdrawn", "passed-on"], outcome=""),
                name="case_has_an_outcome_once_closed",
                violation_error_message="Record an outcome when you close a case.",
            ),
        ),
    ]
