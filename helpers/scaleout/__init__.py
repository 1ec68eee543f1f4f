"""Lesson 08: the training of lesson 07 on several workers, which share out the rows of every batch.

sharding.py    which rows each worker reads
ring.py        how the workers add up their gradients
replica.py     a worker's copy of the network
checkpoint.py  a training as files in a folder
worker.py      one worker, as a script
processes.py   workers as processes of this machine
training.py    trainings on several workers, begun and resumed
all_reduce.py  how workers add up, as states to look at
cost.py        what communication costs on paper
measuring.py   what it costs on this machine, beside that
watching.py    what there is to see of a training
figures        pictures
explorers      what can be stepped, started and killed

larger_batches.py  a stored study: how larger batches learn
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "cost": ["communication", "most_workers"],
        "explorers": ["explore_costs", "explore_failure", "explore_measured", "explore_ring"],
        "figures": ["bits_by_batch", "shard_picture"],
        "larger_batches": ["batch_study"],
        "processes": ["WorkerLost"],
        "sharding": ["shards"],
        "training": ["losses", "resume", "train"],
    },
)
