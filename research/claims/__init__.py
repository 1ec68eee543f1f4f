"""What the lessons state of trainings, tried over sets of seeds and CPU paths: ``make claims``.

paths.py    the CPU paths: settings that make TensorFlow and NumPy compute as on another machine
lessons.py  the statements, each as a number with its bounds, and the notebooks' cells that lead to it
run.py      one lesson with one set of seeds on one path, in a process of its own
table.py    what is stored of all runs, and the page that shows it
"""
