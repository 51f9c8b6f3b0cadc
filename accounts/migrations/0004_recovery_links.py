from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_disuse'),
    ]

    operations = [
        migrations.RenameModel('Invitation', 'RecoveryLink'),
        migrations.RenameField('RecoveryLink', 'invited_by', 'sent_by'),
        migrations.AlterField(
            'RecoveryLink',
            'user',
            models.ForeignKey(on_delete=models.CASCADE, related_name='recovery_links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            'User', 'closed_at', models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddConstraint(
            'User',
            models.CheckConstraint(
                condition=Q(('closed_at', None), Q(('is_active', False), ('is_administrator', False)), _connector='OR'),
                name='user_closed_signs_in_no_more',
                violation_error_message='This account is closed.',
            ),
        ),
    ]
