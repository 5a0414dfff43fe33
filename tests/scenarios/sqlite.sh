#!/bin/sh
# All scenarios on SQLite.
exec "${builddir:-.}/tests/scenarios/test_scenarios" sqlite
