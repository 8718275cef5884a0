"""Documents made from frozen report content: PDF, Excel and JSON, the same bytes each time; no database here."""
