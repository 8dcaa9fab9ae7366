"""System checks: each missing thing by name, with its remedy. `manage.py check --database default` runs all of them.

An Error is what makes wrong or no work at all; a Warning is a part that will not work (documents, pictures).
"""

import importlib.util
import os
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from portal import libraries
from portal.embedded.binaries import OLDEST

SHORTEST_SECRET = 40  # characters
FONTS = Path(__file__).resolve().parent / "fonts"
FONT_FILES = ("PortalSansSC-Regular.ttf", "PortalSansSC-Bold.ttf", "PortalSansSCRare.otf")


@register(Tags.compatibility)
def pdf_libraries(app_configs, **kwargs):
    if packages := libraries.missing():
        text = f"WeasyPrint's libraries are missing: {', '.join(packages)}. No PDF can be issued."
        return [Warning(text, hint=libraries.remedy(packages), id="portal.W001")]
    return []


@register(Tags.files)
def fonts(app_configs, **kwargs):
    if missing := [name for name in FONT_FILES if not (FONTS / name).exists()]:
        text = f"Fonts are missing from {FONTS}: {', '.join(missing)}. Chinese may not print in PDFs."
        hint = "They are part of the project: git checkout portal/fonts, or bin/cut_fonts.py cuts them anew."
        return [Warning(text, hint=hint, id="portal.W002")]
    return []


@register(Tags.files)
def media_folder(app_configs, **kwargs):
    folder = settings.MEDIA_ROOT
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        text = f"The folder for files, {folder}, cannot be written by this user. Uploads and documents will fail."
        hint = f"chown it to the service's user, or set PORTAL_DATA (now {settings.DATA_DIR})."
        return [Warning(text, hint=hint, id="portal.W003")]
    return []


@register(Tags.security)
def secret_key(app_configs, **kwargs):
    if not settings.DEMO and len(settings.SECRET_KEY) < SHORTEST_SECRET:
        text = f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters: signed links and sessions could be forged."
        hint = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        return [Error(text, hint=hint, id="portal.E001")]
    return []


@register(Tags.compatibility)
def database_driver(app_configs, **kwargs):
    if importlib.util.find_spec("psycopg"):
        text = "psycopg 3 is installed. Django prefers it over psycopg2, with which this project is tested."
        return [Error(text, hint="uv pip uninstall psycopg, or make clean setup.", id="portal.E002")]
    return []


@register(Tags.database)
def database_server(app_configs, databases=None, **kwargs):
    problems = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int / 10000, rolcreaterole OR rolsuper, rolname"
                " FROM pg_roles WHERE rolname = current_user"
            )
            version, may_create_roles, role = cursor.fetchone()
        if version < OLDEST:
            text = f"PostgreSQL {version} is too old: {OLDEST} or newer is needed."
            problems.append(Error(text, hint="Use a newer server in DATABASE_URL, or unset it.", id="portal.E003"))
        if not may_create_roles:
            text = f"The database role {role} may not create roles; each distributor's data is kept apart by one."
            hint = f"As a superuser: ALTER ROLE {role} CREATEROLE. Run migrate and open_distributor as that role."
            problems.append(Error(text, hint=hint, id="portal.E004"))
    return problems
