"""The figures of a run as Markdown tables, as in `docs/bench.md`."""

from statistics import median, quantiles

COLUMNS = "page | median ms | p95 | × bare | × plain | web CPU ms | database CPU ms | statements | kB"


def show(figures, earlier=None):
    """Print a run; beside an earlier one, the ratio of each page's time."""
    pages, before = figures["pages"], (earlier or {}).get("pages", {})
    print(f"\n{figures['cases']:,} cases, commit {figures['commit']}, {figures['machine']}.\n")
    print(f"| {COLUMNS} |{' × earlier |' if before else ''}")
    print("| --- " * (COLUMNS.count("|") + 1 + bool(before)) + "|")
    for name, page in pages.items():
        print(_row(name, page, pages), end="")
        print(f" {_now(page) / _now(before[name]):.2f} |" if name in before else "")
    _show_searches(figures["searches"])
    crowd = pages["queue"]["crowd"]
    print(f"\nQueue, four clients: {crowd['rate']:.1f} a second, p95 {crowd['p95']:.0f} ms.")
    print(
        f"Database {figures['database']:.0f} MB, filled in {figures['filled']:.0f} s. Largest tables (of it indexes):"
    )
    print(", ".join(f"{name} {whole:.0f} ({part:.0f})" for name, (whole, part) in figures["tables"].items()))
    print("Memory a process: " + ", ".join(f"{each:.0f} MB" for each in figures["memory"]))


def _show_searches(searches):
    print("\n| search alone | median ms | p95 | found | bound, ms |\n| --- | --- | --- | --- | --- |")
    for name, each in searches.items():
        print(f"| {name} | {each['median']:.1f} | {each['p95']:.1f} | {each['found']} | {each['bound']} |")


def _row(name, page, pages):
    now = _now(page)
    numbers = [
        f"{now:.1f}",
        f"{quantiles(page['times'], n=20)[-1] * 1000:.1f}" if len(page["times"]) > 1 else "",
        f"{now / _now(pages['bare view']):.1f}",
        f"{now / _now(pages['plain list']):.2f}",
        f"{median(page['web']):.1f}",
        f"{median(page['database']):.1f}",
        f"{page['statements']} ({page['repeated']} repeated)" if "statements" in page else "",
        f"{page['bytes'] / 1024:.0f}" if "bytes" in page else "",
    ]
    return f"| {name} | {' | '.join(numbers)} |"


def _now(page):
    return median(page["times"]) * 1000
