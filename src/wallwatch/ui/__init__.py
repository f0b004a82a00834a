"""The screen of wallwatch: the only package that knows Textual.

It follows the store through change numbers and never holds all rows: a follower keeps the order of the listed alerts
and tells the panes over a bus of their own what changed; a pane reads what it paints.
"""
