from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_recovery_links'),
    ]

    operations = [
        migrations.RenameModel('Disuse', 'AccountLock'),
        migrations.RenameField('AccountLock', 'suspended_at', 'locked_at'),
        migrations.RenameField('AccountLock', 'let_back_in_at', 'unlocked_at'),
        migrations.AlterField(
            'AccountLock',
            'user',
            models.OneToOneField(on_delete=models.CASCADE, related_name='lock', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            'AccountLock',
            'locked_by',
            models.ForeignKey(
                blank=True, null=True, on_delete=models.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField('AccountLock', 'reason', models.CharField(blank=True, max_length=200)),
    ]
