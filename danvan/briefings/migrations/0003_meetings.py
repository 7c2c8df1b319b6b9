import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('briefings', '0002_books_of_numbers_move_down'),
        ('commitments', '0003_withdrawn'),
        ('organizations', '0002_proposed_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='BriefingMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10, verbose_name='level')),
                ('kind', models.CharField(choices=[('briefing', 'briefing conference'), ('interim_review', 'interim review'), ('final_review', 'final review')], default='briefing', max_length=14, verbose_name='kind of meeting')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('package_made', 'package made'), ('held', 'held'), ('minutes', 'minutes written'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='planned', max_length=12, verbose_name='state')),
                ('period_name', models.CharField(max_length=10, verbose_name='period')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('planned_at', models.DateTimeField(verbose_name='planned for')),
                ('held_on', models.DateField(null=True, verbose_name='held on')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='venue')),
                ('chair', models.CharField(max_length=160, verbose_name='chair')),
                ('attended', models.PositiveIntegerField(null=True, verbose_name='attended')),
                ('minutes', models.TextField(blank=True, max_length=6000, verbose_name='what was said')),
                ('conclusion', models.TextField(blank=True, max_length=4000, verbose_name='what the chair concluded')),
                ('dropped_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was cancelled')),
                ('words', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'briefing meeting',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'held_on'], name='meeting_of_unit'), models.Index(fields=['unit', 'period_name'], name='meeting_of_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', False), ('state__in', ('held', 'minutes', 'closed'))), models.Q(('held_on__isnull', True), ('state__in', ('planned', 'package_made', 'cancelled'))), _connector='OR'), name='meeting_held_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('minutes', 'closed')), _negated=True), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='meeting_minutes_conclude_something'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('dropped_reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_with_reason')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='what is on the agenda')),
                ('presenter', models.CharField(blank=True, max_length=160, verbose_name='presented by')),
                ('lasts', models.PositiveSmallIntegerField(null=True, verbose_name='minutes')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='briefings.briefingmeeting')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='agenda_item_one_per_place')],
            },
        ),
        migrations.CreateModel(
            name='MeetingPackage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('text', models.TextField()),
                ('seal', models.CharField(max_length=64, verbose_name='content hash')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='briefings.briefingmeeting')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='meeting_package_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('overdue', 'overdue commitment'), ('missing', 'missing report'), ('recommendation', 'unanswered recommendation'), ('topic', 'hot topic'), ('own', 'entered by hand')], max_length=14, verbose_name='proposed because of')),
                ('source_ref', models.CharField(blank=True, max_length=120)),
                ('text', models.CharField(max_length=1000, verbose_name='task')),
                ('due_on', models.DateField(verbose_name='day it is due')),
                ('chosen', models.BooleanField(default=False, verbose_name='to be given')),
                ('commitment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.commitment')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='briefings.briefingmeeting')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit in charge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('source_ref', ''), _negated=True), fields=('meeting', 'source_ref'), name='meeting_task_proposed_once'), models.UniqueConstraint(fields=('commitment',), name='meeting_task_of_one_commitment'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='meeting_task_says_something')],
            },
        ),
    ]
