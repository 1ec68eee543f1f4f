"""Lesson 03, a network by hand: a small network, two published examples, and every step of their backpropagation."""

from .examples import MAZUR, WIKIDOCS, Example
from .network import Forward, Gradients, Network, sigmoid

__all__ = ["MAZUR", "WIKIDOCS", "Example", "Forward", "Gradients", "Network", "sigmoid"]
