import socket
import threading
import time


def answer(connection):
    with connection:
        tenths = int(connection.recv(100))
        time.sleep(tenths / 10)
        connection.sendall(b"ok\n")


def serve(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=[connection]).start()


def start():
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=[listener], daemon=True).start()
    return listener.getsockname()


if __name__ == "__main__":
    with socket.create_connection(start()) as connection:
        connection.sendall(b"1\n")
        print(connection.recv(100))
