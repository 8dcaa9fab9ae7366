"""What a distributor's database role may do in public. Everything that is not named here is refused by PostgreSQL.

READ: whole tables to read. OWN: rows of the distributor alone (row level security on the column `distributor_id`
through tenants_tenantrole and current_user), with the named rights. SOME: rows that fulfil a condition, to read.
"""

from django.db import connection

from tenants.domain.provisioning import group_role

READ = """
    tenants_region tenants_province tenants_tier
    catalog_taxrate catalog_productline catalog_product catalog_stock
    distributors_approvalrule distributors_approvalstep
""".split()
OWN = {
    "tenants_tenantrole": "SELECT",
    "tenants_numberseries": "SELECT, INSERT, UPDATE",
    "tenants_idempotencykey": "SELECT, INSERT",
    "tenants_portalvisit": "SELECT",
    "distributors_approvalrequest": "SELECT, INSERT, UPDATE (state, decided_at, reasons)",
    "distributors_decision": "SELECT, INSERT",
    "distributors_channelorder": "SELECT, INSERT, UPDATE",
    "distributors_creditaccount": "SELECT, UPDATE (version)",  # FOR UPDATE needs a column
    "distributors_documentcheck": "SELECT, INSERT, UPDATE (state)",
    "distributors_ledgerentry": "SELECT, INSERT",
    "distributors_ledgerdelta": "INSERT",
}
MINE = "(SELECT t.distributor_id FROM tenants_tenantrole t WHERE t.role = current_user::text)"
MY_TIER = "(SELECT t.tier_id FROM tenants_tenantrole t WHERE t.role = current_user::text)"
# Price lists: those for everybody, for the distributor's tier, and its own; items follow their list
SOME = {
    "catalog_pricelist": f"""scope_distributor_id = {MINE}
        OR scope_distributor_id IS NULL AND (scope_tier_id IS NULL OR scope_tier_id = {MY_TIER})""",
    "catalog_pricelistitem": "price_list_id IN (SELECT p.id FROM catalog_pricelist p)",
}


def build():
    """Make the group role, its grants and the policies: after every migration of public; again is harmless."""
    group = group_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [group])
        if not cursor.fetchone():
            cursor.execute(f'CREATE ROLE "{group}" NOLOGIN')
        cursor.execute(f'GRANT "{group}" TO CURRENT_USER')
        cursor.execute(f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, "{group}"')
        cursor.execute(
            "REVOKE TEMP ON DATABASE " + connection.ops.quote_name(connection.settings_dict["NAME"]) + " FROM PUBLIC"
        )
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:  # set_config could take the role off again; only a superuser can take it away
            cursor.execute("REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC")
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{group}"')
        for table in READ:
            cursor.execute(f'GRANT SELECT ON "{table}" TO "{group}"')
        for table, rights in OWN.items():
            cursor.execute(f'GRANT {rights} ON "{table}" TO "{group}"')
            own = "role = current_user::text" if table == "tenants_tenantrole" else f"distributor_id = {MINE}"
            _policy(cursor, table, own)
        for table, condition in SOME.items():
            cursor.execute(f'GRANT SELECT ON "{table}" TO "{group}"')
            _policy(cursor, table, condition)


def take_down():
    """Drop the policies, which would hinder a migration of their tables. Without them the portals' roles see no row of
    those tables at all; build() puts them back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'own_rows'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'DROP POLICY own_rows ON "{table}"')


def _policy(cursor, table, condition):
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS own_rows ON "{table}"')
    cursor.execute(f'CREATE POLICY own_rows ON "{table}" USING ({condition}) WITH CHECK ({condition})')
