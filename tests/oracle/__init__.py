"""Second opinions: slow, plain readings of the documentation, sharing no code with the product."""
