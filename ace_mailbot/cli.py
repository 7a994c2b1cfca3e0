"""The command line: the only reader of argv, of the environment and of the wall clock.

Each command imports what it needs when it runs, so that a quick one starts quickly. Exit codes: 0
done, 1 something outside failed, 2 the config or the call is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ace_mailbot.model import ConfigError, RawMessage, Refused, Unreachable
from ace_mailbot.stopping import stop_on_signal

if TYPE_CHECKING:
    from ace_mailbot.config import Config
    from ace_mailbot.house import House
    from ace_mailbot.store import Store

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Do what *argv* says (the process's own when None) and return the exit code."""
    try:
        arguments = _parser().parse_args(argv)
        command: Command = arguments.run
        code = command(arguments)
        sys.stdout.flush()
    except ConfigError as error:
        return _tell(2, *error.problems)
    except (Unreachable, Refused) as error:
        return _tell(1, str(error))
    except KeyboardInterrupt:
        return _tell(1, "stopped")
    except BrokenPipeError:
        # The reader, `head` say, has gone; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _unexpected(error)
    return code


def _tell(code: int, *problems: str) -> int:
    for line in problems:
        print(f"ace-mailbot: {line}", file=sys.stderr)
    return code


def _unexpected(error: Exception) -> int:
    """Nobody should read a traceback: one line, which the log holds as well."""
    import logging

    from ace_mailbot import logs

    if logging.getLogger().handlers:
        logging.getLogger("ace_mailbot.cli").critical("unexpected", exc_info=error)
        return 1
    return _tell(1, f"something unexpected happened: {logs.place(error)}")


# --- the words of the command line ---------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"{message} (`{self.prog} --help` shows how)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ace-mailbot", description="Runs a small-grants programme by email.")
    _add_config(parser, Path("config.toml"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        # So that --config may stand after the command as well.
        _add_config(command, argparse.SUPPRESS)
        command.set_defaults(run=run)
        return command

    add("run", _run, "Run until SIGTERM or SIGINT.")
    once = add("once", _once, "Run one cycle.")
    once.add_argument("--now", type=_moment, metavar="ISO", help="the time, with its zone")
    check = add(
        "check", _check, "Check config, templates and mailbox; show what will be sent when."
    )
    check.add_argument("--send-test", action="store_true", help="send the operator a test letter")
    rehearse = add("rehearse", _rehearse, "Play the whole season on a turned clock, offline.")
    rehearse.add_argument("--out", type=Path, default=Path("rehearsal"), metavar="DIR")
    rehearse.add_argument("--mail", type=Path, metavar="DIR", help="mail to play with")
    status = add("status", _status, "Show where the season stands.")
    status.add_argument("--json", action="store_true")
    explain = add("explain", _explain, "Show how raw messages would be read, and why.")
    explain.add_argument("files", nargs="+", type=Path, metavar="FILE")
    explain.add_argument("--json", action="store_true", help="one object a line")
    digest = add("digest", _digest, "Show the organiser's digest as of now.")
    digest.add_argument("--out", type=Path, metavar="FILE")
    export = add("export", _export, "Print every application as a table.")
    export.add_argument(
        "format",
        choices=["csv", "xlsx", "360giving"],
        metavar="FORMAT",
        help="csv, xlsx or 360giving",
    )
    export.add_argument("--csv", action="store_true", help="360giving as a table, not as JSON")
    export.add_argument("--out", type=Path, metavar="FILE", help="instead of printing it")
    backup = add("backup", _backup, "Copy the database, beside whoever is at work.")
    backup.add_argument("file", type=Path, metavar="FILE")
    person = add("person", _person, "Show all that is held on somebody.")
    person.add_argument("address", type=_address, metavar="ADDRESS")
    person.add_argument("--json", action="store_true")
    person.add_argument("--out", type=Path, metavar="DIR", help="mail and letters whole, beside it")
    erase = add("erase", _erase, "Forget somebody; the mail itself is for you to remove.")
    erase.add_argument("address", type=_address, metavar="ADDRESS")
    rebuild = add("rebuild", _rebuild, "Make the database again, from the mailbox alone.")
    rebuild.add_argument("--into", type=Path, required=True, metavar="FILE", help="a new file")
    init = add("init", _init, "Lay out a config, templates and a data folder in DIR.")
    init.add_argument("folder", type=Path, metavar="DIR")
    return parser


def _add_config(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument(
        "--config", type=Path, default=default, metavar="FILE", help="default: config.toml"
    )


def _address(text: str) -> str:
    """The bare address of "Name <name@organisation.example>", in small letters."""
    from email.utils import parseaddr

    email = parseaddr(text)[1].lower()
    if "@" not in email:
        example = "such as amara.okafor@trust.example"
        raise argparse.ArgumentTypeError(f'"{text}" is no email address; expected one {example}')
    return email


def _moment(text: str) -> datetime:
    example = "such as 2021-07-06T09:12:00+01:00 or 2021-07-06T08:12:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no time; expected one {example}') from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f'"{text}" names no zone; expected a time {example}')
    if not 1970 <= moment.year <= 2999:  # what is due is counted from it, and a calendar ends
        raise argparse.ArgumentTypeError(f'"{text}" is out of time; expected one {example}')
    return moment.astimezone(UTC)


# --- the commands --------------------------------------------------------------------------------


def _config(arguments: argparse.Namespace, *, with_secrets: bool = False) -> Config:
    from ace_mailbot.config import load

    return load(arguments.config, os.environ, with_secrets=with_secrets)


def _now() -> datetime:
    """Whole seconds, as a letter's Date bears them: a rebuild finds the cycle's time there."""
    return datetime.now(UTC).replace(microsecond=0)


def _books(config: Config) -> AbstractContextManager[Store]:
    """The database, to be read beside whoever is at work."""
    from ace_mailbot.store import Store

    return closing(Store(config.database))


@contextmanager
def _house(arguments: argparse.Namespace) -> Iterator[House]:
    """The house, to work in. Before all else: who starts us may want us to stop at once."""
    with stop_on_signal() as stop:
        config = _config(arguments, with_secrets=True)
        from ace_mailbot import instance, logs, steps
        from ace_mailbot.house import open_house

        logs.set_up(sys.stderr)
        step = steps.dying_at(os.environ.get("ACE_FAULT", ""))
        with open_house(config, machine=instance.this_machine(), stop=stop, step=step) as house:
            yield house


def _run(arguments: argparse.Namespace) -> int:
    with _house(arguments) as house:
        from ace_mailbot import daemon, notify

        daemon.run(house, _now, notify.teller(os.environ.get("NOTIFY_SOCKET", "")))
    return 0


def _once(arguments: argparse.Namespace) -> int:
    with _house(arguments) as house:
        from ace_mailbot import daemon

        daemon.once(house, arguments.now or _now())
    return 0


def _check(arguments: argparse.Namespace) -> int:
    config = _config(arguments, with_secrets=True)
    from ace_mailbot import checking, logs

    logs.set_up(sys.stderr)  # a mailbox may warn of what it can't be asked about
    for line in checking.check(config):
        # At once: the mailbox may ask somebody to sign in meanwhile.
        print(line, flush=True)
    if arguments.send_test:
        for line in checking.send_test(config, _now()):
            print(line, flush=True)
    return 0


def _rehearse(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    if arguments.mail and not arguments.mail.is_dir():
        raise ConfigError(f"--mail is {arguments.mail}; expected a folder of mails")
    from ace_mailbot.rehearsal import rehearse

    print(f"Look at {rehearse(config, arguments.out, arguments.mail)}")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    from ace_mailbot import reports

    with _books(config) as store:
        report = reports.status(config, store, _now())
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(reports.status_text(report))
    return 0


def _digest(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    from ace_mailbot import reports

    with _books(config) as store:
        text = reports.digest_text(config, store, _now())
    if arguments.out is None:
        print(text)
        return 0
    _write(arguments.out, f"{text}\n".encode())
    return 0


def _export(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    from ace_mailbot import reports

    with _books(config) as store:
        if arguments.format == "xlsx":
            data = reports.xlsx(config, store, _now())
        elif arguments.format == "360giving":
            is_table = arguments.csv or str(arguments.out or "").endswith(".csv")
            data, missing = reports.giving(config, store, _now(), is_table=is_table)
            print(*missing, sep="\n", end="\n" if missing else "", file=sys.stderr)
        else:
            data = reports.csv(store).encode()
    if arguments.out is not None:
        _write(arguments.out, data)
    elif arguments.format == "xlsx" and sys.stdout.isatty():
        raise ConfigError("a workbook can't be shown here; expected --out FILE, or a file after >")
    else:
        sys.stdout.buffer.write(data)
    return 0


def _write(path: Path, data: bytes) -> None:
    """Write the file that --out names."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ConfigError(f"--out is {path}, which can't be written: {error.strerror}") from None


def _backup(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    from ace_mailbot.store import backups

    with _books(config) as store:
        if arguments.file.is_file() and not backups.is_copy(arguments.file, config.database):
            raise ConfigError(
                f"{arguments.file} stands there already; expected a new file, or an earlier backup"
            )
        store.back_up(arguments.file)
    print(f"made {arguments.file}. Keep {config.database.with_name('secret')} with it.")
    return 0


def _person(arguments: argparse.Namespace) -> int:
    config = _config(arguments)
    from ace_mailbot import personal
    from ace_mailbot.fence import Fence

    with _books(config) as store, Fence() as fence:
        holding = personal.held_on(arguments.address, config, store, fence)
    if arguments.out:
        personal.write_out(holding, arguments.out)
        print(f"Look at {arguments.out / 'person.json'}")
    elif arguments.json:
        print(json.dumps(personal.as_json(holding), ensure_ascii=False))
    else:
        print(personal.as_text(holding))
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    config = _config(arguments, with_secrets=True)
    from ace_mailbot import forgetting
    from ace_mailbot.house import open_house

    with _books(config):
        pass  # where there is no database, nobody is forgotten, and none is made
    with open_house(config) as house:
        done = forgetting.erase(
            arguments.address, config, house.store, house.mailbox, house.fence, _now()
        )
    print(forgetting.told(done, arguments.address))
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    config = _config(arguments, with_secrets=True)
    from ace_mailbot import logs, rebuilding

    logs.set_up(sys.stderr)
    found = rebuilding.rebuild(config, arguments.into, _now())
    letters = len(found.letters)
    print(f"{arguments.into}: read back: {found.messages} messages, {letters} letters.")
    print("What waits in the inbox is decided at the next start. Nothing was sent or moved.")
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from ace_mailbot.config import load, shipped_folder

    path: Path = arguments.config
    if path == Path("config.toml") and not path.exists():
        # A mail can be looked at anywhere; the shipped programme is a good guess then.
        path = shipped_folder() / "config.toml"
    config = load(path, os.environ, with_secrets=False)
    from ace_mailbot import explaining
    from ace_mailbot.fence import Fence

    with Fence() as fence:
        for file in arguments.files:
            found = explaining.explain(str(file), _raw(file), config, fence)
            print(
                json.dumps(found, ensure_ascii=False)
                if arguments.json
                else explaining.as_text(found)
            )
    return 0


def _raw(file: Path) -> RawMessage:
    """The message in *file*, received when the file was last written, as in a Maildir."""
    try:
        received_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        return RawMessage(file.name, file.read_bytes(), received_at)
    except OSError as error:
        raise ConfigError(f"{file} can't be read: {error.strerror}") from None


def _init(arguments: argparse.Namespace) -> int:
    from ace_mailbot.initialise import lay_out

    folder: Path = arguments.folder
    for path in lay_out(folder):
        print(f"made {path}")
    print(
        f"Edit {folder / 'config.toml'}, then: ace-mailbot --config {folder / 'config.toml'} check"
    )
    return 0
