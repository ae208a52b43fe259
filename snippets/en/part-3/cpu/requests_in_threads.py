import time
from concurrent.futures import ThreadPoolExecutor

from requests_one_by_one import ask
from slow_server import start


def main():
    address, began = start(), time.monotonic()
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(ask, address, n, began) for n in (3, 2, 1)]
    for future in asked:
        print(future.result())


if __name__ == "__main__":
    main()
