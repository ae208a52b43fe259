import asyncio
import runpy


async def main():
    print("the loop runs main")


print("__name__ is", __name__)
if __name__ == "__main__":
    asyncio.run(main())
    runpy.run_path(__file__, run_name="imported")
