"""What needs several of the packages below at once: what the witnesses of an alert say together.

Functions and small state machines over records, without input or output.
"""
