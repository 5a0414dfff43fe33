/*
 * The cookie of who is signed in: a token of chance that only they have.  It
 * ends with the browser, or before it with its session (store/session.h).
 */

#include "base/arena.h"
#include "net/server.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"

static void
set_cookie(struct visit *v, const char *token, const char *more)
{
	exchange_header(v->exchange, "Set-Cookie", arena_print(v->arena,
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", page_cookie(v->web),
	    token, page_secure(v->web) ? "; Secure" : "", more));
	if (v->digest != NULL)
		page_forget(v->web, v->digest);
}

void
page_sign_in(struct visit *v, const char *token)
{
	set_cookie(v, token, "");
}

void
page_sign_out(struct visit *v)
{
	set_cookie(v, "", "; Max-Age=0");
}
