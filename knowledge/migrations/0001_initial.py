
import core.clock
import django.contrib.postgres.indexes
import django.db.models.deletion
import knowledge.models.attachment
import mptt.fields
import taggit.managers
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='kind')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=500, verbose_name='summary')),
                ('language', models.CharField(choices=[('ko', 'Korean'), ('en', 'English')], default='ko', max_length=2, verbose_name='language')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('published', 'Published'), ('retired', 'Retired'), ('hidden', 'Hidden')], default='draft', max_length=10, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, help_text='Why it was returned, rejected, retired or hidden.', verbose_name='reason')),
                ('tag_names', models.TextField(blank=True, default='', verbose_name='tag names')),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='created')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('updated_at', models.DateTimeField(default=core.clock.now, verbose_name='updated')),
                ('view_count', models.PositiveIntegerField(default=0, verbose_name='views')),
                ('comment_count', models.PositiveIntegerField(default=0, verbose_name='comments')),
                ('reaction_count', models.PositiveIntegerField(default=0, verbose_name='reactions')),
                ('bookmark_count', models.PositiveIntegerField(default=0, verbose_name='bookmarks')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='score')),
                ('grade', models.CharField(blank=True, choices=[('', 'Not evaluated'), ('standard', 'Standard'), ('superior', 'Superior')], max_length=10, verbose_name='grade')),
                ('version', models.PositiveIntegerField(default=0)),
                ('external_id', models.CharField(blank=True, max_length=200, null=True, unique=True, verbose_name='external number')),
                ('audience', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='accounts.audience', verbose_name='readers')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name_ko', models.CharField(max_length=80, verbose_name='Korean name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('description_ko', models.CharField(blank=True, max_length=300, verbose_name='Korean description')),
                ('description_en', models.CharField(blank=True, max_length=300, verbose_name='English description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('lft', models.PositiveIntegerField(editable=False)),
                ('rght', models.PositiveIntegerField(editable=False)),
                ('tree_id', models.PositiveIntegerField(db_index=True, editable=False)),
                ('level', models.PositiveIntegerField(editable=False)),
                ('parent', mptt.fields.TreeForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='knowledge.category', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
            },
        ),
        migrations.CreateModel(
            name='CoAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coauthorships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GeneralKnowledge',
            fields=[
                ('item_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='knowledge.item')),
                ('shape', models.CharField(choices=[('free', 'Free form'), ('case', 'Case report'), ('howto', 'How-to'), ('qanda', 'Question and answer'), ('regulation', 'Regulation note'), ('lesson', 'Lesson learned')], default='free', max_length=12, verbose_name='shape')),
            ],
            options={
                'verbose_name': 'general knowledge',
                'verbose_name_plural': 'general knowledge',
            },
            bases=('knowledge.item',),
        ),
        migrations.AddField(
            model_name='item',
            name='category',
            field=mptt.fields.TreeForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='knowledge.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='item',
            name='coauthors',
            field=models.ManyToManyField(blank=True, related_name='coauthored_items', through='knowledge.CoAuthor', to=settings.AUTH_USER_MODEL, verbose_name='co-authors'),
        ),
        migrations.AddField(
            model_name='item',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='accounts.office', verbose_name='owning office'),
        ),
        migrations.AddField(
            model_name='coauthor',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coauthorships', to='knowledge.item'),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('law', 'Law article'), ('hs', 'HS code')], max_length=4, verbose_name='scheme')),
                ('code', models.CharField(max_length=120, verbose_name='as written')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='knowledge.item')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='knowledge.item')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, upload_to=knowledge.models.attachment.storage_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('is_inline', models.BooleanField(default=False, verbose_name='in the text')),
                ('extracted_text', models.TextField(blank=True, verbose_name='text of the file')),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='knowledge.item')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ItemTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='knowledge.item')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='taggit.tag')),
            ],
        ),
        migrations.AddField(
            model_name='item',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='knowledge.ItemTag', to='taggit.Tag', verbose_name='Tags'),
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('kind', models.CharField(choices=[('useful', 'Useful'), ('thanks', 'Thanks'), ('insight', 'Insightful')], max_length=10, verbose_name='reaction')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='knowledge.item')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='knowledge.item')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=500, verbose_name='summary')),
                ('source', models.TextField(blank=True, verbose_name='text')),
                ('html', models.TextField(blank=True)),
                ('comment', models.CharField(blank=True, max_length=200, verbose_name='what changed')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='created')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to=settings.AUTH_USER_MODEL, verbose_name='editor')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='knowledge.item', verbose_name='item')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, to='knowledge.revision', verbose_name='made from')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
            },
        ),
        migrations.AddField(
            model_name='item',
            name='current_revision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='knowledge.revision', verbose_name='current revision'),
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('level', models.CharField(choices=[('muted', 'Muted'), ('watching', 'Watching')], default='watching', max_length=10, verbose_name='level')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='knowledge.item')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField(default=core.clock.now, verbose_name='saved')),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, to='knowledge.revision')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_copies', to='knowledge.item')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_copies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'working copy',
                'verbose_name_plural': 'working copies',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(verbose_name='comment')),
                ('html', models.TextField()),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='written')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed')),
                ('token', models.UUIDField(blank=True, null=True, unique=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='knowledge.comment')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='knowledge.item')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'indexes': [models.Index(models.F('item'), models.F('id'), name='comment_item_page')],
            },
        ),
        migrations.AddConstraint(
            model_name='coauthor',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), name='coauthor_once'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(models.F('scheme'), models.F('code'), name='citation_of_source'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(models.F('item'), models.F('scheme'), models.F('code'), name='citation_once'),
        ),
        migrations.AddIndex(
            model_name='bookmark',
            index=models.Index(models.F('officer'), models.OrderBy(models.F('id'), descending=True), name='bookmark_mine'),
        ),
        migrations.AddConstraint(
            model_name='bookmark',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), name='bookmark_once'),
        ),
        migrations.AddConstraint(
            model_name='itemtag',
            constraint=models.UniqueConstraint(models.F('content_object'), models.F('tag'), name='item_tag_once'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), models.F('kind'), name='reaction_once'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(models.F('officer'), models.OrderBy(models.F('day'), descending=True), name='reading_recent'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), models.F('day'), name='reading_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(models.F('item'), models.F('number'), name='revision_number_once'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='item_list_newest'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='item_home_newest'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('category'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='item_list_category'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('office'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='item_list_office'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('view_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='item_list_read'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.OrderBy(models.F('score'), descending=True), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('grade', 'superior'), ('status', 'published')), name='item_list_superior'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('office'), models.F('submitted_at'), condition=models.Q(('status', 'submitted')), name='item_coordinator_queue'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('author'), models.F('status'), name='item_mine'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('title', 'gin_trgm_ops'), name='item_search_title'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('summary', 'gin_trgm_ops'), name='item_search_summary'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('tag_names', 'gin_trgm_ops'), name='item_search_tags'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('category__isnull', False), ('current_revision__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='item_published_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), name='watch_once'),
        ),
        migrations.AddConstraint(
            model_name='workingcopy',
            constraint=models.UniqueConstraint(models.F('item'), models.F('officer'), name='working_copy_once'),
        ),
    ]
