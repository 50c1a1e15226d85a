"""What a reader raises about the file in its hands, whose name it does not know."""

from __future__ import annotations

BROKEN = "rusak atau tidak lengkap."
AGAIN = "Buka di programnya, simpan ulang, lalu unggah lagi."
UNLOCK = "Buka di programnya, hapus kata sandinya, simpan ulang, lalu unggah lagi."
SPLIT = "Bagi menjadi beberapa berkas, lalu unggah lagi."
TRIM = (
    "Kalau ini buku kerja, hapus sel isian yang jauh di bawah atau di kanan tabel; kalau memang "
    "besar, bagi menjadi beberapa berkas. Lalu simpan ulang."
)


class Unreadable(Exception):
    """A file that cannot be read as what it says it is.

    ``masalah`` says what was found, ``langkah`` the next step, both in Indonesian; ``baris`` is
    the row in the file, 1-based, where one is to blame. These three keep their Indonesian names
    everywhere, as the columns of the list of findings do: they are what a reader is told.
    """

    def __init__(self, masalah: str, langkah: str = AGAIN, *, baris: int | None = None) -> None:
        super().__init__(masalah)
        self.masalah = masalah
        self.langkah = langkah
        self.baris = baris
