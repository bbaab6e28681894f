# Each target is a command of make.py, which holds the work; without make: python make.py TARGET.
# Words for pytest or the benchmarks: make test ARGS="-k residual".

suitable = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c '$(suitable)' 2>/dev/null && { echo $$python; break; }; done)

COMMANDS := lab test lint types layers bench docs lock clean

.PHONY: $(COMMANDS)
.DEFAULT_GOAL := lab

$(COMMANDS):
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found." >&2; exit 2; }
	@$(PYTHON) make.py $@ $(ARGS)
