"""Lesson 04's skip-gram beside gensim's Word2Vec on one thread: words per second, and how good the vectors are.

Run alone: ``python -m bench.embeddings``. gensim is not among the packages of the series; where it is missing, only
ours is measured. Both get one thread, the same text, the same size, window, negatives, subsampling and epochs.
"""

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from helpers import corpora, embeddings

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
SEEDS = 3
MISSING = "gensim is not installed, so there is nothing to compare with: pip install gensim"


def main() -> None:
    """Measure in a process of its own: how many threads NumPy takes is settled when it is imported."""
    subprocess.run([sys.executable, "-m", "bench.embeddings", "measure"], check=True, env={**os.environ, **ONE_THREAD})


def measure() -> Iterator[str]:
    """The lines of the report."""
    plays = corpora.shakespeare()
    lines = (plays.train + plays.validation).splitlines()
    tokens = embeddings.tokenize("\n".join(line for line in lines if not line.endswith(":")))
    glove = corpora.glove()
    probes = [word for word in embeddings.untrained(tokens).index_to_key[100:2000] if word in glove][:500]
    trainings = {"ours": _ours}
    try:
        importlib.import_module("gensim")
        trainings["gensim"] = _gensim
    except ImportError:
        yield MISSING
    for name, train in trainings.items():
        rates, scores = [], []
        for seed in range(SEEDS):
            began = time.perf_counter()
            vectors, epochs = train(tokens, seed)
            rates.append(epochs * len(tokens) / (time.perf_counter() - began))
            scores.append(embeddings.neighbour_agreement(vectors, glove, probes))
        median = sorted(rates)[SEEDS // 2]
        told = ", ".join(f"{score:.3f}" for score in scores)
        yield f"{name:7} {median / 1000:6.0f} thousand words per second and thread; judged {told} for {SEEDS} seeds"


def _ours(tokens: list[str], seed: int) -> tuple[embeddings.WordVectors, int]:
    vectors = embeddings.train_skipgram(tokens, seed, report=lambda progress: None)
    return vectors, embeddings.Recipe().epochs


def _gensim(tokens: list[str], seed: int) -> tuple[embeddings.WordVectors, int]:
    recipe = embeddings.Recipe()
    model = importlib.import_module("gensim.models").Word2Vec(
        [tokens[i : i + 1000] for i in range(0, len(tokens), 1000)],
        vector_size=recipe.dim,
        window=recipe.window,
        min_count=recipe.min_count,
        sg=1,
        negative=recipe.negative,
        sample=recipe.subsample,
        epochs=recipe.epochs,
        workers=1,
        seed=seed,
    )
    return embeddings.WordVectors(model.wv.index_to_key, model.wv.vectors), recipe.epochs


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        for line in measure():
            print(line, flush=True)
    else:
        main()
