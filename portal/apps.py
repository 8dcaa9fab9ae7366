from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import checks  # noqa: F401  registers the system checks


class OurStaticFilesConfig(StaticFilesConfig):
    """Bootstrap brings 25 MB of variants; one stylesheet and its map are used. The rest would take 25 s to compress."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.rtl.*", "bootstrap.css*", "bootstrap-*.css*", "bootstrap*.js*"),
        *("htmax*", "htmx-4*", "htmx-2.js", "ext"),
    ]
