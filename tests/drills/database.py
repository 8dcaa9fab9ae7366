"""A database of its own beside the configured one, made for a drill and dropped after it."""

import os
import tempfile
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2

from portal import embedded


@contextmanager
def own_database():
    """Point this process and its children at an empty database. Django is set up inside; nothing is left behind."""
    configured = embedded.database_url()
    name = f"drill_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": urlsplit(configured)._replace(path=f"/{name}").geturl(),
            "PORTAL_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        _do(configured, f'CREATE DATABASE "{name}"')
        try:
            import django

            django.setup()
            yield
        finally:
            from django.db import connections

            connections.close_all()
            _do(configured, f'DROP DATABASE "{name}" WITH (FORCE)')


def _do(url, sql):
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        connection.cursor().execute(sql)
    finally:
        connection.close()
