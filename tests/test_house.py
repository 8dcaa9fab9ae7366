"""The rules of the house that no import order can hold: read from the source, the models and the database."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tenants.domain.provisioning import tenant_tables

ROOT = Path(settings.BASE_DIR)
FOLDERS = ["portal", "tenants", "catalog", "distributors", "customers", "orders"]
SOURCES = sorted(
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
)  # fmt: skip
CONTEXT, HOSTS, ADAPTERS = (ROOT / "tenants" / name for name in ("context.py", "hosts.py", "adapters.py"))
DATES = ROOT / "portal" / "lib" / "dates.py"
# a binding of each session at login, a host forgotten when its distributor is saved: nothing else may listen
SIGNALS = {ADAPTERS: {"user_logged_in", "authenticator_added", "authenticator_removed"}, HOSTS: {"post_save"}}


def name_of(path):
    return str(path.relative_to(ROOT))


def nodes(path):
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def calls(path):
    """Names of what is called, dotted where it is: {"timezone.now", "cache.clear", …}."""
    return {ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)}


def names(path):
    """Every name that is used or imported."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def opened_by(path):
    """The expressions after `with`."""
    return {ast.unparse(item.context_expr) for node in nodes(path) if isinstance(node, ast.With) for item in node.items}


def test_a_distributor_is_entered_by_inside_alone():
    """`with tenant:` and schema_context swap distributors between threads (SEC §4)."""
    wrong = [
        name_of(path)
        for path in SOURCES
        if path != CONTEXT
        and (
            names(path) & {"schema_context", "tenant_context"}
            or any(re.fullmatch(r"(\w+\.)*(tenant|distributor|schema)", text) for text in opened_by(path))
        )
    ]
    assert wrong == []


def test_the_time_comes_from_dates():
    """So that a verb can be replayed at its own moment."""
    clocks = {"timezone.now", "datetime.now", "datetime.datetime.now", "date.today", "datetime.date.today"}
    wrong = [
        name_of(path) for path in SOURCES if "domain" in path.parts and path != DATES and calls(path) & clocks
    ]  # fmt: skip
    assert wrong == []


def test_nothing_is_cached_or_cleared_across_distributors():
    wrong = [
        name_of(path)
        for path in SOURCES
        if "cache_page" in names(path) or any(call.endswith("cache.clear") for call in calls(path))
    ]
    assert wrong == []


def test_no_row_points_anywhere_by_content_type():
    wrong = [name_of(path) for path in SOURCES if names(path) & {"GenericForeignKey", "GenericRelation"}]
    assert wrong == []


def test_signals_carry_no_rules():
    wrong = {}
    for path in SOURCES:
        heard = set()
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("receiver"):
                        heard.add(ast.unparse(decorator.args[0]))
        heard |= {
            call for call in calls(path) if re.search(r"(post|pre)_(save|delete|init)\.connect|m2m_changed", call)
        }
        if heard - SIGNALS.get(path, set()):
            wrong[name_of(path)] = heard
    assert wrong == {}


def test_a_view_never_writes_a_row():
    writes = re.compile(r"objects\.(create|bulk_create|update_or_create|get_or_create)$|\.bulk_update$")
    wrong = {
        name_of(path): sorted(call for call in calls(path) if writes.search(call))
        for path in SOURCES
        if "views" in path.parts and any(writes.search(call) for call in calls(path))
    }
    assert wrong == {}


def relations():
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]


def is_tenant(model):
    return model._meta.app_label in settings.TENANT_APPS


def test_a_distributors_row_points_at_public_without_a_constraint():
    """A constraint would lock the catalogue whenever a distributor is opened (DESIGN §3)."""
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in relations()
        if is_tenant(model)
        and not is_tenant(field.related_model)
        and (field.db_constraint or field.remote_field.on_delete is not models.DO_NOTHING)
    ]
    assert wrong == []


def test_public_never_points_into_a_distributors_schema():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in relations()
        if not is_tenant(model) and is_tenant(field.related_model)
    ]
    assert wrong == []


def test_every_key_of_ours_is_a_uuid_of_version_7():
    """But django-tenants' own table, the one that row level security asks, and the ledger's own books."""
    plain = {m.__name__ for m in apps.get_models() if m._meta.app_label in FOLDERS and not _has_our_key(m)}
    assert {name for name in plain if not name.startswith(("Fold", "Ledger"))} == {"Domain", "TenantRole"}


def _has_our_key(model):
    key = model._meta.pk
    if isinstance(key, models.OneToOneField | models.CompositePrimaryKey) or model._meta.auto_created:
        return True
    return isinstance(key, models.UUIDField) and getattr(key.default, "__name__", "") == "uuid7"


def test_an_app_is_shared_or_of_the_distributors_never_both():
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == set()


def test_no_table_of_a_distributor_is_in_public(db):
    """One that is missing in a schema would silently be read there."""
    assert set(tenant_tables()) & set(connection.introspection.table_names()) == set()


def test_the_tables_of_the_schemas_are_those_of_the_apps(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [world.acme.schema_name])
        found = {name for (name,) in cursor.fetchall()}
    assert found == set(tenant_tables()) | {"django_migrations"}


def test_the_only_database_driver_is_psycopg2():
    """Django silently prefers psycopg 3 where it is installed."""
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2")


def test_the_cache_is_shared_by_all_processes():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")  # login limits are counted in it


@pytest.mark.parametrize("folder", [*FOLDERS, "tests"])
def test_a_file_is_short_enough_to_read(folder):
    long = {
        name_of(path): lines
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 340
    }
    assert long == {}
