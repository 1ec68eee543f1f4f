"""What moves on the site and in the decks: its code, and its data, for a browser with no Python behind it.

A page opened from a folder may neither fetch a file nor import a module. So code and data are classic scripts: the
code is loaded with the page, the data when it is needed.

data.py       data as scripts that the page loads when it is needed
series.js     what all moving parts of a page share
network.js    the network of lesson 07: it scores, draws and writes, and its bars, all of it pure
writing.js    lesson 07's two parts made of it, and writing.css their look
writing.py    their data
"""
