"""Runs one command beside running servers: `python -m sluta_skjut.servers FOLDER -- COMMAND`."""

import argparse
import os
import subprocess
import sys

from sluta_skjut import servers

parser = argparse.ArgumentParser(prog="python -m sluta_skjut.servers", description=__doc__)
parser.add_argument("folder", help="where the servers keep their data")
parser.add_argument("--fast", action="store_true", help="data need not survive a crash")
parser.add_argument("--role", choices=[*servers.ROLES, "admin"], default="app")
parser.add_argument("command", nargs="+", help="what to run, after --")
options = parser.parse_args()

try:
    with servers.running(options.folder, fast=options.fast) as places:
        is_admin = options.role == "admin"
        settings = places.admin_environment() if is_admin else places.environment(options.role)
        sys.exit(subprocess.run(options.command, env={**os.environ, **settings}).returncode)
except servers.ServerErrors as error:
    sys.exit(str(error))
