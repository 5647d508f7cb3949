"""Markings and audiences: who may have which part of a packet, and the proof that nobody else gets it.

Enters: a packet that was loaded. Leaves: the packet with its banner, portion marks and designation block, without the
parts that a variant leaves out; what is wrong with its markings; the texts of finished files that should not be there.
"""
