"""Facts about a built application as typed rows, one module for each subject.

They are read from the registry's records and from the plan, and change nothing; the commands
only print them.  Floor 6.
"""
