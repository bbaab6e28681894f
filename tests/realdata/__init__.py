"""Tests on the licensed files that ``WORKBENCH_DATA`` names."""
