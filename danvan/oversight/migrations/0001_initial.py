import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('commitments', '0002_append_only'),
        ('organizations', '0002_proposed_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='OversightSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('supervision', 'supervision'), ('criticism', 'social criticism'), ('inspection', 'inspection'), ('survey', 'field survey')], max_length=12, verbose_name='kind')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('form', models.CharField(blank=True, choices=[('document', 'document review'), ('team', 'supervision team'), ('community', 'through community boards'), ('joint', 'joining another body'), ('conference', 'conference'), ('written', 'written opinions'), ('dialogue', 'direct dialogue')], max_length=12, verbose_name='form of work')),
                ('title', models.CharField(max_length=300, verbose_name='subject of the session')),
                ('content', models.TextField(blank=True, max_length=4000, verbose_name='contents and scope')),
                ('topic', models.CharField(blank=True, max_length=40, verbose_name='topic')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('requested', 'requested'), ('approved', 'approved'), ('decided', 'decided'), ('team_formed', 'team formed'), ('notified', 'body notified'), ('report_received', 'report received'), ('self_report_received', 'self-report received'), ('draft_received', 'draft received'), ('working_session', 'working session held'), ('held', 'held'), ('opinions_collected', 'opinions collected'), ('visited', 'visited'), ('reported', 'team has reported'), ('concluded', 'concluded'), ('conclusion_issued', 'conclusion issued'), ('criticism_document_sent', 'criticism document sent'), ('recommendation_sent', 'recommendations sent'), ('note_written', 'note written'), ('remedying', 'being remedied'), ('answered', 'answered'), ('used_in_advice', 'used in advice'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='planned', max_length=24, verbose_name='state')),
                ('plan_year', models.PositiveSmallIntegerField(verbose_name='year of the plan')),
                ('plan_quarter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quarter of the plan')),
                ('scheduled_on', models.DateField(verbose_name='day it is planned for')),
                ('held_on', models.DateField(null=True, verbose_name='held on')),
                ('concluded_on', models.DateField(null=True, verbose_name='day of the conclusion')),
                ('submit_on', models.DateField(blank=True, null=True, verbose_name='draft goes to the issuing body on')),
                ('team_people', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people in the team')),
                ('team_bodies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='bodies in the team')),
                ('led_by', models.CharField(blank=True, max_length=200, verbose_name='led by (office)')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number of the document')),
                ('signer', models.CharField(blank=True, max_length=200, verbose_name='signed by (office)')),
                ('findings', models.TextField(blank=True, max_length=6000, verbose_name='what was found')),
                ('conclusion', models.TextField(blank=True, max_length=6000, verbose_name='conclusion')),
                ('dropped_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was cancelled')),
                ('told', models.BooleanField(default=False)),
                ('due_on', models.DateField(null=True, verbose_name='next step due')),
                ('words', models.CharField(blank=True, editable=False, max_length=700)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.oversightsession')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='lead')),
            ],
            options={
                'verbose_name': 'oversight session',
                'ordering': ['-scheduled_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['kind', 'unit', 'concluded_on'], name='oversight_counted'), models.Index(fields=['kind', 'scheduled_on'], name='oversight_by_day'), models.Index(fields=['unit', 'due_on'], name='oversight_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('form__in', ('document', 'team', 'community', 'joint')), ('kind', 'supervision')), models.Q(('form__in', ('conference', 'written', 'dialogue')), ('kind', 'criticism')), models.Q(('form', ''), ('kind__in', ['inspection', 'survey'])), _connector='OR'), name='oversight_form_fits_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['concluded', 'conclusion_issued', 'criticism_document_sent']), _negated=True), ('concluded_on__isnull', False), _connector='OR'), name='oversight_concluded_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('dropped_reason', ''), _negated=True), _connector='OR'), name='oversight_cancelled_with_a_reason'), models.CheckConstraint(condition=models.Q(('plan_quarter__isnull', True), ('plan_quarter__range', (1, 4)), _connector='OR'), name='oversight_planned_for_a_quarter'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='oversight_has_a_subject')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='YearPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('signer', models.CharField(max_length=200, verbose_name='signed by (office)')),
                ('agreed_on', models.DateField(verbose_name='agreed on')),
                ('agreed_with', models.CharField(blank=True, max_length=300, verbose_name='agreed with')),
                ('planned', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'verbose_name': 'yearly plan',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='oversight_one_plan_a_year', violation_error_message='The plan of this year is agreed already.'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='oversight_plan_is_numbered')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='JointProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('taken_up', models.BooleanField(null=True)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals_got', to='oversight.oversightsession')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals_made', to='oversight.oversightsession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'other'), name='oversight_joint_proposed_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('taken_up__isnull', True)), models.Q(('answered_at__isnull', False), ('taken_up__isnull', False)), _connector='OR'), name='oversight_joint_answered')],
            },
        ),
        migrations.CreateModel(
            name='CriticismOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='part of the draft')),
                ('text', models.TextField(max_length=4000, verbose_name='opinion')),
                ('verdict', models.CharField(blank=True, choices=[('accepted', 'taken up'), ('partly', 'taken up in part'), ('not', 'not taken up')], max_length=8, verbose_name='how it was taken up')),
                ('reason', models.TextField(blank=True, max_length=4000, verbose_name='explanation')),
                ('decided_on', models.DateField(null=True, verbose_name='day of the answer')),
                ('version', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='oversight.oversightsession')),
            ],
            options={
                'verbose_name': 'opinion',
                'ordering': ['session_id', 'number'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'decided_on'], name='criticism_opinion_by_unit')],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='criticism_opinion_numbered_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='criticism_opinion_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='criticism_opinion_decided_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('verdict__in', ['partly', 'not']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='criticism_opinion_explained', violation_error_message='What is not taken up as a whole needs an explanation.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CoHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(blank=True, max_length=200, verbose_name='body')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='oversight.oversightsession')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('body', ''), _negated=True)), _connector='OR'), name='oversight_host_is_named'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('session', 'unit'), name='oversight_host_named_once')],
            },
        ),
        migrations.CreateModel(
            name='FieldSurvey',
            fields=[
            ],
            options={
                'verbose_name': 'field survey',
                'abstract': False,
                'proxy': True,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [],
                'constraints': [],
            },
            bases=('oversight.oversightsession',),
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
            ],
            options={
                'verbose_name': 'inspection',
                'abstract': False,
                'proxy': True,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [],
                'constraints': [],
            },
            bases=('oversight.oversightsession',),
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SocialCriticism',
            fields=[
            ],
            options={
                'verbose_name': 'social criticism',
                'abstract': False,
                'proxy': True,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [],
                'constraints': [],
            },
            bases=('oversight.oversightsession',),
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SupervisionSession',
            fields=[
            ],
            options={
                'verbose_name': 'supervision',
                'abstract': False,
                'proxy': True,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [],
                'constraints': [],
            },
            bases=('oversight.oversightsession',),
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SessionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=24)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='oversight.oversightsession')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SupervisionRecommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('finding', models.TextField(blank=True, max_length=2000, verbose_name='what was found')),
                ('text', models.TextField(max_length=2000, verbose_name='recommendation')),
                ('to_body', models.CharField(blank=True, max_length=200, verbose_name='body asked')),
                ('sent_on', models.DateField(null=True, verbose_name='sent on')),
                ('due_on', models.DateField(null=True, verbose_name='answer due on')),
                ('answer_class', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('partly', 'accepted in part'), ('refused', 'refused with reason'), ('no_reply', 'no reply')], max_length=10, verbose_name='class of answer')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='what was answered')),
                ('answer_number', models.CharField(blank=True, max_length=60, verbose_name='number of the answer')),
                ('answered_on', models.DateField(null=True, verbose_name='answered on')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='number of reminders')),
                ('reminded_on', models.DateField(null=True, verbose_name='last reminded on')),
                ('words', models.CharField(blank=True, editable=False, max_length=1000)),
                ('version', models.PositiveIntegerField(default=0)),
                ('commitment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.commitment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='oversight.oversightsession')),
                ('to_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'recommendation',
                'ordering': ['session_id', 'number'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'sent_on'], name='recommendation_by_unit'), models.Index(condition=models.Q(('answered_on__isnull', True), ('sent_on__isnull', False)), fields=['due_on'], name='recommendation_unanswered')],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='recommendation_numbered_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='recommendation_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('to_body', ''), ('to_unit__isnull', False)), models.Q(('to_unit__isnull', True), models.Q(('to_body', ''), _negated=True)), _connector='OR'), name='recommendation_asks_somebody'), models.CheckConstraint(condition=models.Q(('sent_on__isnull', True), ('due_on__isnull', False), _connector='OR'), name='recommendation_sent_is_due'), models.CheckConstraint(condition=models.Q(models.Q(('answer_class__in', ['', 'no_reply']), ('answered_on__isnull', True)), models.Q(('answer_class__in', ['accepted', 'partly', 'refused']), ('answered_on__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='recommendation_answered_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('answer_class', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='recommendation_refused_with_a_reason', violation_error_message='Write the reason of the refusal.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(blank=True, max_length=200, verbose_name='body')),
                ('words', models.CharField(blank=True, editable=False, max_length=200)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='oversight.oversightsession')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['words'], name='oversight_target_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('body', ''), _negated=True)), _connector='OR'), name='oversight_target_is_named'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('session', 'unit'), name='oversight_target_named_once')],
            },
        ),
    ]
