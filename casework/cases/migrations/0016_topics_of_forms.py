from django.db import migrations

from casework.questionnaires.definition import all_questions, words


def write_topics(apps, schema_editor):
    topics = apps.get_model("cases", "Topic").objects
    for version in apps.get_model("questionnaires", "Version").objects.order_by("slug", "number"):
        name = version.definition.get("case", {}).get("topic", "")
        if name:
            _step, question = all_questions(version.definition)[name]
            for choice in question.get("choices", []):
                label = words(choice["label"], "en")[:80]
                topics.update_or_create(slug=choice["value"], defaults={"name": label})


class Migration(migrations.Migration):
    """Topics of the forms that are published already; from here on publishing writes them."""

    dependencies = [("cases", "0015_authority_wall"), ("questionnaires", "0004_closed")]

    operations = [migrations.RunPython(write_topics, migrations.RunPython.noop)]
