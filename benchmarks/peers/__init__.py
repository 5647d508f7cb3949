"""The same job done by this program and by others, on one machine in one go.

``python -m benchmarks.peers`` measures; a module here for each way of doing it has one function, ``make``.
"""
