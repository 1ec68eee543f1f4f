"""Train the network that the explorers of lesson 06 show: ``python -m research.name_network``, half a minute.

It goes to ``helpers/surnames/names.npz``. The last bits of its weights depend on the processor, and so a second run
elsewhere gives a network that is as good, not one that is equal.
"""

from helpers.corpora import surnames
from helpers.surnames.storage import PRETRAINED, save
from helpers.surnames.training import train

from .name_study import LARGE

if __name__ == "__main__":
    save(train("GRU", seed=0, task=surnames(), recipe=LARGE), PRETRAINED)
