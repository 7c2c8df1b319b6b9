import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('directives', '0001_initial'),
        ('files', '0001_initial'),
        ('organizations', '0002_proposed_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('theme_year', 'theme year'), ('programme', 'programme')], default='theme_year', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='from the year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='to the year')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='what it is about')),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='kept by')),
            ],
            options={
                'verbose_name': 'programme',
                'ordering': ['-first_year', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='programme_ends_after_it_begins', violation_error_message='The last year lies before the first.'), models.UniqueConstraint(fields=('unit', 'name', 'first_year'), name='programme_named_once', violation_error_message='There is such a programme already.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('is_own', models.BooleanField(default=True, verbose_name='our own')),
                ('issuer', models.CharField(max_length=160, verbose_name='issuing body')),
                ('style', models.CharField(choices=[('party', 'Party format'), ('state', 'state format')], max_length=6, verbose_name='style of the symbol')),
                ('kind', models.CharField(choices=[('NQ', 'resolution'), ('CT', 'directive'), ('KL', 'conclusion'), ('QĐ', 'decision'), ('QĐi', 'regulation'), ('QC', 'working rules'), ('QyC', 'rules of work'), ('CTr', 'programme of action'), ('ĐA', 'project'), ('KH', 'plan'), ('HD', 'guidance'), ('TB', 'notice'), ('BC', 'report'), ('TTr', 'proposal'), ('CV', 'official letter'), ('QH', 'act of the National Assembly'), ('NĐ', 'decree'), ('TT', 'circular'), ('NQLT', 'joint resolution'), ('TTLT', 'joint circular'), ('ĐN', 'proposal to another body'), ('TTh', 'letter')], max_length=6, verbose_name='kind of document')),
                ('body', models.CharField(max_length=30, verbose_name='sign of the body')),
                ('symbol', models.CharField(blank=True, max_length=60, verbose_name='symbol')),
                ('number', models.PositiveIntegerField(null=True, verbose_name='number')),
                ('title', models.CharField(max_length=400, verbose_name='abstract')),
                ('content', models.TextField(blank=True, max_length=20000, verbose_name='text')),
                ('signer', models.CharField(blank=True, max_length=160, verbose_name='signed by')),
                ('signed_on', models.DateField(null=True, verbose_name='signed on')),
                ('issued_on', models.DateField(null=True, verbose_name='issued on')),
                ('received_on', models.DateField(null=True, verbose_name='received on')),
                ('in_force_from', models.DateField(null=True, verbose_name='in force from')),
                ('in_force_to', models.DateField(null=True, verbose_name='in force to')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('signed', 'signed'), ('issued', 'issued'), ('in_force', 'in force'), ('replaced', 'replaced'), ('expired', 'expired'), ('closed_by_review', 'closed by a review')], default='draft', max_length=16, verbose_name='state')),
                ('ended_on', models.DateField(null=True, verbose_name='ended on')),
                ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='how it ended')),
                ('words', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='directives.numberbook')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='kept by')),
                ('programmes', models.ManyToManyField(blank=True, related_name='directives', to='directives.programme')),
            ],
            options={
                'verbose_name': 'directing document',
                'ordering': ['-issued_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state'], name='directive_by_unit'), models.Index(fields=['unit', 'issued_on'], name='directive_by_day'), models.Index(fields=['state', 'in_force_to'], name='directive_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='directive_says_what_it_is_about'), models.CheckConstraint(condition=models.Q(models.Q(('issued_on__isnull', True), ('number__isnull', True), ('state__in', ['draft', 'signed']), ('symbol', '')), models.Q(models.Q(('state__in', ['draft', 'signed']), _negated=True), models.Q(('symbol', ''), _negated=True), ('issued_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='directive_issued_is_numbered'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('is_own', False), ('signed_on__isnull', False), _connector='OR'), name='directive_signed_on_a_day'), models.CheckConstraint(condition=models.Q(('book__isnull', True), ('is_own', True), _connector='OR'), name='directive_come_in_keeps_its_number'), models.CheckConstraint(condition=models.Q(('in_force_to__isnull', True), ('in_force_from__isnull', True), ('in_force_to__gte', models.F('in_force_from')), _connector='OR'), name='directive_ends_after_it_begins', violation_error_message='It would end before it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['replaced', 'expired', 'closed_by_review'])), models.Q(models.Q(('state__in', ['replaced', 'expired', 'closed_by_review']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='directive_ended_on_a_day'), models.UniqueConstraint(fields=('book', 'number'), name='directive_number_given_once'), models.UniqueConstraint(condition=models.Q(('symbol', ''), _negated=True), fields=('unit', 'symbol', 'issued_on'), name='directive_registered_once', violation_error_message='This document is registered already.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='DirectiveAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('instruction', models.TextField(blank=True, max_length=2000, verbose_name='what the unit is asked')),
                ('state', models.CharField(choices=[('sent', 'sent'), ('acknowledged', 'acknowledged'), ('plan_issued', 'plan issued'), ('in_progress', 'in progress'), ('reported', 'reported'), ('returned', 'returned'), ('closed', 'closed')], default='sent', max_length=12, verbose_name='state')),
                ('sent_on', models.DateField(verbose_name='given on')),
                ('acknowledge_by', models.DateField(null=True, verbose_name='to be acknowledged by')),
                ('plan_due_on', models.DateField(null=True, verbose_name='plan due on')),
                ('report_due_on', models.DateField(null=True, verbose_name='report due on')),
                ('acknowledged_on', models.DateField(null=True, verbose_name='acknowledged on')),
                ('plan_symbol', models.CharField(blank=True, max_length=60, verbose_name='symbol of the plan')),
                ('plan_on', models.DateField(null=True, verbose_name='plan issued on')),
                ('report', models.TextField(blank=True, max_length=4000, verbose_name='what was done')),
                ('reported_on', models.DateField(null=True, verbose_name='reported on')),
                ('returned_on', models.DateField(null=True, verbose_name='returned on')),
                ('return_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was returned')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
                ('reminded_on', models.DateField(null=True, verbose_name='last reminded on')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders')),
                ('version', models.PositiveIntegerField(default=0)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='directives.directive')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='given by')),
                ('part_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='directives.directiveassignment')),
                ('plan_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='given to')),
            ],
            options={
                'verbose_name': 'assignment',
                'ordering': ['-sent_on', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state'], name='assignment_by_unit'), models.Index(fields=['directive', 'state'], name='assignment_by_directive'), models.Index(fields=['given_by', 'state'], name='assignment_by_giver')],
                'constraints': [models.UniqueConstraint(fields=('directive', 'unit'), name='directive_given_once'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_on__isnull', True), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('acknowledged_on__isnull', False)), _connector='OR'), name='assignment_acknowledged_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'plan_issued'), _negated=True), models.Q(('plan_on__isnull', False), models.Q(('plan_symbol', ''), _negated=True)), _connector='OR'), name='assignment_plan_has_symbol_and_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'closed']), _negated=True), models.Q(('reported_on__isnull', False), models.Q(('report', ''), _negated=True)), _connector='OR'), name='assignment_reported_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='assignment_returned_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='assignment_closed_on_a_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='DirectiveFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caption', models.CharField(blank=True, max_length=120, verbose_name='what it is')),
                ('added_at', models.DateTimeField()),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='directives.directive')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('directive', 'file'), name='directive_file_once')],
            },
        ),
        migrations.CreateModel(
            name='DirectiveRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('implements', 'implements'), ('continues', 'continues'), ('replaces', 'replaces')], max_length=10, verbose_name='relation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads_to', to='directives.directive')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_from', to='directives.directive')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='directive_relation_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='directive_not_related_to_itself')],
            },
        ),
    ]
