
import core.clock
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                ('verb', models.CharField(max_length=60, verbose_name='verb')),
                ('object_type', models.CharField(max_length=60, verbose_name='object type')),
                ('object_id', models.BigIntegerField(verbose_name='object number')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('occurred_at', models.DateTimeField(default=core.clock.now, verbose_name='occurred at')),
                ('actor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to=settings.AUTH_USER_MODEL, verbose_name='actor')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=60, verbose_name='handler')),
                ('delivered_at', models.DateTimeField(auto_now_add=True, verbose_name='delivered at')),
                ('activity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='core.activity')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='core.activity')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due at')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'undelivered activity',
                'verbose_name_plural': 'undelivered activities',
                'indexes': [models.Index(models.F('due_at'), name='outbox_sweep')],
            },
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('object_type'), models.F('object_id'), models.OrderBy(models.F('id'), descending=True), name='activity_of_object'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('actor'), models.OrderBy(models.F('id'), descending=True), name='activity_of_actor'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('actor'), models.F('verb'), models.OrderBy(models.F('id'), descending=True), name='activity_feed'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('verb'), models.F('id'), name='activity_replay_verb'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(models.F('activity'), models.F('handler'), name='delivery_once'),
        ),
    ]
