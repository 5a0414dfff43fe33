/*
 * From a view to what the browser gets: the view is made in the store, the
 * page of it by the painter, and the answer on the loop.
 */

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page.h"
#include "web/page_speech.h"

#define HTML		"text/html; charset=utf-8"
#define CSP								\
	"default-src 'none'; script-src 'self'; style-src 'self'; "	\
	"img-src 'self' data: blob:; font-src 'self'; "			\
	"connect-src 'self'; form-action 'self'; base-uri 'none'; "	\
	"frame-ancestors 'none'; require-trusted-types-for 'script'; "	\
	"trusted-types homeline-fragment"

void
page_headers(struct exchange *x, bool secure)
{
	exchange_header(x, "Content-Security-Policy", CSP);
	exchange_header(x, "Referrer-Policy", "same-origin");
	exchange_header(x, "Cross-Origin-Opener-Policy", "same-origin");
	exchange_header(x, "Cross-Origin-Resource-Policy", "same-origin");
	exchange_header(x, "Permissions-Policy", "");
	if (secure)
		exchange_header(x, "Strict-Transport-Security",
		    "max-age=31536000");
}

/* ---------------------------------------------------------------- views */

static json_t *
problem(const char *sentence, int status)
{
	char key[32];

	snprintf(key, sizeof key, "page.problem_%d", status);
	return json_pack("{s:s, s:i, s:s}", "sentence", sentence,
	    "status", status, "title_key", key);
}

/* Each field that is wrong, and all of them for the top of the page. */
static void
add_errors(struct visit *v)
{
	size_t	 i;
	json_t	*error;

	json_array_foreach(v->errors, i, error)
		json_object_set(v->view, arena_print(v->arena, "error_%s",
		    json_string_value(json_object_get(error, "field"))),
		    json_object_get(error, "words"));
	json_object_set(v->view, "errors", v->errors);
	json_object_set_new(v->view, "wrong", json_true());
	if (v->status == 200)
		v->status = 422;
}

/* On a store thread, perhaps more than once. */
void
page_look(struct visit *v, struct db *db)
{
	json_decref(v->view);
	json_decref(v->errors);
	v->errors = NULL;
	v->go = NULL;
	v->template = NULL;
	v->view = v->look(v, db);
	if (v->view == NULL) {
		if (v->status == 200)
			v->status = 500;
		v->template = "problem";
		v->view = problem(v->answer, v->status);
	}
	assert(v->view != NULL);
	if (v->errors != NULL)
		add_errors(v);
	if (v->go == NULL)
		page_frame(v, db, v->view);
}

json_t *
page_go(struct visit *v, const char *path)
{
	assert(path[0] == '/' && path[1] != '/');
	v->go = path;
	return json_object();
}

void
page_wrong(struct visit *v, const char *field, const char *sentence)
{
	if (v->errors == NULL)
		v->errors = json_array();
	json_array_append_new(v->errors, json_pack("{s:s, s:s}",
	    "field", field, "words", sentence));
}

bool
page_is_wrong(const struct visit *v)
{
	return v->errors != NULL;
}

const char *
page_field(struct visit *v, const char *name)
{
	const char	*value = form_get(&v->form, name);
	char		*text;
	size_t		 length;

	if (value == NULL)
		return "";
	text = text_clean(v->arena, value, strlen(value));
	text += strspn(text, " \t\n");
	for (length = strlen(text); length > 0 &&
	    strchr(" \t\n", text[length - 1]) != NULL; length--)
		;
	text[length] = '\0';
	return text;
}

/* ------------------------------------------------------------- painting */

static const char *
template_of(const struct visit *v)
{
	return v->template != NULL ? v->template : v->page->template;
}

static void
paint(struct thought *thought)
{
	struct visit *v = CONTAINER(thought, struct visit, painting);

	v->html = page_template_fill(v->arena, &(struct page_fill){
	    .texts = page_texts, .words = v->web->words,
	    .name = v->fragment != NULL ? v->fragment : "frame",
	    .body = template_of(v), .language = page_speech(v),
	    .view = v->view });
	json_decref(v->view);
	v->view = NULL;
}

static void
painted(struct thought *thought)
{
	struct visit	*v = CONTAINER(thought, struct visit, painting);
	const char	*html = v->html;

	if (html == NULL) {
		log_error("page", 0, "%s: it could not be made of its template",
		    v->page->path);
		html = "This page could not be made. Tell who runs the "
		    "gateway.\n";
	}
	page_headers(v->exchange, page_secure(v->web));
	exchange_header(v->exchange, "Cache-Control", "no-store");
	exchange_answer(v->exchange, v->html == NULL ? 500 : v->status,
	    v->html == NULL ? "text/plain; charset=utf-8" : HTML, html,
	    strlen(html));
}

static void
leave(struct visit *v)
{
	json_decref(v->view);
	page_headers(v->exchange, page_secure(v->web));
	exchange_header(v->exchange, "Cache-Control", "no-store");
	exchange_header(v->exchange, "Location", v->go);
	exchange_answer(v->exchange, 303, NULL, NULL, 0);
}

/* On the loop. */
void
page_tell(struct visit *v)
{
	json_decref(v->errors);
	v->errors = NULL;
	if (v->kept != NULL && v->status < 400)
		v->kept(v);
	if (v->instead != NULL && v->status < 400) {
		json_decref(v->view);
		v->view = NULL;
		v->instead(v);
	} else if (v->file.bytes != NULL && v->status < 400) {
		json_decref(v->view);
		api_tell_file(v);
	} else if (v->go != NULL)
		leave(v);
	else {
		v->painting = (struct thought){ .work = paint,
		    .done = painted };
		if (think_put(v->web->painter, &v->painting))
			return;
		json_decref(v->view);
		exchange_header(v->exchange, "Retry-After", "5");
		exchange_problem(v->exchange, 503, "There is too much to do "
		    "now. Try again in a few seconds.");
	}
}

void
page_show(struct visit *v, int status, json_t *view)
{
	json_decref(v->view);
	v->view = view;
	v->status = status;
	v->go = NULL;
	if (v->errors != NULL)
		add_errors(v);
	page_frame(v, NULL, view);
	page_tell(v);
}

void
page_leave(struct visit *v, const char *path)
{
	json_decref(v->view);
	v->view = page_go(v, path);
	page_tell(v);
}

/* What is refused on the loop, for a page with all that is around it. */
struct refusal {
	int		 status;
	const char	*sentence;
};

static json_t *
refuse(struct visit *v, struct db *db)
{
	const struct refusal *r = v->wanted;

	(void)db;
	return api_no(v, r->status, r->sentence);
}

void
page_problem(struct visit *v, int status, const char *sentence)
{
	struct refusal *r;

	if (status < 500 && v->who.person != 0 && v->fragment == NULL) {
		r = NEW(v->arena, struct refusal);
		*r = (struct refusal){ status, sentence };
		v->wanted = r;
		api_read(v, refuse);
		return;
	}
	v->template = "problem";
	v->fragment = v->fragment == NULL ? NULL : "problem";
	if (status == 503)
		exchange_header(v->exchange, "Retry-After", "5");
	page_show(v, status, problem(sentence, status));
}

/* --------------------------------------------------------------- values */

json_t *
page_language(const char *tag)
{
	const char *own = lang_own(tag), *english = lang_english(tag);

	return json_pack("{s:s, s:s, s:s, s:b, s:s}", "tag", tag,
	    "own", own, "english", english,
	    "differs", strcmp(own, english) != 0,
	    "dir", lang_right_to_left(tag) ? "rtl" : "ltr");
}

static bool
is_plain(char c)
{
	return isalnum((unsigned char)c) || strchr("-._~", c) != NULL;
}

static const char *
escaped(struct arena *arena, const char *text)
{
	char	*out = arena_take(arena, 3 * strlen(text) + 1), *to = out;

	for (; *text != '\0'; text++)
		if (is_plain(*text))
			*to++ = *text;
		else
			to += snprintf(to, 4, "%%%02X", (unsigned char)*text);
	*to = '\0';
	return out;
}

/* Each %s of the format is escaped; it has no other conversions. */
static const char *
path_of(struct arena *arena, const char *format, va_list values)
{
	const char	*path = "", *end;

	while ((end = strstr(format, "%s")) != NULL) {
		path = arena_print(arena, "%s%.*s%s", path,
		    (int)(end - format), format,
		    escaped(arena, va_arg(values, const char *)));
		format = end + 2;
	}
	return arena_print(arena, "%s%s", path, format);
}

const char *
page_print(struct visit *v, const char *format, ...)
{
	va_list		 values;
	const char	*path;

	va_start(values, format);
	path = path_of(v->arena, format, values);
	va_end(values);
	return path;
}

json_t *
page_url(struct visit *v, const char *format, ...)
{
	va_list		 values;
	const char	*path;

	va_start(values, format);
	path = path_of(v->arena, format, values);
	va_end(values);
	return json_string(path);
}
