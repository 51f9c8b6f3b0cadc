"""How far a long command is: a percentage that counts up on a terminal, a line now and then elsewhere."""

from functools import partial
from typing import TextIO

from django.core.management.base import OutputWrapper

LINE_EVERY = 25


class Progress:
    """Says `words` and how much of them is done. Without a stream it says nothing."""

    def __init__(self, words: str, *, stream: TextIO | OutputWrapper | None):
        self.words = words
        self.last = -1
        self.on_terminal = stream is not None and stream.isatty()
        # A command's own stdout ends every write with a new line unless told otherwise.
        self.write = partial(stream.write, ending="") if isinstance(stream, OutputWrapper) else None
        if stream is not None and self.write is None:
            self.write = stream.write
        self.stream = stream

    def tell(self, share: float) -> None:
        percent = int(share * 100)
        step = percent if self.on_terminal else percent // LINE_EVERY * LINE_EVERY
        if self.write is None or step <= self.last:
            return
        self.last = step
        if self.on_terminal:
            self.write(f"\r{self.words} {step}%" + ("\n" if step == 100 else ""))
        else:
            self.write(f"{self.words} {step}%\n")
        self.stream.flush()

    def part(self, start: float, end: float):
        """A `tell` for one part of the work, from `start` to `end` of the whole."""
        return lambda share: self.tell(start + (end - start) * share)
