"""Loads real data into an installation through the verbs: the AdventureWorks manufacturer and what a newcomer needs."""
