from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_account_link_codes")]

    operations = [wall("cases_accountlinkcode", case=True)]
