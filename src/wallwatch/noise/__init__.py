"""Noise rules: a filter with a reason and an end, kept in ``noise.toml``, which people edit.

Rules are a view: an alert that one of them certainly matches is hidden and counted, and stays in the store as it is. A
rule with a mistake hides nothing, whatever the mistake is in; the other rules apply.
"""
