"""Becomes another program that dies with its parent. Run as a script; standard library only; knows no product.

    python -I -S child.py PARENT SIGNAL UID GID SEEN PROGRAM ARGUMENTS…

The kernel sends SIGNAL when the parent disappears (also by kill -9): nothing of ours is left running. It is asked
after changing user, because changing user clears the request. UID -1 keeps the user.
SEEN ≥ 0 makes the program see itself as that uid, in a user namespace of its own where files keep their real owner.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def main() -> None:
    parent, death_signal, uid, gid, seen = (int(word) for word in sys.argv[1:6])
    command = sys.argv[6:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if seen >= 0:
        appear_as(seen)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the launcher has gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 (no shell is the point)
    except OSError as trouble:
        sys.exit(f"{command[0]}: {trouble.strerror}")


def appear_as(seen: int) -> None:
    """Maps our real uid to `seen` in a new user namespace; ends with a message where the system forbids it."""
    uid, gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER) != 0:
        sys.exit("this system allows no user namespace")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{seen} {uid} 1"), ("gid_map", f"{seen} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


main()
