import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('organizations', '0002_proposed_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='CriteriaSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10, verbose_name='for units of the level')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='basis')),
                ('starts_on', models.DateField(verbose_name='valid from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('appeal_days', models.PositiveSmallIntegerField(default=7, verbose_name='working days for an appeal')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('issued', 'in use')], default='draft', max_length=8, verbose_name='state')),
                ('issued_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='evaluation.criteriaset')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='issued by')),
            ],
            options={
                'verbose_name': 'criteria set',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='criteria_set_ends_after_it_starts', violation_error_message='The last day comes before the first one.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('issued_at__isnull', False), _connector='OR'), name='criteria_set_issued_at_a_moment'), models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('unit', 'level', 'starts_on'), name='criteria_set_one_for_a_level_and_day', violation_error_message='A set for this level starts on that day already.'), models.CheckConstraint(condition=models.Q(('appeal_days__gte', 1)), name='criteria_set_leaves_time_for_an_appeal')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CriteriaGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=200, verbose_name='heading')),
                ('criteria', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='evaluation.criteriaset')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('criteria', 'title'), name='criteria_group_named_once')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_name', models.CharField(max_length=10, verbose_name='period')),
                ('title', models.CharField(max_length=200, verbose_name='name')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('self_due_on', models.DateField(verbose_name='self-scores due on')),
                ('review_due_on', models.DateField(verbose_name='reviews due on')),
                ('version', models.PositiveIntegerField(default=0)),
                ('criteria', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='evaluation.criteriaset')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='opened by')),
            ],
            options={
                'verbose_name': 'evaluation round',
                'ordering': ['-opened_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('unit', 'criteria', 'period_name'), name='evaluation_round_opened_once', violation_error_message='This set is already open for this period.'), models.CheckConstraint(condition=models.Q(('review_due_on__gte', models.F('self_due_on'))), name='evaluation_round_reviews_after_self_scores', violation_error_message='Reviews cannot be due before self-scores.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RankingBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='band')),
                ('at_least', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='from points')),
                ('criteria', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='evaluation.criteriaset')),
            ],
            options={
                'ordering': ['-at_least'],
                'constraints': [models.UniqueConstraint(fields=('criteria', 'at_least'), name='ranking_band_starts_once'), models.CheckConstraint(condition=models.Q(('at_least__gte', 0)), name='ranking_band_from_zero_up')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=300, verbose_name='criterion')),
                ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='maximum points')),
                ('kind', models.CharField(choices=[('measured', 'measured from figures'), ('judged', 'judged')], max_length=8, verbose_name='kind')),
                ('guidance', models.TextField(blank=True, max_length=1000, verbose_name='guidance')),
                ('needs_file', models.BooleanField(default=False, verbose_name='a file is needed as evidence')),
                ('reading', models.CharField(blank=True, choices=[('value', 'the figure itself'), ('ratio', 'share of a second figure, in percent'), ('per_unit', 'average per reporting unit')], max_length=8, verbose_name='what is read')),
                ('scope', models.CharField(blank=True, choices=[('own', "the unit's own"), ('branch', 'the unit and all below it')], max_length=6, verbose_name='whose figures')),
                ('indicator', models.CharField(blank=True, max_length=80, verbose_name='figure')),
                ('divisor', models.CharField(blank=True, max_length=80, verbose_name='second figure')),
                ('rule', models.CharField(blank=True, choices=[('reached', 'all points from the target on, none below'), ('proportional', 'in proportion to the target'), ('steps', 'by steps: the higher the better'), ('steps_down', 'by steps: the lower the better')], max_length=12, verbose_name='scoring rule')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='target')),
                ('steps', models.JSONField(blank=True, default=list, verbose_name='steps')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='evaluation.criteriagroup')),
            ],
            options={
                'verbose_name': 'criterion',
                'ordering': ['group__position', 'position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='criterion_is_worth_something'), models.CheckConstraint(condition=models.Q(models.Q(('indicator', ''), ('kind', 'judged')), models.Q(('kind', 'measured'), models.Q(('indicator', ''), _negated=True), models.Q(('rule', ''), _negated=True), models.Q(('reading', ''), _negated=True), models.Q(('scope', ''), _negated=True)), _connector='OR'), name='criterion_measured_names_figure_and_rule'), models.CheckConstraint(condition=models.Q(models.Q(('reading', 'ratio'), _negated=True), models.Q(('divisor', ''), _negated=True), _connector='OR'), name='criterion_ratio_has_two_figures'), models.CheckConstraint(condition=models.Q(models.Q(('rule__in', ['reached', 'proportional']), _negated=True), ('target__gt', 0), _connector='OR'), name='criterion_target_is_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='UnitEvaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('city', 'city or province'), ('district', 'district'), ('commune', 'commune'), ('agency', 'agency'), ('village', 'village')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'not scored yet'), ('self_scored', 'scored by the unit'), ('submitted', 'sent for review'), ('reviewed', 'reviewed by the level above'), ('published', 'told to the unit'), ('appealed', 'appealed against'), ('decided', 'appeal decided'), ('final', 'final')], default='open', max_length=12, verbose_name='state')),
                ('self_total', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='self-score')),
                ('total', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='score')),
                ('band', models.CharField(blank=True, max_length=60, verbose_name='band')),
                ('figures_mark', models.JSONField(default=dict)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('remark', models.TextField(blank=True, max_length=1000, verbose_name='remark of the score review')),
                ('published_at', models.DateTimeField(null=True)),
                ('appeal_until', models.DateField(null=True, verbose_name='appeal until')),
                ('appealed_at', models.DateTimeField(null=True)),
                ('appeal_reason', models.TextField(blank=True, max_length=2000, verbose_name='reason of the appeal')),
                ('decided_at', models.DateTimeField(null=True)),
                ('appeal_answer', models.TextField(blank=True, max_length=2000, verbose_name='answer to the appeal')),
                ('final_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='evaluation.evaluationround')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.orgunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'evaluation of a unit',
                'ordering': ['-round__opened_at', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['unit', 'state'], name='evaluation_by_unit')],
                'constraints': [models.UniqueConstraint(fields=('round', 'unit'), name='unit_evaluated_once_in_a_round'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'self_scored']), models.Q(('self_total__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='unit_evaluation_sent_at_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reviewed', 'published', 'appealed', 'decided', 'final']), _negated=True), models.Q(('reviewed_at__isnull', False), ('total__isnull', False)), _connector='OR'), name='unit_evaluation_reviewed_has_a_score'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'appealed', 'decided', 'final']), _negated=True), models.Q(('appeal_until__isnull', False), ('published_at__isnull', False), models.Q(('band', ''), _negated=True)), _connector='OR'), name='unit_evaluation_told_with_band_and_appeal'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'appealed'), _negated=True), models.Q(('appeal_reason', ''), _negated=True), _connector='OR'), name='unit_appeals_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), models.Q(('appeal_answer', ''), _negated=True), _connector='OR'), name='appeal_decided_with_an_answer')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CriterionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='value')),
                ('outcome', models.CharField(blank=True, max_length=12, verbose_name='how it was read')),
                ('figures', models.JSONField(default=list)),
                ('self_points', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='self-score')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('review_points', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='review')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the difference')),
                ('decided_points', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='after the appeal')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.criterion')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='evidence')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='evaluation.unitevaluation')),
            ],
            options={
                'ordering': ['criterion__group__position', 'criterion__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'criterion'), name='criterion_scored_once'), models.CheckConstraint(condition=models.Q(('review_points__isnull', True), ('review_points', models.F('self_points')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='criterion_review_differs_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('self_points__isnull', True), ('self_points__gte', 0), _connector='OR'), models.Q(('review_points__isnull', True), ('review_points__gte', 0), _connector='OR'), models.Q(('decided_points__isnull', True), ('decided_points__gte', 0), _connector='OR')), name='criterion_points_are_not_negative')],
            },
        ),
    ]
