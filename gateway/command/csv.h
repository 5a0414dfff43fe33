#ifndef GATEWAY_COMMAND_CSV_H
#define GATEWAY_COMMAND_CSV_H

/*
 * Comma-separated values on standard output or in a file (RFC 4180), every
 * cell in quotes.  What a spreadsheet would take for a formula gets an
 * apostrophe before it, which shows it as text.
 *
 *	CSV_ROW("name", "number");
 */

#include <stddef.h>
#include <stdio.h>

#include "base/list.h"

/* CSV_ROW() counts the cells; NULL is an empty one. */
void	 csv_row(FILE *, const char *const *cells, size_t count);

#define CSV_ROW_TO(file, ...)						\
	csv_row((file), (const char *const[]){ __VA_ARGS__ },		\
	    COUNT(((const char *const[]){ __VA_ARGS__ })))
#define CSV_ROW(...)	CSV_ROW_TO(stdout, __VA_ARGS__)

#endif
