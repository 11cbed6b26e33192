"""The refusals of the program: errors whose words are meant for the person and shown where they are looking."""

from __future__ import annotations


class Refused(Exception):
    """Something can't be done as asked; `str()` is one plain sentence for the person."""


class NotFound(Refused):
    """What was named (a record, message, person, kind, field) does not exist."""


class Invalid(Refused):
    """Values that can't be kept. `fields` maps a field's name to the sentence to show at that field."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


class Busy(Refused):
    """Another writer held the database longer than the caller was willing to wait; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Another program is writing to this workspace just now. Nothing was changed; try again.")
