"""The web server and nginx as they are shipped, on free ports of this machine."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

NGINX = os.environ.get("NGINX") or shutil.which("nginx")
MAIN = """\
pid {folder}/nginx.pid;
daemon off;
worker_processes 2;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def web_command(port: int) -> list[str]:
    """Return the command of the shipped unit, for the databases of the tests."""
    unit = (settings.BASE_DIR / "deploy/casework-web.service").read_text()
    shipped = re.search(r"^ExecStart=\S+ (.*)$", unit, re.MULTILINE)[1].split()
    here = {"config.wsgi": "tests.trust.served:application", "127.0.0.1:8000": f"127.0.0.1:{port}"}
    return [sys.executable, *(here.get(part, part) for part in shipped)]


def site(folder: Path, *, web: int, plain: int, secure: int) -> str:
    """Return the shipped file of the site, with ports and a certificate of this machine."""
    text = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for shipped, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{web}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443", f"listen 127.0.0.1:{secure}"),
        ("/etc/letsencrypt/live/CHANGE-ME.example", str(folder)),
        ("CHANGE-ME.example", "localhost"),
        ("/var/log/nginx/casework.log", f"{folder}/error.log"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text


def make_certificate(folder: Path) -> None:
    names = [
        "-keyout",
        str(folder / "privkey.pem"),
        "-out",
        str(folder / "fullchain.pem"),
        "-subj",
        "/CN=localhost",
    ]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def web_server():
    """Yield the port of the web server, with the shipped number of processes and threads."""
    port = free_port()
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
    with running(web_command(port), env=os.environ | {"TEST_DATABASES": json.dumps(names)}, port=port):
        yield port


@contextmanager
def nginx(folder: Path, *, web: int):
    """Yield the port on which nginx answers for the web server, by TLS."""
    make_certificate(folder)
    secure = free_port()
    (folder / "site.conf").write_text(site(folder, web=web, plain=free_port(), secure=secure))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    with running([NGINX, "-p", str(folder), "-c", f"{folder}/nginx.conf"], port=secure):
        yield secure


@contextmanager
def running(command, *, port, env=None):
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    try:
        deadline = time.monotonic() + 60
        while not listens(port):
            assert process.poll() is None, f"{command[0]} ended"
            assert time.monotonic() < deadline, f"{command[0]} does not listen"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def trusting_anyone() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
