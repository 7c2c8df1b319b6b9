"""
How the log speaks: words for actions, fields and kinds of records, registered by the contexts that write
them.

A context says in its `AppConfig.ready()`::

    wording.register({"reporting.accepted": _("accepted the submission")})
    wording.register_fields({"due_on": _("due on")})

A phrase is what follows the person's name in a sentence. What nobody has put into words is printed as its
code.
"""

from collections.abc import Mapping

from django.apps import apps

Words = object  # str or a lazy translation

_actions: dict[str, Words] = {}
_fields: dict[str, Words] = {}


def register(phrases: Mapping[str, Words]) -> None:
    """Words for actions by code; a code registered again takes the later words."""
    _actions.update(phrases)


def register_fields(names: Mapping[str, Words]) -> None:
    """Words for what stands in `before` and `after`, by name."""
    _fields.update(names)


def action(code: str) -> str:
    return str(_actions.get(code, code))


def field(name: str) -> str:
    return str(_fields.get(name, name))


def actions() -> list[tuple[str, str]]:
    """Every known action with its words."""
    return [(code, str(words)) for code, words in _actions.items()]


def record_type(label: str) -> str:
    """What a record is called: the name its model gives itself, for types that are models."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return str(_fields.get(label, label))
