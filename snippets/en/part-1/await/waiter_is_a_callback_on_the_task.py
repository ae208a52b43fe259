import asyncio


async def dig_the_hole(planter):
    digger = asyncio.current_task()
    print("during the await:", digger._callbacks)
    [(callback, context)] = digger._callbacks
    print("the planter's own?", callback.__self__ is planter)
    print("is it awaiting me?", planter._fut_waiter is digger)


async def plant_a_tree():
    planter = asyncio.current_task()
    dig_the_hole_task = asyncio.create_task(dig_the_hole(planter))
    print("before:", dig_the_hole_task._callbacks)
    await dig_the_hole_task
    print("after:", dig_the_hole_task._callbacks)
    print("tree planted")


if __name__ == "__main__":
    asyncio.run(plant_a_tree())
