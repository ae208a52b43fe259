import asyncio


async def dig_the_hole():
    print("buraco cavado")


async def wave():
    print("o vizinho acena")


async def plant_a_tree():
    dig_the_hole_task = asyncio.create_task(dig_the_hole())
    neighbour = asyncio.create_task(wave())
    await dig_the_hole_task
    print("árvore plantada")
    await neighbour


if __name__ == "__main__":
    asyncio.run(plant_a_tree())
