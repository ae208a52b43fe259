import socket
import time

from slow_server import start


def ask(address, tenths, began):
    begin = time.monotonic() - began
    with socket.create_connection(address) as connection:
        connection.sendall(b"%d\n" % tenths)
        connection.recv(100)
    return f"{begin:.2f} s – {time.monotonic() - began:.2f} s"


def main():
    address, began = start(), time.monotonic()
    for tenths in (3, 2, 1):
        print(ask(address, tenths, began))


if __name__ == "__main__":
    main()
