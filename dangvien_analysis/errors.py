"""What a user can cause: small subclasses of ValueError, named by their cause.

Each message says, in Vietnamese, what was given, what was needed, and where.
"""


class DangvienError(ValueError):
    """Base of the errors that are shown to a user as one message, without a traceback."""


class ReadError(DangvienError):
    """A file that cannot be read as a table of units."""


class SettingsError(DangvienError):
    """A dangvien.toml that does not say what it should."""


class RegisterError(DangvienError):
    """A reference table (units, accepted names, public holidays) that cannot be used."""


class PackError(DangvienError):
    """A meeting pack that could not be made or written."""


class RecordError(DangvienError):
    """A record of forecasts that cannot be used, or a year that cannot be scored."""


class LedgerError(DangvienError):
    """Something the ledger refuses, such as other figures for a frozen date."""


class SettleError(DangvienError):
    """A decision that does not fit one open finding."""


class BadValueError(DangvienError):
    """A value of a setting that makes no sense.

    Parameters
    ----------
    name : str
        The setting; of several, their names with commas; inside another, after its name.
    needed : str
        What it must be, to follow "phải".
    given : str
        What it is, as it is shown.
    """

    def __init__(self, name: str, needed: str, given: str) -> None:
        self.name, self.needed, self.given = name, needed, given
        super().__init__(f"{name} phải {needed}, không phải {given}")
