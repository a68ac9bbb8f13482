"""The server: granian's command, with processes that drain before they end.

A process of granian's that ends closes the connections on which nobody is asking just then. Who asks at that very
moment, on a connection that they were told would be kept, is cut off, and a browser may not send a form again by
itself. So each process is told beforehand (`__main__`), ends each connection with an answer (`draining`), and takes no
new ones at last (`accepting`).
"""
