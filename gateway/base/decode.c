/*
 * UTF-16 goes through ICU first.  Then the text is copied line by line; only
 * lines with bytes above 127 are looked at twice.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>

#include "base/decode.h"
#include "base/text.h"

/* Windows-1252 from 0x80 to 0x9f; what is not in it is what Windows makes
 * of it, a control character. */
static const uint16_t upper[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static void *
room(size_t size)
{
	void *bytes = malloc(size);

	if (bytes == NULL)
		abort();
	return bytes;
}

/* The name of the UTF-16 the bytes are in, or NULL.  Without a mark the
 * header tells: its letters have a NUL on one side. */
static const char *
wide_name(const char *bytes, size_t length)
{
	if (length < 2)
		return NULL;
	if (memcmp(bytes, "\xff\xfe", 2) == 0 ||
	    memcmp(bytes, "\xfe\xff", 2) == 0)
		return "UTF-16";
	if (length < 4 || length % 2 != 0)
		return NULL;
	if (bytes[0] != '\0' && bytes[1] == '\0' && bytes[3] == '\0')
		return "UTF-16LE";
	if (bytes[1] != '\0' && bytes[0] == '\0' && bytes[2] == '\0')
		return "UTF-16BE";
	return NULL;
}

/* UTF-16 as UTF-8, to be freed. */
static char *
narrow(const char *name, const char *bytes, size_t length, size_t *narrowed)
{
	UErrorCode	 error = U_ZERO_ERROR;
	size_t		 most = length / 2 * 3 + 4;
	char		*text = room(most);
	int32_t		 got = ucnv_convert("UTF-8", name, text,
			    (int32_t)most, bytes, (int32_t)length, &error);

	*narrowed = U_FAILURE(error) ? 0 : (size_t)got;
	return text;
}

static bool
plain(const char *line, size_t length)
{
	unsigned char any = 0;

	for (size_t i = 0; i < length; i++)
		any |= (unsigned char)line[i];
	return any < 0x80 && memchr(line, '\0', length) == NULL;
}

static void
put(struct decoded *d, uint16_t c)
{
	unsigned char *out = (unsigned char *)d->text + d->length;

	if (c < 0x80) {
		out[0] = (unsigned char)c;
		d->length += 1;
	} else if (c < 0x800) {
		out[0] = (unsigned char)(0xc0 | c >> 6);
		out[1] = (unsigned char)(0x80 | (c & 0x3f));
		d->length += 2;
	} else {
		out[0] = (unsigned char)(0xe0 | c >> 12);
		out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (c & 0x3f));
		d->length += 3;
	}
}

/* Adds the bytes of a line but NUL, as they are or as Windows-1252. */
static void
add(struct decoded *d, const char *line, size_t length, bool strange)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)line[i];

		if (!strange && c != '\0')
			d->text[d->length++] = line[i];
		else if (c >= 0x80 && c < 0xa0)
			put(d, upper[c - 0x80]);
		else if (c != '\0')
			put(d, c);
	}
}

/* Whether it is UTF-8, were it not for its NULs. */
static bool
is_utf8(const char *line, size_t length)
{
	const char *nul;

	while ((nul = memchr(line, '\0', length)) != NULL) {
		if (!text_valid(line, (size_t)(nul - line)))
			return false;
		length -= (size_t)(nul + 1 - line);
		line = nul + 1;
	}
	return text_valid(line, length);
}

static void
add_line(struct decoded *d, const char *line, size_t length)
{
	if (plain(line, length)) {
		memcpy(d->text + d->length, line, length);
		d->length += length;
	} else if (is_utf8(line, length)) {
		add(d, line, length, false);
	} else {
		if (d->strange++ == 0)
			d->stranger = d->lines + 1;
		add(d, line, length, true);
	}
}

/* Byte by byte: to look for each kind of line end by itself would pass over
 * the whole file at each line of one that has only the other kind. */
static const char *
end_of(const char *line, const char *end)
{
	while (line < end && *line != '\n' && *line != '\r')
		line++;
	return line;
}

/* Copies the lines; false: one is too long. */
static bool
copy(struct decoded *d, const char *at, const char *end)
{
	const char *stop;

	for (; at < end; at = stop + 1) {
		stop = end_of(at, end);
		if ((size_t)(stop - at) > DECODE_LINE)
			return false;
		add_line(d, at, (size_t)(stop - at));
		if (stop == end)
			return true;
		d->text[d->length++] = '\n';
		d->lines++;
		if (*stop == '\r' && stop + 1 < end && stop[1] == '\n')
			stop++;
	}
	return true;
}

bool
decode(const char *bytes, size_t length, struct decoded *d)
{
	const char	*name = wide_name(bytes, length);
	char		*narrowed = NULL;
	bool		 good;

	*d = (struct decoded){ .wide = name != NULL };
	if (length > DECODE_MOST)
		return false;
	if (name != NULL)
		bytes = narrowed = narrow(name, bytes, length, &length);
	while (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	d->text = room(length * 3 + 1);
	good = copy(d, bytes, bytes + length);
	d->text[d->length] = '\0';
	free(narrowed);
	if (!good)
		decode_free(d);
	return good;
}

void
decode_free(struct decoded *d)
{
	free(d->text);
	d->text = NULL;
}
