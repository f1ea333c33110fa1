
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('evaluation', '0001_initial'),
        ('knowledge', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evaluator',
            name='areas',
            field=models.ManyToManyField(blank=True, to='knowledge.category', verbose_name='business areas'),
        ),
        migrations.AddField(
            model_name='evaluator',
            name='officer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evaluator', to=settings.AUTH_USER_MODEL, verbose_name='officer'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='evaluator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='evaluation.evaluator'),
        ),
        migrations.AddField(
            model_name='evaluatorbias',
            name='evaluator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='biases', to='evaluation.evaluator'),
        ),
        migrations.AddField(
            model_name='evaluatorbias',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='biases', to='evaluation.calibrationsnapshot'),
        ),
        migrations.AddField(
            model_name='itemscore',
            name='snapshot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.calibrationsnapshot'),
        ),
        migrations.AddField(
            model_name='round',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='knowledge.item'),
        ),
        migrations.AddField(
            model_name='round',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.evaluationpolicy'),
        ),
        migrations.AddField(
            model_name='round',
            name='revision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.revision'),
        ),
        migrations.AddField(
            model_name='itemscore',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='evaluation.round'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='evaluation.round'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(('a', models.F('b')), _negated=True), name='conflict_of_two'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('total__gte', 0), ('total__lte', 10)), name='evaluation_total_in_scale'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(models.F('policy'), models.F('code'), name='criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='evaluatorbias',
            constraint=models.UniqueConstraint(models.F('snapshot'), models.F('evaluator'), name='bias_once'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(models.F('due_at'), condition=models.Q(('state__in', ['queued', 'assigning', 'collecting'])), name='round_open_due'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(models.F('revision'), models.F('seq'), name='round_once'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'assigning', 'collecting', 'scored', 'panel'])), fields=('item',), name='round_one_open'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='round_decision_is_dated'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(models.F('evaluator'), models.F('state'), models.F('lease_until'), name='assignment_desk'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(models.F('lease_until'), condition=models.Q(('state__in', ['offered', 'accepted'])), name='assignment_lease'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(models.F('round'), models.F('evaluator'), name='assignment_once'),
        ),
    ]
