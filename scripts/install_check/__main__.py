"""`make install-check`: docs/install.md, executed as written on a bare Debian 13 root, up to a case that is answered.

The root is made with mmdebstrap from the machine's own Debian mirror, and thrown away at the end. Nothing starts by
systemd there: the unit files are verified, and their commands are run as the unit's user with its settings.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.console import ROOT, Refusal, guarded, say
from scripts.install_check import first_case
from scripts.processes import stop_on_signals

PAGE = ROOT / "docs" / "install.md"
SUITE = "trixie"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
WHERE = "https://git.example/casework.git"
BUNDLE = "/mnt/casework.bundle"
IN_A_NETWORK = "--in-a-network-of-its-own"
UNIT = "/etc/systemd/system/casework-{}.service"


@dataclass(frozen=True)
class Block:
    """Commands of the page. `needs` is what they need beside a shell: nothing, systemd or nginx."""

    section: str
    needs: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of the page that are marked `sh`, each with the number of its section."""
    found, section = [], ""
    for match in re.finditer(r"^## (\d+)\.|^```sh ?(\w*)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        if match[1]:
            section = match[1]
        else:
            found.append(Block(section, match[2], match[3].replace(WHERE, BUNDLE)))
    return found


def mirror() -> str:
    """The Debian mirror of this machine, from its own list."""
    for path in [*Path("/etc/apt").glob("sources.list.d/*"), Path("/etc/apt/sources.list")]:
        text = path.read_text() if path.is_file() else ""
        if found := re.search(
            r"^(?:URIs:|deb\s+(?:\[[^]]*\]\s+)?)\s*(\S+/debian)/?(?:\s|$)", text, re.MULTILINE
        ):
            return found[1]
    raise Refusal("This machine's apt list names no Debian mirror, so no root can be made.")


def settings_of_tools() -> dict[str, str]:
    """How this machine reaches packages: the settings of pip and npm, and of proxies, go into the root by name."""
    beginnings = ("pip_", "npm_config_", "http_proxy", "https_proxy", "no_proxy", "node_extra", "ssl_cert")
    return {name: value for name, value in os.environ.items() if name.lower().startswith(beginnings)}


class Root:
    """A bare Debian in a folder. Commands run in it as root, in an environment that holds nothing of this machine."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.log = (folder.parent / "log").open("ab")
        self.started: list[subprocess.Popen] = []

    @property
    def environment(self) -> dict[str, str]:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        plain = {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        return plain | settings_of_tools()

    def make(self) -> None:
        self.folder.mkdir()
        source = f"deb [signed-by={KEYRING}] {mirror()} {SUITE} main"
        packages = "--include=ca-certificates"
        command = ["mmdebstrap", "--variant=minbase", packages, SUITE, str(self.folder), source]
        if subprocess.run(command, stdout=self.log, stderr=self.log).returncode:
            raise Refusal(f"mmdebstrap failed: {self.last_words()}")
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        certificates = Path("/etc/ssl/certs/ca-certificates.crt")
        shutil.copy(certificates, self.folder / str(certificates).lstrip("/"))
        # Packages must not start services here: the runner does, where systemd would.
        policy = self.folder / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        self.bundle()

    def bundle(self, *, updated: bool = False) -> None:
        """Put this version where the page clones it from; `updated` adds an empty commit, as a version to come."""
        copy, target = self.folder.parent / "copy.git", self.folder / BUNDLE.lstrip("/")
        if not copy.exists():
            self.git("clone", "-q", "--bare", str(ROOT), str(copy))
            self.git("-C", str(copy), "update-ref", "refs/heads/main", "HEAD")
            self.git("-C", str(copy), "symbolic-ref", "HEAD", "refs/heads/main")
        if updated:
            who = ("-c", "user.name=Install check", "-c", "user.email=check@casework.example")
            facts = ("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Next version")
            self.git(
                "-C", str(copy), "update-ref", "refs/heads/main", self.git(*who, "-C", str(copy), *facts)
            )
        self.git("-C", str(copy), "bundle", "create", "-q", str(target), "HEAD", "main")
        target.chmod(0o644)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], stdout=subprocess.PIPE, stderr=self.log, text=True, check=True
        )
        return done.stdout.strip()

    def run(self, text: str, *, may_fail: bool = False) -> str:
        """Run a block in a shell of its own, which stops at the first command that fails. Returns what it printed."""
        self.log.write(f"\n--- {time.strftime('%H:%M:%S')}\n{text}".encode())
        command = ["chroot", str(self.folder), "sh", "-eu", "-c", text]
        done = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.log.write(done.stdout.encode())
        self.log.flush()
        if done.returncode and not may_fail:
            raise Refusal(f"This failed:\n{text}\n{done.stdout[-2000:]}")
        return done.stdout

    def start(self, unit: str) -> None:
        """Run the command of a unit as its user with its settings, as systemd would."""
        text = (self.folder / UNIT.format(unit).lstrip("/")).read_text()
        command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1]
        settings = "set -a; . /etc/casework/casework.env; set +a; cd /srv/casework; umask 027"
        script = f"{settings}; exec runuser -u casework -- {command}"
        arguments = ["chroot", str(self.folder), "sh", "-eu", "-c", script]
        self.started.append(
            subprocess.Popen(
                arguments, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
            )
        )

    def stop(self) -> None:
        """Stop what was started here."""
        for child in self.started:
            os.killpg(child.pid, 15)
            child.wait(90)
        self.started.clear()

    def last_words(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace")[-2000:]


@contextmanager
def mounted(root: Root) -> Iterator[None]:
    """The folders of the kernel, as every Debian has them."""
    for name in ("proc", "sys", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", str(root.folder / name)], check=True)
        subprocess.run(["mount", "--make-rslave", str(root.folder / name)], check=True)
    try:
        yield
    finally:
        for name in ("proc", "sys", "dev"):
            subprocess.run(["umount", "-l", str(root.folder / name)], check=False)


def verify_units(root: Root) -> None:
    """The unit files as systemd reads them, with the programs that they name."""
    root.run("apt-get install -y --no-install-recommends systemd")
    said = root.run("systemd-analyze verify /etc/systemd/system/casework-*", may_fail=True)
    wrong = [line for line in said.splitlines() if "casework" in line]
    if wrong:
        raise Refusal("systemd does not take the unit files:\n" + "\n".join(wrong))


def instead_of_systemd(root: Root, block: Block) -> None:
    """What systemd would do for a block, without systemd."""
    if "install -m" in block.text:
        root.run(block.text.splitlines()[0])
    if "stop" in block.text or "restart" in block.text or "disable" in block.text:
        root.stop()
    if "enable --now" in block.text or "start" in block.text.replace("restart", "start"):
        root.start("web")
        root.start("worker")
        first_case.wait_for_web()


def before_nginx(root: Root) -> None:
    """A certificate of our own, where the page expects the one of a public authority."""
    place = "/etc/letsencrypt/live/casework.example"
    names = f"-keyout {place}/privkey.pem -out {place}/fullchain.pem -subj /CN=casework.example"
    root.run(f"install -d {place}\nopenssl req -x509 -newkey rsa:2048 -nodes -days 2 {names}")


def execute(root: Root, sections: range, found: list[Block]) -> str:
    """Run the blocks of these sections in order. Returns what they printed."""
    said = ""
    for block in found:
        if not block.section or int(block.section) not in sections:
            continue
        say(f"  step {block.section}: {block.text.splitlines()[0][:90]}")
        if block.needs == "systemd":
            instead_of_systemd(root, block)
            continue
        if block.needs == "nginx":
            before_nginx(root)
        said += root.run(block.text)
        if "prepare_database" in block.text:
            say("  doctor before the set-up: " + faults(root))
    return said


def faults(root: Root) -> str:
    """How many faults the doctor finds now."""
    said = root.run("casework doctor", may_fail=True)
    found = [line.split()[1] for line in said.splitlines() if line.startswith("fault")]
    return f"{len(found)} faults ({', '.join(found)})" if found else "no fault"


def with_network(root: Root, found: list[Block]) -> None:
    """Everything that the page says to do while packages can be reached."""
    say("making a bare root")
    root.make()
    with mounted(root):
        execute(root, range(1, 3), found)
        units = next(block for block in found if "systemctl daemon-reload" in block.text)
        root.run(units.text.splitlines()[0])
        verify_units(root)


def without_network(root: Root, found: list[Block]) -> None:
    """The rest, on a loop-back of its own: no port is taken on this machine, and nothing reaches another."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with mounted(root), first_case.mail_server() as mail:
        try:
            root.run("pg_ctlcluster 17 main start")
            execute(root, range(3, 4), found)
            said = execute(root, range(4, 5), found)
            execute(root, range(5, 6), found)
            reference, manager = first_case.raise_and_answer(
                link=re.search(r"comes in by (\S+)", said)[1], mail=mail
            )
            say(f"case {reference} is raised and answered")
            root.bundle(updated=True)
            execute(root, range(9, 10), found)
            execute(root, range(8, 9), found)
            first_case.read_again(reference, manager)
            say("the case is there after an upgrade, a back-up and its restore")
            erase(root, reference)
            first_case.is_gone(reference, manager)
            root.run("casework doctor")
            say("the case is erased by hand, and the doctor finds no fault")
        finally:
            root.stop()
            root.run("pg_ctlcluster 17 main stop -m fast", may_fail=True)


def erase(root: Root, reference: str) -> None:
    """The step by hand for erasure, with the reference of the case in place of the page's."""
    page = PAGE.read_text()
    text = re.search(r"^```text\n([^`]*erase-case\.sql)\n```", page, re.MULTILINE)[1]
    root.run(text.replace("WX-2222-2222", reference))


def main() -> int:
    stop_on_signals()
    if os.geteuid() or not shutil.which("mmdebstrap"):
        raise Refusal("This needs root and mmdebstrap (apt-get install mmdebstrap).")
    found = blocks(PAGE.read_text())
    if IN_A_NETWORK in sys.argv:
        without_network(Root(Path(sys.argv[-1])), found)
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="casework-install-") as place:
        root = Root(Path(place) / "root")
        with_network(root, found)
        again = [sys.executable, "-m", "scripts.install_check", IN_A_NETWORK, str(root.folder)]
        status = subprocess.run(["unshare", "--net", "--mount", *again], cwd=ROOT).returncode
    if status == 0:
        say(f"The install page works as written: {(time.monotonic() - began) / 60:.0f} minutes.")
    return status


if __name__ == "__main__":
    guarded(main)
