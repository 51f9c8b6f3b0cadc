from django.db import migrations

from casework.wall.scope import ALL, scoped

USUAL = {
    "web": "Web form",
    "email": "Email",
    "phone": "Phone call",
    "letter": "Letter",
    "visit": "Visit",
    "surgery": "Surgery",
    "voicemail": "Voicemail",
    "social": "Social media",
    "other": "Other",
}


def write_channels(apps, schema_editor):
    """The usual channels. Until now the web form was the only one."""
    channels = apps.get_model("cases", "Channel").objects
    for position, (slug, name) in enumerate(USUAL.items()):
        channels.create(slug=slug, name=name, position=position, staffed=slug != "web")
    with scoped(ALL):
        cases = apps.get_model("cases", "Case").objects
        messages = apps.get_model("cases", "Message").objects.filter(direction="in")
        for rows in (cases, messages):
            if rows.update(channel="web") != rows.count():
                raise RuntimeError("not every row has a channel")


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_channels")]

    operations = [migrations.RunPython(write_channels, migrations.RunPython.noop)]
