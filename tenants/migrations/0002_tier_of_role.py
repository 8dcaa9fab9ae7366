from django.db import migrations, models

FILL = """UPDATE tenants_tenantrole AS r SET tier_id = d.tier_id FROM tenants_distributor d
WHERE d.id = r.distributor_id"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        migrations.AddField("tenantrole", "tier_id", models.UUIDField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
