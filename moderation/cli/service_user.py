"""The change from root to the user who owns the data folder."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def become_owner(folder: Path) -> str | None:
    """If this process runs as root and the folder belongs to another user, continue as that user.

    Otherwise new files in the folder would belong to root, and the server could not read them. After the change, only
    the new user may read the files that this process creates. Return the name of the new user, or None if the user
    stays the same.
    """
    if os.geteuid() != 0 or not folder.is_dir():
        return None
    owner = folder.stat()
    if owner.st_uid == 0:
        return None
    name = user_name(owner.st_uid)
    try:
        group = pwd.getpwuid(owner.st_uid).pw_gid
        os.initgroups(name, group)
    except KeyError:
        group = owner.st_gid
        os.setgroups([])
    os.setgid(group)
    os.setuid(owner.st_uid)
    os.umask(0o077)
    return name


def user_name(number: int) -> str:
    """Return the name of the user with this uid. If the user has no name, return the uid as text."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
