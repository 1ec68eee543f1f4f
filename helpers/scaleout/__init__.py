"""Lesson 08: the training of lesson 07 on several workers, which share out the rows of every batch.

sharding.py    which rows each worker reads
ring.py        how the workers add up their gradients
replica.py     a worker's copy of the network
checkpoint.py  a training as files in a folder
worker.py      one worker, as a script
processes.py   workers as processes of this machine
training.py    trainings on several workers, begun and resumed

cost.py            what communication costs on paper
measuring.py       and on this machine, beside it
larger_batches.py  a stored study: how larger batches learn
figures            pictures of both
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "cost": ["communication", "most_workers"],
        "figures": ["bits_by_batch", "step_curves"],
        "larger_batches": ["batch_study"],
        "measuring": ["measure"],
        "processes": ["WorkerLost"],
        "sharding": ["shards"],
        "training": ["losses", "resume", "train"],
    },
)
