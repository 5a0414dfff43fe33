/*
 * A zip by libzip, or a folder by itself.  libzip knows no difference
 * between a zip that was cut off and a file that never was one, since what
 * makes a zip stands at its end; so we look at how it begins.
 */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

#include "base/arena.h"
#include "base/archive.h"
#include "base/text.h"

#define SMALL	((size_t)1 << 20)	/* No ratio is asked for below. */

struct opened {
	struct archive	 archive;	/* First: what the caller sees. */
	struct arena	*arena;
	const char	*path;
	zip_t		*zip;		/* NULL: a folder. */
	zip_uint64_t	*places;	/* Of entries in the zip. */
	size_t		 total;
};

/* False, with the sentence. */
static bool __attribute__((format(printf, 3, 4)))
refuse(struct arena *arena, const char **why, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	*why = arena_vprint(arena, format, list);
	va_end(list);
	return false;
}

/* Adds a file, whose size is within the limits. */
static bool
add(struct opened *o, const char *name, uint64_t size, const char **why)
{
	struct archive *a = &o->archive;

	name = text_clean(o->arena, name, strnlen(name, PATH_MAX));
	if (a->count == ARCHIVE_ENTRIES)
		return refuse(o->arena, why, "there are more than %d files in "
		    "it; a roster has about 20", ARCHIVE_ENTRIES);
	if (size > ARCHIVE_ENTRY_MOST || o->total + size > ARCHIVE_MOST)
		return refuse(o->arena, why, "%s makes it larger than a "
		    "roster can be (%zu MB a file, %zu MB together); export "
		    "it with fewer files", name, ARCHIVE_ENTRY_MOST >> 20,
		    ARCHIVE_MOST >> 20);
	o->total += size;
	a->entries[a->count].name = name;
	a->entries[a->count].size = size;
	a->count++;
	return true;
}

static bool
check_entry(struct opened *o, const zip_stat_t *st, const char **why)
{
	if (st->encryption_method != ZIP_EM_NONE)
		return refuse(o->arena, why, "it is encrypted; make it "
		    "without a password");
	if (!zip_compression_method_supported(st->comp_method, 0))
		return refuse(o->arena, why, "%s is packed in a way we cannot "
		    "read; make the zip with another program", st->name);
	if (st->size > SMALL && st->size / ARCHIVE_RATIO > st->comp_size)
		return refuse(o->arena, why, "%s unpacks to more than %d "
		    "times its size, which no roster does; make the zip "
		    "again", st->name, ARCHIVE_RATIO);
	return true;
}

static bool
list_zip(struct opened *o, const char **why)
{
	zip_int64_t	 count = zip_get_num_entries(o->zip, 0);
	zip_stat_t	 st;
	size_t		 length;

	for (zip_int64_t i = 0; i < count; i++) {
		if (zip_stat_index(o->zip, (zip_uint64_t)i, 0, &st) != 0)
			return refuse(o->arena, why, "its list of files is "
			    "damaged; copy or export it again");
		length = strlen(st.name);
		if (length > 0 && st.name[length - 1] == '/')
			continue;
		if (o->archive.count < ARCHIVE_ENTRIES)
			o->places[o->archive.count] = (zip_uint64_t)i;
		if (!check_entry(o, &st, why) ||
		    !add(o, st.name, st.size, why))
			return false;
	}
	return true;
}

/* Why libzip would not open it. */
static bool
refuse_zip(struct opened *o, const char **why)
{
	unsigned char	 head[4] = { 0 };
	int		 fd = open(o->path, O_RDONLY | O_CLOEXEC);
	ssize_t		 got = fd < 0 ? -1 : read(fd, head, sizeof(head));

	if (fd < 0)
		return refuse(o->arena, why, "it cannot be opened (%s)",
		    strerror(errno));
	(void)close(fd);
	if (got == 4 && memcmp(head, "PK\3\4", 4) == 0)
		return refuse(o->arena, why, "the zip is cut off or damaged; "
		    "copy or export it again");
	return refuse(o->arena, why, "this is no zip; give the zip that the "
	    "school system exports, or a folder with its CSV files");
}

static bool
open_zip(struct opened *o, const char **why)
{
	int error;

	o->zip = zip_open(o->path, ZIP_RDONLY, &error);
	if (o->zip == NULL)
		return refuse_zip(o, why);
	o->places = NEW_LIST(o->arena, zip_uint64_t, ARCHIVE_ENTRIES);
	return list_zip(o, why);
}

static const char *
path_of(struct opened *o, const char *name)
{
	return arena_print(o->arena, "%s/%s", o->path, name);
}

static bool
open_folder(struct opened *o, const char **why)
{
	DIR		*dir = opendir(o->path);
	struct dirent	*entry;
	struct stat	 st;
	bool		 good = true;

	if (dir == NULL)
		return refuse(o->arena, why, "the folder cannot be opened "
		    "(%s)", strerror(errno));
	while (good && (entry = readdir(dir)) != NULL)
		if (stat(path_of(o, entry->d_name), &st) == 0 &&
		    S_ISREG(st.st_mode))
			good = add(o, entry->d_name, (uint64_t)st.st_size,
			    why);
	closedir(dir);
	return good;
}

static bool
open_any(struct opened *o, const char **why)
{
	struct stat st;

	if (stat(o->path, &st) != 0)
		return refuse(o->arena, why, "it cannot be opened (%s)",
		    strerror(errno));
	if (S_ISDIR(st.st_mode))
		return open_folder(o, why);
	if (!S_ISREG(st.st_mode))
		return refuse(o->arena, why, "this is no file; give a zip, or "
		    "a folder with CSV files");
	if (st.st_size == 0)
		return refuse(o->arena, why, "the file is empty; export it "
		    "again");
	return open_zip(o, why);
}

struct archive *
archive_open(struct arena *arena, const char *path, const char **why)
{
	struct opened *o = NEW(arena, struct opened);

	o->arena = arena;
	o->path = arena_text(arena, path);
	o->archive.entries = NEW_LIST(arena, struct archive_entry,
	    ARCHIVE_ENTRIES);
	*why = NULL;
	if (open_any(o, why))
		return &o->archive;
	archive_close(&o->archive);
	return NULL;
}

void
archive_close(struct archive *a)
{
	struct opened *o;

	if (a == NULL)
		return;
	o = CONTAINER(a, struct opened, archive);
	if (o->zip != NULL)
		zip_discard(o->zip);
}

/* Whether the entry has exactly the bytes its list says; libzip compares the
 * checksum when it sees the end. */
static bool
unpack(struct opened *o, unsigned i, char *bytes, size_t size)
{
	zip_file_t	*file = zip_fopen_index(o->zip, o->places[i], 0);
	zip_int64_t	 got = 0;
	size_t		 have = 0;

	if (file == NULL)
		return false;
	while (have <= size &&
	    (got = zip_fread(file, bytes + have, size + 1 - have)) > 0)
		have += (size_t)got;
	zip_fclose(file);
	return got == 0 && have == size;
}

static bool
load(struct opened *o, unsigned i, char *bytes, size_t size)
{
	int	 fd = open(path_of(o, o->archive.entries[i].name),
		     O_RDONLY | O_CLOEXEC);
	ssize_t	 got = 0;
	size_t	 have = 0;

	if (fd < 0)
		return false;
	while (have <= size &&
	    (got = read(fd, bytes + have, size + 1 - have)) > 0)
		have += (size_t)got;
	(void)close(fd);
	return got == 0 && have == size;
}

bool
archive_read(struct archive *a, unsigned i, struct arena *arena,
    const char **bytes, const char **why)
{
	struct opened	*o = CONTAINER(a, struct opened, archive);
	size_t		 size = a->entries[i].size;
	char		*room = arena_take(arena, size + 1);

	*bytes = room;
	if (o->zip == NULL && !load(o, i, room, size))
		return refuse(arena, why, "%s cannot be read, or changes "
		    "meanwhile; try again", a->entries[i].name);
	if (o->zip != NULL && !unpack(o, i, room, size))
		return refuse(arena, why, "%s in the zip is cut off or "
		    "damaged; copy or export it again", a->entries[i].name);
	room[size] = '\0';
	return true;
}
