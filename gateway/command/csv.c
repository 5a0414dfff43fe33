/*
 * Rows for a spreadsheet.
 */

#include <stdio.h>
#include <string.h>

#include "command/csv.h"

static void
cell(FILE *out, const char *text)
{
	fputc('"', out);
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

void
csv_row(FILE *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			fputc(',', out);
		cell(out, cells[i] != NULL ? cells[i] : "");
	}
	fputs("\r\n", out);
}
