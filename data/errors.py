"""Errors that a person can act on. Their text is Indonesian, because it is shown as it is."""


class DasborError(Exception):
    """Root of every error that the project raises on purpose."""


class SettingsError(DasborError):
    """A setting cannot be used as written."""


class InputError(DasborError):
    """A file, sheet, row or cell is not what its table needs.

    The message names the file, then as far as they are known the row, column and value, what
    was expected, and the next step.
    """

    def __init__(
        self,
        berkas: object,
        masalah: str,
        langkah: str,
        *,
        baris: int | None = None,
        kolom: str | None = None,
        nilai: object = None,
    ) -> None:
        tempat = str(berkas)
        if baris is not None:
            tempat += f", baris {baris}"
        if kolom is not None:
            tempat += f", kolom {kolom}"
        if nilai is not None:
            tempat += f", nilai '{nilai}'"
        super().__init__(f"{tempat}: {masalah} {langkah}")


class StoreError(DasborError):
    """A store is missing or cannot be opened."""


class AccessDenied(DasborError):
    """Somebody asked for what their role may not have. ``langkah`` says what they can do."""
