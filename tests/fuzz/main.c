/*
 * What a fuzzer is linked with when there is no libFuzzer: it reads the
 * fuzzer's corpus, tests/fuzz/corpus/NAME for fuzz_NAME, and gives the
 * fuzzer each file and each beginning of it, in memory of exactly that size,
 * so that a sanitizer sees one byte read too many.
 */

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT	65536		/* Bytes of a file that are read. */
#define STEPS	512		/* Beginnings tried of one file, at most. */

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
try(const uint8_t *bytes, size_t length)
{
	uint8_t *exact;

	exact = malloc(length > 0 ? length : 1);
	if (exact == NULL)
		abort();
	memcpy(exact, bytes, length);
	LLVMFuzzerTestOneInput(exact, length);
	free(exact);
}

static void
replay(const char *path)
{
	static uint8_t bytes[LIMIT];
	size_t length, step, i;
	FILE *file;

	file = fopen(path, "rb");
	if (file == NULL) {
		printf("Bail out! %s: %s\n", path, strerror(errno));
		exit(1);
	}
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);

	step = length / STEPS + 1;
	for (i = 0; i < length; i += step)
		try(bytes, i);
	try(bytes, length);
}

static unsigned
replay_all(const char *folder)
{
	struct dirent *entry;
	unsigned count = 0;
	char path[4096];
	DIR *dir;

	dir = opendir(folder);
	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		replay(path);
		count++;
	}
	closedir(dir);
	return count;
}

int
main(void)
{
	const char *top = getenv("srcdir");
	const char *name = strstr(program_invocation_short_name, "fuzz_");
	char folder[2048];
	unsigned count;

	if (name == NULL || (top != NULL && strlen(top) > 1024))
		return 2;
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
	    top != NULL ? top : ".", name + strlen("fuzz_"));
	count = replay_all(folder);
	printf("1..1\n%s 1 - %s: %u files replayed\n",
	    count > 0 ? "ok" : "not ok", name, count);
	return 0;
}
