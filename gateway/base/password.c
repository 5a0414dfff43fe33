/*
 * Passwords: which are good enough, what is kept of them, whether one is it.
 *
 * Long is what counts (NIST SP 800-63B), so nobody has to mix signs.  What is
 * refused besides is what is tried first: a common word or a row of keys, with
 * or without figures around it or written twice, and the name.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/password.h"
#include "base/text.h"

#define SALT_BYTES	16
#define COST_LEAST	14
#define COST_MOST	18
#define NAME_LEAST	4	/* Letters of a part of a name that matters. */
#define DIFFERENT	5	/* Characters, at least. */

/* Nothing but letters. */
static const char *const common[] = { "password", "passwort", "contrasena",
	"senha", "matkhau", "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl",
	"zxcvbnm", "qwertyasdf", "qwertyuiopasdf", "abcdef", "abcdefg",
	"abcdefgh", "abcdefghijkl", "letmein", "iloveyou", "welcome",
	"welcomeback", "admin", "administrator", "login", "signin", "master",
	"monkey", "dragon", "sunshine", "princess", "football", "baseball",
	"basketball", "superman", "batman", "starwars", "whatever", "trustno",
	"freedom", "shadow", "michael", "jennifer", "jessica", "homeline",
	"school", "schools", "publicschools", "teacher", "classroom",
	"principal", "student", "worcester", "massachusetts", "redsox",
	"patriots", "summer", "winter", "spring", "autumn", "fall", "january",
	"february", "march", "april", "june", "july", "august", "september",
	"october", "november", "december", "changeme", "changemenow", "secret",
	"opensesame", "correcthorsebatterystaple", "thisismypassword",
	"mypassword", "newpassword", "passwordpassword", "testpassword",
	"default", "computer", "internet", "google" };

/* Only its letters of the alphabet, folded and without marks. */
static char *
letters_of(struct arena *arena, const char *text)
{
	char *plain = text_plain(arena, text), *to = plain;

	for (const char *at = plain; *at != '\0'; at++)
		if ((*at >= 'a' && *at <= 'z') || (*at & 0x80) != 0)
			*to++ = *at;
	*to = '\0';
	return plain;
}

/* Without what only repeats its beginning: "abcabc" is "abc". */
static void
once(char *text)
{
	size_t length = strlen(text);

	for (size_t part = 1; part < length; part++) {
		if (length % part == 0 &&
		    memcmp(text, text + part, length - part) == 0) {
			text[part] = '\0';
			return;
		}
	}
}

static bool
is_common(struct arena *arena, const char *password)
{
	char *letters = letters_of(arena, password);

	once(letters);
	for (size_t i = 0; i < COUNT(common); i++)
		if (strcmp(letters, common[i]) == 0)
			return true;
	return false;
}

static unsigned
different(const char *text)
{
	uint32_t	seen[DIFFERENT], c;
	unsigned	count = 0, i;

	while (count < DIFFERENT && (c = text_next(&text)) != 0) {
		for (i = 0; i < count && seen[i] != c; i++)
			;
		if (i == count)
			seen[count++] = c;
	}
	return count;
}

/* Whether hardly more than the name is in it. */
static bool
is_name(struct arena *arena, const char *password, const char *name)
{
	char		*text = letters_of(arena, password);
	const char	*whole = letters_of(arena, name);
	char		*part, *rest, *at;

	if (*whole != '\0' && strstr(text, whole) != NULL &&
	    strlen(text) < strlen(whole) + NAME_LEAST)
		return true;
	part = strtok_r(text_plain(arena, name), " .-_@", &rest);
	for (; part != NULL; part = strtok_r(NULL, " .-_@", &rest))
		if (strlen(part) >= NAME_LEAST - 1 &&
		    (at = strstr(text, part)) != NULL)
			memmove(at, at + strlen(part),
			    strlen(at + strlen(part)) + 1);
	return strlen(text) < NAME_LEAST && strlen(letters_of(arena,
	    password)) > strlen(text);
}

const char *
password_refused(struct arena *arena, const char *password,
    const char *const *names)
{
	if (text_points(password) < PASSWORD_LEAST)
		return "This is too short. Choose at least 12 characters: "
		    "four words that do not belong together are easy to "
		    "remember.";
	if (strlen(password) > PASSWORD_MOST)
		return "This is too long. Choose at most 200 characters.";
	if (different(password) < DIFFERENT)
		return "This repeats the same few characters. Choose "
		    "different ones, such as four words.";
	if (strspn(password, "0123456789 -.") == strlen(password))
		return "These are only figures, which are soon tried. Add "
		    "some words.";
	if (is_common(arena, password))
		return "This is one of the passwords that are tried first. "
		    "Choose another, such as four words that do not belong "
		    "together.";
	for (; *names != NULL; names++)
		if (is_name(arena, password, *names))
			return "This is your name with little else. Choose "
			    "something that others do not know.";
	return NULL;
}

static const char *
kept_text(struct arena *arena, const char *password, const char *salt,
    unsigned cost)
{
	unsigned char digest[CRYPT_SHA256];

	crypt_scrypt(password, salt, cost, digest);
	return arena_print(arena, "scrypt:%u:%s:%s", cost, salt,
	    crypt_hexadecimal(arena, digest, sizeof digest));
}

const char *
password_made(struct arena *arena, const char *password)
{
	return kept_text(arena, password, crypt_random(arena, SALT_BYTES),
	    CRYPT_COST);
}

/* The cost and salt of what is kept; false: it is not understood. */
static bool
read_kept(struct arena *arena, const char *kept, unsigned *cost,
    const char **salt)
{
	char		*end;
	size_t		 length;

	if (strncmp(kept, "scrypt:", 7) != 0)
		return false;
	*cost = (unsigned)strtoul(kept + 7, &end, 10);
	if (*end != ':' || *cost < COST_LEAST || *cost > COST_MOST)
		return false;
	length = strcspn(++end, ":");
	*salt = arena_copy(arena, end, length);
	return end[length] == ':';
}

bool
password_is(struct arena *arena, const char *password, const char *kept)
{
	const char	*salt = "none";
	unsigned	 cost = CRYPT_COST;
	bool		 known = read_kept(arena, kept, &cost, &salt);
	const char	*made;

	if (!known) {
		cost = CRYPT_COST;
		salt = "none";
	}
	made = kept_text(arena, strlen(password) > PASSWORD_MOST ? "" :
	    password, salt, cost);
	return known && crypt_same(made, kept);
}
