"""Measuring: the best of several runs, told as a ratio to a reference."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs: the least disturbed by what else the machine does."""
    return min(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def best_of_async(runs: int, work: Callable[[], Awaitable[object]]) -> float:
    """As ``best_of``, for work on the running loop."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - start)
    return min(taken)


@contextmanager
def table(title: str, reference: str, seconds: float) -> Iterator[Callable[[str, float], None]]:
    """Print rows of times and their ratios to the reference's."""
    print(f"\n{title}\n  {reference}: {seconds * 1000:.2f} ms (reference)")

    def row(what: str, taken: float) -> None:
        print(f"  {what}: {taken * 1000:.2f} ms, {taken / seconds:.1f} ×")

    yield row
