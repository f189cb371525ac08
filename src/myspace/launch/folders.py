"""Knows where the embedded data lives and who owns it. Refuses to know what is stored there.

    as root      /var/lib/my-space/<hash of the checkout>            0700, of `postgres`, else of a fixed unused uid
                 /var/lib/my-space/<hash of the checkout>.launcher   0700, of root: passwords and keys
    otherwise    <checkout>/.data/cluster and <checkout>/.data/launcher, 0700

A database server refuses to run as root. `nobody` is never used: it is shared by whatever else runs as nobody, and
no user is created. Logs and process numbers are always in <checkout>/.data/run.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_HOME = Path("/var/lib/my-space")
MEASURED = "country"  # the made-up country that `bench` keeps from one run to the next
# Debian reserves 60000–64999 for uids given by package maintainers on request: nobody creates people there.
UNUSED_UIDS = range(62137, 62187)
# initdb insists on a user that has a name; these exist everywhere and are not shared by services as nobody is.
NAMED_ACCOUNTS = ("daemon", "bin", "sys", "games", "man")


class FolderRefused(Exception):
    """The place for the data cannot be used safely; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the database server runs as. `None` in its place means: as whoever started us."""

    uid: int
    gid: int
    named: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The two folders of one cluster: the server's and the launcher's."""

    server: Path
    launcher: Path
    identity: Identity | None

    @property
    def data(self) -> Path:
        return self.server / "pg"

    def make(self) -> None:
        """Creates what is missing, and refuses a folder that is a link or belongs to somebody else."""
        _private(self.launcher, os.geteuid(), os.getegid())
        if self.identity:
            _private(self.server, self.identity.uid, self.identity.gid)
        else:
            _private(self.server, os.geteuid(), os.getegid())

    def remove(self) -> None:
        staging = self.server.with_name(self.server.name + ".new")
        for folder in (self.server, staging, self.launcher):
            if folder.is_symlink():
                raise FolderRefused(f"{folder} is a link; remove it by hand.")
            shutil.rmtree(folder, ignore_errors=True)


def checkout() -> Path:
    """The root of this checkout: the folder that holds `myspace` and `src`."""
    return Path(__file__).resolve().parents[3]


def run_folder(root: Path | None = None) -> Path:
    """Where logs and process numbers are written, private to whoever starts us."""
    folder = (root or checkout()) / ".data" / "run"
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def persistent(root: Path | None = None) -> Home:
    """The folders whose content survives from one start to the next."""
    root = root or checkout()
    if os.geteuid() == 0:
        server = _base(root) / _digest(root)
        return Home(server, server.with_name(server.name + ".launcher"), dropped_identity(server))
    return Home(_base(root) / "cluster", _base(root) / "launcher", None)


def kept(name: str, root: Path | None = None) -> Home:
    """Folders beside the persistent ones that hold something made once and used again, such as a country to measure."""
    root = root or checkout()
    if os.geteuid() == 0:
        server = _base(root) / f"{_digest(root)}-{name}"
        return Home(server, server.with_name(server.name + ".launcher"), dropped_identity(server))
    return Home(_base(root) / name, _base(root) / f"{name}.launcher", None)


def temporary(root: Path | None = None) -> Home:
    """Fresh folders beside the persistent ones, for one run of tests; whoever asked removes them."""
    root = root or checkout()
    prefix = f"{_digest(root)}-t-" if os.geteuid() == 0 else "t-"
    launcher = Path(tempfile.mkdtemp(prefix=prefix, suffix=".launcher", dir=_base(root)))
    server = launcher.with_name(launcher.name.removesuffix(".launcher"))
    return Home(server, launcher, dropped_identity(server) if os.geteuid() == 0 else None)


def abandoned(root: Path | None = None) -> list[Home]:
    """Temporary folders of this checkout, in use or not: their lock tells."""
    root = root or checkout()
    as_root = os.geteuid() == 0
    pattern = f"{_digest(root)}-t-*.launcher" if as_root else "t-*.launcher"
    homes = []
    for launcher in _base(root).glob(pattern):
        server = launcher.with_name(launcher.name.removesuffix(".launcher"))
        homes.append(Home(server, launcher, dropped_identity(server) if as_root else None))
    return homes


def programs_shelf(home: Home, major: int) -> Path:
    """Where programs are copied that the server's user cannot reach: beside the data, readable by all as programs are.

    One for the persistent and the temporary clusters of a checkout. As root only.
    """
    return home.server.with_name(f"{home.server.name.partition('-')[0]}.programs-{major}")


def dropped_identity(server: Path) -> Identity:
    """`postgres` when the system has it, else the owner of existing data, else the first unused fixed number."""
    try:
        entry = pwd.getpwnam("postgres")
        return Identity(entry.pw_uid, entry.pw_gid, named=True)
    except KeyError:
        pass
    if server.is_dir() and (owner := server.stat().st_uid) in UNUSED_UIDS and not named(owner):
        return Identity(owner, owner, named=False)
    for uid in UNUSED_UIDS:
        if not named(uid):
            return Identity(uid, uid, named=False)
    raise FolderRefused(f"No user 'postgres' and no free number in {UNUSED_UIDS}: install postgresql-common.")


def named_account() -> Identity:
    """An existing, powerless account with a name: initdb needs one for the second in which it runs."""
    for name in NAMED_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Identity(entry.pw_uid, entry.pw_gid, named=True)
    raise FolderRefused("No system account to initialise the database with: install the package postgresql.")


def socket_folder(home: Home) -> Path:
    """A short private folder for the unix socket: the kernel takes 107 bytes for the whole path."""
    inside = home.server / "s"
    if len(bytes(inside)) <= 80:
        _private(inside, *_owner(home))
        return inside
    short = private_temporary() / _digest(home.server)
    _private(short, *_owner(home))
    return short


def private_temporary() -> Path:
    """A folder of ours under the system's temporary one, for sockets and port locks only, never for data."""
    folder = Path(tempfile.gettempdir()) / f"my-space-{os.geteuid()}"
    _private(folder, os.geteuid(), os.getegid())
    return folder


def _owner(home: Home) -> tuple[int, int]:
    return (home.identity.uid, home.identity.gid) if home.identity else (os.geteuid(), os.getegid())


def _base(root: Path) -> Path:
    if os.geteuid() == 0:
        SYSTEM_HOME.mkdir(mode=0o755, exist_ok=True)
        return SYSTEM_HOME
    folder = root / ".data"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def named(uid: int) -> bool:
    """True when the system knows a user with this number."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _private(folder: Path, uid: int, gid: int) -> None:
    """Creates `folder` 0700 for `uid`, or checks that it already is; a link or a stranger's folder is refused."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if uid != os.geteuid():
            os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise FolderRefused(f"{folder} exists and is not a folder of uid {uid}. Look at it and remove it by hand.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
