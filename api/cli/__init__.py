"""The command line: `./xinqiao COMMAND`, or `python -m api.cli COMMAND`."""
