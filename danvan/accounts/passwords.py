"""What makes a password too easy (R-01)."""


class NotCommon:
    def validate(self, password, user=None):
        return None

    def get_help_text(self):
        return ""
