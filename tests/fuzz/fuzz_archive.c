/*
 * Any bytes as a zip: entries are as many and as large as may be, each reads
 * to its size or says why not, and what is refused has a sentence.
 */

#include <sys/mman.h>

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/archive.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define READ_MOST	((size_t)1 << 20)	/* What is unpacked here. */

static int
make_file(const uint8_t *bytes, size_t length)
{
	int fd = memfd_create("zip", MFD_CLOEXEC);

	assert(fd >= 0);
	if (write(fd, bytes, length) != (ssize_t)length)
		abort();
	return fd;
}

static void
look_at(struct archive *archive, unsigned i)
{
	struct archive_entry	*entry = &archive->entries[i];
	struct arena		*arena = arena_new();
	const char		*bytes = NULL, *why = NULL;

	assert(entry->name != NULL && entry->size <= ARCHIVE_ENTRY_MOST);
	if (entry->size > READ_MOST)
		;
	else if (!archive_read(archive, i, arena, &bytes, &why))
		assert(why != NULL && text_valid(why, strlen(why)));
	else if (entry->size > 0)
		assert(memchr(bytes, '\0', entry->size + 1) != NULL);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	int		 fd = make_file(bytes, length);
	const char	*why = NULL;
	struct archive	*archive;

	archive = archive_open(arena, arena_print(arena, "/proc/self/fd/%d",
	    fd), &why);
	if (archive == NULL)
		assert(why != NULL && *why != '\0');
	for (unsigned i = 0; archive != NULL && i < archive->count; i++)
		look_at(archive, i);
	assert(archive == NULL || archive->count <= ARCHIVE_ENTRIES);
	archive_close(archive);
	(void)close(fd);
	arena_free(arena);
	return 0;
}
