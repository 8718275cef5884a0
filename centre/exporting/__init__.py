"""Lists as files: columns as data, rows read as plain values, written with flat memory."""
