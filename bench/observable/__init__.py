"""A page of Observable Framework over the cells of our public page, to be measured beside it.

Its script is what the framework's own tools make of ``src/index.md``; nothing comes from another
host when it is read. Made where npm is, and left out of the bench where it is not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from data.store.store import Store

SITE = Path(__file__).parent
QUIET = {
    "OBSERVABLE_TELEMETRY_DISABLE": "true",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}
"""The framework reports each build to its makers, and npm asks its registry about holes and newer
versions of itself, unless they are told not to."""
CELLS = """
select nama, periode, kategori, indikator, nilai
from sel join wilayah using (kode_wilayah)
where indikator in ('berusaha_daring', 'jumlah_umkm', 'ber_nib') and sumber = 'register'
  and sel.tingkat in ('kota', 'kecamatan') and dimensi in ('', 'skala_gabung')
order by periode desc, kategori, kode_wilayah
"""


def built(folder: Path, cube: Store) -> Path | None:
    """Return the folder of the finished page, made inside ``folder``; None where npm is missing.

    Raises subprocess.CalledProcessError when its packages cannot be had or its tool fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        return None
    site = folder / "observable"
    shutil.copytree(SITE, site, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (site / "src" / "sel.json").write_text(json.dumps(cube.query_rows(CELLS)), encoding="utf-8")
    for command in (("ci", "--silent"), ("exec", "--silent", "--", "observable", "build")):
        subprocess.run(
            [npm, *command],
            cwd=site,
            env=os.environ | QUIET,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=600,
        )
    return site / "dist"
