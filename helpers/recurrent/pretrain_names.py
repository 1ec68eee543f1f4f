"""Train the network that the names' explorers show: ``python -m helpers.recurrent.pretrain_names``, half a minute.

It goes to ``names.npz`` beside this file. The last bits of its weights depend on the processor, and so a second run
elsewhere gives a network that is as good, not one that is equal.
"""

from .name_storage import PRETRAINED, save_names
from .name_study import LARGE
from .name_training import train_names

if __name__ == "__main__":
    save_names(train_names("GRU", seed=0, recipe=LARGE), PRETRAINED)
