"""States of pages: who opens which URL after which actions. `render_state` plays one and returns its page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.backends.jinja2 import Template as JinjaTemplate
from django.template.base import Template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render, override_settings
from django.urls import Resolver404, resolve
from django.utils import translation

from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories

from .page import Page
from .world import World

TEMPLATES = Path(settings.BASE_DIR) / "templates"
BELOW = f"{TEMPLATES}/"


@dataclass(frozen=True)
class State:
    """One state of one page.

    `path` may contain {names} of the world or of what `before` added to `stage.names`. `by` is a person of the
    world; empty means anonymous. With `sends` the URL is requested by POST and redirects are followed. `before`
    runs the actions that come first. A `mail` state is the HTML of the newest mail that `before` caused.
    `texts`: the page shows what people wrote, so it is also rendered with long and with right-to-left texts.
    """

    name: str
    path: str = ""
    by: str = ""
    sends: dict[str, object] | None = None
    before: Callable[["Stage"], object] | None = None
    status: int = 200
    mail: bool = False
    texts: bool = False
    step: bool = False  # a step of a form: its screen reader transcript is pinned
    looks: bool = True  # False for pages of Wagtail: they only count as rendered


@dataclass
class Stage:
    """The world while one state is rendered, and the client of the person who opens it."""

    world: World
    client: Client
    names: dict[str, object] = field(default_factory=dict)
    cleanup: ExitStack = field(default_factory=ExitStack)
    language: str = "en"

    def set(self, **settings: object) -> None:
        """Override settings until the state has been rendered."""
        self.cleanup.enter_context(override_settings(**settings))

    def sign_in(self, name: str, *, second_factor: bool = True) -> None:
        factories.sign_in(self.client, self.world.people[name], second_factor=second_factor)

    def address(self, path: str) -> str:
        return path.format(**self.world.names, **self.names)

    def in_language(self, path: str) -> str:
        """Return the address of a page in the language of the stage, if it has one there."""
        english = self.address(path)
        if self.language == "en":
            return english
        other = f"/{self.language}{english}"
        return other if view_of(other, self.language) == view_of(english, "en") else english

    def get(self, path: str):
        return self.client.get(self.in_language(path), follow=True)

    def post(self, path: str, sends: dict[str, object]):
        filled = {name: self.address(v) if isinstance(v, str) else v for name, v in sends.items()}
        return self.client.post(self.in_language(path), filled, follow=True)

    def newest_mail(self) -> str:
        with scoped(ALL):
            raw = bytes(OutboxMessage.objects.latest("pk").raw)
        return message_from_bytes(raw, policy=policy.default).get_body(("html",)).get_content()


def view_of(path: str, language: str):
    """Return the view of an address while a language is active, None if it has none."""
    with translation.override(language), suppress(Resolver404):
        return resolve(urlsplit(path).path).func
    return None


class StateFailed(AssertionError):
    """A state that did not render as declared."""


@contextmanager
def recording() -> Iterator[list[str]]:
    """Yield a list that collects the project's templates being rendered, as paths below templates/."""
    found: list[str] = []

    def record(template, **_more):
        path = str(template.origin.name)
        if path.startswith(BELOW):  # asked for each part of each page, so no Path is made of it
            found.append(path.removeprefix(BELOW))

    def render_jinja(template, *arguments, **more):
        record(template)
        return jinja(template, *arguments, **more)

    jinja = JinjaTemplate.render
    with ExitStack() as stack:
        stack.callback(setattr, JinjaTemplate, "render", jinja)
        JinjaTemplate.render = render_jinja
        if Template._render is not instrumented_test_render:  # unless pytest-django has patched it
            stack.callback(setattr, Template, "_render", Template._render)
            Template._render = instrumented_test_render
        template_rendered.connect(record)
        stack.callback(template_rendered.disconnect, record)
        yield found


def render_state(state: State, world: World, language: str = "en") -> Page | None:
    """Render the state in a transaction that is rolled back. Raise StateFailed with a line for its author.

    Return None for a page that has no address in this language.
    """
    cache.clear()
    translation.activate("en")
    stage = Stage(world, Client(raise_request_exception=False), language=language)
    with transaction.atomic(), stage.cleanup:
        try:
            return _play(state, stage)
        except StateFailed:
            raise
        except Exception as error:  # name the state, and continue with the others
            raise StateFailed(f"{state.name}: {type(error).__name__}: {error}") from error
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
        if stage.language != "en" and stage.in_language(state.path) == stage.address(state.path):
            return None
        rendered.clear()
        response = stage.get(state.path) if state.sends is None else stage.post(state.path, state.sends)
    if response.status_code != state.status:
        errors = getattr(response.context and response.context.get("form"), "errors", "")
        raise StateFailed(
            f"{state.name}: answered {response.status_code} instead of {state.status}. {errors}"
        )
    request = response.request
    query = f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else ""
    return Page(
        name=state.name,
        url=request["PATH_INFO"] + query,
        status=response.status_code,
        headers=dict(response.headers),
        html=response.content.decode(),
        templates=sorted(set(rendered)),
        step=state.step and stage.language == "en",
        files=[sent.name for sent in (state.sends or {}).values() if isinstance(sent, UploadedFile)],
        looks=state.looks,
    )
