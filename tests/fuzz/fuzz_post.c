/*
 * Any bytes as all that a mail server says, whatever it is asked, until it
 * cuts the line: by SMTP to a mail, or, when the first byte is an 'i', by
 * IMAP to a command.  It comes to an end, with one of the three results, and
 * no mail counts as taken by a server that never said so.
 */

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/log.h"
#include "net/client.h"
#include "net/loop.h"

#define MAIL	"Subject: Hello\r\n\r\nWords.\r\n"
#define MOST	8192

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct {
	int		 listener;
	unsigned	 port;
	const uint8_t	*bytes;
	size_t		 length;
	struct loop	*loop;
	struct client	*client;
} office;

static void
quiet(enum log_level level, const char *line)
{
	(void)level;
	(void)line;
}

static void
open_office(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof address;

	signal(SIGPIPE, SIG_IGN);
	log_hook(quiet);
	office.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(office.listener, (struct sockaddr *)(void *)&address,
	    length) != 0 || listen(office.listener, 16) != 0 ||
	    getsockname(office.listener, (struct sockaddr *)(void *)&address,
	    &length) != 0)
		abort();
	office.port = ntohs(address.sin_port);
	office.loop = loop_new();
	office.client = client_open(office.loop, 4);
}

/* One caller: it is told everything, and what it says is not looked at. */
static void *
serve(void *arg)
{
	int	 fd = accept(office.listener, NULL, NULL);
	char	 heard[4096];

	(void)arg;
	if (fd < 0)
		return NULL;
	(void)!send(fd, office.bytes, office.length, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	while (recv(fd, heard, sizeof heard, 0) > 0)
		continue;
	close(fd);
	return NULL;
}

struct asking {
	struct carriage	 carriage;
	bool		 over;
};

static void
answered(struct carriage *carriage)
{
	CONTAINER(carriage, struct asking, carriage)->over = true;
}

static void
look(const struct carriage *c, bool mail)
{
	const struct response *r = &c->response;

	assert(r->carried == ANSWERED || r->carried == NEVER_SPOKE ||
	    r->carried == CUT_OFF);
	if (r->carried != ANSWERED) {
		assert(c->why != NULL);
		return;
	}
	assert(r->body != NULL && strlen(r->body) <= r->length);
	assert(!mail || r->status / 100 != 2 ||
	    memmem(office.bytes, office.length, "2", 1) != NULL);
}

static void
ask(bool mail)
{
	struct arena	*arena = arena_new();
	struct asking	 asking = { .carriage = { .arena = arena,
			    .answered = answered, .patience = 2000 } };
	struct request	*request = &asking.carriage.request;
	pthread_t	 thread;

	request->url = arena_print(arena, mail ? "smtp://127.0.0.1:%u" :
	    "imap://127.0.0.1:%u/INBOX", office.port);
	if (mail) {
		request->body = MAIL;
		request->length = strlen(MAIL);
		request->mail_from = "school@example.org";
		request->mail_to = "ana@example.org";
	} else {
		request->method = "UID SEARCH ALL";
		request->user = "u";
		request->password = "p";
	}
	if (pthread_create(&thread, NULL, serve, NULL) != 0)
		abort();
	client_carry(office.client, &asking.carriage);
	while (!asking.over)
		loop_turn(office.loop);
	look(&asking.carriage, mail);
	/* It may have been refused before anybody called. */
	shutdown(office.listener, SHUT_RD);
	pthread_join(thread, NULL);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	bool mail = length == 0 || bytes[0] != 'i';

	if (length > MOST)
		return 0;
	if (office.loop == NULL)
		open_office();
	office.bytes = mail || length == 0 ? bytes : bytes + 1;
	office.length = mail ? length : length - 1;
	ask(mail);
	if (listen(office.listener, 16) != 0)
		abort();
	return 0;
}
