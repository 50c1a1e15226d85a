"""nginx with the documented file over the published folder, for the bench and the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.settings import ROOT
from tests.process import HOST, answering, free_port

NGINX = Path(shutil.which("nginx") or "/usr/sbin/nginx")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
DOCUMENTED = ROOT / "docs" / "nginx.conf"
MAIN = """
{load}
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/galat.txt;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/a;
    proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d;
    scgi_temp_path {folder}/e;
    include {folder}/situs.conf;
}}
"""


@contextmanager
def serving(folder: Path, published: Path, program: str) -> Iterator[str]:
    """Serve a folder of published files until the block ends; give the address.

    ``folder`` is an empty one to work in, ``program`` the address to which the rest goes. Raises
    ValueError when the documented file has lost one of the places that are to be set.
    """
    port = free_port()
    site = DOCUMENTED.read_text(encoding="utf-8")
    for old, new in (
        ("listen 80;", f"listen {HOST}:{port};"),
        ("/srv/dasbor/var/terbitan/.tayang;", f"{published};"),
        ("http://127.0.0.1:8501;", f"{program};"),
    ):
        if site.count(old) != 1:
            raise ValueError(f"{DOCUMENTED}: {old} stands there {site.count(old)} times")
        site = site.replace(old, new)
    if not BROTLI.exists():
        site = site.replace("brotli_static on;", "")
    (folder / "situs.conf").write_text(site, encoding="utf-8")
    load = f"load_module {BROTLI};" if BROTLI.exists() else ""
    # Its workers give the superuser's rights away, and could not read a folder of the superuser's.
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(load=load, user=user, folder=folder), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(main), "-e", str(folder / "galat.txt")]
    base = f"http://{HOST}:{port}"
    with answering(
        command, f"{base}/publik", folder / "log.txt", folder=folder, environment=os.environ
    ):
        yield base
