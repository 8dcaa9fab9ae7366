"""Keep the message catalogues up to the source: see portal.lib.catalogues."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.lib import catalogues


class Command(BaseCommand):
    help = "Collects the messages of the source into locale/ and compiles them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--add", metavar="FILE", nargs="+", default=[], help='JSON: {"English": "中文", …}')
        parser.add_argument("--missing", action="store_true", help="list the messages without Chinese; fails if any")
        parser.add_argument("--prune", action="store_true", help="drop the messages the source no longer has")

    def handle(self, *, add, missing, prune, **options):
        root, folder = settings.BASE_DIR, settings.LOCALE_PATHS[0]
        if missing:
            lacking = catalogues.missing(root, folder)
            for message in lacking:
                self.stdout.write(json.dumps(message.key, ensure_ascii=False))
            if lacking:
                raise CommandError(f"{len(lacking)} messages have no Chinese.")
            return
        added = {}
        for name in add:
            added |= json.loads(Path(name).read_text(encoding="utf-8"))
        for english, chinese in added.items():
            texts = [chinese] if isinstance(chinese, str) else chinese
            said = catalogues.placeholders("".join(texts))
            if said != catalogues.placeholders(english) and isinstance(chinese, str):
                raise CommandError(f"The placeholders differ: {english!r} and {chinese!r}. Nothing was written.")
        lacking = catalogues.update(root, folder, added, prune=prune)
        self.stdout.write(f"{len(added)} added; {len(lacking)} messages have no Chinese.")
