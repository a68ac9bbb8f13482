"""Room for the frames of deep calls, taken once.

CPython keeps the frames of a thread in pieces of 16 KB (DATA_STACK_CHUNK_SIZE in its Python/pystate.c). A call that
does not fit into the last piece takes another from the system, and gives it back when it returns. Middleware, views
and templates are called some hundred frames deep; where what is called often happens to lie at the edge of a piece,
each such call costs two system calls, and those were a third of all time in some of our tests.

A frame that is larger than a piece gets one of its size, rounded up to a power of two. So a first frame of a little
more than 128 KB gets 256 KB, and what it calls finds the rest: five hundred frames or so. What nobody uses of it is
never touched, and costs nothing.
"""

SLOTS = 16_500  # of 8 bytes


def with_room(act, *values):
    """What `act` returns or raises. What it calls, and they call, does without new pieces."""
    return act(*values)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
