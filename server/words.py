"""The words of Streamlit's own front end in Indonesian.

It knows no language but English. What readers of these pages meet is replaced in its scripts as
they are sent: whole phrases between their quotes, so that nothing but words can change. A phrase
that another version of Streamlit has not is left as it is, and a test tells.
"""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "index": {
        "`Skip to main content`": "`Langsung ke isi`",
        "`App pages`": "`Daftar halaman`",
        '"aria-label":`Sidebar`': '"aria-label":`Bilah samping`',
        "`Expand sidebar`": "`Buka daftar halaman`",
        "`Collapse sidebar`": "`Tutup daftar halaman`",
        '"aria-label":`Main menu`': '"aria-label":`Menu utama`',
        '"aria-label":`Close`': '"aria-label":`Tutup`',
        "flat().length} more`": "flat().length} lagi`",
        "`View less`": "`Lebih sedikit`",
        "`Scroll tabs left`": "`Geser tab ke kiri`",
        "`Scroll tabs right`": "`Geser tab ke kanan`",
        "`Page not found`": "`Halaman tidak ditemukan`",
        "`You have requested page /${e}, but no corresponding file was found in the app's pages/"
        " directory`": "`Halaman /${e} tidak ada`",
        "`The page that you have requested does not seem to exist`": "`Halaman yang diminta tidak "
        "ada`",
        ". Running the app's main page.`": ". Yang ditampilkan halaman Ringkasan.`",
        "`Connection error`": "`Sambungan terputus`",
        "`Connection lost. Please wait for the app to reconnect, then try again.`": "`Sambungan "
        "terputus. Tunggu sampai tersambung lagi, lalu coba sekali lagi.`",
        "`Please wait...`": "`Mohon tunggu …`",
        '"aria-label":`Running...`': '"aria-label":`Sedang bekerja`',
        "title:e?`Stopping...`:`Stop`": "title:e?`Menghentikan …`:`Hentikan`",
    },
    "FileUploader": {
        "label:l?`Upload directories`:`Upload`": "label:l?`Unggah folder`:`Unggah`",
        "`Add files`": "`Tambah berkas`",
        "`Drag and drop directories here`": "`Letakkan folder di sini`",
        "`Drag and drop files here`": "`Letakkan berkas di sini`",
        "`Drag and drop a file here`": "`Letakkan berkas di sini`",
        "} per file`": "} per berkas`",
        "} files are not allowed.`": "}: jenis berkas ini tidak diterima.`",
    },
    "Multiselect": {
        "label:`Select all`": "label:`Pilih semua`",
        "label:`Select ${p.length} matches`": "label:`Pilih ${p.length} yang cocok`",
        "`No results`": "`Tidak ada yang cocok`",
        '"aria-label":`Remove ${e}`': '"aria-label":`Hapus ${e}`',
        '"aria-label":`Clear all`': '"aria-label":`Hapus semua`',
        '"aria-label":`Open`': '"aria-label":`Buka`',
        "`Selected values`": "`Yang dipilih`",
    },
    "Selectbox": {
        "`No results`": "`Tidak ada yang cocok`",
        '"aria-label":`Open`': '"aria-label":`Buka`',
        '"aria-label":`Clear value`': '"aria-label":`Hapus pilihan`',
    },
    "utils": {
        "`No options to select`": "`Tidak ada pilihan`",
        "`Choose options`": "`Pilih`",
        "`Choose an option`": "`Pilih satu`",
        "`Upload failed`": "`Gagal diunggah`",
        "`File is larger than ${q(e)}`": "`Berkas lebih besar dari ${q(e)}`",
        "`Too many files`": "`Terlalu banyak berkas`",
        "`File type must be ${t.length>1?`one of ${t.join(`, `)}`": "`Jenis berkas harus "
        "${t.length>1?`salah satu dari ${t.join(`, `)}`",
    },
    "InputInstructions": {
        "a?`submit form`:`apply`": "a?`mengirim`:`memakai`",
        "+Enter to ${e}`": "+Enter untuk ${e}`",
        "`Press Enter to ${e}`": "`Tekan Enter untuk ${e}`",
        "`Press ${r()": "`Tekan ${r()",
    },
    "StreamlitMarkdown": {"`Link to heading`": "`Tautan ke judul ini`"},
    "TextInput": {"`Clear entry`": "`Kosongkan`"},
    "Toolbar": {
        "label:`Fullscreen`": "label:`Layar penuh`",
        "label:`Close fullscreen`": "label:`Tutup layar penuh`",
    },
    "DownloadButton": {"`Download failed`": "`Gagal diunduh`"},
    "useCopyToClipboard": {"t?`Copied`:`Copy to clipboard`": "t?`Tersalin`:`Salin`"},
}
"""By the name of a script before its hash: what stands in it -> what is sent."""


def find_phrases(name: str) -> dict[str, str]:
    """Return what is replaced in a file of the front end, by its path: nothing in most."""
    script, _, ending = name.rpartition("/")[2].partition(".")
    return PHRASES.get(script, {}) if ending.endswith("js") else {}


def translate(name: str, content: bytes) -> bytes:
    """Return a file of the front end as it is sent."""
    for english, indonesian in find_phrases(name).items():
        content = content.replace(english.encode(), indonesian.encode())
    return content
