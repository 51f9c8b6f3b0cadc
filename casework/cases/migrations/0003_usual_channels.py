from django.db import migrations

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
    """Write the channels that every body begins with. Staff enter nothing by the web form."""
    channels = apps.get_model("cases", "Channel").objects
    for position, (slug, name) in enumerate(USUAL.items()):
        channels.create(slug=slug, name=name, position=position, staffed=slug != "web")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall")]

    operations = [migrations.RunPython(write_channels, migrations.RunPython.noop)]
