
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0012_frozen_calibrations'),
        ('knowledge', '0006_watch_more'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='round',
            name='round_one_published',
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('is_audit', False), ('state', 'published')), fields=('item',), name='round_one_published'),
        ),
    ]
