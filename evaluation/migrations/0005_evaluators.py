
import core.clock
import django.db.models.deletion
import evaluation.models.evaluator_policy
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0004_unrounded_scores'),
        ('knowledge', '0002_far_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('favour', 'One evaluator favours one author'), ('reciprocity', 'Two people favour each other'), ('burst', 'Many evaluations within minutes'), ('copy', 'Two comments are nearly the same')], max_length=12, verbose_name='kind')),
                ('quarter', models.CharField(max_length=6, verbose_name='quarter')),
                ('subject', models.CharField(max_length=80, verbose_name='subject')),
                ('evidence', models.JSONField(verbose_name='evidence')),
                ('state', models.CharField(choices=[('open', 'Open'), ('seen', 'Seen'), ('dismissed', 'Dismissed')], default='open', max_length=9, verbose_name='state')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='looked at')),
                ('raised_at', models.DateTimeField(default=core.clock.now, verbose_name='raised')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
            },
        ),
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closes_at', models.DateTimeField(verbose_name='open at least until')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('absolute', models.FloatField(null=True, verbose_name='mean error, either way')),
                ('bias', models.FloatField(null=True, verbose_name='mean error, one way')),
                ('is_miss', models.BooleanField(null=True, verbose_name='missed')),
            ],
            options={
                'verbose_name': 'audit',
                'verbose_name_plural': 'audits',
            },
        ),
        migrations.CreateModel(
            name='EvaluatorPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('effective_from', models.DateField(verbose_name='in force from')),
                ('training_items', models.PositiveSmallIntegerField(default=5, verbose_name='gold items of a training')),
                ('refresh_items', models.PositiveSmallIntegerField(default=3, verbose_name='gold items of a refresh')),
                ('tries', models.PositiveSmallIntegerField(default=2, verbose_name='tries')),
                ('most_absolute', models.DecimalField(decimal_places=2, default=Decimal('1.00'), max_digits=4, verbose_name='largest mean error, either way')),
                ('most_bias', models.DecimalField(decimal_places=2, default=Decimal('0.70'), max_digits=4, verbose_name='largest mean error, one way')),
                ('valid_months', models.PositiveSmallIntegerField(default=12, verbose_name='months of a certificate')),
                ('refresh_days', models.PositiveSmallIntegerField(default=60, verbose_name='days before its end from which it can be refreshed')),
                ('remind_days', models.JSONField(default=evaluation.models.evaluator_policy.reminder_days, verbose_name='days before its end with a reminder')),
                ('audit_every', models.PositiveSmallIntegerField(default=15, verbose_name='one draw in so many is an audit')),
                ('audit_window', models.PositiveSmallIntegerField(default=10, verbose_name='audits looked back on')),
                ('audit_misses', models.PositiveSmallIntegerField(default=3, verbose_name='misses that suspend')),
                ('sheet_days', models.PositiveSmallIntegerField(default=7, verbose_name="days that a sheet is its evaluator's alone")),
                ('pair_min', models.PositiveSmallIntegerField(default=4, verbose_name='fewest evaluations between two people')),
                ('history_months', models.PositiveSmallIntegerField(default=12, verbose_name='months of evaluations looked at')),
                ('burst_min', models.PositiveSmallIntegerField(default=4, verbose_name='fewest evaluations of a burst')),
                ('burst_minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes of a burst')),
                ('copy_words', models.PositiveSmallIntegerField(default=12, verbose_name='fewest words of a comment that is compared')),
                ('false_alarms', models.FloatField(default=0.05, verbose_name='share of false alarms a quarter')),
                ('useful_votes', models.PositiveSmallIntegerField(default=4, verbose_name='fewest votes of authors')),
                ('useful_share', models.FloatField(default=0.7, verbose_name='fewest of them useful')),
                ('useful_places', models.PositiveSmallIntegerField(default=10, verbose_name='most useful evaluators')),
            ],
            options={
                'verbose_name': "evaluators' policy",
                'verbose_name_plural': "evaluators' policies",
            },
        ),
        migrations.CreateModel(
            name='EvaluatorSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(max_length=6, verbose_name='quarter')),
                ('figures', models.JSONField(verbose_name='figures')),
                ('frozen_at', models.DateTimeField(default=core.clock.now, verbose_name='frozen')),
                ('seen_on', models.DateField(null=True, verbose_name='first seen')),
                ('shown_to_others_from', models.DateField(verbose_name='others see it from')),
            ],
            options={
                'verbose_name': "evaluator's sheet",
                'verbose_name_plural': "evaluators' sheets",
            },
        ),
        migrations.CreateModel(
            name='GoldItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('training', 'Training'), ('audits', 'Audits')], max_length=8, verbose_name='used for')),
                ('reference', models.JSONField(verbose_name='reference scores')),
                ('note', models.TextField(verbose_name='note')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='entered')),
            ],
            options={
                'verbose_name': 'gold item',
                'verbose_name_plural': 'gold items',
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('certify', 'Training'), ('refresh', 'Yearly refresh')], max_length=8, verbose_name='purpose')),
                ('course', models.PositiveSmallIntegerField(verbose_name='course')),
                ('attempt', models.PositiveSmallIntegerField(verbose_name='try')),
                ('state', models.CharField(choices=[('open', 'Under way'), ('passed', 'Passed'), ('failed', 'Not passed')], default='open', max_length=6, verbose_name='state')),
                ('absolute', models.FloatField(null=True, verbose_name='mean error, either way')),
                ('bias', models.FloatField(null=True, verbose_name='mean error, one way')),
                ('started_at', models.DateTimeField(default=core.clock.now, verbose_name='begun')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'training',
                'verbose_name_plural': 'trainings',
            },
        ),
        migrations.CreateModel(
            name='TrainingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('scores', models.JSONField(blank=True, default=dict, verbose_name='scores')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted')),
            ],
            options={
                'verbose_name': 'answer of a training',
                'verbose_name_plural': 'answers of trainings',
                'ordering': ['position'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='round',
            name='round_once',
        ),
        migrations.RemoveConstraint(
            model_name='round',
            name='round_one_open',
        ),
        migrations.AddField(
            model_name='evaluator',
            name='course',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='course'),
        ),
        migrations.AddField(
            model_name='round',
            name='is_audit',
            field=models.BooleanField(default=False, editable=False, verbose_name='audit'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('is_audit', False)), fields=('revision', 'seq'), name='round_once'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('is_audit', False), ('state__in', ['queued', 'assigning', 'collecting', 'scored', 'panel'])), fields=('item',), name='round_one_open'),
        ),
        migrations.AddField(
            model_name='alert',
            name='officers',
            field=models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officers'),
        ),
        migrations.AddField(
            model_name='alert',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked at by'),
        ),
        migrations.AddField(
            model_name='audit',
            name='after',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.assignment'),
        ),
        migrations.AddField(
            model_name='audit',
            name='assignment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='audit', to='evaluation.assignment'),
        ),
        migrations.AddField(
            model_name='audit',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.evaluatorpolicy'),
        ),
        migrations.AddField(
            model_name='evaluatorsheet',
            name='evaluator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='evaluation.evaluator'),
        ),
        migrations.AddField(
            model_name='evaluatorsheet',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.evaluatorpolicy'),
        ),
        migrations.AddField(
            model_name='golditem',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='golditem',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.revision'),
        ),
        migrations.AddField(
            model_name='audit',
            name='gold',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audits', to='evaluation.golditem'),
        ),
        migrations.AddField(
            model_name='training',
            name='evaluator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='trainings', to='evaluation.evaluator'),
        ),
        migrations.AddField(
            model_name='training',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.evaluatorpolicy'),
        ),
        migrations.AddField(
            model_name='traininganswer',
            name='gold',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evaluation.golditem'),
        ),
        migrations.AddField(
            model_name='traininganswer',
            name='training',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='evaluation.training'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(models.F('state'), models.OrderBy(models.F('raised_at'), descending=True), name='alert_by_state'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(models.F('kind'), models.F('quarter'), models.F('subject'), name='alert_once'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='alert_dismissed_with_reason'),
        ),
        migrations.AddIndex(
            model_name='evaluatorsheet',
            index=models.Index(models.F('quarter'), models.F('evaluator'), name='sheet_of_quarter'),
        ),
        migrations.AddConstraint(
            model_name='evaluatorsheet',
            constraint=models.UniqueConstraint(models.F('evaluator'), models.F('quarter'), name='sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='golditem',
            constraint=models.UniqueConstraint(condition=models.Q(('is_withdrawn', False)), fields=('revision',), name='gold_one_of_a_revision'),
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(models.F('closes_at'), condition=models.Q(('closed_at__isnull', True)), name='audit_open'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.UniqueConstraint(models.F('evaluator'), models.F('course'), models.F('attempt'), name='training_try_once'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('evaluator',), name='training_one_open'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='training_end_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='traininganswer',
            constraint=models.UniqueConstraint(models.F('training'), models.F('position'), name='training_answer_place'),
        ),
        migrations.AddConstraint(
            model_name='traininganswer',
            constraint=models.UniqueConstraint(models.F('training'), models.F('gold'), name='training_gold_once'),
        ),
    ]
