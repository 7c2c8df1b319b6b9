"""No connection leaves this machine while the suite runs (R-83): only loopback and Unix sockets are open."""

import ipaddress
import socket

LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}


class OutgoingConnection(AssertionError):
    """The code under test tried to reach another machine."""


def is_local(host: object) -> bool:
    if host is None or host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(address: object) -> None:
    if isinstance(address, tuple) and not is_local(address[0]):
        raise OutgoingConnection(f"the suite may not connect to {address[0]}:{address[1]}")


def close_network() -> None:
    """Put the guard on every way Python code opens a connection; it stays for the life of the process."""
    connect, connect_ex, sendto, resolve = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
        socket.getaddrinfo,
    )

    def guarded_connect(self, address):
        _refuse(address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        _refuse(address)
        return connect_ex(self, address)

    def guarded_sendto(self, data, *rest):
        _refuse(rest[-1])
        return sendto(self, data, *rest)

    def guarded_resolve(host, port, *rest, **options):
        name = host.decode() if isinstance(host, bytes) else host
        if not is_local(name):
            raise OutgoingConnection(f"the suite may not look up {name}")
        return resolve(host, port, *rest, **options)

    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.socket.sendto = guarded_sendto
    socket.getaddrinfo = guarded_resolve
