"""Becomes another program that dies with its parent. Run as a script; standard library only; knows no product.

    python -I -S child.py PARENT SIGNAL UID GID PROGRAM ARGUMENTS…

The kernel sends SIGNAL when the parent disappears (also by kill -9): nothing of ours is left running. It is asked
after changing user, because changing user clears the request. UID -1 keeps the user.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, death_signal, uid, gid = (int(word) for word in sys.argv[1:5])
    command = sys.argv[5:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the launcher has gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 (no shell is the point)
    except OSError as trouble:
        sys.exit(f"{command[0]}: {trouble.strerror}")


main()
