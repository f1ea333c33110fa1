
import core.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
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
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('effective_from', models.DateField(help_text='A day in Asia/Seoul.', verbose_name='first day')),
                ('note', models.TextField(blank=True, help_text='What is new, and why.', verbose_name='note')),
                ('levels', models.JSONField(blank=True, default=list, help_text='Korean name, English name and first points of each level, rising.', verbose_name='levels')),
                ('is_delivered', models.BooleanField(default=False, editable=False, verbose_name='comes with the portal')),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['-effective_from', '-pk'],
                'constraints': [models.UniqueConstraint(models.F('code'), models.F('version'), name='mileage_policy_version')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('publish', 'Knowledge published'), ('superior', 'Superior knowledge'), ('improvement', 'Improvement accepted'), ('evaluation', 'Evaluation on time'), ('evaluator', 'Useful evaluator of the season'), ('report', 'Report of weak knowledge accepted'), ('citation', 'Correct citation in a report'), ('reuse', 'Verified reuse at the desk'), ('video', 'Video accepted'), ('contest', 'Prize of a contest')], max_length=20, verbose_name='event')),
                ('amount', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='points')),
                ('cap_day', models.PositiveIntegerField(blank=True, null=True, verbose_name='most a day (points)')),
                ('cap_season', models.PositiveIntegerField(blank=True, null=True, verbose_name='most a season (points)')),
                ('hold_days', models.PositiveSmallIntegerField(default=0, help_text='Days until the points can be used.', verbose_name='days held')),
                ('share', models.CharField(choices=[('split', 'Writers divide the amount'), ('each', 'Every writer gets the amount')], default='split', max_length=10, verbose_name='several writers')),
                ('exempt', models.BooleanField(default=False, help_text='For prizes and the like: points that do not compare contributions.', verbose_name='outside levels and boards')),
                ('text_ko', models.CharField(max_length=300, verbose_name='Korean wording')),
                ('text_en', models.CharField(max_length=300, verbose_name='English wording')),
                ('policy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='mileage.policy', verbose_name='policy')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True, verbose_name='key')),
                ('event', models.CharField(choices=[('publish', 'Knowledge published'), ('superior', 'Superior knowledge'), ('improvement', 'Improvement accepted'), ('evaluation', 'Evaluation on time'), ('evaluator', 'Useful evaluator of the season'), ('report', 'Report of weak knowledge accepted'), ('citation', 'Correct citation in a report'), ('reuse', 'Verified reuse at the desk'), ('video', 'Video accepted'), ('contest', 'Prize of a contest'), ('vest', 'Hold ended'), ('reversal', 'Taken back'), ('adjust', 'Adjustment'), ('redeem', 'Redeemed'), ('expire', 'Expired')], max_length=20, verbose_name='event')),
                ('occurred_at', models.DateTimeField(verbose_name='occurred at')),
                ('posted_at', models.DateTimeField(default=core.clock.now, verbose_name='posted at')),
                ('reason', models.CharField(blank=True, choices=[('', ''), ('capped', 'The most for one day or season had been reached.'), ('capped_in_part', "Cut to what the day's or season's limit left."), ('share', 'The amount is smaller than the number of writers.'), ('late', 'It came after the date that was set.'), ('self', 'Nobody is paid for acting on their own work.'), ('duplicate', 'It had been paid before.'), ('conflict', 'There is a conflict of interest.'), ('not_eligible', 'The conditions of the rule are not met.'), ('no_rule', 'No rule of the policy of that day pays for it.'), ('withdrawn', 'The writer took the work back during the hold.'), ('annulled', 'The decision behind it was annulled.'), ('mistake', 'It had been posted by mistake.')], max_length=20, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('is_short', models.BooleanField(default=False, help_text='It left less than nothing.', verbose_name='below zero')),
                ('leg_count', models.PositiveSmallIntegerField(verbose_name='number of legs')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mileage_entries', to='core.activity', verbose_name='activity')),
                ('actor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='actor')),
                ('item', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='knowledge.item', verbose_name='item')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='mileage_entries', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='mileage.entry', verbose_name='takes back')),
                ('vests', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vesting', to='mileage.entry', verbose_name='ends the hold of')),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='mileage.rule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CapUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window', models.CharField(max_length=10, verbose_name='window')),
                ('used', models.PositiveIntegerField(default=0, verbose_name='used points')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mileage.rule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'used part of a cap',
                'verbose_name_plural': 'used parts of caps',
            },
        ),
        migrations.CreateModel(
            name='Season',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6, unique=True, verbose_name='code')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
            ],
            options={
                'verbose_name': 'season',
                'verbose_name_plural': 'seasons',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='mileage_season_lasts'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('starts_on', 'ends_on', models.Value('[]'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='mileage_seasons_apart')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('officer', 'Officer'), ('pending', 'Held for an officer'), ('issuance', 'Issued'), ('redeemed', 'Redeemed'), ('expired', 'Expired'), ('adjust', 'Adjustments')], max_length=10, verbose_name='kind')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mileage_accounts', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                ('season', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='mileage.season', verbose_name='season')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='mileage.account', verbose_name='account')),
                ('amount', models.BigIntegerField(default=0, verbose_name='points')),
                ('last_entry', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mileage.entry', verbose_name='last entry')),
            ],
            options={
                'verbose_name': 'balance',
                'verbose_name_plural': 'balances',
            },
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.IntegerField(verbose_name='points')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='mileage.account', verbose_name='account')),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='mileage.entry', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'leg',
                'verbose_name_plural': 'legs',
                'constraints': [models.UniqueConstraint(models.F('entry'), models.F('account'), name='mileage_leg_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='mileage_leg_moves')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_at', models.DateTimeField(default=core.clock.now, verbose_name='approved')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='administrator')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='mileage.policy', verbose_name='policy')),
            ],
            options={
                'verbose_name': 'approval of a policy',
                'verbose_name_plural': 'approvals of policies',
                'constraints': [models.UniqueConstraint(models.F('policy'), models.F('officer'), name='mileage_approval_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(models.F('policy'), models.F('event'), name='mileage_rule_of_event'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='mileage_rule_pays'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('officer'), models.OrderBy(models.F('id'), descending=True), name='mileage_entry_statement'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('leg_count__gte', 2), models.Q(('leg_count', 0), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='mileage_zero_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('reverses__isnull', True), ('leg_count__gt', 0), _connector='OR'), name='mileage_reversal_moves'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('reverses__isnull', True), ('vests__isnull', True), _connector='OR'), name='mileage_entry_one_origin'),
        ),
        migrations.AddConstraint(
            model_name='capuse',
            constraint=models.UniqueConstraint(models.F('officer'), models.F('rule'), models.F('window'), name='mileage_cap_use_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('season', 'kind', 'officer'), name='mileage_account_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['officer', 'pending']), ('officer__isnull', False)), models.Q(models.Q(('kind__in', ['officer', 'pending']), _negated=True), ('officer__isnull', True)), _connector='OR'), name='mileage_account_owner'),
        ),
    ]
