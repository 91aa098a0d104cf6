"""Where the server listens: on this machine alone."""

from __future__ import annotations

import socket

__all__ = ["bound_socket"]


def bound_socket(port: int = 0) -> socket.socket:
    """A socket on this machine alone; 0: any port that is free. Raises OSError where the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
    except OSError:
        made.close()
        raise
    return made
