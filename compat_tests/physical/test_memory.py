"""Memory goes back to the pool, also while the interpreter ends."""

from accel.execute import memory


def test_a_block_is_given_back_when_the_modules_names_are_gone(monkeypatch):
    array = memory.empty(1 << 16, "u1")
    pool = memory.pool
    before = pool.in_use
    monkeypatch.setattr(memory, "pool", None)
    monkeypatch.setattr(memory, "options", None)
    del array
    assert pool.in_use < before
