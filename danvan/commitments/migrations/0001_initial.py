import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('files', '0001_initial'),
        ('organizations', '0001_initial'),
        ('reference', '0006_load_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('dialogue', 'dialogue'), ('petition', 'petition'), ('supervision', 'supervision'), ('inspection', 'inspection'), ('directive', 'directive'), ('consultation', 'consultation'), ('other', 'other')], max_length=12, verbose_name='origin')),
                ('origin_ref', models.CharField(blank=True, max_length=80)),
                ('origin_label', models.CharField(blank=True, max_length=200, verbose_name='comes from')),
                ('text', models.TextField(max_length=2000, verbose_name='what is promised')),
                ('topic', models.CharField(blank=True, max_length=60, verbose_name='topic')),
                ('priority', models.CharField(choices=[('normal', 'normal'), ('high', 'high'), ('urgent', 'urgent')], default='normal', max_length=8, verbose_name='priority')),
                ('is_public', models.BooleanField(default=True, verbose_name='public')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('due_on', models.DateField(verbose_name='day it is due')),
                ('first_due_on', models.DateField(verbose_name='first due on')),
                ('rule_code', models.CharField(blank=True, max_length=80, verbose_name='rule')),
                ('state', models.CharField(choices=[('given', 'given'), ('accepted', 'accepted'), ('in_progress', 'in progress'), ('reported_done', 'reported done'), ('verified', 'verified'), ('closed', 'closed'), ('declined', 'declined')], default='given', max_length=14, verbose_name='state')),
                ('outcome', models.CharField(blank=True, choices=[('solved', 'solved'), ('partly', 'solved in part'), ('explained', 'explained'), ('promised', 'promised for later'), ('refused', 'refused, with its basis'), ('not_competent', 'not within its powers')], max_length=14, verbose_name='outcome')),
                ('kept', models.BooleanField(null=True, verbose_name='kept')),
                ('reported_on', models.DateField(null=True, verbose_name='reported done on')),
                ('closed_on', models.DateField(null=True, verbose_name='day it was closed')),
                ('promised_for', models.DateField(null=True, verbose_name='promised for')),
                ('extensions', models.PositiveSmallIntegerField(default=0, verbose_name='extensions')),
                ('hand_overs', models.PositiveSmallIntegerField(default=0, verbose_name='hand-overs')),
                ('reopenings', models.PositiveSmallIntegerField(default=0, verbose_name='reopenings')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders')),
                ('decided', models.BooleanField(default=False)),
                ('escalated_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('clock', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.clock')),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('escalated_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='commitments.commitment')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('verifier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'verbose_name': 'commitment',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state', 'due_on'], name='commitment_owed'), models.Index(fields=['asked_by', 'state', 'due_on'], name='commitment_asked'), models.Index(fields=['origin_ref'], name='commitment_origin'), models.Index(condition=models.Q(('state__in', ('given', 'accepted', 'in_progress'))), fields=['due_on'], name='commitment_overdue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='commitment_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='commitment_closed_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('verified', 'closed')), _negated=True), models.Q(('kept__isnull', False), models.Q(('outcome', ''), _negated=True)), models.Q(('kept__isnull', True), ('outcome__in', ('refused', 'not_competent'))), _connector='OR'), name='commitment_over_only_when_verified'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'reported_done'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('reported_on__isnull', False)), _connector='OR'), name='commitment_reported_with_outcome'), models.CheckConstraint(condition=models.Q(('first_due_on__lte', models.F('due_on')), ('extensions', 0), _connector='OR'), name='commitment_extended_forward')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('given', 'given'), ('accepted', 'accepted'), ('declined', 'declined'), ('started', 'begun'), ('noted', 'progress told'), ('reported', 'reported done'), ('returned', 'sent back'), ('verified', 'verified'), ('closed', 'closed'), ('extended', 'given more time'), ('handed_on', 'handed on'), ('asked_up', 'put to the superior'), ('decided', 'decided by the superior'), ('passed', 'passed to the successor'), ('reopened', 'opened again'), ('reminded', 'reminded'), ('reckoned', 'its day reckoned again'), ('escalated', 'raised to the level above')], max_length=10)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='commitments.commitment')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('commitment', 'number'), name='step_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='commitments.step')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('file__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='proof_shows_something')],
            },
        ),
    ]
