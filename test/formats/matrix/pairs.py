"""Covering arrays: few combinations in which every two values of different factors meet."""
import itertools


def pairwise(factors, conflict=lambda name, value, other_name, other: False):
    """Combinations, as dictionaries, of the factors' values such that each pair of values of two factors is in one of them, except for
    those that conflict. Greedy: the first pair that is not covered yet, and of every further factor the value that covers most."""
    names = list(factors)
    meets = lambda row, name, value: not any(conflict(name, value, other, chosen) or conflict(other, chosen, name, value) for other, chosen in row.items())
    key = lambda one, other: tuple(sorted((one, other)))
    position = {(name, value): (order, index) for order, name in enumerate(names) for index, value in enumerate(factors[name])}
    missing = {}
    for name, other in itertools.combinations(names, 2):
        for value, chosen in itertools.product(factors[name], factors[other]):
            if meets({name: value}, other, chosen):
                missing[key(position[name, value], position[other, chosen])] = ((name, value), (other, chosen))
    rows = []
    while missing:
        row = dict(next(iter(missing.values())))
        for turn, name in enumerate(sorted((name for name in names if name not in row), key=lambda name: -len(factors[name]))):
            allowed = [value for value in factors[name] if meets(row, name, value)]
            if not allowed:
                raise ValueError(f"nothing for {name} beside {row}")
            # Among equals another one each time, so that those without pairs left are mixed too.
            start = (len(rows) + turn) % len(allowed)
            row[name] = max(allowed[start:] + allowed[:start], key=lambda value: sum(key(position[name, value], position[other]) in missing for other in row.items()))
        for one, other in itertools.combinations(row.items(), 2):
            missing.pop(key(position[one], position[other]), None)
        rows.append({name: row[name] for name in names})
    return rows
