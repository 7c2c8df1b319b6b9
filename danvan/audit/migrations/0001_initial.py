from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('last_mac', models.BinaryField(max_length=32)),
                ('root', models.BinaryField(max_length=32)),
                ('signature', models.BinaryField(max_length=64)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'checkpoint',
                'db_table': 'audit_checkpoint',
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('prev', models.BinaryField(max_length=32)),
                ('body', models.BinaryField()),
                ('mac', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField(db_index=True)),
                ('action', models.CharField(db_index=True, max_length=80)),
                ('actor_id', models.BigIntegerField(db_index=True, null=True)),
                ('unit', models.CharField(blank=True, db_index=True, max_length=40)),
                ('target_type', models.CharField(blank=True, max_length=60)),
                ('target_id', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'verbose_name': 'log entry',
                'db_table': 'audit_entry',
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_entry_by_target')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0)),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'audit_head',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_head_is_one_row')],
            },
        ),
    ]
