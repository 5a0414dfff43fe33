/*
 * Asking, by libcurl, blocking: a command has nothing else to do meanwhile.
 *
 * What writes has a name (the Idempotency-Key), so it may be asked for again
 * without a second effect.  Ctrl-C within such a question does not end the
 * command at once: whoever typed it would not know whether it was sent.
 */

#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "command/ask.h"

#define ANSWER_MOST	(32u * 1024 * 1024)
#define PATIENCE	60		/* s */
#define AGAIN_MOST	SECONDS(30)
#define AGAIN_AFTER	500		/* ms */
#define KEY_BYTES	12

/* One try. */
struct asking {
	struct ground		*ground;
	const struct ask_question	*question;
	struct ask_answer		*answer;
	char			*body;		/* json_dumps(); or NULL. */
	struct buf		 came;
	CURLcode		 result;
};

static volatile sig_atomic_t interrupted;

static void
interrupt(int number)
{
	static const char words[] =
	    "\nhomeline: waiting to learn whether it was kept; Ctrl-C again "
	    "ends at once.\n";

	(void)number;
	if (interrupted++ > 0)
		_exit(CODE_FAILED);
	if (write(STDERR_FILENO, words, sizeof words - 1) < 0)
		interrupted++;
}

const char *
ask_socket(const struct ground *g)
{
	return arena_print(g->arena, "%s/homeline.sock",
	    g->configured.settings.state);
}

const char *
ask_key(struct ground *g)
{
	unsigned char bytes[KEY_BYTES];
	char *text = arena_take(g->arena, 2 * KEY_BYTES + 1);

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		abort();
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

const char *
ask_encode(struct ground *g, const char *text)
{
	struct buf b;
	const char *kept;

	buf_init(&b, 3 * strlen(text) + 1);
	buf_url(&b, text);
	kept = buf_keep(&b, g->arena);
	buf_free(&b);
	return kept;
}

static size_t
receive(char *bytes, size_t size, size_t count, void *arg)
{
	struct asking *a = arg;

	buf_add(&a->came, bytes, size * count);
	return a->came.over ? 0 : size * count;
}

static struct curl_slist *
header(struct asking *a, struct curl_slist *list, const char *name,
    const char *value)
{
	if (value == NULL)
		return list;
	list = curl_slist_append(list, arena_print(a->ground->arena, "%s: %s",
	    name, value));
	if (list == NULL)
		abort();
	return list;
}

static struct curl_slist *
headers(struct asking *a)
{
	const struct ask_question *q = a->question;
	struct curl_slist *list = NULL;

	list = header(a, list, "Content-Type", q->type != NULL ? q->type :
	    a->body == NULL ? NULL : "application/json");
	list = header(a, list, "Homeline-As", q->as);
	list = header(a, list, "Idempotency-Key", q->key);
	return header(a, list, "Expect", "");
}

static void
set_options(struct asking *a, CURL *curl)
{
	const struct ask_question *q = a->question;

	curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH,
	    ask_socket(a->ground));
	curl_easy_setopt(curl, CURLOPT_URL, arena_print(a->ground->arena,
	    "http://homeline%s", q->path));
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, q->method);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT,
	    q->patience == 0 ? (long)PATIENCE : (long)q->patience);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, a);
	if (q->bytes != NULL) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)q->length);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, q->bytes);
	} else if (a->body != NULL || strcmp(q->method, "POST") == 0) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
		    a->body == NULL ? "" : a->body);
	}
}

static void
try_once(struct asking *a)
{
	CURL			*curl = curl_easy_init();
	struct curl_slist	*list = headers(a);
	long			 status = 0;

	if (curl == NULL)
		abort();
	buf_clear(&a->came);
	set_options(a, curl);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	a->result = curl_easy_perform(curl);
	if (a->result == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	a->answer->status = (int)status;
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
}

/* Whether the same question may have another answer in a moment. */
static bool
lost(const struct asking *a)
{
	return a->result == CURLE_OK ? a->answer->status == 503 :
	    !a->came.over;
}

/* A question that has a name, until it is answered. */
static void
try_again(struct asking *a)
{
	struct sigaction	 action = { .sa_handler = interrupt }, before;
	int64_t			 end = clock_boot() + AGAIN_MOST;

	interrupted = 0;
	action.sa_flags = SA_RESTART;
	sigaction(SIGINT, &action, &before);
	try_once(a);
	if (a->result != CURLE_COULDNT_CONNECT)
		while (lost(a) && clock_boot() < end) {
			(void)poll(NULL, 0, AGAIN_AFTER);
			try_once(a);
		}
	sigaction(SIGINT, &before, NULL);
}

const char *
ask_problem(const struct ask_answer *answer)
{
	const char *detail = json_string_value(json_object_get(answer->json,
	    "detail"));

	return detail != NULL ? detail : "the gateway's answer cannot be "
	    "read";
}

/* What was asked may be done, though nobody said so. */
static const char *
what_now(const struct asking *a)
{
	if (a->question->key != NULL)
		return "It may have been kept; see `homeline sent` before "
		    "you try again.";
	if (strcmp(a->question->method, "GET") == 0)
		return "See its log, and try again.";
	return "It may have been done; look before you try again.";
}

static int
no_answer(const struct asking *a)
{
	struct sockaddr_un un;

	if (strlen(ask_socket(a->ground)) >= sizeof un.sun_path) {
		command_say("the name of the state folder is too long: that "
		    "of its socket may have 107 bytes. Choose a shorter one.");
		return CODE_CONFIG;
	}
	switch (a->result) {
	case CURLE_COULDNT_CONNECT:
		if (access(ask_socket(a->ground), F_OK) == 0 &&
		    access(ask_socket(a->ground), W_OK) != 0) {
			command_say("you may not ask the gateway that runs "
			    "here. Run this as the user who runs it.");
			return CODE_FAILED;
		}
		command_say("Homeline does not run here. Start it with "
		    "`homeline serve --config %s`.", a->ground->config.path);
		return CODE_STOPPED;
	case CURLE_WRITE_ERROR:
		command_say("the answer is longer than 32 MB. Ask for less.");
		return CODE_FAILED;
	default:
		command_say("the gateway gave no answer: %s. %s",
		    curl_easy_strerror(a->result), what_now(a));
		return CODE_FAILED;
	}
}

static int
read_answer(struct asking *a)
{
	struct ask_answer *answer = a->answer;

	if (a->result != CURLE_OK) {
		answer->status = 0;
		return no_answer(a);
	}
	answer->length = a->came.length;
	answer->text = malloc(answer->length + 1);
	if (answer->text == NULL)
		abort();
	memcpy(answer->text, a->came.data, answer->length + 1);
	answer->json = json_loadb(a->came.data, a->came.length, 0, NULL);
	return answer->status / 100 == 2 && (a->question->any ||
	    answer->json != NULL) ? CODE_OK : CODE_FAILED;
}

int
ask_quietly(struct ground *g, const struct ask_question *q,
    struct ask_answer *answer)
{
	struct asking	a = { .ground = g, .question = q,
			    .answer = answer };
	int		code;

	*answer = (struct ask_answer){ .status = 0 };
	buf_init(&a.came, ANSWER_MOST);
	if (q->body != NULL && (a.body = json_dumps(q->body,
	    JSON_COMPACT)) == NULL)
		abort();
	if (q->key != NULL)
		try_again(&a);
	else
		try_once(&a);
	code = read_answer(&a);
	free(a.body);
	buf_free(&a.came);
	return code;
}

int
ask(struct ground *g, const struct ask_question *q, struct ask_answer *answer)
{
	int code = ask_quietly(g, q, answer);

	if (code != CODE_OK && answer->status != 0)
		command_say("%s", ask_problem(answer));
	return code;
}

void
ask_free(struct ask_answer *answer)
{
	json_decref(answer->json);
	free(answer->text);
	*answer = (struct ask_answer){ .status = 0 };
}

const char *
ask_text(const json_t *json, const char *path)
{
	char		 name[64];
	size_t		 length;

	for (; json != NULL && *path != '\0'; path += length +
	    (path[length] == '.')) {
		length = strcspn(path, ".");
		snprintf(name, sizeof name, "%.*s", (int)length, path);
		json = json_object_get(json, name);
	}
	return json_is_string(json) ? json_string_value(json) : "";
}

int
ask_print(const struct ask_answer *answer)
{
	puts(answer->text);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}
