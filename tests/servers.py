"""Starts real PostgreSQL and Valkey before Django reads its settings; loaded with `-p`.

Only the controlling process starts them; the workers inherit its environment.
"""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path

from sluta_skjut import servers

HOME = Path(__file__).resolve().parent.parent / os.environ.get("TEST_HOME", ".test")

if "PYTEST_XDIST_WORKER" not in os.environ:
    stack = ExitStack()
    atexit.register(stack.close)
    places = stack.enter_context(servers.running(HOME, fast=True))
    os.environ.update(places.admin_environment())
    os.environ.update(places.environment("app"))
    os.environ.update({"DEBUG": "1", "DEMO": "0", "MFA_REQUIRED": "0", "LOG_LEVEL": "ERROR"})
