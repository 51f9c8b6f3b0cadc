"""Progress of a long command: a live percentage on a terminal, a line every 25 percent elsewhere."""

from collections.abc import Callable
from typing import TextIO

from django.core.management.base import OutputWrapper

LINE_EVERY = 25


class Progress:
    """Display of `words` with the percentage done. Without a stream it prints nothing."""

    def __init__(self, words: str, *, stream: TextIO | OutputWrapper | None):
        self.words = words
        self.stream = stream
        self.last = -1

    def tell(self, share: float) -> None:
        if self.stream is None:
            return
        on_terminal = self.stream.isatty()
        percent = int(share * 100)
        step = percent if on_terminal else percent // LINE_EVERY * LINE_EVERY
        if step <= self.last:
            return
        self.last = step
        self._write(f"\r{self.words} {step}%" if on_terminal else f"{self.words} {step}%\n")
        if on_terminal and step == 100:
            self._write("\n")

    def _write(self, text: str) -> None:
        if isinstance(self.stream, OutputWrapper):
            self.stream.write(text, ending="")  # a command's stream would add a line break
        elif self.stream is not None:
            self.stream.write(text)
        if self.stream is not None:
            self.stream.flush()

    def part(self, start: float, end: float) -> Callable[[float], None]:
        """Return a `tell` for one part of the work, from `start` to `end` of the whole."""
        return lambda share: self.tell(start + (end - start) * share)
