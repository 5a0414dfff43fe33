/*
 * Rows for a spreadsheet.
 */

#include <stdio.h>
#include <string.h>

#include "command/csv.h"

static void
cell(const char *text)
{
	putchar('"');
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		putchar('\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

void
csv_row(const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putchar(',');
		cell(cells[i] != NULL ? cells[i] : "");
	}
	fputs("\r\n", stdout);
}
