"""A process that accepts no new connections. One of its own, for it is all sockets of a process that are meant."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import errno
import socket
from config.server import accepting

def listening(port=0):
    one = socket.socket(FAMILY)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.bind((HOST, port))
    one.listen()
    return one

first = listening()
address = first.getsockname()
made = socket.create_connection(address[:2])
waiting = socket.create_connection(address[:2])
server = first.accept()[0]
accepting.stop()

newcomer = socket.socket(FAMILY)
newcomer.setblocking(False)
print("asked to come in:", newcomer.connect_ex(address) == errno.EINPROGRESS)

made.sendall(b"asked")
print("who is in is heard:", server.recv(9))
server.sendall(b"answered")
print("and answered:", made.recv(9))
print("who came before is accepted:", first.accept()[1] == waiting.getsockname())

newcomer.setblocking(True)
newcomer.settimeout(0.3)
print("the newcomer is not in:", newcomer.connect_ex(address) != 0)

second = listening(address[1])
first.close()
second.settimeout(20)
print("another takes them in:", second.accept()[1] == newcomer.getsockname())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filters are Linux's")
@pytest.mark.parametrize(("family", "host"), [("AF_INET", "127.0.0.1"), ("AF_INET6", "::1")])
def test_a_newcomer_waits_for_another_and_whoever_is_in_is_answered(family, host):
    script = SCRIPT.replace("FAMILY", f"socket.{family}").replace("HOST", repr(host))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "asked to come in: True",
        "who is in is heard: b'asked'",
        "and answered: b'answered'",
        "who came before is accepted: True",
        "the newcomer is not in: True",
        "another takes them in: True",
    ]
