/*
 * Any bytes as the files of a OneRoster export, each behind a line with its
 * name ("=users.csv"): rows are in order, each once, their contents are ones
 * the gateway takes, and all that they name is there; notes are sentences.
 */

#include <sys/mman.h>

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster.h"
#include "flow/roster_content.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
add_file(zip_t *zip, const char *name, const char *text, size_t length)
{
	zip_source_t	*source = zip_source_buffer(zip, text, length, 0);
	zip_int64_t	 i = zip_file_add(zip, name, source, 0);

	if (i >= 0)
		(void)zip_set_file_compression(zip, (zip_uint64_t)i,
		    ZIP_CM_STORE, 0);
	else
		zip_source_free(source);
}

/* Cuts the text where a line begins with '=', which names the next. */
static void
add_files(zip_t *zip, struct arena *arena, const char *text)
{
	while (*text == '=') {
		size_t		 name = strcspn(text + 1, "\n");
		const char	*from = text + 1 + name;
		const char	*next = strstr(from, "\n=");

		from += *from == '\n';
		if (next == NULL)
			next = from + strlen(from);
		else
			next++;
		add_file(zip, arena_copy(arena, text + 1, name), from,
		    next > from ? (size_t)(next - from) : 0);
		text = next;
	}
}

/* The zip as a file without a name; its path, or NULL. */
static const char *
make_zip(struct arena *arena, const char *text, int *fd)
{
	zip_error_t	 error;
	zip_source_t	*source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t		*zip = zip_open_from_source(source, ZIP_TRUNCATE,
			    &error);
	char		 bytes[4096];
	zip_int64_t	 got;

	assert(zip != NULL);
	zip_source_keep(source);
	add_files(zip, arena, text);
	*fd = memfd_create("zip", MFD_CLOEXEC);
	assert(*fd >= 0);
	if (zip_close(zip) != 0)
		zip_discard(zip);
	else if (zip_source_open(source) == 0)
		while ((got = zip_source_read(source, bytes,
		    sizeof(bytes))) > 0)
			if (write(*fd, bytes, (size_t)got) != got)
				abort();
	zip_source_free(source);
	return arena_print(arena, "/proc/self/fd/%d", *fd);
}

static bool
is_there(const struct roster_file *file, enum roster_noun noun,
    const char *name)
{
	for (unsigned i = 0; i < file->row_count; i++)
		if (file->rows[i].noun == noun && !file->rows[i].gone &&
		    strcmp(file->rows[i].name, name) == 0)
			return true;
	return false;
}

static void
look_at_names(const struct roster_file *file, enum roster_noun noun,
    const struct roster_names *names)
{
	for (unsigned i = 0; i < names->count; i++)
		assert(is_there(file, noun, names->list[i]));
}

static void
look_at_row(struct arena *arena, const struct roster_file *file,
    const struct roster_row *row)
{
	struct roster_content	 c;
	const char		*why;
	bool			 read;

	read = roster_content_read(arena, row->noun, row->content, &c, &why);
	if (!read)
		fprintf(stderr, "%s: %s\n", row->content, why);
	assert(read);
	if (c.school != NULL && *c.school != '\0')
		assert(is_there(file, ROSTER_SCHOOL, c.school));
	look_at_names(file, row->noun == ROSTER_STAFF ? ROSTER_SCHOOL :
	    ROSTER_CLASS, &c.places);
	look_at_names(file, ROSTER_STAFF, &c.team);
	for (unsigned i = 0; i < c.kin_count; i++) {
		assert(is_there(file, ROSTER_STUDENT, c.kin[i].student));
		assert(!c.kin[i].restricted || !c.kin[i].write_to);
	}
}

static void
look(struct arena *arena, const struct roster_file *file)
{
	for (unsigned i = 0; i < file->row_count; i++) {
		const struct roster_row *row = &file->rows[i], *last = row - 1;

		assert(i == 0 || last->noun < row->noun ||
		    (last->noun == row->noun &&
		    strcmp(last->name, row->name) < 0));
		if (!row->gone)
			look_at_row(arena, file, row);
	}
	for (unsigned i = 0; i < file->note_count; i++) {
		const char *sentence = file->notes[i].sentence;

		assert(*sentence != '\0' && file->notes[i].times > 0);
		assert(text_valid(sentence, strlen(sentence)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const struct oneroster_options options = { .today = 20261208 };
	struct arena		*arena = arena_new();
	struct roster_file	 file;
	const char		*path;
	int			 fd;

	if (length <= 1 << 14) {
		path = make_zip(arena, arena_copy(arena, bytes, length), &fd);
		if (oneroster_read(arena, path, &options, &file))
			look(arena, &file);
		else
			assert(file.weights[NOTE_REFUSED] > 0 &&
			    file.row_count == 0);
		(void)close(fd);
	}
	arena_free(arena);
	return 0;
}
