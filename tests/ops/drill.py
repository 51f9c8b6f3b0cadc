"""The restore drill of B-29: `python -m tests.ops.drill --cases 100000 --megabytes 5000`.

It fills PostgreSQL, backs it up, restores that on SQLite, backs that up and restores it on PostgreSQL. Each restore
compares the digests of all rows and verifies the log. It prints time and memory.
"""

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

CANARY = "Zaunkoenig-7731"
PER_FILE = 1024 * 1024
LOGGED = 20  # one of this many cases also has log entries


def fill(cases, megabytes):
    """Load the demo, add cases, files of one megabyte and log entries."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from casework.audit.services import record
    from casework.audit.verbs import Verb
    from casework.cases.models import Case, CaseFile
    from casework.files import store
    from casework.offices.models import Office
    from casework.wall.scope import ALL, scoped
    from tests.bench import world  # sets Django up

    world.call_command("migrate", verbosity=0)
    for alias in world.settings.DATABASES:
        world.call_command("createcachetable", database=alias, verbosity=0)
    world.call_command("demo", quiet=True)
    with scoped(ALL):
        offices = list(Office.objects.filter(pk__in=Case.objects.filter(closed_at=None).values("office")))
        for office in offices:
            world.add_cases(office, cases // len(offices))
        Case.objects.filter(pk=Case.objects.first().pk).update(subject=CANARY)
        for case in Case.objects.order_by("pk")[::LOGGED]:
            record(Verb.CASE_READ, by=None, office=case.office_id, subject=case.reference)
        case = Case.objects.exclude(messages=None).first()
        for _ in range(megabytes):
            with store.arrival() as arrived:
                arrived.file.write(CANARY.encode() + secrets.token_bytes(PER_FILE))
                size, digest = arrived.size_and_sha256()
                arrived.keep()
            CaseFile.objects.create(
                office_id=case.office_id, case=case, message=case.messages.first(), key=arrived.key,
                name="drill.bin", content_type="application/octet-stream", size=size, sha256=digest,
            )  # fmt: skip
    world.call_command("worker", once=True)


def step(name, command, env):
    """Run one step, print its time and the peak memory of all steps so far, and return its output."""
    began = time.monotonic()
    done = subprocess.run(command, env=os.environ | env, text=True, stdout=subprocess.PIPE)
    spent, peak = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{name}: {spent:.0f} s, at most {peak} MB of memory\n{done.stdout}", flush=True)
    if done.returncode:
        sys.exit(f"{name} failed")
    return done.stdout


def environment_in(folder, name, **more):
    data = folder / name
    data.mkdir(mode=0o700)
    return {
        "DATA_DIR": str(data),
        "SECRET_KEY": "only-for-drills-" * 5,
        "BASE_URL": "http://localhost:8000",
    } | more


def back_up(name, env, key):
    step(f"back-up on {name}", [sys.executable, "manage.py", "backup"], env)
    (path,) = Path(env["DATA_DIR"]).glob("backups/*.backup")
    print(f"{path.stat().st_size // 1024**2} MB; the canary in it: {count(path)} times\n", flush=True)
    return [sys.executable, "manage.py", "restore", str(path), "--key", str(key)]


def count(path):
    with path.open("rb") as file:
        found, tail = 0, b""
        while piece := file.read(PER_FILE):
            found += (tail + piece).count(CANARY.encode())
            tail = piece[-len(CANARY) + 1 :]
    return found


def drill(cases, megabytes, folder):
    from ops.backups import archive
    from tests.cluster import APP, OWNER, Cluster

    public, secret = archive.new_key()
    key = folder / "key"
    key.write_text(secret)
    first, second = Cluster(), Cluster()
    try:
        urls = [{"DATABASE_URL": c.url(APP), "DATABASE_OWNER_URL": c.url(OWNER)} for c in (first, second)]
        from_here = environment_in(folder, "from", BACKUP_KEY=public, **urls[0])
        by_sqlite = environment_in(folder, "by", BACKUP_KEY=public, DATABASE_URL="", DATABASE_OWNER_URL="")
        to_here = environment_in(folder, "to", BACKUP_KEY=public, **urls[1])
        filling = ["-m", "tests.ops.drill", "--fill", f"--cases={cases}", f"--megabytes={megabytes}"]
        step("filling", [sys.executable, *filling], from_here)
        step("restore on SQLite", back_up("PostgreSQL", from_here, key), by_sqlite)
        step("restore on PostgreSQL", back_up("SQLite", by_sqlite, key), to_here)
    finally:
        first.stop()
        second.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--fill", action="store_true", help="used by the drill itself")
    options = parser.parse_args()
    if options.fill:
        fill(options.cases, options.megabytes)
        return
    with tempfile.TemporaryDirectory(prefix="restore-drill-") as folder:
        drill(options.cases, options.megabytes, Path(folder))


if __name__ == "__main__":
    main()
