"""Lists kept in spreadsheets: what a file holds, and what is meant by what stands in a cell.

Nothing here asks the database or the clock.
"""
