import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OrgUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('reports_itself', models.BooleanField(default=True, help_text='A unit that does not use the system is reported on behalf.', verbose_name='uses the system')),
                ('remote_area', models.BooleanField(default=False, verbose_name='remote area')),
            ],
            options={
                'verbose_name': 'unit',
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='org_unit_has_a_code')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'officer'), ('consolidator', 'consolidator'), ('leader', 'leader'), ('administrator', 'administrator'), ('auditor', 'auditor')], max_length=14, verbose_name='role')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organizations.orgunit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='post_ends_after_it_starts', violation_error_message='The last day must come after the first.')],
            },
        ),
        migrations.CreateModel(
            name='PendingGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'officer'), ('consolidator', 'consolidator'), ('leader', 'leader'), ('administrator', 'administrator'), ('auditor', 'auditor')], max_length=14, verbose_name='role')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('confirmed', models.BooleanField(null=True, verbose_name='confirmed')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('deputy_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='pending_grant_decided_by_a_second_person', violation_error_message='Somebody other than the one who asked has to confirm this.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed__isnull', True), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('confirmed__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='pending_grant_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='Deputising',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputising', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='organizations.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='deputising_ends_after_it_starts', violation_error_message='The last day must not come before the first.')],
            },
        ),
        migrations.CreateModel(
            name='StructureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('open', 'open a unit'), ('close', 'close a unit'), ('rename', 'rename a unit'), ('move', 'move a unit'), ('merge', 'merge units'), ('split', 'split a unit'), ('abolish', 'abolish a level'), ('resolution', 'load a resolution')], max_length=10, verbose_name='kind')),
                ('day', models.DateField(verbose_name='from day')),
                ('legal_basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('plan', models.JSONField(verbose_name='plan')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('within', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='structure_change_undone_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='UnitLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('scope_from', models.DateField(default=datetime.date(1, 1, 1))),
                ('scope_to', models.DateField(default=datetime.date(9999, 12, 31))),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.orgunit')),
                ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'indexes': [models.Index(fields=['ancestor', 'starts_on'], name='unit_link_downwards'), models.Index(fields=['descendant', 'starts_on'], name='unit_link_upwards')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='unit_link_lasts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='UnitSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='from day')),
                ('share', models.CharField(choices=[('whole', 'whole'), ('part', 'part')], max_length=6, verbose_name='share')),
                ('kind', models.CharField(choices=[('merge', 'merged'), ('split', 'split'), ('abolished', 'level abolished')], max_length=10, verbose_name='kind of change')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='legal basis')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='organizations.orgunit')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='organizations.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new', 'on'), name='unit_succession_named_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='unit_succession_between_two_units')],
            },
        ),
        migrations.CreateModel(
            name='OrgUnitVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('closed', models.BooleanField(default=False, verbose_name='closed from this day')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('party_committee', 'Party committee body'), ('government', 'government'), ('front', 'Fatherland Front'), ('mass_organisation', 'mass organisation'), ('agency', 'agency'), ('armed_forces', 'armed forces'), ('enterprise', 'enterprise')], default='party_committee', max_length=20, verbose_name='kind')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10, verbose_name='level')),
                ('territory_code', models.CharField(blank=True, max_length=20, verbose_name='territory code')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                ('position', models.PositiveIntegerField(default=0, help_text='Order among its siblings.', verbose_name='position')),
                ('sort_key', models.CharField(blank=True, editable=False, max_length=400)),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='legal basis')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='organizations.orgunit', verbose_name='unit')),
            ],
            options={
                'ordering': ['position', 'sort_key', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'starts_on'), name='org_unit_version_one_per_day', violation_error_message='This unit already changes on this day.'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('unit')), _negated=True), _connector='OR'), name='org_unit_version_not_its_own_parent', violation_error_message='A unit cannot be its own parent.')],
            },
        ),
    ]
