"""Nothing leaks: every URL of every host, by every wrong person, with every response searched for foreign words.

The URLs come from the resolvers (urls.py), so a page cannot be forgotten: without a row in table.py it fails here.
A new page is one line there. places.py builds the two distributors and asks; canary.py searches; written.py tells
what a request wrote. The test modules say what is asked and what must come back.
"""
