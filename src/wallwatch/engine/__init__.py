"""From sources to the store: the process that reads, joins and keeps, whether a screen looks or not.

``pipeline`` wires the stages in one TaskGroup, ``collector`` is the process around it (lock, wake-up, lifecycle),
``launch`` starts it for a screen, ``scan`` runs the same stages over whole files without a store, ``replay`` writes
the demo's incident.
"""
