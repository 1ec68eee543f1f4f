"""What lesson 01 says of the formats: size and load time of text and .npz, in units of .npy.

Run alone: ``python -m bench.formats``.
"""

from collections.abc import Iterator

from helpers.array_files.formats import KINDS, NAMES, compare_over


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report."""
    for kind in KINDS:
        for costs in compare_over(kind):
            ratios = ", ".join(
                f"{n} {costs.size_ratio(n):.2f} / {costs.load_ratio(n):.1f}" for n in NAMES if n != ".npy"
            )
            yield f"{kind}, {costs.count:,}: size / load time of {ratios}"


if __name__ == "__main__":
    main()
