"""nginx with the documented file over the published folder, for the bench and the tests."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.settings import Settings
from public.files.nginx import write_site
from public.files.published import FOLDER_MODE
from tests.process import HOST, answering, free_port

NGINX = Path(shutil.which("nginx") or "/usr/sbin/nginx")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
OWN_ACCOUNT = "www-data"
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
def open_folder() -> Iterator[Path]:
    """Give an empty folder that every account may enter, until the block ends."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(FOLDER_MODE)
        yield folder


@contextmanager
def serving(folder: Path, where: Settings, program: str, more: str = "") -> Iterator[str]:
    """Serve the public files of an office until the block ends; give the address.

    ``folder`` is an empty one to work in, ``program`` the address to which the rest goes, ``more``
    further servers, which know this one's address as BASE. Started by the superuser, its workers
    are of the account that Debian gives nginx, which must be allowed to enter both folders. Raises
    StoreError when the documented file has lost a place that is to be set.
    """
    port = free_port()
    site = write_site(where, program).replace("listen 80;", f"listen {HOST}:{port};")
    if not BROTLI.exists():
        site = site.replace("brotli_static on;", "")
    base = f"http://{HOST}:{port}"
    (folder / "situs.conf").write_text(site + more.replace("BASE", base), encoding="utf-8")
    load = f"load_module {BROTLI};" if BROTLI.exists() else ""
    user = f"user {OWN_ACCOUNT};" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(load=load, user=user, folder=folder), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(main), "-e", str(folder / "galat.txt")]
    with answering(
        command, f"{base}/publik", folder / "log.txt", folder=folder, environment=os.environ
    ):
        yield base
