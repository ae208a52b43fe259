import asyncio
import warnings

warnings.simplefilter("ignore")
try:
    asyncio.Future()
except RuntimeError:
    print("RuntimeError")
