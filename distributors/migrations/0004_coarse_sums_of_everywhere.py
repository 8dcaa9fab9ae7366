from django.db import migrations

FILL = """
INSERT INTO distributors_foldplace (fact, grain, day, region, province, direct, quantity, net, tax)
SELECT fact, grain, day, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', direct,
       sum(quantity), sum(net), sum(tax)
FROM distributors_foldplace WHERE region <> '00000000-0000-0000-0000-000000000000' GROUP BY 1, 2, 3, 6
ON CONFLICT (fact, grain, day, region, province, direct) DO UPDATE SET
    quantity = EXCLUDED.quantity, net = EXCLUDED.net, tax = EXCLUDED.tax;
INSERT INTO distributors_foldline (fact, month, region, product_line, direct, quantity, net, tax)
SELECT fact, month, '00000000-0000-0000-0000-000000000000', product_line, direct, sum(quantity), sum(net), sum(tax)
FROM distributors_foldline WHERE region <> '00000000-0000-0000-0000-000000000000' GROUP BY 1, 2, 4, 5
ON CONFLICT (fact, month, region, product_line, direct) DO UPDATE SET
    quantity = EXCLUDED.quantity, net = EXCLUDED.net, tax = EXCLUDED.tax
"""


class Migration(migrations.Migration):
    """The country as a row of its own beside the regions'."""

    dependencies = [("distributors", "0003_coarse_sums")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
