import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('organizations', '0002_proposed_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='rules of the contest')),
                ('state', models.CharField(choices=[('planned', 'being prepared'), ('open', 'open for entries'), ('judging', 'being judged'), ('concluded', 'concluded'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('entries_until', models.DateField(verbose_name='entries are taken until')),
                ('concluded_on', models.DateField(null=True, verbose_name='concluded on')),
                ('dropped_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was cancelled')),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='organiser')),
            ],
            options={
                'verbose_name': 'contest',
                'ordering': ['-entries_until', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('dropped_reason', ''), _negated=True), _connector='OR'), name='contest_cancelled_with_a_reason')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SkilledModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10, verbose_name='level')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('field', models.CharField(choices=[('economy', 'economy'), ('culture_society', 'culture and society'), ('defence_security', 'defence and security'), ('political_system', 'political system')], max_length=20, verbose_name='field of work')),
                ('holder', models.CharField(choices=[('collective', 'collective'), ('individual', 'individual')], max_length=10, verbose_name='run by')),
                ('summary', models.TextField(blank=True, max_length=4000, verbose_name='what it does')),
                ('conditions', models.TextField(blank=True, max_length=2000, verbose_name='what it needs')),
                ('state', models.CharField(choices=[('registered', 'registered'), ('active', 'active'), ('assessed', 'checked'), ('recognised', 'recognised'), ('replicated', 'copied by others'), ('lapsed', 'lapsed: not verified again'), ('stopped', 'stopped'), ('withdrawn', 'withdrawn by the level above')], default='registered', max_length=10, verbose_name='state')),
                ('registered_on', models.DateField(verbose_name='registered on')),
                ('kept_from', models.DateField()),
                ('verified_until', models.DateField(null=True, verbose_name='verified until')),
                ('ended_reason', models.CharField(blank=True, max_length=300, verbose_name='why it ended')),
                ('adapted', models.TextField(blank=True, max_length=2000, verbose_name='what was adapted')),
                ('copy_result', models.TextField(blank=True, max_length=2000, verbose_name='what came of the copy')),
                ('words', models.CharField(blank=True, editable=False, max_length=4200)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('continues', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='exemplars.skilledmodel')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='exemplars.skilledmodel')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'model',
                'ordering': ['-registered_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'registered_on'], name='model_by_unit'), models.Index(fields=['state', 'verified_until'], name='model_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('source__isnull', True), models.Q(('source', models.F('id')), _negated=True), _connector='OR'), name='model_copied_from_another'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['stopped', 'withdrawn']), _negated=True), models.Q(('ended_reason', ''), _negated=True), _connector='OR'), name='model_ended_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'assessed', 'recognised', 'replicated']), _negated=True), ('verified_until__isnull', False), _connector='OR'), name='model_active_until_a_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('movement', models.CharField(max_length=200, verbose_name='emulation movement')),
                ('launched_on', models.DateField(verbose_name='movement launched on')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year of the achievement')),
                ('form', models.CharField(choices=[('flag', 'emulation flag'), ('certificate', 'certificate of merit'), ('letter', 'letter of commendation'), ('title', 'emulation title')], max_length=12, verbose_name='form of commendation')),
                ('authority', models.CharField(choices=[('prime_minister', 'Prime Minister'), ('ministry', 'ministry or central body'), ('city_committee', "People's Committee of the city"), ('city_party', 'Party committee of the city'), ('district', 'district'), ('commune', 'commune')], max_length=16, verbose_name='authority that grants it')),
                ('holder', models.CharField(choices=[('collective', 'collective'), ('individual', 'individual')], max_length=10, verbose_name='for')),
                ('persons', models.PositiveIntegerField(default=0, verbose_name='number of individuals')),
                ('direct_persons', models.PositiveIntegerField(default=0, verbose_name='of these doing the direct work')),
                ('achievement', models.TextField(max_length=4000, verbose_name='achievement')),
                ('dossier', models.JSONField(default=list, verbose_name='papers in the dossier')),
                ('state', models.CharField(choices=[('movement_launched', 'movement launched'), ('proposed', 'proposed'), ('council_reviewed', 'reviewed by the council'), ('submitted', 'submitted'), ('decided', 'decided'), ('presented', 'presented'), ('refused', 'refused')], default='movement_launched', max_length=20, verbose_name='state')),
                ('votes_for', models.PositiveSmallIntegerField(null=True, verbose_name='votes for')),
                ('votes_against', models.PositiveSmallIntegerField(null=True, verbose_name='votes against')),
                ('council_size', models.PositiveSmallIntegerField(null=True, verbose_name='members of the council')),
                ('reviewed_on', models.DateField(null=True, verbose_name='reviewed on')),
                ('submitted_on', models.DateField(null=True, verbose_name='submitted on')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='number of the decision')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='signed by')),
                ('decided_on', models.DateField(null=True, verbose_name='day of the decision')),
                ('presented_on', models.DateField(null=True, verbose_name='presented on')),
                ('refused_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was refused')),
                ('words', models.CharField(blank=True, editable=False, max_length=4300)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('holder_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit whose work it is')),
                ('proposer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='proposed by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit')),
                ('model', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='exemplars.skilledmodel')),
            ],
            options={
                'verbose_name': 'commendation proposal',
                'ordering': ['-year', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'decided_on'], name='award_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('holder', 'collective'), ('persons', 0)), models.Q(('holder', 'individual'), ('persons__gte', 1)), _connector='OR'), name='award_to_a_unit_or_to_a_count'), models.CheckConstraint(condition=models.Q(('direct_persons__lte', models.F('persons'))), name='award_direct_are_part_of_all'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'flag'), _negated=True), ('holder', 'collective'), _connector='OR'), name='award_flag_to_a_collective', violation_error_message='Flags are given to collectives.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decided', 'presented']), _negated=True), models.Q(('decided_on__isnull', False), models.Q(('decision_number', ''), _negated=True)), _connector='OR'), name='award_decided_by_number_and_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refused_reason', ''), _negated=True), _connector='OR'), name='award_refused_with_a_reason'), models.UniqueConstraint(condition=models.Q(('holder', 'collective'), ('state__in', ['decided', 'presented'])), fields=('holder_unit', 'form', 'authority', 'year'), name='award_not_twice_for_one_year')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ContestRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=100, verbose_name='name of the round')),
                ('advance', models.PositiveSmallIntegerField(null=True, verbose_name='how many go on')),
                ('state', models.CharField(choices=[('waiting', 'not begun'), ('open', 'being judged'), ('closed', 'closed')], default='waiting', max_length=8)),
                ('closed_at', models.DateTimeField(null=True)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='exemplars.contest')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'number'), name='contest_round_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='contest_round_closed_at_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='criterion')),
                ('most', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='points at most')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='exemplars.contest')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('most__gte', 1)), name='criterion_gives_points')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(max_length=6000, verbose_name='what the jury reads')),
                ('state', models.CharField(choices=[('submitted', 'sent in'), ('withdrawn', 'withdrawn')], default='submitted', max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='exemplars.contest')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'entry',
                'ordering': ['code'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('contest', 'code'), name='entry_code_names_one'), models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('contest', 'unit'), name='entry_one_per_unit')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='seat')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='exemplars.contest')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'number'), name='jury_seat_numbered_once'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('contest', 'user'), name='juror_sits_once')],
            },
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('commune', 'grassroots'), ('district', 'district'), ('city', 'city')], max_length=10, verbose_name='level of recognition')),
                ('number', models.CharField(max_length=60, verbose_name='number of the decision')),
                ('on', models.DateField(verbose_name='day of the decision')),
                ('taken_back', models.BooleanField(default=False)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recognitions', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back', False)), fields=('model', 'grade'), name='model_recognised_once_per_level')],
            },
        ),
        migrations.CreateModel(
            name='ModelFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ModelEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('data', models.JSONField(default=dict)),
                ('bulk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='exemplars.bulkstep')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ModelCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='checked on')),
                ('verdict', models.CharField(choices=[('good', 'works well'), ('partly', 'works in part'), ('poor', 'does not work')], max_length=6, verbose_name='verdict')),
                ('findings', models.TextField(max_length=2000, verbose_name='findings')),
                ('residents', models.TextField(blank=True, max_length=1000, verbose_name='what residents say')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='what is measured')),
                ('measure', models.CharField(max_length=40, verbose_name='unit of measure')),
                ('before', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='before')),
                ('after', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='after')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ActiveSpell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spells', to='exemplars.skilledmodel')),
            ],
            options={
                'ordering': ['begins_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('model',), name='model_active_once_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='model_spell_runs_on')],
            },
        ),
        migrations.CreateModel(
            name='AwardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='exemplars.award')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('total', models.DecimalField(decimal_places=2, max_digits=7, null=True, verbose_name='points')),
                ('rank', models.PositiveSmallIntegerField(null=True, verbose_name='rank')),
                ('goes_on', models.BooleanField(default=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='exemplars.entry')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='exemplars.contestround')),
            ],
            options={
                'ordering': ['rank', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'entry'), name='entry_stands_once_in_a_round')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='points')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exemplars.criterion')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='exemplars.seat')),
                ('standing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='exemplars.standing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standing', 'seat', 'criterion'), name='score_given_once'), models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='score_not_below_zero')],
            },
        ),
    ]
