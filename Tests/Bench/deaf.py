"""A client that asks for everything and reads nothing."""

import base64
import os
import socket
import struct
from urllib.parse import urlparse


class DeafClient:
    """A socket of a gateway that wants all events, and leaves them where they are."""

    def __init__(self, url, token):
        address = urlparse(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=10)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /ws HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {token}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        head = self.socket.recv(64)
        if b" 101 " not in head:
            raise SystemExit(f"The gateway refused a socket: {head!r}")
        text = b'{"type":"GetTickets"}'
        # Masked with zeros (RFC 6455, section 5.3).
        self.socket.sendall(struct.pack("!BB", 0x81, 0x80 | len(text)) + bytes(4) + text)

    def was_sent_away(self):
        """Reads what is there to its end: whether the gateway has ended the connection."""
        self.socket.settimeout(5)
        try:
            while self.socket.recv(1 << 20):
                pass
        except socket.timeout:
            return False
        except OSError:
            return True
        return True
