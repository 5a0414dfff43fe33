/*
 * Any bytes as all that somebody says to the simulated carrier's mail server:
 * every answer is a line with a status, and it comes to an end.
 */

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "carrier/carrier.h"
#include "net/loop.h"

#define MOST	8192
#define LIVES	2000		/* Inputs of one carrier. */

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct loop	*loop;
static struct timer	*guard;
static struct carrier	*carrier;
static unsigned		 lives;

static void
quiet(enum log_level level, const char *line)
{
	(void)level;
	(void)line;
}

static void
on_guard(void *arg)
{
	(void)arg;
}

static void
open_carrier(void)
{
	const char *why = NULL;

	if (loop == NULL) {
		log_hook(quiet);
		loop = loop_new();
		guard = timer_new(loop, on_guard, NULL);
	}
	carrier_close(carrier);
	carrier = carrier_open(loop, &(struct carrier_plan){ .smtp = true },
	    &why);
	assert(carrier != NULL);
	lives = 0;
}

/* -1: no port is free just now, or the fuzzer's alarm came in between. */
static int
call(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)carrier_smtp_port(carrier)),
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert(fd >= 0);
	if (connect(fd, (struct sockaddr *)(void *)&address,
	    sizeof address) == 0)
		return fd;
	assert(errno == EADDRNOTAVAIL || errno == EINTR);
	close(fd);
	return -1;
}

/* All that it answers, until it ends the line. */
static size_t
hear(int fd, char *into, size_t room)
{
	size_t	length = 0;
	ssize_t got;

	for (;;) {
		timer_set(guard, 1);
		loop_turn(loop);
		got = recv(fd, into + length, room - length, MSG_DONTWAIT);
		if (got > 0)
			length += (size_t)got;
		if (got == 0 || (got < 0 && errno != EAGAIN) ||
		    length == room)
			break;
	}
	timer_off(guard);
	return length;
}

static void
look(const char *at, size_t length)
{
	const char *end = at + length, *line, *next;

	for (line = at; line < end; line = next + 1) {
		next = memchr(line, '\n', (size_t)(end - line));
		if (next == NULL)
			break;
		assert(next - line >= 5 && line[0] >= '2' && line[0] <= '5');
		assert(line[1] >= '0' && line[1] <= '9');
		assert(line[3] == ' ' || line[3] == '-');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static char	 heard[256 * 1024];
	int		 fd;

	if (length > MOST)
		return 0;
	if (carrier == NULL || ++lives == LIVES)
		open_carrier();
	if ((fd = call()) < 0)
		return 0;
	(void)!send(fd, bytes, length, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	look(heard, hear(fd, heard, sizeof heard));
	close(fd);
	return 0;
}
