"""Code graphs: codes as int32 ordinals, hierarchy and closure as CSR arrays."""
