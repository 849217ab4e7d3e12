"""A made-up but lifelike city, the same for the same seed: written as workbooks, loaded by the importer itself."""
