"""Path converters for the URLs of the fronts."""


class ReferenceConverter:
    """The reference of a case. What cannot be one matches no URL, so it reaches no query."""

    regex = "[0-9A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
