"""The processes of the product as data: what runs, with which rights, and when it is ready. Starts nothing itself.

Each process receives its own database role and nothing of the others; simulators and front receive none.
"""

from __future__ import annotations

import importlib.util
import signal
import string
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from myspace.domain.kernel import roles
from myspace.launch import readiness, recording
from myspace.launch.authority import Identities
from myspace.launch.keys import RecordKey
from myspace.launch.ports import LOOPBACK
from myspace.launch.postgres import Cluster
from myspace.launch.spawning import base_environment
from myspace.launch.supervisor import Service, Task, python_module

WEB_WORKERS = 2
LIVE_STREAMS = 8_000  # of some kilobytes each (bench streams)
# Pages wait for PostgreSQL, not for sources: more threads than this only queue inside the interpreter's lock.
WEB_THREADS = 4
# The paths of the folder to which the identity provider may send a browser back.
CALLBACKS = ("/entra/torna",)
SETTINGS = "myspace.site.settings"
# The second identity provider of the invented country, as its doors' file names it.
NORD, NORD_SECRET_IN = "nord", "MYSPACE_NORD_SECRET"
_PROVIDERS = Path(__file__).with_name("login_providers.toml")
_SERVICES = Path(__file__).with_name("services.toml")
EFACT_KEY_IN = "MYSPACE_EFACT_KEY"  # the variable in which the worker and the simulated e-FACT find the platform's key
# What the simulated PCI serves: a line for each product (docs/howto/add-a-product.md).
PRODUCTS = (
    "myspace.connectors.enotum.simulator:product",
    "myspace.connectors.representa.simulator:product",
    "myspace.connectors.via_oberta.simulator:padro",
    "myspace.connectors.via_oberta.simulator:padro_historic",
    "myspace.connectors.via_oberta.simulator:vida_laboral",
    "myspace.connectors.via_oberta.simulator:aeat",
    "myspace.connectors.via_oberta.simulator:discapacitat",
    "myspace.connectors.via_oberta.simulator:tfn",
    "myspace.connectors.via_oberta.simulator:tfm",
    "myspace.connectors.via_oberta.simulator:tgss",
    "myspace.connectors.via_oberta.simulator:atc",
    "myspace.connectors.via_oberta.simulator:dependencia",
    "myspace.connectors.via_oberta.simulator:mepsyd",
    "myspace.connectors.via_oberta.simulator:cadastre",
    "myspace.connectors.via_oberta.simulator:soc",
    "myspace.connectors.via_oberta.simulator:rca",
)
NEVER_THERE = "ATC"  # a register that never answers in the invented country: whoever asks is told so, and sees the rest
# Far sides that speak no PCI and share its process: each would cost `up` the start of one more.
DOORS = ("myspace.connectors.efact.simulator:doors", "myspace.connectors.consultations.simulator:doors")


@dataclass(frozen=True, slots=True)
class Databases:
    """Role → address. Application processes get one each; migrations get the owner's and the keeper's."""

    urls: Mapping[str, str]

    @property
    def secrets_for_manage(self) -> dict[str, str]:
        given = {"DATABASE_URL": self.urls[roles.WORKER], "DATABASE_OWNER_URL": self.urls[roles.OWNER]}
        if roles.KEEPER in self.urls:
            given["DATABASE_KEEPER_URL"] = self.urls[roles.KEEPER]
        return given


@dataclass(frozen=True, slots=True)
class Place:
    """Where this run of the product is: addresses, ports, secrets, folders."""

    origin: str
    web_port: int
    live_port: int
    valid_port: int
    hub_port: int
    front_fds: tuple[int, ...]
    keys: Path
    run_dir: Path
    valid_client_id: str
    valid_client_secret: str
    valid_host: str = LOOPBACK
    certificate: tuple[Path, Path] | None = None
    front_port: int = 0
    openid_port: int = 0  # 0: no second provider, and VALId alone at every door
    openid_secret: str = ""
    pci_port: int = 0  # 0: no services, and nobody is asked over PCI
    identities: Identities | None = None
    efact_key: str = ""
    delivery_port: int = 0  # 0: nothing leaves this run, and no maker is started
    mail_port: int = 0
    vapid_key: Path | None = None
    vapid_public: str = ""
    record: RecordKey | None = None
    witnesses: recording.Listening = ()
    stamping: recording.Stamping | None = None
    offline_login: bool = False  # whether people may leave a login for reading their notifications while away
    issuers: str = ""  # a file of whoever runs it: who may tell of notices
    consultations: Path | None = None  # where the invented feed keeps its key, and writes who may tell of consultations
    logins: Path | None = None  # the same of the invented identity provider, which tells of logins elsewhere

    @property
    def delivery_url(self) -> str:
        """Where what left the folder is read, and where the simulated push service and SMS gateway are."""
        return f"http://{LOOPBACK}:{self.delivery_port}"

    @property
    def hub_url(self) -> str:
        return f"http://{LOOPBACK}:{self.hub_port}"

    @property
    def valid_url(self) -> str:
        # Not "localhost": cookies do not know ports, and the provider is another site than the folder.
        return f"http://{self.valid_host}:{self.valid_port}"

    @property
    def openid_url(self) -> str:
        return f"http://{LOOPBACK}:{self.openid_port}"

    @property
    def providers(self) -> Path:
        """The file that says which providers each door offers, as an operator writes it."""
        return self.run_dir / "login-providers.toml"

    @property
    def pci_url(self) -> str:
        return f"https://localhost:{self.pci_port}"

    @property
    def feeds(self) -> str:
        return str(self.consultations / "feeds.toml") if self.consultations and self.pci_port else ""

    @property
    def login_feeds(self) -> str:
        return str(self.logins / "logins.toml") if self.logins else ""

    @property
    def services(self) -> Path:
        """The file that says which services the deployment has, as an operator writes it."""
        return self.run_dir / "services.toml"

    def write_services(self) -> None:
        if self.identities is None:
            return
        files = {name: str(getattr(self.identities, name)) for name in ("authority", "server", "client")}
        text = string.Template(_SERVICES.read_text("utf-8")).substitute(
            pci=self.pci_url, efact_key_in=EFACT_KEY_IN, **files
        )
        self.services.write_text(text)

    def write_providers(self) -> None:
        self.providers.write_text(string.Template(_PROVIDERS.read_text("utf-8")).substitute(issuer=self.openid_url))

    @property
    def metrics(self) -> Path:
        """Where the processes of one run leave their counters, for `/metrics` to add up."""
        return self.run_dir / "metrics"

    def environment(self, process: str, secrets: Mapping[str, str]) -> dict[str, str]:
        """What a process of the product learns; `secrets` are the database addresses it may use."""
        return {
            **base_environment(),
            **secrets,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "MYSPACE_PROCESS": process,
            "MYSPACE_ORIGIN": self.origin,
            "MYSPACE_KEYS": str(self.keys),
            "PROMETHEUS_MULTIPROC_DIR": str(self.metrics),
            "MYSPACE_SIMULATED": "1",
            "MYSPACE_VALID_URL": self.valid_url,
            "MYSPACE_VALID_CLIENT_ID": self.valid_client_id,
            "MYSPACE_VALID_CLIENT_SECRET": self.valid_client_secret,
            **self._second_provider(),
            **({"MYSPACE_SERVICES": str(self.services)} if self.pci_port else {}),
            # The key opens every sender's invoices: who serves pages is not given it.
            **({EFACT_KEY_IN: self.efact_key} if self.pci_port and process in ("worker", "manage") else {}),
            **({"MYSPACE_ISSUERS": self.issuers} if self.issuers and process in ("web", "manage") else {}),
            **({"MYSPACE_FEEDS": self.feeds} if self.feeds and process in ("web", "worker", "manage") else {}),
            **({"MYSPACE_LOGIN_FEEDS": self.login_feeds} if self.login_feeds and process in ("web", "manage") else {}),
            **({"MYSPACE_OFFLINE_LOGIN": "1"} if self.offline_login and process in ("web", "worker", "manage") else {}),
            **self._ways_out(process),
            **recording.environment(process, self.record, self.witnesses, self.stamping, self.run_dir),
        }

    def _ways_out(self, process: str) -> dict[str, str]:
        """To whom messages go is for the maker; web learns which ways there are and the half of the key for browsers."""
        if not self.delivery_port or process not in ("web", "maker"):
            return {}
        simulated = {"MYSPACE_PUSH_SIMULATED": f"{LOOPBACK}:{self.delivery_port}"}
        if process == "web":
            return {**simulated, "MYSPACE_WAYS": "email,sms", "MYSPACE_VAPID_PUBLIC": self.vapid_public}
        return {
            **simulated,
            "MYSPACE_SMTP_URL": f"smtp://{LOOPBACK}:{self.mail_port}",
            "MYSPACE_MAIL_FROM": "avisos@espai.exemple.invalid",
            "MYSPACE_SMS_URL": f"{self.delivery_url}/sms",
            "MYSPACE_VAPID_KEY": str(self.vapid_key or ""),
            "MYSPACE_VAPID_CONTACT": "mailto:avisos@espai.exemple.invalid",
        }

    def _second_provider(self) -> dict[str, str]:
        if not self.openid_port:
            return {}
        return {"MYSPACE_LOGIN_PROVIDERS": str(self.providers), NORD_SECRET_IN: self.openid_secret}


def database(cluster: Cluster) -> Service:
    """PostgreSQL in the foreground. It restarts like the others: data are safe, fsync is on."""
    return Service(
        name="postgresql",
        command=tuple(cluster.command()),
        env=base_environment(),
        ready=cluster.answers,
        stop_by=signal.SIGINT,
        stop_within=10.0,
        identity=cluster.identity,
    )


def migrations(place: Place, databases: Databases) -> Task:
    env = place.environment("manage", databases.secrets_for_manage)
    return Task("migrations", python_module("django", "migrate", "--no-input", "--skip-checks"), env)


def keys_of_feeds(place: Place) -> list[Task]:
    """The invented feeds' keys and the files that register them, made once: who is told must know the key before it is told."""
    tasks = []
    for name, file, folder in (
        ("consultations", place.feeds, place.consultations), ("logins", place.login_feeds, place.logins),
    ):  # fmt: skip
        if file and not Path(file).exists():
            words = ["keys", "--folder", str(folder)]
            tasks.append(Task(name, python_module(f"myspace.connectors.{name}.simulator", *words), base_environment()))
    return tasks


def simulated_country(place: Place, databases: Databases) -> Task:
    """Makes the invented bodies known as connections; repeating it changes nothing."""
    env = place.environment("manage", databases.secrets_for_manage)
    return Task("country", python_module("django", "load_simulated_country", "--hub", place.hub_url), env)


def simulators(place: Place) -> list[Service]:
    """The far sides. They know the product's address and a client's secret made at each start; no database."""
    listen_on = "0.0.0.0" if place.valid_host != LOOPBACK else LOOPBACK  # noqa: S104 (only with up --lan)
    words = ["--host", listen_on, "--port", str(place.valid_port)]
    # With "=": a random secret may begin with a dash.
    words += [f"--client-id={place.valid_client_id}", f"--client-secret={place.valid_client_secret}"]
    words += [f"--redirect-uri={place.origin}{path}" for path in CALLBACKS]
    valid = python_module("myspace.connectors.valid.simulator", *words)
    far_side = base_environment()
    hub = python_module("myspace.connectors.hub_carpetes.simulator", "--port", str(place.hub_port))
    return [
        Service("valid", valid, far_side, readiness.accepts(place.valid_port)),
        Service("hub", hub, far_side, readiness.accepts(place.hub_port)),
        *([_openid(place)] if place.openid_port else []),
        *_pci(place),
        *([_delivery(place)] if place.delivery_port else []),
        *([_logins(place)] if place.logins else []),
        *recording.services(place.record, place.witnesses, place.stamping),
    ]


def _pci(place: Place) -> list[Service]:
    """Over TLS, with certificates of the checkout's own authority; on the loopback alone."""
    products = [f"--product={each}" for each in PRODUCTS if missing((each,)) is None]
    if place.identities is None or not products:
        return []
    words = [
        "--port",
        str(place.pci_port),
        "--given",
        f"valid={place.valid_url}",
        "--given",
        f"documents={place.pci_url}",
    ]
    words += ["--certificate", str(place.identities.server), "--clients", str(place.identities.authority)]
    words += ["--given", f"efact_key_in={EFACT_KEY_IN}", "--given", f"folder={place.origin}"]
    words += ["--given", f"via_oberta_down={NEVER_THERE}"]
    words += ["--given", f"consultations_keys={place.consultations}"] if place.consultations else []
    doors = [f"--door={each}" for each in DOORS if missing((each,)) is None]
    command = python_module("myspace.connector_kit.simulated.pci", *words, *products, *doors)
    env = {**base_environment(), EFACT_KEY_IN: place.efact_key}
    return [Service("pci", command, env, readiness.accepts(place.pci_port))]


def _logins(place: Place) -> Service:
    """It asks nobody and listens nowhere: it tells web of a year of logins, again and again, and that it works."""
    words = ["play", "--folder", str(place.logins), "--to", f"http://{LOOPBACK}:{place.web_port}", "--as", place.origin]
    command = python_module("myspace.connectors.logins.simulator", *words)
    return Service("logins", command, base_environment(), _still_there_after(0.5))


def _delivery(place: Place) -> Service:
    """The mailbox that takes what leaves the folder: on this machine alone, whoever else may see the folder."""
    words = ["--port", str(place.delivery_port), "--mail-port", str(place.mail_port)]
    command = python_module("myspace.connectors.delivery.simulator", *words)
    return Service("delivery", command, base_environment(), readiness.answers(place.delivery_port, "/healthz"))


def _openid(place: Place) -> Service:
    """Only on the loopback: elsewhere the standard wants https, and the folder refuses an issuer that has none."""
    words = ["--port", str(place.openid_port), f"--client-id={place.valid_client_id}", "--secret-in", NORD_SECRET_IN]
    words += [f"--redirect-uri={place.origin}{path}/{NORD}" for path in CALLBACKS]
    words += [f"--after-logout={place.origin}/surt/fet"]
    env = {**base_environment(), NORD_SECRET_IN: place.openid_secret}
    command = python_module("myspace.connectors.openid.simulator", *words)
    return Service("openid", command, env, readiness.accepts(place.openid_port))


def product(place: Place, databases: Databases) -> list[Service]:
    """web, live, worker and maker."""

    def env(process: str, role: str) -> dict[str, str]:
        return place.environment(process, {"DATABASE_URL": databases.urls[role]})

    web = _granian("wsgi", place.web_port, "myspace.site.wsgi:application")
    live = _granian("asgi", place.live_port, "myspace.web.live.app:application")
    # An open page holds a request for as long as it is open; left alone, the server takes 1,024 and lets the rest wait.
    live += ("--workers", "1", "--backpressure", str(LIVE_STREAMS))
    web += ("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS))
    # Without it the server ends when one worker is killed, and with it the other, which was answering.
    web += ("--respawn-failed-workers",)
    healthy = readiness.answers(place.web_port, "/healthz")
    return [
        Service("web", web, env("web", roles.WEB), healthy),
        Service("live", live, env("live", roles.LIVE), readiness.accepts(place.live_port)),
        Service(
            "worker",
            python_module("myspace.domain.gathering.worker"),
            env("worker", roles.WORKER),
            _still_there_after(1.0),
        ),
        Service(
            "maker",
            python_module("myspace.domain.outbox.maker"),
            env("maker", roles.MAKER),
            _still_there_after(1.0),
        ),
    ]


def front(place: Place) -> Service:
    """The one origin. Its sockets are opened by the supervisor, so nobody can take the port between restarts."""
    words = ["--web", f"http://{LOOPBACK}:{place.web_port}", "--live", f"http://{LOOPBACK}:{place.live_port}"]
    for number in place.front_fds:
        words += ["--fd", str(number)]
    if place.certificate:
        words += ["--certificate", str(place.certificate[0]), "--key", str(place.certificate[1])]
    ready = readiness.answers(place.front_port, "/healthz", good=lambda _: True, tls=bool(place.certificate))
    command = python_module("myspace.launch.front", *words)
    return Service("front", command, base_environment(), ready, pass_fds=place.front_fds, stop_within=3.0)


def missing(command: tuple[str, ...]) -> str | None:
    """The module a command needs and this checkout does not have: said plainly instead of a crash loop."""
    for word in command:
        name, _, attribute = word.partition(":")
        if not name.startswith("myspace."):
            continue
        try:
            spec = importlib.util.find_spec(name)
            if spec is None:
                return name
            runs_package = spec.submodule_search_locations is not None and not attribute and command[1:2] == ("-m",)
            if runs_package and importlib.util.find_spec(f"{name}.__main__") is None:
                return f"{name}.__main__"
        except ModuleNotFoundError:
            return name
    return None


def _granian(interface: str, port: int, target: str) -> tuple[str, ...]:
    return (
        *python_module("granian", "--interface", interface, "--host", LOOPBACK, "--port", str(port)),
        *("--no-ws", "--http", "1", "--workers-kill-timeout", "3", target),
    )


def _still_there_after(seconds: float) -> Callable[[], bool]:
    """For a process without a socket: it did not fail at once. The clock starts with the first question."""
    first: list[float] = []

    def ready() -> bool:
        first.append(time.monotonic())
        return first[-1] - first[0] >= seconds

    return ready
