"""A state: who opens which address after what. `show` plays one on the built world and keeps the page that came."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.template.base import Template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render, override_settings
from django.utils import translation

from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories

from .page import Page
from .world import World

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@dataclass(frozen=True)
class State:
    """One state of one page.

    `path` may hold {names} of the world or of what `before` put into `stage.names`. `by` is a person of the world,
    nobody if empty. With `sends` the address is asked by POST, and a redirect is followed: the page after it counts.
    `before` does what has to be done first. A `mail` state is the HTML of the newest mail that `before` caused.
    `texts`: the page shows what people wrote, so it is also shown with long texts and with names from right to left.
    """

    name: str
    path: str = ""
    by: str = ""
    sends: dict[str, object] | None = None
    before: Callable[["Stage"], object] | None = None
    status: int = 200
    mail: bool = False
    texts: bool = False
    step: bool = False  # a step of a form: what a screen reader says is pinned
    looks: bool = True  # False for pages that Wagtail draws: they only count as rendered


@dataclass
class Stage:
    """The world while one state is made, and a browser of the one who looks."""

    world: World
    client: Client
    names: dict[str, object] = field(default_factory=dict)
    until_shown: ExitStack = field(default_factory=ExitStack)

    def set(self, **settings: object) -> None:
        """Other settings until the state has been shown."""
        self.until_shown.enter_context(override_settings(**settings))

    def sign_in(self, name: str, *, second_factor: bool = True) -> None:
        user = self.world.people[name]
        self.client.force_login(user)
        if user.is_staff and second_factor:
            factories.use_second_factor(self.client, user)

    def address(self, path: str) -> str:
        return path.format(**self.world.names, **self.names)

    def get(self, path: str):
        return self.client.get(self.address(path), follow=True)

    def post(self, path: str, sends: dict[str, object]):
        filled = {name: self.address(v) if isinstance(v, str) else v for name, v in sends.items()}
        return self.client.post(self.address(path), filled, follow=True)

    def newest_mail(self) -> str:
        with scoped(ALL):
            raw = bytes(OutboxMessage.objects.latest("pk").raw)
        return message_from_bytes(raw, policy=policy.default).get_body(("html",)).get_content()


class Wrong(AssertionError):
    """A state did not come out as it says."""


@contextmanager
def recording() -> Iterator[list[str]]:
    """The project's templates that are rendered meanwhile, as paths below templates/."""
    found: list[str] = []

    def note(template, **_more):
        path = Path(template.origin.name)
        if path.is_relative_to(TEMPLATES):
            found.append(str(path.relative_to(TEMPLATES)))

    with ExitStack() as stack:
        if Template._render is not instrumented_test_render:  # pytest-django has done it
            stack.callback(setattr, Template, "_render", Template._render)
            Template._render = instrumented_test_render
        template_rendered.connect(note)
        stack.callback(template_rendered.disconnect, note)
        yield found


def show(state: State, world: World) -> Page:
    """Play the state and take everything back. Raises Wrong, with a line for its author."""
    cache.clear()
    translation.activate("en")
    stage = Stage(world, Client(raise_request_exception=False))
    with transaction.atomic(), stage.until_shown:
        try:
            return _play(state, stage)
        except Wrong:
            raise
        except Exception as fault:  # the author hears which state it was, and all others are still looked at
            raise Wrong(f"{state.name}: {type(fault).__name__}: {fault}") from fault
        finally:
            transaction.set_rollback(True)


def _play(state, stage):
    if state.by:
        stage.sign_in(state.by)
    with recording() as rendered:
        if state.before:
            state.before(stage)
        if state.mail:
            return Page(state.name, "/mail/", 200, {}, stage.newest_mail(), sorted(set(rendered)), mail=True)
        rendered.clear()
        response = stage.get(state.path) if state.sends is None else stage.post(state.path, state.sends)
    if response.status_code != state.status:
        wrong = getattr(response.context and response.context.get("form"), "errors", "")
        raise Wrong(f"{state.name}: answered {response.status_code} instead of {state.status}. {wrong}")
    asked = response.request
    query = f"?{asked['QUERY_STRING']}" if asked["QUERY_STRING"] else ""
    return Page(
        name=state.name,
        url=asked["PATH_INFO"] + query,
        status=response.status_code,
        headers=dict(response.headers),
        html=response.content.decode(),
        templates=sorted(set(rendered)),
        step=state.step,
        looks=state.looks,
    )
