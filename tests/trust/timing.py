"""Whether response times distinguish two answers: both are requested in turn and compared by AUC."""

import gc
import random
import time


def auc(first, second):
    """Return how often one of `second` takes longer than one of `first`: 0.5 is chance, 1 or 0 is certainty."""
    ranked = sorted([(seconds, 0) for seconds in first] + [(seconds, 1) for seconds in second])
    total, at = 0.0, 0
    while at < len(ranked):
        upto = at
        while upto < len(ranked) and ranked[upto][0] == ranked[at][0]:
            upto += 1
        shared = (at + upto + 1) / 2  # equal times share the middle of their ranks
        total += shared * sum(group for _seconds, group in ranked[at:upto])
        at = upto
    wins = total - len(second) * (len(second) + 1) / 2
    return wins / (len(first) * len(second))


def in_turn(asks, times, *, before=lambda: None):
    """Return {name: list of seconds}, in a new random order each round; `before` is not counted."""
    rng, taken = random.Random(7), {name: [] for name in asks}
    for turn in range(-3, times):
        for name in rng.sample(list(asks), len(asks)):
            before()
            gc.collect(0)
            began = time.perf_counter()
            asks[name]()
            if turn >= 0:  # the first few warm up
                taken[name].append(time.perf_counter() - began)
    return taken
