"""Where a book lies: on this computer, on a network drive, or in a folder that a cloud program synchronises."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath


class Place(StrEnum):
    """How safe a folder is for a book."""

    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"


@dataclass(frozen=True)
class Location:
    """The place of a path, and what it is called: the server or file system, or the cloud service."""

    place: Place
    name: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What this computer says about its drives and services; tests state their own.

    ``mounts`` is the text of ``/proc/self/mounts`` (or ``mount``'s in the same columns), ``remote_drive`` says whether
    a Windows drive letter is a network drive, ``read`` gives a file's text or raises OSError.
    """

    platform: str
    environment: Mapping[str, str]
    mounts: str
    remote_drive: Callable[[str], bool]
    read: Callable[[str], str]


_NETWORK_TYPES = frozenset(
    {
        "cifs", "smb3", "smbfs", "smb2", "nfs", "nfs4", "afpfs", "afs", "ncpfs", "9p", "webdav", "davfs", "ftp",
        "fuse.sshfs", "fuse.davfs2", "fuse.davfs", "fuse.curlftpfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.s3fs",
        "fuse.glusterfs", "glusterfs", "ceph", "lustre", "beegfs", "vboxsf", "prl_fs", "fuse.vmhgfs-fuse",
        "osxfuse.sshfs", "macfuse.sshfs", "fuse.smbnetfs",
    }
)  # fmt: skip
# Local file systems whose sharing is done by a cloud program.
_CLOUD_TYPES = {"fuse.onedriver": "OneDrive", "fuse.google-drive-ocamlfuse": "Google Drive"}

# The name of a folder, alone or with what the services add to it: "OneDrive - Firma", "Dropbox (Personal)".
_MARKERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), service)
    for pattern, service in (
        (r"onedrive( - .+|-.+)?", "OneDrive"),
        (r"dropbox( \(.+\))?", "Dropbox"),
        (r"icloud ?drive", "iCloud Drive"),
        (r"com~apple~clouddocs|mobile documents", "iCloud Drive"),
        (r"google ?drive( \(.+\))?|googledrive-.+|my drive", "Google Drive"),
        (r"box ?sync|box-box", "Box"),
        (r"nextcloud\d*", "Nextcloud"),
        (r"owncloud", "ownCloud"),
        (r"pcloud ?drive|pcloud sync", "pCloud"),
        (r"megasync|mega", "MEGA"),
        (r"syncthing|sync", "Syncthing"),
        (r"synologydrive|cloudstation", "Synology Drive"),
        (r"nutstore( files)?|nutstorefiles|我的坚果云|坚果云", "坚果云"),
        (r"baidu(net|sync|yun)disk(workspace)?|baidusyncdisk|百度网盘(同步空间)?|百度云同步盘", "百度网盘"),
        (r"wps ?cloud ?files|wps ?drive|wps云盘|wps 云盘|wps网盘", "WPS 云盘"),
        (r"weiyun|微云(同步助手)?|腾讯微云", "微云"),
        (r"阿里云盘|aliyundrive", "阿里云盘"),
        (r"yandex\.?disk", "Yandex.Disk"),
    )
)
_NEEDS_MORE = {"Syncthing": (".stfolder",), "MEGA": (".megaignore", ".debris")}

_ENVIRONMENT = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}


def locate(path: Path | str, surroundings: Surroundings | None = None) -> Location:
    """Where ``path`` (absolute, links resolved) lies. Nothing of the file itself is read."""
    here = surroundings if surroundings is not None else this_computer()
    pure: PurePath = PureWindowsPath(path) if here.platform == "win32" else PurePosixPath(path)
    network = _network(pure, here)
    if network is not None:
        return Location(Place.NETWORK, network)
    cloud = _cloud(pure, here)
    return Location(Place.CLOUD, cloud) if cloud is not None else Location(Place.LOCAL)


def _network(path: PurePath, here: Surroundings) -> str | None:
    if isinstance(path, PureWindowsPath):
        return _windows_network(path, here)
    kind, source = _mount(path, here.mounts)
    if kind in _NETWORK_TYPES:
        return source or kind
    gvfs = "/gvfs/" in f"{path}/" and ("/run/user/" in str(path) or "/.gvfs/" in str(path))
    return "gvfs" if gvfs else None


def _windows_network(path: PureWindowsPath, here: Surroundings) -> str | None:
    drive = path.drive
    if drive.startswith(("\\\\?\\UNC\\", "\\\\.\\UNC\\")):
        return "\\\\" + drive[8:].split("\\")[0]
    if drive.startswith(("\\\\?\\", "\\\\.\\")):
        drive = drive[4:]
    elif drive.startswith("\\\\"):
        server = drive[2:].split("\\")[0]
        # The Linux system inside Windows is reached like a server, and its files are no better there.
        return f"\\\\{server}"
    return drive if drive and here.remote_drive(drive) else None


def _mount(path: PurePath, mounts: str) -> tuple[str, str]:
    """The kind and source of the file system that holds a path: the longest mount point above it, the last if equal."""
    best, found = -1, ("", "")
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = PurePosixPath(_unescape(parts[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), (parts[2], _unescape(parts[0]))
    return found


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), text)


def _cloud(path: PurePath, here: Surroundings) -> str | None:
    if isinstance(path, PurePosixPath):
        kind, _source = _mount(path, here.mounts)
        if kind in _CLOUD_TYPES:
            return _CLOUD_TYPES[kind]
    for root, service in _roots(path, here):
        if _below(path, root):
            return service
    folders = path.parts[1:-1]
    for index, folder in enumerate(folders):
        if here.platform == "darwin" and folder == "CloudStorage" and index and folders[index - 1] == "Library":
            return folders[index + 1].split("-")[0] if index + 1 < len(folders) else folder
        for pattern, service in _MARKERS:
            if pattern.fullmatch(folder) and _confirmed(service, path, index, here):
                return service
    return None


def _confirmed(service: str, path: PurePath, index: int, here: Surroundings) -> bool:
    """Folders with everyday names count only with the mark that the service leaves in them."""
    marks = _NEEDS_MORE.get(service)
    if marks is None:
        return True
    folder = type(path)(*path.parts[: index + 2])
    for mark in marks:
        try:
            here.read(str(folder / mark))
            return True
        except IsADirectoryError:
            return True
        except OSError:
            continue
    return False


def _roots(path: PurePath, here: Surroundings) -> list[tuple[PurePath, str]]:
    roots: list[tuple[PurePath, str]] = []
    for name, value in here.environment.items():
        service = _ENVIRONMENT.get(name)
        if service is not None and value:
            roots.append((type(path)(value), service))
    for variable in ("APPDATA", "LOCALAPPDATA", "HOME"):
        base = here.environment.get(variable)
        if not base:
            continue
        below = ".dropbox" if variable == "HOME" else "Dropbox"
        with suppress(OSError, ValueError, AttributeError):
            for account in json.loads(here.read(str(type(path)(base) / below / "info.json"))).values():
                roots.append((type(path)(account["path"]), "Dropbox"))
    return roots


def _below(path: PurePath, root: PurePath) -> bool:
    return len(root.parts) > 1 and path.is_relative_to(root)


def this_computer() -> Surroundings:
    """What this very computer says."""
    return Surroundings(sys.platform, os.environ, _system_mounts(), _is_remote_drive, _read_text)


def _read_text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")[:1_000_000]


def _system_mounts() -> str:
    if sys.platform == "linux":
        with suppress(OSError):
            return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    elif sys.platform == "darwin":
        import subprocess

        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
            return mac_mounts(told)
    return ""


def mac_mounts(told: str) -> str:
    """The answer of macOS's ``mount`` in the columns of ``/proc/self/mounts``."""
    lines = []
    for line in told.splitlines():
        found = re.fullmatch(r"(.+) on (/.*) \(([^,)]+).*\)", line)
        if found is not None:
            source, point, kind = (part.replace("\\", r"\134").replace(" ", r"\040") for part in found.groups())
            lines.append(f"{source} {point} {kind}")
    return "\n".join(lines)


def _is_remote_drive(drive: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive.rstrip("\\") + "\\") == drive_remote)
    return False
