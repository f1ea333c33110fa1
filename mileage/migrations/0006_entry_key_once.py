from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mileage', '0005_more_guards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='key',
            field=models.CharField(max_length=100, verbose_name='key'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('key',), name='mileage_entry_key'),
        ),
    ]
