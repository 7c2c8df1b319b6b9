"""Parts of addresses."""


class Format:
    """The ending that names how Open311 answers."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
