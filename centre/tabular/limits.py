"""How much of a file is taken in: enough for any prefecture's list, little enough that no file can stop the server."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 200_000
MAX_COLUMNS = 200
# Cells of the rectangle around everything written: what a reader lays out in memory.
MAX_CELLS = 4_000_000
# Bytes of text once every reference to a shared string is followed.
MAX_TEXT = 256 * 1024 * 1024
MAX_CELL = 10_000
HEADER_SEARCH = 10
