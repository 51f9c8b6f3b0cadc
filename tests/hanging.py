"""A mail server that accepts connections and then hangs."""

import socket
import time
from contextlib import suppress
from threading import Thread

import pytest

from config.mail import mailer


class HangingServer:
    """Says its pieces, one every tenth of a second, and then nothing. It never hangs up."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.listening.getsockname()[1]}"
        self.pieces: list[bytes] = []
        self.lines: list[socket.socket] = []

    def serve(self):
        with suppress(OSError):  # the client has given up, or the test is over
            while True:
                line, _address = self.listening.accept()
                self.lines.append(line)
                self.say(line)

    def say(self, line):
        with suppress(OSError):
            for piece in self.pieces:
                line.sendall(piece)
                time.sleep(0.1)

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        for each in [self.listening, *self.lines]:
            each.close()


@pytest.fixture
def hanging_server(settings):
    server = HangingServer()
    settings.MAILERS = {**settings.MAILERS, "out": mailer(server.url, folder=settings.MAIL_DIR)}
    Thread(target=server.serve, daemon=True).start()
    yield server
    server.close()
