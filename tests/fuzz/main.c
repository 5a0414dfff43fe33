/*
 * What a fuzzer is linked with when there is no libFuzzer: it reads the files
 * and folders that are named, or else the fuzzer's corpus,
 * tests/fuzz/corpus/NAME for fuzz_NAME, and gives the fuzzer each file and
 * each beginning of it, in memory of exactly that size, so that a sanitizer
 * sees one byte read too many.  That there is none is a failure.
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
replay_folder(DIR *dir, const char *folder)
{
	struct dirent *entry;
	unsigned count = 0;
	char path[4096];

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

/* How many files there are in a folder, or 1 for a file. */
static unsigned
replay_path(const char *path)
{
	DIR *dir = opendir(path);

	if (dir != NULL)
		return replay_folder(dir, path);
	replay(path);
	return 1;
}

int
main(int argc, char **argv)
{
	const char *top = getenv("srcdir");
	const char *name = strstr(program_invocation_short_name, "fuzz_");
	char folder[4096];
	unsigned count = 0;

	if (name == NULL)
		return 2;
	name += strlen("fuzz_");
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
	    top != NULL ? top : ".", name);
	for (int i = 1; i < argc; i++)
		count += replay_path(argv[i]);
	if (argc == 1)
		count = replay_path(folder);
	printf("1..1\n%s 1 - %s: %u files replayed\n",
	    count > 0 ? "ok" : "not ok", name, count);
	return count == 0;
}
