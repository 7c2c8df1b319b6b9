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
            name='ReportForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('periodicity', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('year', 'year')], max_length=8, verbose_name='periodicity')),
                ('levels', models.CharField(help_text='Levels that owe it, joined by |.', max_length=60, verbose_name='levels')),
                ('cutoff_day', models.PositiveSmallIntegerField(blank=True, help_text='Day of the last month on which counting stops; empty = its end.', null=True, verbose_name='cut-off day')),
                ('due_days', models.SmallIntegerField(default=5, verbose_name='due, working days after the cut-off')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='code')),
                ('name_vi', models.CharField(max_length=200, verbose_name='name in Vietnamese')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('unit', models.CharField(max_length=30, verbose_name='counting unit')),
                ('group', models.CharField(max_length=40, verbose_name='group')),
                ('levels', models.CharField(help_text='Levels that collect it, joined by |.', max_length=60, verbose_name='levels')),
                ('kind', models.CharField(choices=[('input', 'input'), ('stock', 'stock'), ('total', 'total of parts'), ('ratio', 'ratio'), ('slice', 'one level of another indicator')], max_length=8, verbose_name='kind')),
                ('over_units', models.CharField(choices=[('sum', 'sum'), ('none', 'not added up'), ('ratio', 'recomputed from parts')], max_length=8, verbose_name='over units')),
                ('over_time', models.CharField(choices=[('sum', 'sum'), ('last', 'last value'), ('first', 'first value'), ('ratio', 'recomputed from parts'), ('distinct', 'recounted as distinct')], max_length=8, verbose_name='over time')),
                ('formula', models.CharField(blank=True, max_length=300, verbose_name='formula')),
                ('derived_from', models.CharField(blank=True, max_length=120, verbose_name='counted from')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='decimals')),
                ('small_cells_below', models.PositiveSmallIntegerField(default=0, help_text='Shown to the owning unit only when under this number.', verbose_name='small numbers hidden below')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
            ],
            options={
                'ordering': ['position', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('formula__gt', ''), ('kind__in', ['ratio', 'slice'])), models.Q(('kind__in', ['ratio', 'slice']), _negated=True), _connector='OR'), name='indicator_computed_has_a_formula', violation_error_message='A ratio or a slice needs a formula.')],
            },
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('starts_on', models.DateField(verbose_name='for periods from')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reporting.reportform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form', 'number'), name='form_version_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='FormSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reporting.reportform')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='FormCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('index', models.PositiveIntegerField(null=True)),
                ('from_version', models.PositiveIntegerField(default=1)),
                ('to_version', models.PositiveIntegerField(blank=True, null=True)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='reporting.formsection')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.indicator')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='reporting.reportform')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('form', 'index'), name='form_cell_index_used_once'), models.UniqueConstraint(fields=('form', 'indicator'), name='form_cell_asks_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_name', models.CharField(max_length=10, verbose_name='period')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('counts_from', models.DateField(verbose_name='counts from')),
                ('counts_to', models.DateField(verbose_name='counts to')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='locked at')),
                ('illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='reporting.reportform')),
                ('form_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.formversion')),
            ],
            options={
                'ordering': ['-ends_on', '-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('form', 'period_name'), name='round_opened_once', violation_error_message='This form is already open for this period.'), models.CheckConstraint(condition=models.Q(('counts_to__gte', models.F('counts_from'))), name='round_counts_forwards')],
            },
        ),
        migrations.CreateModel(
            name='RoundClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_at', models.DateTimeField()),
                ('missing', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='reporting.round')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'unit'), name='round_closed_once_per_unit')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('state', models.CharField(choices=[('expected', 'not started'), ('draft', 'being entered'), ('submitted', 'sent'), ('returned', 'returned'), ('accepted', 'accepted'), ('locked', 'locked')], default='expected', max_length=10, verbose_name='state')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('extension_reason', models.CharField(blank=True, max_length=200, verbose_name='reason for the extension')),
                ('first_sent_at', models.DateTimeField(null=True)),
                ('late_reason', models.CharField(blank=True, max_length=300, verbose_name='reason for being late')),
                ('excused_reason', models.CharField(blank=True, help_text='A dated amendment of the denominator.', max_length=300, verbose_name='why it is no longer expected')),
                ('excused_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='reporting.round')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state'], name='submission_by_unit')],
                'constraints': [models.UniqueConstraint(fields=('round', 'unit'), name='submission_one_per_unit_and_round')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='reporting.submission')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cells', models.BinaryField()),
                ('notes', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('cell_revisions', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('on_behalf_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='reporting.submission')),
            ],
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('original', 'original'), ('correction', 'correction after return'), ('supplement', 'supplement after acceptance')], default='original', max_length=10, verbose_name='kind')),
                ('supplement_number', models.PositiveIntegerField(null=True)),
                ('cells', models.BinaryField()),
                ('notes', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('made_at', models.DateTimeField()),
                ('late', models.BooleanField(default=False)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reporting.submission')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'number'), name='submission_version_numbered_once'), models.UniqueConstraint(fields=('submission', 'supplement_number'), name='supplement_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'supplement'), _negated=True), models.Q(('supplement_number__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='supplement_has_number_and_reason', violation_error_message='A supplement needs a reason.')],
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='accepted',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.submissionversion'),
        ),
        migrations.AddField(
            model_name='submission',
            name='latest',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.submissionversion'),
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('cells', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='reporting.submissionversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_has_a_reason', violation_error_message='A return needs a reason.')],
            },
        ),
        migrations.CreateModel(
            name='Total',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_name', models.CharField(max_length=10)),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('sums', models.BinaryField()),
                ('counts', models.BinaryField()),
                ('units', models.PositiveIntegerField(default=0)),
                ('expected', models.PositiveIntegerField(default=0)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.reportform')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form', 'period_name', 'unit', 'level'), name='total_one_per_level')],
            },
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'locked']), _negated=True), ('accepted__isnull', False), _connector='OR'), name='submission_accepted_names_its_version'),
        ),
    ]
