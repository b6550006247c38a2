"""PostgreSQL and Valkey of the demo and the tests, on a machine that has neither.

with servers.running("folder") as places:
    subprocess.run(command, env={**os.environ, **places.environment("app")})
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sluta_skjut.processes import Process
from sluta_skjut.servers import homes, keys, postgres, valkey
from sluta_skjut.servers.homes import Home, HomeError
from sluta_skjut.servers.postgres import PostgresError
from sluta_skjut.servers.valkey import ValkeyError

DATABASE = "slutaskjut"
ROLES = ("owner", "app", "sealer")
# Every way in which the servers can fail to start.
ServerErrors = (HomeError, PostgresError, ValkeyError)


@dataclass(frozen=True)
class Places:
    """Where the running servers are, and the secrets that open them."""

    home: Home
    processes: tuple[Process, ...]
    secrets: dict[str, Path]

    def environment(self, role: str) -> dict[str, str]:
        """What a process that logs in as `role` must be told, and no other role's password."""
        common = {
            "DATA": str(self.home.data),
            "DB_HOST": str(self.home.socket.resolve()),
            "DB_PORT": postgres.PORT,
            "DB_NAME": DATABASE,
            "DB_ROLE": role,
            "DB_PASSWORD_FILE": str(self.secrets[f"db_{role}_password"]),
            "REDIS_URL_FILE": str(self.secrets["redis_url"]),
            "SECRET_KEY_FILE": str(self.secrets["secret_key"]),
        }
        keys_of = {"sealer": ("seal_key",), "app": ("tombstone_key", "second_factor_key")}
        told = {f"{name.upper()}_FILE": str(self.secrets[name]) for name in keys_of.get(role, ())}
        return common | told

    def admin_environment(self) -> dict[str, str]:
        """What the command that makes roles and database must be told: all of it."""
        passwords = {
            f"DB_{role.upper()}_PASSWORD_FILE": str(self.secrets[f"db_{role}_password"])
            for role in ("admin", *ROLES)
        }
        return self.environment("owner") | passwords | {"DB_ADMIN_USER": postgres.ADMIN}


@contextmanager
def running(
    data_dir: Path | str,
    *,
    fast: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[Places]:
    """Both servers run until the block ends; `fast` trades safety of the data for speed."""
    with ExitStack() as stack:
        home = stack.enter_context(homes.held(data_dir))
        home.log.mkdir(mode=0o700, exist_ok=True)
        secrets = keys.kept(home.secrets)
        database = stack.enter_context(
            postgres.running(home, secrets["db_admin_password"], fast=fast)
        )
        say("PostgreSQL 18 … ready")
        broker, address = stack.enter_context(
            valkey.running(home, secrets["broker_password"], fast=fast)
        )
        secrets["redis_url"] = keys.written(home.secrets / "redis_url", address)
        say("Valkey … ready")
        yield Places(home=home, processes=(database, broker), secrets=secrets)
