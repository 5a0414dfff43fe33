/*
 * Preloaded into the gateway on SQLite, this watches that nothing is told
 * before it is kept.  The words of each POST carry a mark (TOLD_MARK and 8
 * hexadecimal digits).  It is seen three times: in the request that is read
 * from a socket, in a page that is written to the WAL, and, by way of the
 * socket, when an answer of 2xx or 303 is written.  Between the last two a
 * sync of the WAL has to begin and end, or the program is aborted with a line
 * that says so.
 *
 * The file named by TOLD_COUNT has the number of answers that were watched,
 * so a test knows that there was something to see.
 */

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define FDS	4096		/* Descriptors that are watched. */
#define MARKS	65536		/* Requests that may be under way. */
#define HEX	8
#define LINEAR	65536		/* Of a read that is looked through. */

struct mark {
	uint32_t	 number;
	uint64_t	 written;	/* When it came into the WAL; 0: not. */
};

static pthread_mutex_t	 lock = PTHREAD_MUTEX_INITIALIZER;
static struct mark	 marks[MARKS];	/* A ring; the latest are kept. */
static unsigned		 next_mark;
static int		 asked[FDS];	/* 1 + the mark; 0: none. */
static bool		 posting[FDS];	/* It began with POST. */
static uint64_t		 moment = 1;	/* Counts what happens. */
static uint64_t		 synced;	/* All written before it is on disk. */
static const char	*prefix;
static _Atomic(int64_t)	*count;

__attribute__((constructor)) static void
look(void)
{
	const char	*path = getenv("TOLD_COUNT");
	int		 fd = path == NULL ? -1 : open(path, O_RDWR |
			    O_CLOEXEC);
	void		*map;

	prefix = getenv("TOLD_MARK");
	if (fd < 0 || prefix == NULL)
		return;
	map = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (map != MAP_FAILED)
		count = map;
}

static bool
is_wal(int fd)
{
	char	link[64], path[4096];
	ssize_t	length;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof path - 1);
	return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0;
}

/* The next mark from `at` on; NULL: there is none. */
static const char *
find_mark(const char *at, const char *end, uint32_t *number)
{
	size_t	length = strlen(prefix);
	char	hex[HEX + 1] = "", *stop;

	while ((at = memmem(at, (size_t)(end - at), prefix, length)) != NULL) {
		at += length;
		if (end - at < HEX)
			return NULL;
		memcpy(hex, at, HEX);
		*number = (uint32_t)strtoul(hex, &stop, 16);
		if (*stop == '\0')
			return at + HEX;
	}
	return NULL;
}

/* A request was read: its mark belongs to the descriptor. */
static void
hear(int fd, const char *bytes, size_t length)
{
	uint32_t number;

	if (fd < 0 || fd >= FDS || length < 5)
		return;
	if (memcmp(bytes, "POST ", 5) == 0)
		posting[fd] = true;
	else if (memcmp(bytes, "GET ", 4) == 0)
		posting[fd] = false;
	if (!posting[fd] ||
	    find_mark(bytes, bytes + length, &number) == NULL)
		return;
	pthread_mutex_lock(&lock);
	marks[next_mark] = (struct mark){ .number = number };
	asked[fd] = (int)next_mark + 1;
	next_mark = (next_mark + 1) % MARKS;
	pthread_mutex_unlock(&lock);
}

/* Every mark in a page of the WAL is on its way to the disk. */
static void
note(const char *bytes, size_t length)
{
	const char	*at = bytes, *end = bytes + length;
	uint32_t	 number;

	pthread_mutex_lock(&lock);
	while ((at = find_mark(at, end, &number)) != NULL)
		for (unsigned i = 0; i < MARKS && (i == 0 ||
		    marks[i].number != 0 || i < next_mark); i++)
			if (marks[i].number == number && marks[i].written == 0)
				marks[i].written = moment++;
	pthread_mutex_unlock(&lock);
}

/* An answer is about to be written. */
static void
tell(int fd, const char *bytes, size_t length)
{
	struct mark	*mark;
	bool		 kept;

	if (fd < 0 || fd >= FDS || asked[fd] == 0 || length < 12 ||
	    memcmp(bytes, "HTTP/1.", 7) != 0)
		return;
	pthread_mutex_lock(&lock);
	mark = &marks[asked[fd] - 1];
	asked[fd] = 0;
	kept = mark->written != 0 && mark->written < synced;
	pthread_mutex_unlock(&lock);
	if (bytes[9] != '2' && memcmp(bytes + 9, "303", 3) != 0)
		return;
	if (!kept) {
		dprintf(STDERR_FILENO, "told: an answer of %.3s before its "
		    "commit was on disk (%s)\n", bytes + 9,
		    mark->written == 0 ? "nothing was written" :
		    "it was written and not synced");
		abort();
	}
	if (count != NULL)
		atomic_fetch_add(count, 1);
}

static size_t
join(char *into, const struct iovec *list, int n, size_t most)
{
	size_t length = 0, part;

	for (int i = 0; i < n && length < LINEAR && most > 0; i++) {
		part = list[i].iov_len < most ? list[i].iov_len : most;
		if (part > LINEAR - length)
			part = LINEAR - length;
		memcpy(into + length, list[i].iov_base, part);
		length += part;
		most -= part;
	}
	return length;
}

static bool
watching(void)
{
	return prefix != NULL;
}

/* What is read from sockets. */

ssize_t
read(int fd, void *bytes, size_t length)
{
	ssize_t n = REAL(read)(fd, bytes, length);

	if (n > 0 && watching())
		hear(fd, bytes, (size_t)n);
	return n;
}

ssize_t
recv(int fd, void *bytes, size_t length, int flags)
{
	ssize_t n = REAL(recv)(fd, bytes, length, flags);

	if (n > 0 && watching())
		hear(fd, bytes, (size_t)n);
	return n;
}

ssize_t
readv(int fd, const struct iovec *list, int count_of)
{
	ssize_t	n = REAL(readv)(fd, list, count_of);
	char	linear[LINEAR];

	if (n > 0 && watching())
		hear(fd, linear, join(linear, list, count_of, (size_t)n));
	return n;
}

/* What is written to sockets, and to the WAL. */

ssize_t
write(int fd, const void *bytes, size_t length)
{
	if (watching())
		tell(fd, bytes, length);
	return REAL(write)(fd, bytes, length);
}

ssize_t
send(int fd, const void *bytes, size_t length, int flags)
{
	if (watching())
		tell(fd, bytes, length);
	return REAL(send)(fd, bytes, length, flags);
}

ssize_t
writev(int fd, const struct iovec *list, int count_of)
{
	if (watching() && count_of > 0)
		tell(fd, list[0].iov_base, list[0].iov_len);
	return REAL(writev)(fd, list, count_of);
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
	if (watching() && message->msg_iovlen > 0)
		tell(fd, message->msg_iov[0].iov_base,
		    message->msg_iov[0].iov_len);
	return REAL(sendmsg)(fd, message, flags);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
	ssize_t n = REAL(pwrite64)(fd, bytes, length, at);

	if (n > 0 && watching() && is_wal(fd))
		note(bytes, (size_t)n);
	return n;
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	return pwrite64(fd, bytes, length, at);
}

/* All that was written before a sync began is on disk when it ends. */

static int
sync_of(int fd, int (*real)(int))
{
	uint64_t began;
	int	 failed;

	pthread_mutex_lock(&lock);
	began = moment++;
	pthread_mutex_unlock(&lock);
	failed = real(fd);
	if (!failed && watching() && is_wal(fd)) {
		pthread_mutex_lock(&lock);
		if (began > synced)
			synced = began;
		pthread_mutex_unlock(&lock);
	}
	return failed;
}

int
fdatasync(int fd)
{
	return sync_of(fd, REAL(fdatasync));
}

int
fsync(int fd)
{
	return sync_of(fd, REAL(fsync));
}
