# Every target is carried out by tools/dev.py, which does the same where there is no make.
fits = import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(fits)' 2>/dev/null && echo $$p && break; done)

.PHONY: install lab slides lecture site test check test-avx2 claims notebooks worksheets bench lock upgrade
install lab slides lecture site test check test-avx2 claims notebooks worksheets bench lock upgrade:
	@python="$(PYTHON)"; "$$python" -c '$(fits)' 2>/dev/null || { \
	echo "The series needs Python 3.11, 3.12 or 3.13 with venv; found: $${python:-none}." \
	"If it is elsewhere: make $@ PYTHON=/path/to/python3 (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }; \
	"$$python" tools/dev.py $@
