"""What a process gives up before it reads a file that anybody may have made.

Limits of memory, time, files and output hold everywhere on Linux. Network and folders are taken
away where the kernel allows it: a name space without a network (as root, or where users may
make name spaces), and Landlock (Linux 5.13 or newer), after which only Python's own files can be
read and only the folder of this one reading be written to.
"""

from __future__ import annotations

import ctypes
import mimetypes
import os
import platform
import resource
import signal
import sys
import sysconfig
from pathlib import Path

from knowledge.texts.limits import (
    ADDRESS_SPACE,
    CPU_SECONDS,
    LARGEST_OUTPUT,
    OPEN_FILES,
)

# linux/prctl.h, linux/sched.h
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
# linux/landlock.h; the calls have these numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
# All that the first version knows of: thirteen rights of files and folders.
ALL_RIGHTS = (1 << 13) - 1
READ = READ_FILE | READ_DIR | EXECUTE


class _Ruleset(ctypes.Structure):
    _fields_ = [("handled_access_fs", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def enter(folder: Path, *, source: Path) -> dict[str, bool]:
    """Give up all but reading Python's files and ``source``, and working in ``folder``.

    Says which of ``network`` and ``folders`` the kernel took away.
    """
    _limit(resource.RLIMIT_AS, ADDRESS_SPACE)
    # At the first limit a signal that tells why, at the second one that cannot be ignored.
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 2)
    _limit(resource.RLIMIT_FSIZE, LARGEST_OUTPUT)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if platform.system() != "Linux":
        return {"network": False, "folders": False}
    libc = ctypes.CDLL(None, use_errno=True)
    # A reader does not outlive the worker that waits for it.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return {
        "network": libc.unshare(CLONE_NEWNET) == 0
        or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0,
        "folders": _keep_to(libc, folder, source),
    }


def _limit(what: int, most: int, at_last: int | None = None) -> None:
    _soft, hard = resource.getrlimit(what)
    highest = most if at_last is None else at_last
    if hard != resource.RLIM_INFINITY:
        most, highest = min(most, hard), min(highest, hard)
    resource.setrlimit(what, (most, highest))


def _keep_to(libc: ctypes.CDLL, folder: Path, source: Path) -> bool:
    rules = _Ruleset(ALL_RIGHTS)
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if ruleset < 0:
        return False
    try:
        for path in _needed(source):
            _allow(libc, ruleset, path, READ)
        _allow(libc, ruleset, folder, ALL_RIGHTS)
        return bool(libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _needed(source: Path) -> set[Path]:
    """Python with its packages, and the libraries that they load."""
    paths = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib")}
    paths |= {Path(sysconfig.get_path("platlib")), source, Path("/lib"), Path("/lib64")}
    paths |= {Path("/usr/lib"), Path("/usr/share/zoneinfo"), Path("/etc/ld.so.cache")}
    paths |= {Path(sys.base_prefix, "lib"), Path("/dev/urandom"), Path("/dev/null")}
    # openpyxl has Python read the list of types of the machine.
    paths |= {Path(name) for name in mimetypes.knownfiles}
    return {path for path in paths if path.exists()}


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= EXECUTE | WRITE_FILE | READ_FILE
        rule = _PathBeneath(rights, handle)
        libc.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(handle)
