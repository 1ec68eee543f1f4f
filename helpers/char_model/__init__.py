"""The character model of lessons 07 and 08, and what its training is made of.

model.py      the network in NumPy: it reads, and scores the next character
recipe.py     how big a network, and how it is trained; windows; the first weights, which Keras draws
bptt.py       its gradient, written out: backpropagation through time
optimizer.py  Adam, and the learning rate of each step
"""
