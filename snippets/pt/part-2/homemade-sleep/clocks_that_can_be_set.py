import time

for name in ("time", "monotonic"):
    clock = time.get_clock_info(name)
    print(f"time.{name} pode ser acertado: {clock.adjustable}")
