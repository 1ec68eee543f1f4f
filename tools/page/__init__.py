"""What moves on the site and in the decks: its code, and its data, for a browser with no Python behind it.

A page opened from a folder may neither fetch a file nor import a module. So code and data are classic scripts: the
code is loaded with the page, the data when it is needed.

data.py       data as scripts that the page loads when it is needed
series.js     what all moving parts of a page share
exercises.py  the exercises' forms, what their replies follow from, and the map of what is solved
answers.js    what an exercise replies to what is typed
progress.js   what is solved, as the browser keeps it
exercises.js  the forms and the map, at work
"""
