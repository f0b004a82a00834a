"""Files for people: an incident, or what a filter lets through, as text, Markdown, HTML, JSON, CSV, mail and XARF.

A :class:`~wallwatch.reports.report.Report` holds the evidence; each renderer is a function from it to a text, without
any input or output. What strangers wrote was made safe for the eye when it entered; each renderer makes it safe for
its own readers: browsers, spreadsheets, mail programs. Nothing is ever sent.
"""
