"""Migrations over all distributors' schemas: one state query for all, then only what a schema lacks."""

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tenants.context import inside
from tenants.domain.provisioning import applied_in, role_name, tenant_tables
from tenants.models import Distributor


def wanted():
    """The tenant apps' migrations in the code, in an order in which they can be applied."""
    loader = MigrationLoader(None)
    leaves = [key for key in loader.graph.leaf_nodes() if key[0] in settings.TENANT_APPS]
    names = []
    for leaf in leaves:
        names += [k for k in loader.graph.forwards_plan(leaf) if k[0] in settings.TENANT_APPS and k not in names]
    return names


def behind():
    """{distributor: [missing migrations]} of every distributor whose schema lacks any."""
    names = wanted()
    distributors = {d.schema_name: d for d in Distributor.objects.order_by("code")}
    found = applied_in(list(distributors))
    return {
        distributors[schema]: missing
        for schema, applied in found.items()
        if (missing := [name for name in names if name not in applied])
    }


def migrate(distributor, missing):
    """Bring one schema to the code's state in one transaction of its own."""
    with transaction.atomic(), inside(distributor):
        executor = MigrationExecutor(connection)
        state = _state_before(executor, missing)
        with connection.schema_editor(atomic=False) as editor:
            for key in missing:
                state = executor.loader.graph.nodes[key].apply(state, editor)
        for app, name in missing:
            executor.recorder.record_applied(app, name)
        _grant(distributor.schema_name)


def _state_before(executor, missing):
    """The models as they are without the missing migrations, the shared apps as they are in the code."""
    nodes = executor.loader.graph
    plan = [key for key in nodes._generate_plan(nodes.leaf_nodes(), at_end=True) if key not in missing]
    state = executor._create_project_state()
    for key in plan:
        nodes.nodes[key].mutate_state(state, preserve=False)
    return state


def _grant(schema):
    """New tables get the rights of the distributor's role."""
    role = role_name(schema)
    with connection.cursor() as cursor:
        for table, append_only in tenant_tables().items():
            rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f'GRANT {rights} ON "{schema}"."{table}" TO "{role}"')
