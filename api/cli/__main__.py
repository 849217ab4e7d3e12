"""Finds the command and runs it. Whatever the operator has to act on is one sentence on stderr, never a traceback."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from api.cli.environment import language
from api.core import garbage
from api.core.config import VARIABLES
from api.core.errors import Misconfigured, Problem

# Name → the module that has it (imported only then) and what `--help` says.
COMMANDS = {
    "demo": ("demo", "start everything on this machine with made-up people; Ctrl-C stops all of it"),
    "serve": ("serving", "run the API"),
    "worker": ("serving", "run the worker"),
    "migrate": ("database", "bring the database up to date, as the owner role"),
    "db": ("cluster", "distribute: spread the tables over a Citus cluster and check it"),
    "import": ("roster", "load a school's workbook from the command line"),
    "digest": ("roster", "print the digest of a school's people, to compare two installations"),
    "openapi": ("contract", "write clients/openapi.json"),
    "access": ("contract", "write docs/access.md, which says who may do what"),
    "web": ("web", "build the phone app, where its sources have changed"),
    "doctor": ("doctor", "say what is configured, reachable and missing"),
    "audit": ("database", "verify the chain of looks at confidential text"),
    "receipt": ("receipt", "verify signed receipts of notices offline, or print their public key"),
    "rekey": ("rekey", "replace the master key or the root key, as the owner role"),
    "signout": ("signout", "end the sessions of one person or of everybody, as the owner role"),
    "test": ("checks", "run every check and every test; arguments go to pytest"),
    "check": ("checks", "run the fast checks, as the commit hooks do"),
    "proof": ("checks", "run the long tests; arguments go to pytest"),
    "shots": ("checks", "take pictures of every screen of the app, in both languages"),
    "bench": ("checks", "measure the ratios of speed"),
}
_SECRETS = "Each can also come from a file: NAME_FILE holds its path."


def main(words: Sequence[str]) -> int:
    """Runs a command and returns its exit code."""
    garbage.load()
    parser = argparse.ArgumentParser(
        prog="xinqiao", epilog=_epilog(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see COMMAND --help")
    chosen = parser.parse_args(words)
    module, _ = COMMANDS[chosen.command]
    run: Callable[[list[str]], int] = getattr(import_module(f"api.cli.{module}"), f"run_{chosen.command}")
    try:
        return run(chosen.arguments)
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 1
    except Problem as error:
        print(error.sentence(language(os.environ)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _epilog() -> str:
    commands = "\n".join(f"  {name:<9}{sentence}" for name, (_, sentence) in COMMANDS.items())
    variables = "\n".join(f"  {name:<25}{sentence}" for name, sentence in VARIABLES.items())
    return f"commands:\n{commands}\n\nenvironment:\n{variables}\n  {_SECRETS}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
