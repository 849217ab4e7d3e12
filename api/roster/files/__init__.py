"""Files in and out: workbooks and CSV are read defensively, templates and workbooks written."""
