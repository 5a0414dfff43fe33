#ifndef GATEWAY_COMMAND_CSV_H
#define GATEWAY_COMMAND_CSV_H

/*
 * Comma-separated values on standard output (RFC 4180), every cell in
 * quotes.  What a spreadsheet would take for a formula gets an apostrophe
 * before it, which shows it as text.
 *
 *	CSV_ROW("name", "number");
 */

#include <stddef.h>

#include "base/list.h"

/* CSV_ROW() counts the cells; NULL is an empty one. */
void	 csv_row(const char *const *cells, size_t count);

#define CSV_ROW(...)							\
	csv_row((const char *const[]){ __VA_ARGS__ },			\
	    COUNT(((const char *const[]){ __VA_ARGS__ })))

#endif
