"""A student's family, as the class teacher reaches it."""
