"""Every file format the workbench reads or writes, one module a format."""
