
import core.clock
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('offered', 'New'), ('accepted', 'Begun'), ('submitted', 'Evaluated'), ('declined', 'Declined'), ('recused', 'Recused'), ('expired', 'Expired'), ('voided', 'Void')], default='offered', max_length=10, verbose_name='state')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('offered_at', models.DateTimeField(default=core.clock.now, verbose_name='drawn')),
                ('lease_until', models.DateTimeField(verbose_name='due')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders')),
                ('seed', models.BigIntegerField(verbose_name='seed')),
                ('probability', models.FloatField(verbose_name='probability')),
                ('is_audit', models.BooleanField(default=False, verbose_name='audit')),
                ('progress', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
        ),
        migrations.CreateModel(
            name='CalibrationSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cutoff', models.DateTimeField(verbose_name='up to')),
                ('n', models.PositiveIntegerField(verbose_name='evaluations')),
                ('mu', models.FloatField()),
                ('alpha_f', models.FloatField()),
                ('alpha_b', models.FloatField()),
                ('sigma2', models.FloatField()),
                ('largest_share', models.FloatField(verbose_name='share of the largest component')),
            ],
            options={
                'verbose_name': 'calibration',
                'verbose_name_plural': 'calibrations',
            },
        ),
        migrations.CreateModel(
            name='Evaluator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('trainee', 'In training'), ('certified', 'Certified'), ('suspended', 'Suspended'), ('lapsed', 'Lapsed')], default='trainee', max_length=10, verbose_name='status')),
                ('certified_until', models.DateField(blank=True, null=True, verbose_name='certified until')),
                ('max_open', models.PositiveSmallIntegerField(default=5, verbose_name='most open at once')),
            ],
            options={
                'verbose_name': 'evaluator',
                'verbose_name_plural': 'evaluators',
            },
        ),
        migrations.CreateModel(
            name='EvaluatorBias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('b', models.FloatField()),
                ('se', models.FloatField()),
                ('n', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ItemScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField(verbose_name='evaluations')),
                ('raw', models.DecimalField(decimal_places=3, max_digits=5, verbose_name='mean')),
                ('q', models.DecimalField(decimal_places=3, max_digits=5, verbose_name='corrected')),
                ('se', models.FloatField(verbose_name='standard error')),
                ('p', models.FloatField(verbose_name='probability of superior')),
                ('decision', models.CharField(blank=True, max_length=10, verbose_name='decision')),
                ('computed_at', models.DateTimeField(default=core.clock.now, verbose_name='computed')),
            ],
            options={
                'verbose_name': 'score',
                'verbose_name_plural': 'scores',
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(default=1, verbose_name='number')),
                ('segment', models.CharField(choices=[('peers', 'Peers'), ('panel', 'Panel')], default='peers', max_length=6, verbose_name='segment')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('assigning', 'Looking for evaluators'), ('collecting', 'Being evaluated'), ('scored', 'Scored'), ('panel', 'Before the panel'), ('decided', 'Decided'), ('published', 'Decision published'), ('appealed', 'Appealed'), ('void', 'Void'), ('lapsed', 'Lapsed')], default='queued', max_length=10, verbose_name='state')),
                ('decision', models.CharField(blank=True, choices=[('superior', 'Superior'), ('standard', 'Standard'), ('improve', 'To be improved')], max_length=10, verbose_name='decision')),
                ('is_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('opened_at', models.DateTimeField(default=core.clock.now, verbose_name='opened')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'round',
                'verbose_name_plural': 'rounds',
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('family', 'Family'), ('dispute', 'Dispute'), ('shared_work', 'Shared work'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='one')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='the other')),
            ],
            options={
                'verbose_name': 'conflict of interest',
                'verbose_name_plural': 'conflicts of interest',
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(verbose_name='scores')),
                ('total', models.DecimalField(decimal_places=3, max_digits=5, verbose_name='total')),
                ('confidence', models.PositiveSmallIntegerField(choices=[(1, 'Unsure'), (2, 'Fairly sure'), (3, 'Sure')], default=2, verbose_name='confidence')),
                ('comment', models.TextField(verbose_name='comment')),
                ('on_time', models.BooleanField(default=True, verbose_name='on time')),
                ('submitted_at', models.DateTimeField(default=core.clock.now, verbose_name='submitted')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='evaluation.assignment')),
            ],
            options={
                'verbose_name': 'evaluation',
                'verbose_name_plural': 'evaluations',
            },
        ),
        migrations.CreateModel(
            name='EvaluationPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='kind')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('effective_from', models.DateField(verbose_name='in force from')),
                ('form_check', models.CharField(choices=[('before', 'Before publication'), ('after', 'After publication')], max_length=6, verbose_name='form check')),
                ('form_check_days', models.PositiveSmallIntegerField(default=3, verbose_name='working days for the form check')),
                ('k_min', models.PositiveSmallIntegerField(default=3, verbose_name='fewest evaluations')),
                ('k_step', models.PositiveSmallIntegerField(default=2, verbose_name='more at a time')),
                ('k_max', models.PositiveSmallIntegerField(default=7, verbose_name='most evaluations')),
                ('threshold', models.DecimalField(decimal_places=2, default=Decimal('7.00'), max_digits=4, verbose_name='superior above')),
                ('improve_below', models.DecimalField(decimal_places=2, default=Decimal('4.00'), max_digits=4, verbose_name='to be improved below')),
                ('lease_days', models.PositiveSmallIntegerField(default=5, verbose_name='working days to evaluate')),
                ('provisional_days', models.PositiveSmallIntegerField(default=10, verbose_name='working days until a provisional decision')),
                ('provisional_min', models.PositiveSmallIntegerField(default=2, verbose_name='evaluations for a provisional decision')),
                ('pair_days', models.PositiveSmallIntegerField(default=90, verbose_name='days between judging each other')),
                ('pair_share', models.FloatField(default=0.34, verbose_name="most of an author's draws for one evaluator")),
                ('season_cap', models.PositiveSmallIntegerField(default=60, verbose_name='evaluations a season')),
            ],
            options={
                'verbose_name': 'evaluation policy',
                'verbose_name_plural': 'evaluation policies',
                'indexes': [models.Index(models.F('kind'), models.OrderBy(models.F('effective_from'), descending=True), name='policy_in_force')],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('version'), name='policy_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, verbose_name='code')),
                ('label_ko', models.CharField(max_length=80, verbose_name='Korean name')),
                ('label_en', models.CharField(max_length=80, verbose_name='English name')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('anchors', models.JSONField(verbose_name='anchor texts')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='evaluation.evaluationpolicy')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['position'],
            },
        ),
    ]
