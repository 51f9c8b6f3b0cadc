import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the first migration, because the authenticators of allauth refer to the user model."""

    dependencies = [
        ('accounts', '0001_initial'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppCodeUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_counter', models.BigIntegerField(default=0)),
                ('authenticator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code_use', to='mfa.authenticator')),
            ],
        ),
    ]
