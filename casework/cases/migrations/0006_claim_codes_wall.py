from django.db import migrations

from casework.rls import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_claim_codes")]

    operations = [wall("cases_claimcode", case=True)]
