"""What a centre hears of families of the schools that it serves."""
