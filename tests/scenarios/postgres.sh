#!/bin/sh
# All scenarios on PostgreSQL.
exec "${builddir:-.}/tests/scenarios/test_scenarios" postgres
