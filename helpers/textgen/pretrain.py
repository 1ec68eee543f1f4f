"""Train the model that comes with the series: ``python -m helpers.textgen.pretrain``, an hour or more on two cores.

The result goes to ``pretrained.npz`` beside this file. The last bits of its weights depend on the processor, and so
a second run elsewhere gives a model that is as good, not one that is equal.
"""

from helpers import corpora

from .evaluation import bits_per_char
from .storage import PRETRAINED, save
from .training import Recipe, train

# 0.9 million weights are as many as two megabytes of float16 hold. So large a network learns 36 plays by heart unless
# a part of it is silenced all the time. More than a fifth made it worse: five further epochs with 0.45 and 0.4 took
# the held-out plays from 2.07 bits to 2.13.
RECIPE = Recipe(
    units=512,
    embedding=48,
    batch_size=128,
    window=128,
    epochs=18,
    learning_rate=5e-3,
    dropout=0.2,
    weight_drop=0.2,
)


def main() -> None:
    corpus = corpora.shakespeare()
    model = train(corpus.train, seed=0, recipe=RECIPE)
    save(model, PRETRAINED, dtype="float16")
    bits = bits_per_char(model, corpus.validation)
    print(f"{bits:.3f} bits per character on the held-out plays")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
