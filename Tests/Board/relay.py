"""A road between a browser and a server, which can lose answers and be cut."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Relay:
    """Relays TCP connections to a server; nothing of it outlives the test."""

    def __init__(self, url):
        self.target = (urlsplit(url).hostname, urlsplit(url).port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.lock = threading.Lock()
        self.sockets = set()
        self.loses_answers = False
        self.is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_answers(self):
        """From now on the server hears the browser, and the browser does not hear the server."""
        self.loses_answers = True

    def cut(self):
        """Ends all connections, and every new one at once."""
        self.is_cut = True
        self._end_connections()

    def mend(self):
        """From now on new connections work; those that lost something end."""
        self._end_connections()
        self.loses_answers = self.is_cut = False

    def stop(self):
        """Ends it."""
        self.cut()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _end_connections(self):
        with self.lock:
            sockets, self.sockets = self.sockets, set()
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                browser.close()
                continue
            try:
                server = socket.create_connection(self.target)
            except OSError:
                browser.close()
                continue
            with self.lock:
                self.sockets |= {browser, server}
            threading.Thread(target=self._pump, args=(browser, server, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, browser, True), daemon=True).start()

    def _pump(self, source, target, is_answer):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not (is_answer and self.loses_answers):
                    target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        # The other direction may still read from `source`: the last user of a socket closes it.
        with self.lock:
            self.sockets.discard(source)
        source.close()
