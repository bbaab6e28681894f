"""SNOMED CT's Expression Constraint Language, first form: which concepts are meant by a text."""
