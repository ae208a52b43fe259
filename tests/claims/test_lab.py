"""The claims of ``lab/running-loop``, beside those that its own cells show."""


def test_a_statement_becomes_a_coroutine_if_it_suspends_outside_of_any_function(run):
    out = run.extra("top_level_await_is_an_option_of_compile").out
    assert out == ["True", "True", "False"]  # await, async for, an await inside async def
