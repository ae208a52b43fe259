# ---
# description: >-
#   Por que asyncio.run falha em um notebook, por que await no topo de uma célula funciona e como
#   uma tarefa continua viva de uma célula para a outra.
# ---

# %% [markdown]
# # asyncio onde já há um laço rodando { #running-loop }
#
# Em um script, tudo começa com `asyncio.run(main())`. Em um notebook, essa mesma linha falha, e o
# `await` no topo de uma célula, que um script recusa, funciona. Por quê?
#
# Esta própria página é um notebook. As células foram executadas da primeira à última durante a
# construção do site, e o que aparece embaixo de cada uma é o que ela produziu.
# [Baixe o notebook](running-loop.ipynb){ download } com as saídas e execute-o no Jupyter.
#
# Muitas células usam esta [função de corrotina](term:coroutine-function):

# %%
import asyncio


async def answer():
    await asyncio.sleep(0.1)
    return 42


# %% [markdown]
# ## Por que `asyncio.run` falha { #run-fails }
#
# Qual destas duas linhas é recusada?

# %% tags=["raises-exception"] raises="cannot be called from a running event loop"
coroutine = answer()
asyncio.run(coroutine)

# %% [markdown]
# A segunda. A primeira só cria um [objeto corrotina](term:coroutine-object).
#
# `asyncio.run` cria um [laço de eventos](term:event-loop), roda esse laço na [thread](term:thread)
# atual até a corrotina terminar e depois o fecha. Só que uma thread roda um laço por vez, e nesta
# já há um rodando: o *kernel*, o processo que executa as suas células, é um programa asyncio. É o
# laço dele que executa a sua célula, e esse laço não faz mais nada até que a célula termine ou
# fique suspensa, como em um `await`.
#
# `asyncio.run` recusou antes do primeiro [passo](term:step) da corrotina:

# %%
import inspect

inspect.getcoroutinestate(coroutine)

# %% [markdown]
# ## `await` no topo de uma célula { #top-level-await }
#
# Então nada se perdeu: dá para aguardar aquele mesmo objeto corrotina, no laço que já está rodando:

# %%
await coroutine

# %% [markdown]
# Em um arquivo, uma linha como essa é um erro de sintaxe:

# %% tags=["raises-exception"] raises="SyntaxError: 'await' outside function"
compile("await answer()", "script.py", "exec")

# %% [markdown]
# O kernel compila as instruções de uma célula uma a uma, com uma opção que permite o `await` fora
# de uma função. Uma instrução que tem um ali vira o código de uma corrotina, e o kernel a aguarda
# no próprio laço. A próxima célula compila uma linha desse modo:

# %%
import ast

code = compile(
    "await answer()",
    "cell",
    "exec",
    flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
)
bool(code.co_flags & inspect.CO_COROUTINE)

# %% [markdown]
# Ou seja: em uma célula, `await` faz o mesmo que dentro de um `async def`. Se o resultado ainda não
# está lá, a célula fica suspensa e, enquanto isso, o laço cuida do resto.
#
# ## O laço que está rodando { #the-loop }
#
# Dentro de uma célula, `get_running_loop` encontra o laço do kernel:

# %%
loop = asyncio.get_running_loop()
loop.is_running()

# %% [markdown]
# Cada célula ganha um laço novo?

# %%
asyncio.get_running_loop() is loop

# %% [markdown]
# Não, é o mesmo. Ele roda enquanto o kernel existir. Nenhuma célula o inicia, e nenhuma deve
# pará-lo.
#
# O que foi recusado foi um segundo laço *nesta thread*. Em uma thread de `asyncio.to_thread` não há
# laço rodando, e lá `asyncio.run` funciona:

# %%
await asyncio.to_thread(asyncio.run, answer())

# %% [markdown]
# Essa é a solução quando uma biblioteca chama `asyncio.run` por conta própria e você não pode
# mudá-la. Só não use na outra thread as tarefas, os futures e as travas do laço do kernel: eles
# pertencem a esse laço.
#
# ## Uma tarefa continua viva entre as células { #between-cells }
#
# Em um script, `asyncio.run` cancela as [tarefas](term:task) que sobram quando `main` retorna. Aqui
# o laço continua depois que a célula termina, e a tarefa também. A tarefa abaixo põe um número em
# uma lista dez vezes por segundo:

# %%
ticks = []


async def tick():
    while True:
        ticks.append(len(ticks))
        await asyncio.sleep(0.1)


ticker = asyncio.create_task(tick())
len(ticks)

# %% [markdown]
# Nenhum ainda: `create_task` só [agenda](term:schedule) o primeiro passo, e em nenhum momento esta
# célula deixou o laço executá-lo. A próxima deixa:

# %%
await asyncio.sleep(0.35)
len(ticks)

# %% [markdown]
# A tarefa foi criada em uma célula e rodou durante a outra. Enquanto você lê, sem nenhuma célula
# em execução, ela continua: volte daqui a um minuto e haverá uns seiscentos números a mais.
#
# Agora, uma célula que espera 0,3&nbsp;s sem `await`. Quantos números a tarefa consegue pôr na
# lista nesse tempo?

# %%
import time

before = len(ticks)
time.sleep(0.3)
len(ticks) - before

# %% [markdown]
# Nenhum. `time.sleep` segura a thread, e é dela que o laço precisa para executar qualquer coisa. O
# mesmo tempo, agora aguardado:

# %%
before = len(ticks)
await asyncio.sleep(0.3)
len(ticks) - before

# %% [markdown]
# Uma célula que passa um minuto calculando deixa as tarefas deste laço paradas por um minuto.
#
# ## Criar em uma célula, aguardar na próxima { #create-then-await }
#
# Assim, uma tarefa avança enquanto você continua trabalhando:

# %%
task = asyncio.create_task(answer())
task.done()

# %% [markdown]
# Entre uma e outra podem vir quantas células você quiser. Na hora de pegar o resultado:

# %%
await task

# %% [markdown]
# Em um notebook é comum executar uma célula de novo. A tarefa guarda o resultado, então esta
# pode ser repetida:

# %%
await task

# %% [markdown]
# Com um objeto corrotina não dá. Este já foi aguardado uma vez, lá em cima:

# %% tags=["raises-exception"] raises="RuntimeError: cannot reuse already awaited coroutine"
await coroutine

# %% [markdown]
# Se a célula precisa aguentar ser executada de novo, aguarde uma tarefa ou chame a função outra
# vez: `await answer()`.
#
# ## Cancelar { #cancel }
#
# A tarefa `ticker` ainda está rodando. Depois que alguém chama `cancel`, ela já acabou?

# %%
ticker.cancel()
ticker.done()

# %% [markdown]
# Não. `cancel` é um pedido: no próximo passo, esta tarefa recebe a exceção `CancelledError`,
# levantada no `await` em que ela esperava. Quem aguarda uma tarefa cancelada recebe a mesma
# exceção:

# %% tags=["raises-exception"] raises="CancelledError"
await ticker

# %% [markdown]
# Agora, sim, acabou:

# %%
ticker.cancelled()

# %% [markdown]
# ## Uma célula executada duas vezes { #twice }
#
# O que acontece quando você executa pela segunda vez a célula que cria uma tarefa? Este `for` faz
# o mesmo:

# %%
for _ in range(2):
    ticker = asyncio.create_task(tick())

# %% [markdown]
# O nome `ticker` agora se refere à segunda tarefa. A primeira continua, embora nenhum nome se
# refira a ela. O asyncio conhece as duas:

# %%
tickers = []
for task in asyncio.all_tasks():
    if task.get_coro().__name__ == "tick":
        tickers.append(task)
len(tickers)

# %% [markdown]
# Uma tarefa como essa continua até ser cancelada ou até o kernel terminar. Guarde as suas tarefas
# em uma lista, ou encontre-as deste jeito, e cancele-as:

# %%
for task in tickers:
    task.cancel()
await asyncio.gather(*tickers, return_exceptions=True)
[task.cancelled() for task in tickers]

# %% [markdown]
# ## O mesmo em um script { #in-a-script }
#
# Um script não tem laço até pedir um. O que estava no topo das células vai para dentro de uma
# função de corrotina, e `asyncio.run` a executa:

# %%
script = """
import asyncio

async def answer():
    await asyncio.sleep(0.1)
    return 42

async def tick():
    try:
        while True:
            await asyncio.sleep(0.1)
    except asyncio.CancelledError as error:
        print("tick:", repr(error))
        raise

async def main():
    ticker = asyncio.create_task(tick())
    print(await answer())

if __name__ == "__main__":
    asyncio.run(main())
"""

# %% [markdown]
# A próxima célula executa esse script em um processo Python separado:

# %%
import subprocess
import sys

done = subprocess.run(
    [sys.executable, "-c", script],
    capture_output=True,
    text=True,
)
print(done.stdout, end="")

# %% [markdown]
# `main` não cancelou a tarefa `ticker`. Quem cancelou foi `asyncio.run`: depois que `main` retorna,
# ele cancela as tarefas que sobraram, espera por elas e fecha o laço ([em
# detalhes](../part-1/tasks.md#run-ends)).
#
# | | em um notebook | em um script |
# |---|---|---|
# | quem roda o laço | o kernel, do início ao fim | `run`, até arrumar o que sobrou |
# | como esperar | `await` em uma célula | `await` em `main` |
# | onde criar tarefas | em qualquer célula | em `main` e no que ela chama |
# | uma tarefa que sobrou | continua viva | é cancelada |
#
# Para levar código de um notebook para um script, deixe os imports no topo do arquivo, ponha
# o resto das células em `async def main():` e acrescente uma linha, `asyncio.run(main())`. O valor
# que uma célula mostra por estar na última linha, o script precisa imprimir. No caminho inverso,
# troque `asyncio.run(main())` por `await main()`.
#
# O que `asyncio.run` faz, passo a passo, está em [Tarefas](../part-1/tasks.md); o que o `await` faz
# com quem espera, em [await](../part-1/await.md).
