"""Where a book lies: drives and cloud folders of three systems, and lookalikes that are none."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.models.location import Place, Surroundings, locate, mac_mounts

L, N, C = Place.LOCAL, Place.NETWORK, Place.CLOUD

LINUX_MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/daten /mnt/daten cifs rw 0 0
nas:/volume1 /srv/nas nfs4 rw 0 0
me@host:/home /home/li/remote fuse.sshfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdb1 /mnt/daten/local ext4 rw 0 0
share /mnt/two\\040words 9p rw 0 0
onedriver /home/li/cloud fuse.onedriver rw 0 0
"""
MAC_MOUNTS = mac_mounts(
    "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
    "/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)\n"
    "//li@nas._smb._tcp.local/Office on /Volumes/Office (smbfs, nodev, nosuid, mounted by li)\n"
    "/dev/disk4s1 on /Volumes/Stick (msdos, local, nodev)\n"
    "http://dav.example.org/ on /Volumes/dav (webdav, nodev)\n"
)


def linux(**files: str) -> Surroundings:
    return Surroundings("linux", {"HOME": "/home/li"}, LINUX_MOUNTS, lambda _drive: False, _reader(files))


def mac() -> Surroundings:
    return Surroundings("darwin", {"HOME": "/Users/li"}, MAC_MOUNTS, lambda _drive: False, _reader({}))


def windows() -> Surroundings:
    info = {"personal": {"path": r"D:\Ablage\Kasten"}}
    return Surroundings(
        "win32",
        {
            "OneDrive": r"C:\Users\li\OneDrive",
            "OneDriveCommercial": r"E:\Firma",
            "APPDATA": r"C:\Users\li\AppData\Roaming",
        },
        "",
        lambda drive: drive.upper().startswith("Z:"),
        _reader({r"C:\Users\li\AppData\Roaming\Dropbox\info.json": json.dumps(info)}),
    )


def _reader(files: dict[str, str]) -> Callable[[str], str]:
    def read(path: str) -> str:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


CASES = [
    (linux, "/home/li/Daybook/a.daybook", L, ""),
    (linux, "/mnt/daten/a.daybook", N, "//server/daten"),
    (linux, "/mnt/daten/local/a.daybook", L, ""),
    (linux, "/mnt/datenbank/a.daybook", L, ""),
    (linux, "/srv/nas/buch/a.daybook", N, "nas:/volume1"),
    (linux, "/home/li/remote/a.daybook", N, "me@host:/home"),
    (linux, "/run/user/1000/gvfs/smb-share:server=x/a.daybook", N, "gvfsd-fuse"),
    (linux, "/mnt/two words/a.daybook", N, "share"),
    (linux, "/home/li/cloud/a.daybook", C, "OneDrive"),
    (linux, "/home/li/Dropbox/a.daybook", C, "Dropbox"),
    (linux, "/home/li/Nextcloud/Firma/a.daybook", C, "Nextcloud"),
    (linux, "/home/li/坚果云/a.daybook", C, "坚果云"),
    (linux, "/home/li/Sandbox/a.daybook", L, ""),
    (linux, "/home/li/Inbox/a.daybook", L, ""),
    (linux, "/home/li/Sync/a.daybook", L, ""),
    (linux, "/home/li/dropbox.daybook", L, ""),
    (lambda: linux(**{"/home/li/Sync/.stfolder": ""}), "/home/li/Sync/a.daybook", C, "Syncthing"),
    (
        lambda: linux(**{"/home/li/.dropbox/info.json": '{"personal": {"path": "/data/box"}}'}),
        "/data/box/a",
        C,
        "Dropbox",
    ),
    (mac, "/Users/li/Library/Application Support/Daybook/a.daybook", L, ""),
    (mac, "/Users/li/Library/Mobile Documents/com~apple~CloudDocs/a.daybook", C, "iCloud Drive"),
    (mac, "/Users/li/Library/CloudStorage/OneDrive-Firma/a.daybook", C, "OneDrive"),
    (mac, "/Users/li/Library/CloudStorage/GoogleDrive-li@example.org/a.daybook", C, "GoogleDrive"),
    (mac, "/Volumes/Office/a.daybook", N, "//li@nas._smb._tcp.local/Office"),
    (mac, "/Volumes/dav/a.daybook", N, "http://dav.example.org/"),
    (mac, "/Volumes/Stick/a.daybook", L, ""),
    (windows, r"C:\Users\li\AppData\Local\Daybook\a.daybook", L, ""),
    (windows, r"\\SERVER\daten\a.daybook", N, r"\\SERVER"),
    (windows, r"\\?\UNC\SERVER\daten\a.daybook", N, r"\\SERVER"),
    (windows, r"\\?\C:\buch\a.daybook", L, ""),
    (windows, r"Z:\buch\a.daybook", N, "Z:"),
    (windows, r"C:\Users\li\OneDrive\Buch\a.daybook", C, "OneDrive"),
    (windows, r"C:\Users\li\OneDrive - Firma\a.daybook", C, "OneDrive"),
    (windows, r"C:\Users\li\OneDriveAlt\a.daybook", L, ""),
    (windows, r"E:\Firma\a.daybook", C, "OneDrive"),
    (windows, r"D:\Ablage\Kasten\a.daybook", C, "Dropbox"),
    (windows, r"D:\BaiduNetdiskWorkspace\a.daybook", C, "百度网盘"),
    (windows, r"D:\百度网盘同步空间\a.daybook", C, "百度网盘"),
    (windows, r"D:\WPS云盘\a.daybook", C, "WPS 云盘"),
    (windows, r"C:\Users\li\Nutstore\1\a.daybook", C, "坚果云"),
    (windows, r"D:\Onedriver\a.daybook", L, ""),
]


@pytest.mark.parametrize(("surroundings", "path", "place", "name"), CASES, ids=[c[1] for c in CASES])
def test_places(surroundings: Callable[[], Surroundings], path: str, place: Place, name: str) -> None:
    found = locate(path, surroundings())
    assert (found.place, found.name) == (place, name)


def test_this_computer_answers(tmp_path: object) -> None:
    assert locate(str(tmp_path)).place in set(Place)
