import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organizations', '0001_initial'),
        ('reference', '0006_load_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComplaintFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_case_ref', models.CharField(max_length=60, verbose_name='number in the official register')),
                ('stage', models.CharField(choices=[('received', 'received'), ('checking', 'being checked'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('verifying', 'being verified'), ('hearing', 'hearing'), ('decided', 'decided'), ('in_force', 'in force'), ('executed', 'carried out'), ('suspended', 'suspended'), ('resumed', 'resumed'), ('discontinued', 'discontinued'), ('second_instance', 'second instance'), ('court', 'at court')], default='received', max_length=15, verbose_name='stage')),
                ('stage_on', models.DateField(verbose_name='since')),
                ('second', models.BooleanField(default=False, verbose_name='second instance')),
            ],
            options={
                'verbose_name': 'complaint followed',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(choices=[('solved', 'solved'), ('partly', 'partly solved'), ('explained', 'explained'), ('promised', 'promised for later'), ('refused', 'refused with its basis'), ('not_competent', 'not competent')], max_length=13, verbose_name='outcome')),
                ('body', models.BinaryField(null=True)),
                ('promised_on', models.DateField(null=True, verbose_name='promised by')),
                ('promise_kept_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'promised'), _negated=True), ('promised_on__isnull', False), _connector='OR'), name='answer_promised_by_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('received', 'received'), ('checking', 'being checked'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('verifying', 'being verified'), ('hearing', 'hearing'), ('decided', 'decided'), ('in_force', 'in force'), ('executed', 'carried out'), ('suspended', 'suspended'), ('resumed', 'resumed'), ('discontinued', 'discontinued'), ('second_instance', 'second instance'), ('court', 'at court')], max_length=15)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='petitions.complaintfile')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True, verbose_name='number')),
                ('lookup', models.BinaryField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('feedback', 'feedback'), ('recommendation', 'recommendation'), ('complaint', 'formal complaint')], max_length=14, verbose_name='kind')),
                ('topic', models.CharField(blank=True, max_length=40, verbose_name='topic')),
                ('channel', models.CharField(choices=[('portal', 'public page'), ('counter', 'at the counter'), ('phone', 'by phone'), ('letter', 'by letter'), ('open311', 'another system (Open311)')], max_length=8, verbose_name='received')),
                ('urgency', models.CharField(choices=[('normal', 'normal'), ('soon', 'pressing'), ('urgent', 'urgent')], default='normal', max_length=6, verbose_name='urgency')),
                ('state', models.CharField(choices=[('received', 'received'), ('own_authority', 'in hand'), ('reopened', 'reopened'), ('answered', 'answered'), ('closed', 'closed'), ('transferred', 'passed to a body outside the system'), ('guided', 'told where to go'), ('not_eligible', 'not eligible'), ('joined', 'joined to another'), ('sealed', 'sealed')], default='received', max_length=13, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received on')),
                ('taken_up_at', models.DateTimeField(null=True, verbose_name='taken up on')),
                ('classified_at', models.DateTimeField(null=True, verbose_name='sorted on')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered on')),
                ('answered_due_at', models.DateTimeField(null=True)),
                ('answers_count', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed on')),
                ('reopened_at', models.DateTimeField(null=True)),
                ('score', models.PositiveSmallIntegerField(null=True, verbose_name='rating')),
                ('settled', models.BooleanField(null=True, verbose_name='settled for the sender')),
                ('wants_public', models.BooleanField(default=False, verbose_name='the sender agrees to publication')),
                ('awaits_superior', models.BooleanField(default=False, verbose_name='the superior decides who is in charge')),
                ('decided', models.BooleanField(default=False)),
                ('contact', models.BinaryField(null=True)),
                ('content', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('clock', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.clock')),
                ('joined_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='petitions.petition')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='place concerned')),
                ('split_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='petitions.petition')),
                ('taking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.clock')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit in charge')),
            ],
            options={
                'verbose_name': 'petition',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state'], name='petition_of_unit'), models.Index(fields=['unit', 'received_at'], name='petition_by_day'), models.Index(fields=['state', 'closed_at'], name='petition_to_forget')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__range', (1, 5)), _connector='OR'), name='petition_rated_one_to_five'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'joined'), ('joined_to__isnull', False)), models.Q(models.Q(('state', 'joined'), _negated=True), ('joined_to__isnull', True)), _connector='OR'), name='petition_joined_to_one'), models.CheckConstraint(condition=models.Q(('joined_to__isnull', True), models.Q(('joined_to', models.F('id')), _negated=True), _connector='OR'), name='petition_not_joined_to_itself'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sealed'), _negated=True), models.Q(('contact__isnull', True), ('content__isnull', True)), _connector='OR'), name='petition_sealed_keeps_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='petition_closed_on_a_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ordered', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='petitions.petition')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('from_unit', models.F('to_unit')), _negated=True), name='hand_over_to_another_unit'), models.UniqueConstraint(condition=models.Q(('ordered', False)), fields=('petition', 'from_unit', 'to_unit'), name='hand_over_never_repeated')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'received'), ('taken_up', 'taken up'), ('classified', 'sorted'), ('handed_over', 'handed over'), ('decided', 'unit in charge decided'), ('succeeded', 'passed to the successor'), ('extended', 'more time'), ('message', 'message to the sender'), ('note', 'note for colleagues'), ('information', 'information from the sender'), ('answered', 'answered'), ('rated', 'rated'), ('reopened', 'reopened'), ('joined', 'joined'), ('split', 'split'), ('published', 'published'), ('withdrawn', 'taken off the public pages'), ('kept', 'the promise was kept'), ('closed', 'closed'), ('sealed', 'sealed'), ('complaint', 'complaint followed')], max_length=12)),
                ('at', models.DateTimeField()),
                ('to_sender', models.BooleanField(default=False)),
                ('body', models.BinaryField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='petitions.petition')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='complaintfile',
            name='petition',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complaint', to='petitions.petition'),
        ),
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('contact', 'how to reach the sender'), ('content', 'text and files')], max_length=7)),
                ('wrapped', models.BinaryField(max_length=100)),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='petitions.petition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('petition', 'part'), name='case_key_one_for_each_part'), models.CheckConstraint(condition=models.Q(('destroyed_at__isnull', True), ('wrapped', b''), _connector='OR'), name='case_key_destroyed_is_gone')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('name', models.BinaryField()),
                ('box', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='petitions.answer')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='petitions.petition')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='petition_attachment_is_not_empty')],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='petitions.petition'),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=140, verbose_name='title')),
                ('text', models.TextField(max_length=10000, verbose_name='text')),
                ('answer', models.TextField(blank=True, max_length=10000, verbose_name='answer')),
                ('removed', models.CharField(blank=True, max_length=300, verbose_name='what was removed')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('published_at', models.DateTimeField(verbose_name='published on')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='taken down on')),
                ('version', models.PositiveIntegerField(default=1)),
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='petitions.petition')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'published petition',
                'indexes': [models.Index(fields=['-published_at'], name='publication_newest')],
            },
        ),
        migrations.CreateModel(
            name='ReceptionSchedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.CharField(choices=[('province_chair', "chair of the city People's Committee"), ('province_secretary', 'secretary of the city Party committee'), ('commune_chair', "chair of the commune People's Committee"), ('commune_secretary', 'secretary of the commune Party committee'), ('head_agency', 'head of the agency'), ('public_service', 'head of the public service unit')], max_length=18, verbose_name='who receives')),
                ('day', models.DateField(verbose_name='day')),
                ('starts_at', models.TimeField(verbose_name='from')),
                ('ends_at', models.TimeField(verbose_name='to')),
                ('place', models.CharField(max_length=200, verbose_name='place of reception')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('posted', 'posted'), ('held', 'held'), ('moved', 'moved')], default='planned', max_length=7, verbose_name='state')),
                ('posted_on', models.DateField(null=True, verbose_name='posted on')),
                ('version', models.PositiveIntegerField(default=1)),
                ('moved_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_from', to='petitions.receptionschedule')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'verbose_name': 'reception day',
                'ordering': ['day', 'starts_at', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='reception_ends_after_it_starts', violation_error_message='Reception must end after it begins.'), models.UniqueConstraint(condition=models.Q(('state', 'moved'), _negated=True), fields=('unit', 'head', 'day'), name='reception_once_a_day_per_head', violation_error_message='This head already receives citizens on this day.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'moved'), ('moved_to__isnull', False)), models.Q(models.Q(('state', 'moved'), _negated=True), ('moved_to__isnull', True)), _connector='OR'), name='reception_moved_to_a_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ReceptionSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('regular', 'regular reception'), ('periodic', 'periodic reception by the head'), ('adhoc', 'ad hoc reception by the head')], max_length=8, verbose_name='kind')),
                ('host', models.CharField(choices=[('head', 'the head'), ('deputy', 'a deputy'), ('duty', 'the officer on duty')], max_length=6, verbose_name='who received')),
                ('head', models.CharField(blank=True, choices=[('province_chair', "chair of the city People's Committee"), ('province_secretary', 'secretary of the city Party committee'), ('commune_chair', "chair of the commune People's Committee"), ('commune_secretary', 'secretary of the commune Party committee'), ('head_agency', 'head of the agency'), ('public_service', 'head of the public service unit')], max_length=18, verbose_name='post of the head')),
                ('on', models.DateField(verbose_name='day')),
                ('visit_count', models.PositiveIntegerField(verbose_name='visits')),
                ('person_count', models.PositiveIntegerField(verbose_name='persons')),
                ('large_group_count', models.PositiveIntegerField(default=0, verbose_name='large groups')),
                ('case_count', models.PositiveIntegerField(verbose_name='matters')),
                ('state', models.CharField(choices=[('recorded', 'recorded'), ('conclusion_issued', 'conclusion issued'), ('following_up', 'being followed up'), ('closed', 'closed')], default='recorded', max_length=17, verbose_name='state')),
                ('conclusion_ref', models.CharField(blank=True, max_length=60, verbose_name='number of the conclusion')),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='session', to='petitions.receptionschedule')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'verbose_name': 'reception session',
                'ordering': ['-on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'on'], name='reception_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'regular'), models.Q(('host', 'duty'), _negated=True), _connector='OR'), name='reception_by_head_not_by_duty', violation_error_message="Periodic and ad hoc reception is the head's; name the head or a deputy."), models.CheckConstraint(condition=models.Q(models.Q(('host', 'head'), _negated=True), models.Q(('head', ''), _negated=True), _connector='OR'), name='reception_names_the_head', violation_error_message='Name the head who received.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(blank=True, max_length=40, verbose_name='topic')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis')),
                ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit in charge')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='place concerned')),
            ],
            options={
                'verbose_name': 'routing rule',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('unit', 'topic', 'starts_on'), name='route_one_for_place_topic_day', violation_error_message='There is a rule for this place and topic from this day already.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='route_ends_after_it_starts', violation_error_message='The last day must come after the first.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SealedRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=32, verbose_name="recipient's key")),
                ('box', models.BinaryField()),
                ('sealed_on', models.DateField(verbose_name='sealed on')),
                ('handed_over_on', models.DateField(null=True, verbose_name='handed over on')),
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sealed', to='petitions.petition')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name="recipient's unit")),
            ],
            options={
                'verbose_name': 'sealed record',
            },
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('petition', 'number'), name='answer_numbered_once'),
        ),
    ]
