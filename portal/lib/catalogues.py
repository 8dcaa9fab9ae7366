"""The message catalogues: found in the source, kept in locale/<language>/LC_MESSAGES, without GNU gettext.

A msgid is English. The English catalogue repeats it, the Chinese one holds what people wrote with `--add`. Files
carry no dates and no line numbers and are in alphabetical order, so that changes made side by side merge.
"""

import ast
import fcntl
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

LANGUAGES = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
SKIPPED = {".venv", ".uv", ".git", ".data", ".ci", "tests", "migrations", "node_modules", "__pycache__", "static"}
TEMPLATES = {".html", ".txt", ".subject", ".xml"}

# which argument is what
CALLS = {"gettext": ("msgid",), "ngettext": ("msgid", "plural")}
CALLS |= {"pgettext": ("context", "msgid"), "npgettext": ("context", "msgid", "plural")}
CALLS |= {f"{name}_lazy": arguments for name, arguments in CALLS.items()} | {"gettext_noop": ("msgid",)}
CALLS["_"] = ("msgid",)

_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?(?:\s*,\s*{_LITERAL})?")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif%]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    msgid: str
    plural: str = field(default="", compare=False)
    context: str = ""

    @property
    def key(self):
        """How it is named in a JSON file: the msgid, or context, \\u0004 and msgid."""
        return f"{self.context}\x04{self.msgid}" if self.context else self.msgid


def extract(root):
    """{key: Message} for every literal message in the .py files and templates under `root`."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix == ".py":
                messages = in_python(path.read_text(encoding="utf-8"))
            elif path.suffix in TEMPLATES and "templates" in path.parts:
                messages = in_template(path.read_text(encoding="utf-8"))
            else:
                continue
            for message in messages:
                if message.msgid and (message.plural or message.key not in found):
                    found[message.key] = message
    return found


def in_python(source):
    try:
        tree = ast.parse(source)
    except SyntaxError:  # being written at this moment
        return
    names = dict(CALLS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname: CALLS[alias.name] for alias in node.names if alias.asname and alias.name in CALLS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            arguments = names.get(name, ())
            values = [value.value for value in node.args[: len(arguments)] if isinstance(value, ast.Constant)]
            if arguments and len(values) == len(arguments) and all(isinstance(value, str) for value in values):
                yield Message(**dict(zip(arguments, values, strict=False)))


def in_template(source):
    for match in _IN_TEMPLATE.finditer(templatize(source)):
        arguments = CALLS[match[1]]
        values = [ast.literal_eval(literal) for literal in match.groups()[1:] if literal]
        if len(values) >= len(arguments):
            yield Message(**dict(zip(arguments, values, strict=False)))


def placeholders(text):
    """The set of %(name)s, %s, {name} in a text: a translation has the same."""
    return set(_PLACEHOLDER.findall(text))


def catalogue_path(folder, language):
    return Path(folder, language, "LC_MESSAGES", "django.po")


def read(folder, language):
    """{key: polib.POEntry} of one catalogue, {} when there is none."""
    path = catalogue_path(folder, language)
    if not path.exists():
        return {}
    return {Message(e.msgid, e.msgid_plural, e.msgctxt or "").key: e for e in polib.pofile(str(path))}


def update(root, folder, added=None, *, prune=False):
    """Bring both catalogues up to the source, and put `added` ({key: Chinese text, or a list for a plural}) in.

    prune: leave out what the source no longer has. Returns the messages that have no Chinese, in order.
    Safe to call from several processes at once.
    """
    added = dict(added or {})
    with _locked(folder):
        found = extract(root)
        entries = read(folder, "zh_Hans")
        for key, entry in entries.items():
            if not prune and key not in found:
                found[key] = Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")
        # {% translate "100%" %} is looked up as 100%%
        for key in [key for key in added if key not in found and key.replace("%", "%%") in found]:
            added[key.replace("%", "%%")] = added.pop(key).replace("%", "%%")
        for key in added.keys() - found.keys():  # its code is still being written
            context, _mark, msgid = key.rpartition("\x04")
            found[key] = Message(msgid, "" if isinstance(added[key], str) else msgid, context)
        chinese = {key: _texts(entry)[:1] for key, entry in entries.items()}
        chinese |= {key: [text] if isinstance(text, str) else list(text)[:1] for key, text in added.items()}
        _write(folder, "zh_Hans", found, lambda message: chinese.get(message.key) or [""])
        _write(
            folder, "en", found, lambda message: [message.msgid, message.plural] if message.plural else [message.msgid]
        )
    return [message for key, message in sorted(found.items()) if not "".join(chinese.get(key, ""))]


def missing(root, folder):
    """The messages in the source that have no Chinese."""
    entries = read(folder, "zh_Hans")
    return [m for key, m in sorted(extract(root).items()) if key not in entries or not all(_texts(entries[key]))]


def _texts(entry):
    """The translations of an entry: one, or one for each plural form."""
    return [text for _number, text in sorted(entry.msgstr_plural.items())] if entry.msgid_plural else [entry.msgstr]


def binary(folder, language):
    """What the .mo of the .po is."""
    return polib.pofile(str(catalogue_path(folder, language))).to_binary()


def _write(folder, language, messages, translate):
    po = polib.POFile(wrapwidth=-1)
    po.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for _key, message in sorted(messages.items()):
        entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
        texts = translate(message)
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, dict(enumerate(texts))
        else:
            entry.msgstr = texts[0]
        if "%" in message.msgid and placeholders(message.msgid):
            entry.flags.append("python-format")
        po.append(entry)
    path = catalogue_path(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, str(po).encode() + b"\n")
    _replace(path.with_suffix(".mo"), po.to_binary())


def _replace(path, content):
    """Write a file so that whoever reads it meanwhile sees the old one or the new one, whole."""
    if path.exists() and path.read_bytes() == content:
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


@contextmanager
def _locked(folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
