"""Debug mode by argument, by environment variable and by -X dev; off otherwise."""

import os
import subprocess
import sys

ASK = "import asyncio\nasync def main(): print(asyncio.get_running_loop().get_debug())\n"


def ask(run, *options, **variables):
    code = ASK + run
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONASYNCIODEBUG"} | variables
    answer = subprocess.run(
        [sys.executable, *options, "-c", code], env=environment, capture_output=True, text=True
    )
    return answer.stdout.strip()


print("plain", ask("asyncio.run(main())"))
print("argument", ask("asyncio.run(main(), debug=True)"))
print("variable", ask("asyncio.run(main())", PYTHONASYNCIODEBUG="1"))
print("option", ask("asyncio.run(main())", "-X", "dev"))
