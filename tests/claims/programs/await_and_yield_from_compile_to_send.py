import dis


async def awaits(thing):
    return await thing


def delegates(thing):
    return (yield from thing.__await__())


for function in awaits, delegates:
    names = [instruction.opname for instruction in dis.get_instructions(function)]
    print(names.count("SEND"))
