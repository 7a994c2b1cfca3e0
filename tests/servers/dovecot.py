"""A real Dovecot on loopback, run by whoever runs the tests, its config and mail in a folder.

Any user may sign in with PASSWORD; their mailbox is made then. It is started once for a whole run.
"""

from __future__ import annotations

import atexit
import getpass
import grp
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.servers.certificate import make_certificate
from tests.servers.ports import free_ports, wait_for

_PATHS = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
PASSWORD = "test-password"
_CAPABILITIES = (
    *("IMAP4rev1", "SASL-IR", "ID", "ENABLE", "IDLE", "LITERAL+", "CHILDREN", "NAMESPACE"),
    *("UIDPLUS", "UNSELECT", "ESEARCH", "CONDSTORE", "MOVE", "SPECIAL-USE"),
)


@dataclass(frozen=True)
class Dovecot:
    port: int  # in the clear or with STARTTLS, on 127.0.0.1
    tls_port: int
    certificate: Path  # for `localhost`
    folder: Path  # holds its config, its log, and in `mail` a folder for each user

    def maildir(self, user: str) -> Path:
        return self.folder / "mail" / user / "Maildir"

    def renumber(self, user: str, validity: int = 1_999_999_999) -> None:
        """Give the INBOX of *user* another UIDVALIDITY, as after a restored backup."""
        doveadm = shutil.which("doveadm", path=_PATHS)
        assert doveadm
        update = ["mailbox", "update", "-u", user, "--uid-validity", str(validity), "INBOX"]
        subprocess.run([doveadm, "-c", str(self.folder / "dovecot.conf"), *update], check=True)


def program() -> str | None:
    """Where Dovecot is installed; None where it isn't."""
    return shutil.which("dovecot", path=_PATHS)


@cache
def dovecot(prefix: str = "", without: tuple[str, ...] = (), limits: str = "") -> Dovecot:
    """The server whose folders begin with *prefix* and that is silent on some capabilities.

    Each way of running it is started once, and stopped when the tests are over.
    """
    # Not pytest's own folder, which only its owner may enter: Dovecot has users of its own.
    folder = Path(tempfile.mkdtemp(prefix="ace-mailbot-dovecot-"))
    folder.chmod(0o755)
    port, tls_port = free_ports(2)
    certificate, _ = make_certificate(folder)
    (folder / "mail").mkdir()
    (folder / "mail").chmod(0o777)
    config = folder / "dovecot.conf"
    capability = " ".join(c for c in _CAPABILITIES if c not in without)
    config.write_text(
        _config(folder, port, tls_port)
        + f"imap_capability = {capability}\n{_namespace(prefix)}{limits}"
    )
    executable = program()
    assert executable
    process = subprocess.Popen([executable, "-F", "-c", str(config)])
    atexit.register(_stop, process, folder)
    wait_for(port)
    return Dovecot(port, tls_port, certificate, folder)


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def _namespace(prefix: str) -> str:
    return f"""
namespace inbox {{
  inbox = yes
  separator = .
  prefix = {prefix}
  mailbox Sent {{
    special_use = \\Sent
  }}
}}
"""


def _config(folder: Path, port: int, tls_port: int) -> str:
    me = getpass.getuser()
    root = os.getuid() == 0
    # As root, nobody holds the mail; otherwise all is done by whoever runs the tests.
    internal, login, holder = ("dovecot", "dovenull", "nobody") if root else (me, me, me)
    return f"""
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {internal}
default_internal_group = {_group(internal)}
default_login_user = {login}
first_valid_uid = 1
auth_mechanisms = plain
disable_plaintext_auth = no
auth_failure_delay = 0
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u/Maildir
mail_fsync = never
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={holder} gid={_group(holder)} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


def _group(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
