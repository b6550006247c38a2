"""The paper for a meeting: what stands on it, how it is set, and the job that prints it.

Everything here reads as the audience of the paper, so that it holds what every agency invited
may read and nothing else. No section asks who may see what.
"""
