"""No new connections at the sockets this process listens at, while those that are made go on.

Each process of granian's listens at a socket of its own, and to close it resets who has just come in. So the kernel is
told to drop, at that socket, the packet by which a connection begins; whoever sent it sends it again a second later
(RFC 6298, 2.1), and the socket being closed by then, it reaches one of another process.
"""

import ctypes
import os
import socket
import struct
from contextlib import suppress

_ATTACH_FILTER = getattr(socket, "SO_ATTACH_FILTER", 26)  # Linux, asm-generic/socket.h
# A program for the kernel (linux/filter.h), which sees a packet from its TCP header on: byte 13 has the flags
# (RFC 9293, 3.1). Each step: code, where to go if so and if not so, number.
_PROGRAM = b"".join(
    struct.pack("=HBBI", *step)
    for step in (
        (0x30, 0, 0, 13),  # load that byte
        (0x45, 0, 1, 0x02),  # SYN?
        (0x06, 0, 0, 0),  # so: keep nothing of the packet
        (0x06, 0, 0, 0xFFFFFFFF),  # not so: keep all
    )
)


def stop() -> None:
    """Does nothing where the system is not Linux."""
    steps = ctypes.create_string_buffer(_PROGRAM, len(_PROGRAM))
    program = struct.pack("HP", len(_PROGRAM) // 8, ctypes.addressof(steps))
    with suppress(OSError):  # no /proc
        for number in os.listdir("/proc/self/fd"):
            with suppress(OSError):  # no socket
                _stop_at(socket.socket(fileno=int(number)), program)


def _stop_at(one: socket.socket, program: bytes) -> None:
    try:
        if one.family != socket.AF_UNIX and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            one.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
    finally:
        one.detach()  # it is granian's to close
