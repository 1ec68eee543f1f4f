"""What moves on the site and in the decks: its code, and its data, for a browser with no Python behind it.

A page opened from a folder may neither fetch a file nor import a module. So code and data are classic scripts: the
code is loaded with the page, the data when it is needed.

moving.py     which explorer moves how, and all that a page needs for it
recorded.py   the explorers that are recorded, and in which states
recording.py  how an explorer is recorded and packed
computed.py   what the explorers that the page computes need of Python's
data.py       data as scripts that the page loads when it is needed
series.js     what all moving parts of a page share
exercises.py  the exercises' forms, what their replies follow from, and the map of what is solved
answers.js    what an exercise replies to what is typed
progress.js   what is solved, as the browser keeps it
exercises.js  the forms and the map, at work
player.js     controls, picture and words of an explorer that moves
numbers.js    numbers as Python writes them
neuron.js, surface.js  the models of lessons 00 and 03
page.css, exercises.css  the look of all of it
network.js    the network of lesson 07: it scores, draws and writes, and its bars, all of it pure
writing.js    lesson 07's two parts made of it, and writing.css their look
writing.py    their data
"""
