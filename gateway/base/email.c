/*
 * What is refused is what no server would take, or what is two mailboxes: no
 * @ or two, spaces, brackets, a domain without a dot or with a label that
 * cannot be asked for.
 */

#include <string.h>

#include <unicode/uidna.h>

#include "base/arena.h"
#include "base/email.h"

#define PIECES	20
#define DOMAIN	512

static const char letters[] =
    "abcdefghijklmnopqrstuvwxyz0123456789-.";

/* The domain as it is asked for, or NULL. */
static const char *
read_domain(struct arena *arena, const char *domain)
{
	UErrorCode	 error = U_ZERO_ERROR;
	UIDNAInfo	 found = UIDNA_INFO_INITIALIZER;
	UIDNA		*idna = uidna_openUTS46(UIDNA_USE_STD3_RULES |
			    UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
			    UIDNA_NONTRANSITIONAL_TO_ASCII, &error);
	char		 ascii[DOMAIN];

	(void)uidna_nameToASCII_UTF8(idna, domain, -1, ascii, sizeof(ascii),
	    &found, &error);
	uidna_close(idna);
	return U_FAILURE(error) || found.errors != 0 ? NULL :
	    arena_text(arena, ascii);
}

/* A domain of plain letters, made small; others go through ICU. */
static const char *
plain_domain(struct arena *arena, const char *domain)
{
	char *small = arena_text(arena, domain);

	for (char *c = small; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	if (small[strspn(small, letters)] != '\0')
		return read_domain(arena, small);
	return small;
}

static bool
is_domain(const char *domain)
{
	size_t	 length = strlen(domain), last;
	const char *dot = strrchr(domain, '.');

	if (dot == NULL || length > 253 || strstr(domain, "..") != NULL ||
	    strstr(domain, ".-") != NULL || strstr(domain, "-.") != NULL)
		return false;
	last = strlen(dot + 1);
	return last >= 2 && domain[0] != '.' && domain[0] != '-' &&
	    domain[length - 1] != '-';
}

/* Takes a name and brackets away: "Ana <a@b.org>" is "a@b.org". */
static const char *
bare(struct arena *arena, const char *text)
{
	const char	*open = strrchr(text, '<');
	const char	*close = open == NULL ? NULL : strchr(open, '>');

	if (strncmp(text, "mailto:", 7) == 0)
		text += 7;
	if (close != NULL)
		return arena_copy(arena, open + 1, (size_t)(close - open - 1));
	return text;
}

static bool
is_local(const char *text, size_t length)
{
	if (length == 0 || length > 64)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f ||
		    strchr("()<>[]:;,\\\"", text[i]) != NULL)
			return false;
	return text[0] != '.' && text[length - 1] != '.';
}

bool
email_read(struct arena *arena, const char *text, const char **email,
    const char **why)
{
	const char *at, *domain;

	*email = "";
	*why = "this is no email address; write one as ana@example.org";
	if (strlen(text) > 2 * EMAIL_MOST)
		return false;
	text = bare(arena, text);
	at = strchr(text, '@');
	if (at == NULL || strchr(at + 1, '@') != NULL)
		return false;
	if (!is_local(text, (size_t)(at - text)))
		return false;
	domain = plain_domain(arena, at + 1);
	if (domain == NULL || !is_domain(domain))
		return false;
	*email = arena_print(arena, "%.*s@%s", (int)(at - text), text, domain);
	if (strlen(*email) > EMAIL_MOST)
		return false;
	*why = NULL;
	return true;
}

unsigned
email_split(struct arena *arena, const char *text, const char ***emails)
{
	const char	*at = strchr(text, '@');
	unsigned	 count = 0;
	size_t		 length;

	*emails = NEW_LIST(arena, const char *, PIECES);
	**emails = text;
	if (at == NULL || strchr(at + 1, '@') == NULL)
		return 1;
	for (; count < PIECES; text += length) {
		text += strspn(text, ";,/ \t\n|");
		length = strcspn(text, ";,/ \t\n|");
		if (length == 0)
			break;
		(*emails)[count++] = arena_copy(arena, text, length);
	}
	return count;
}
