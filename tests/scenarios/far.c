/*
 * The carrier's process, a plain HTTP client that waits, and the program by
 * which mails of mailboxes come to us.
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
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "carrier/carrier.h"
#include "tests/scenarios/far.h"

#define ANSWER_FIRST	65536
#define ANSWER_MOST	(32 << 20)
#define MAIL_MOST	(1 << 20)

extern char **environ;

/* All of a mail from standard input; how long it is. */
static size_t
read_mail(char *mail)
{
	size_t	length = 0;
	ssize_t n;

	while (length < MAIL_MOST && (n = read(STDIN_FILENO, mail + length,
	    MAIL_MOST - length)) > 0)
		length += (size_t)n;
	return length;
}

static int
connect_to(unsigned port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (line >= 0 && connect(line, (struct sockaddr *)(void *)&address,
	    sizeof address) != 0) {
		close(line);
		return -1;
	}
	return line;
}

/* carrier mail PORT --to ADDRESS: as `homeline mail-in` does it; an address
 * of a scenario needs no encoding but for its plus. */
static int
bring_mail(char **argv)
{
	static char	 mail[MAIL_MOST], answer[4096];
	size_t		 length = read_mail(mail);
	int		 line = connect_to((unsigned)strtoul(argv[2], NULL,
			    10));
	char		 head[1024], *plus = strchr(argv[4], '+');
	const char	*said;
	int		 n;

	if (line < 0)
		return EX_TEMPFAIL;
	n = snprintf(head, sizeof head, "POST /mail?to=%.*s%s%s HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nConnection: close\r\nContent-Length: %zu"
	    "\r\n\r\n", plus != NULL ? (int)(plus - argv[4]) :
	    (int)strlen(argv[4]), argv[4], plus != NULL ? "%2B" : "",
	    plus != NULL ? plus + 1 : "", length);
	(void)!write(line, head, (size_t)n);
	(void)!write(line, mail, length);
	for (length = 0; length < sizeof answer - 1; length += (size_t)n)
		if ((n = (int)read(line, answer + length,
		    sizeof answer - 1 - length)) <= 0)
			break;
	said = strstr(answer, "\r\n\r\n");
	if (said == NULL || strncmp(answer, "HTTP/1.1 503", 12) == 0)
		return EX_TEMPFAIL;
	printf("%s\n", said + 4);
	return strncmp(answer, "HTTP/1.1 200", 12) == 0 ? EX_OK : EX_DATAERR;
}

int
far_main(int argc, char **argv)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (argc == 5 && strcmp(argv[1], "mail") == 0)
		return bring_mail(argv);
	return carrier_main(argc, argv);
}

/* The number at the end of its line that begins so. */
static unsigned
port_in(const char *said, const char *begins)
{
	const char *line = strstr(said, begins);

	assert_non_null(line);
	line += strcspn(line, "\n");
	while (line[-1] >= '0' && line[-1] <= '9')
		line--;
	return (unsigned)strtoul(line, NULL, 10);
}

/* Its lines say where it listens. */
static void
read_ports(struct far *far, int from)
{
	char		 said[1024] = "";
	size_t		 length = 0;
	ssize_t		 n;

	while (strstr(said, "auth token") == NULL &&
	    length < sizeof said - 1) {
		n = read(from, said + length, sizeof said - 1 - length);
		if (n <= 0)
			fail_msg("the carrier does not start");
		length += (size_t)n;
		said[length] = '\0';
	}
	far->port = port_in(said, "Simulated carrier");
	far->smtp_port = port_in(said, "mail: ");
}

static void
spawn(struct far *far, const char *hook, unsigned mail_port, int out)
{
	char		 port[16], smtp_port[16], program[80];
	const char	*argv[] = { "self", "carrier", "--port", port, "--hook",
			    hook, "--record", far->record, "--smtp-port",
			    smtp_port, "--mail-program", program, NULL };
	posix_spawn_file_actions_t actions;

	snprintf(port, sizeof port, "%u", far->port);
	snprintf(smtp_port, sizeof smtp_port, "%u", far->smtp_port);
	snprintf(program, sizeof program, "/proc/self/exe carrier mail %u",
	    mail_port);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	assert_int_equal(posix_spawn(&far->pid, "/proc/self/exe", &actions,
	    NULL, (char **)(uintptr_t)argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
}

static void
connect_line(struct far *far)
{
	far->line = connect_to(far->port);
	assert_true(far->line >= 0);
	setsockopt(far->line, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 },
	    sizeof(int));
}

void
far_start(struct far *far, const char *hook, unsigned mail_port)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	spawn(far, hook, mail_port, ends[1]);
	close(ends[1]);
	read_ports(far, ends[0]);
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
