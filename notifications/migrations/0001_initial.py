
import core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('knowledge', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('data', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='written')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('mail', models.CharField(choices=[('not_wanted', 'Not wanted'), ('due', 'Waiting to be sent'), ('sent', 'Sent'), ('failed', 'Failed')], default='not_wanted', max_length=10, verbose_name='mail')),
                ('mail_due_at', models.DateTimeField(blank=True, null=True, verbose_name='mail due')),
                ('mail_attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.activity')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.item')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'indexes': [models.Index(models.F('officer'), models.OrderBy(models.F('id'), descending=True), name='notice_inbox'), models.Index(models.F('officer'), condition=models.Q(('read_at__isnull', True)), name='notice_unread'), models.Index(models.F('mail_due_at'), condition=models.Q(('mail', 'due')), name='notice_mail')],
                'constraints': [models.UniqueConstraint(models.F('activity'), models.F('officer'), models.F('kind'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('mail', models.BooleanField(verbose_name='by mail')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'preference',
                'verbose_name_plural': 'preferences',
                'constraints': [models.UniqueConstraint(models.F('officer'), models.F('kind'), name='preference_once')],
            },
        ),
    ]
