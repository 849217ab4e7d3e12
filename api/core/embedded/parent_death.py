"""Starts a program on a parent_death: `parent_death.py PARENT SIGNAL UID GID PROGRAM ARGUMENT…`.

A script of its own, run by a bare interpreter (`-I -S`), so that nothing of ours runs between fork and exec of a process with
threads. UID and GID are -1, or whom to become. When the thread that started it ends, however it ends, the kernel
sends SIGNAL (Linux; elsewhere a leftover is ended by the next start).
"""

import ctypes
import os
import sys

SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    """Becomes the program."""
    parent, signal, uid, gid = (int(word) for word in sys.argv[1:5])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After setuid, which would clear it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)  # the parent died before the signal was set
    os.execv(sys.argv[5], sys.argv[5:])  # noqa: S606  no shell is wanted here


if __name__ == "__main__":
    main()
