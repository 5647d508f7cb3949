"""The revision room: what changed between two editions.

Enters: the records of two editions, the Word file of the later one. Leaves: a comparison, its summary, a Word file with
tracked changes. Guaranteed: neither edition is changed, and what is not compared is said.
"""
