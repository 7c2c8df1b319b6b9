import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_type', models.CharField(default='BC', max_length=6)),
                ('format', models.CharField(choices=[('party', 'Party format'), ('state', 'state format')], max_length=6)),
                ('name', models.CharField(max_length=12, verbose_name='year or term')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'document_type', 'format', 'name'), name='number_book_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_name', models.CharField(max_length=10, verbose_name='period')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('kind', models.CharField(choices=[('quarterly', 'briefing report'), ('annual', 'annual review')], max_length=10, verbose_name='kind of document')),
                ('format', models.CharField(choices=[('party', 'Party format'), ('state', 'state format')], max_length=6, verbose_name='format')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('issued', 'issued')], default='draft', max_length=8, verbose_name='state')),
                ('upper_body', models.CharField(blank=True, max_length=120, verbose_name='upper body')),
                ('body', models.CharField(max_length=160, verbose_name='issuing body')),
                ('sign', models.CharField(max_length=20, verbose_name='sign of the body')),
                ('place', models.CharField(max_length=60, verbose_name='place')),
                ('authority', models.CharField(blank=True, max_length=120, verbose_name='signed for')),
                ('signatory_title', models.CharField(max_length=120, verbose_name='title of the signatory')),
                ('signatory', models.CharField(blank=True, max_length=120, verbose_name='name of the signatory')),
                ('recipients', models.TextField(blank=True, verbose_name='recipients')),
                ('version', models.PositiveIntegerField(default=1)),
                ('number', models.PositiveIntegerField(null=True, verbose_name='number')),
                ('signed_on', models.DateField(null=True, verbose_name='signed on')),
                ('issued_at', models.DateTimeField(null=True)),
                ('sealed', models.TextField(blank=True)),
                ('seal', models.CharField(blank=True, max_length=64, verbose_name='content hash')),
                ('right_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='briefings.numberbook')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['-ends_on', '-made_at'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'ends_on'], name='report_document_by_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('unit', 'period_name', 'kind', 'format'), name='report_document_one_draft', violation_error_message='There is already a draft of this report.'), models.UniqueConstraint(fields=('book', 'number'), name='report_document_number_given_once'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('seal', ''), ('state', 'draft')), models.Q(('book__isnull', False), ('issued_at__isnull', False), ('number__isnull', False), ('signed_on__isnull', False), ('state', 'issued'), models.Q(('seal', ''), _negated=True)), _connector='OR'), name='report_document_issued_is_numbered_and_sealed')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=30)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='briefings.reportdocument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'key'), name='narrative_one_per_part')],
            },
        ),
        migrations.CreateModel(
            name='IssuedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('docx', 'Word'), ('pdf', 'PDF'), ('xlsx', 'Excel')], max_length=4)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='briefings.reportdocument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'format'), name='issued_file_one_per_format')],
            },
        ),
        migrations.CreateModel(
            name='Erratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('changes', models.JSONField()),
                ('text', models.TextField()),
                ('seal', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errata', to='briefings.reportdocument')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='erratum_numbered_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='erratum_has_a_reason', violation_error_message='An erratum needs a reason.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarterly', 'briefing report'), ('annual', 'annual review')], max_length=10, verbose_name='kind of document')),
                ('format', models.CharField(choices=[('party', 'Party format'), ('state', 'state format')], max_length=6, verbose_name='format')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('findings', models.JSONField(default=list)),
                ('usable', models.BooleanField(default=False, verbose_name='check passed')),
                ('active', models.BooleanField(default=False, verbose_name='in use')),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', 'format', '-uploaded_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('kind', 'format'), name='document_template_one_in_use', violation_error_message='Another template is in use for this kind and format.'), models.CheckConstraint(condition=models.Q(('active', False), ('usable', True), _connector='OR'), name='document_template_in_use_was_checked')],
            },
        ),
    ]
