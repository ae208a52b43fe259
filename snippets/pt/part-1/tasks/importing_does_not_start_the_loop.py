import asyncio
import runpy


async def main():
    print("o laço executa main")


print("__name__ vale", __name__)
if __name__ == "__main__":
    asyncio.run(main())
    runpy.run_path(__file__, run_name="imported")
