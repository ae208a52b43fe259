import asyncio


async def dig_the_hole(planter):
    digger = asyncio.current_task()
    print("durante o await:", digger._callbacks)
    [(callback, context)] = digger._callbacks
    print("é de quem planta?", callback.__self__ is planter)
    print("quem planta me aguarda?", planter._fut_waiter is digger)


async def plant_a_tree():
    planter = asyncio.current_task()
    dig_the_hole_task = asyncio.create_task(dig_the_hole(planter))
    print("antes:", dig_the_hole_task._callbacks)
    await dig_the_hole_task
    print("depois:", dig_the_hole_task._callbacks)
    print("árvore plantada")


if __name__ == "__main__":
    asyncio.run(plant_a_tree())
