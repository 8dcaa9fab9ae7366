"""The business's no."""


class Refused(Exception):
    """What was asked, why it cannot be, what to do now; translated, for the person who asked.

    message: text, or lazy text. field: name of the form field or column it is about, "" for the whole.
    A page shows it with status 409, the API answers 409. Anything else that is raised is a bug.
    """

    def __init__(self, message, *, field=""):
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self):
        return str(self.message)
