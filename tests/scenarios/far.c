/*
 * The carrier's process, and a plain HTTP client that waits.
 */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "carrier/carrier.h"
#include "tests/scenarios/far.h"

#define ANSWER_FIRST	65536
#define ANSWER_MOST	(32 << 20)

extern char **environ;

int
far_main(int argc, char **argv)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return carrier_main(argc, argv);
}

/* Its first line says where it listens. */
static unsigned
read_port(int from)
{
	char		 line[256] = "";
	size_t		 length = 0;
	const char	*colon;
	ssize_t		 n;

	while (strchr(line, '\n') == NULL && length < sizeof line - 1) {
		n = read(from, line + length, sizeof line - 1 - length);
		if (n <= 0)
			fail_msg("the carrier does not start");
		length += (size_t)n;
		line[length] = '\0';
	}
	*strchr(line, '\n') = '\0';
	colon = strrchr(line, ':');
	assert_non_null(colon);
	return (unsigned)strtoul(colon + 1, NULL, 10);
}

static void
spawn(struct far *far, const char *hook, int out)
{
	char		 port[16];
	const char	*argv[] = { "self", "carrier", "--port", port, "--hook",
			    hook, "--record", far->record,
			    NULL };
	posix_spawn_file_actions_t actions;

	snprintf(port, sizeof port, "%u", far->port);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	assert_int_equal(posix_spawn(&far->pid, "/proc/self/exe", &actions,
	    NULL, (char **)(uintptr_t)argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
}

static void
connect_line(struct far *far)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)far->port),
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };

	far->line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(far->line >= 0);
	assert_int_equal(connect(far->line,
	    (struct sockaddr *)(void *)&address, sizeof address), 0);
	setsockopt(far->line, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 },
	    sizeof(int));
}

void
far_start(struct far *far, const char *hook)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	spawn(far, hook, ends[1]);
	close(ends[1]);
	far->port = read_port(ends[0]);
	close(ends[0]);
	connect_line(far);
}

void
far_kill(struct far *far)
{
	free(far->heard);
	far->heard = NULL;
	far->room = 0;
	if (far->pid == 0)
		return;
	close(far->line);
	kill(far->pid, SIGKILL);
	waitpid(far->pid, NULL, 0);
	far->pid = 0;
}

static void
say(struct far *far, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = send(far->line, bytes, length, MSG_NOSIGNAL);

		assert_true(n > 0);
		bytes += n;
		length -= (size_t)n;
	}
}

static void
make_room(struct far *far, size_t length)
{
	if (length < far->room)
		return;
	far->room = far->room == 0 ? ANSWER_FIRST : far->room * 2;
	assert_true(far->room <= ANSWER_MOST);
	far->heard = realloc(far->heard, far->room);
	assert_non_null(far->heard);
}

/* How long the whole answer is, or 0: its head is not there yet. */
static size_t
whole_of(const char *answer)
{
	const char *body = strstr(answer, "\r\n\r\n"), *length;

	if (body == NULL)
		return 0;
	length = strcasestr(answer, "Content-Length: ");
	assert_non_null(length);
	return (size_t)(body + 4 - answer) + strtoul(length + 16, NULL, 10);
}

/* A whole answer, which lives until the next one. */
static const char *
hear(struct far *far)
{
	size_t	length = 0, whole = 0;
	ssize_t n;

	while (whole == 0 || length < whole) {
		make_room(far, length + 1);
		n = recv(far->line, far->heard + length,
		    far->room - 1 - length, 0);
		assert_true(n > 0);
		length += (size_t)n;
		far->heard[length] = '\0';
		if (whole == 0)
			whole = whole_of(far->heard);
	}
	return far->heard;
}

json_t *
far_ask(struct far *far, const char *method, const char *path,
    const json_t *body)
{
	char		*text = body != NULL ? json_dumps(body, 0) : NULL;
	const char	*answer;
	char		 head[512];
	int		 length;
	json_t		*json;

	assert_true(far->pid != 0);
	length = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nContent-Type: application/json\r\n"
	    "Content-Length: %zu\r\n\r\n", method, path,
	    text != NULL ? strlen(text) : 0);
	say(far, head, (size_t)length);
	if (text != NULL)
		say(far, text, strlen(text));
	free(text);
	answer = hear(far);
	if (strncmp(answer, "HTTP/1.1 2", 10) != 0)
		fail_msg("the carrier says no to %s: %s", path, answer);
	json = json_loads(strstr(answer, "\r\n\r\n") + 4, 0, NULL);
	assert_non_null(json);
	return json;
}

void
far_tell(struct far *far, const char *path, json_t *body)
{
	json_decref(far_ask(far, "POST", path, body));
	json_decref(body);
}
