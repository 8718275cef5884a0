"""Reading the tables that offices send: files, headings, and the many ways in which Japanese values are written."""
