/*
 * Charts.  Lengths are in units of a drawing that is as wide as the page lets
 * it be; text keeps its size, since the drawing is never wider than that.
 */

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "web/chart.h"

#define WIDTH		720
#define HEIGHT		260
#define LEFT		56	/* Of the numbers on the axis. */
#define RIGHT		120	/* Of the names of series. */
#define TOP		16
#define BOTTOM		32
#define LINES		4	/* Of the grid. */
#define MARK		4
#define NAME_HEIGHT	16
#define BAR		28
#define BAR_LEFT	180
#define LABELS		12	/* More would touch each other. */
#define PATH_MOST	16384

static const struct {
	const char	*colour, *dash;
} looks[CHART_SERIES] = {
	{ "#0b4f8a", "none" }, { "#d97706", "8 4" }, { "#00a287", "2 4" },
	{ "#5b1212", "8 3 2 3" },
};

const char *
chart_number(struct arena *arena, int64_t n)
{
	char	 plain[32], out[48];
	size_t	 length, at = 0;

	snprintf(plain, sizeof plain, "%" PRId64, n < 0 ? -n : n);
	length = strlen(plain);
	if (n < 0)
		out[at++] = '-';
	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = plain[i];
	}
	out[at] = '\0';
	return arena_text(arena, out);
}

/* The smallest round number that all values are below: 1, 2 or 5, and so on,
 * times LINES. */
static int64_t
round_up(int64_t most)
{
	static const int64_t steps[] = { 1, 2, 5 };
	int64_t power = 1;

	for (;; power *= 10)
		for (size_t i = 0; i < COUNT(steps); i++)
			if (steps[i] * power * LINES >= most)
				return steps[i] * power * LINES;
}

static int64_t
largest(const struct chart *c)
{
	int64_t most = 1;

	for (unsigned i = 0; i < c->count; i++)
		for (unsigned k = 0; k < c->points; k++)
			if (c->series[i].values[k] > most)
				most = c->series[i].values[k];
	return round_up(most);
}

static int
x_of(const struct chart *c, unsigned point)
{
	if (c->points < 2)
		return LEFT + (WIDTH - LEFT - RIGHT) / 2;
	return LEFT + (int)((WIDTH - LEFT - RIGHT) * point / (c->points - 1));
}

static int
y_of(int64_t value, int64_t most)
{
	return HEIGHT - BOTTOM - (int)((HEIGHT - TOP - BOTTOM) * value / most);
}

static json_t *
grid(struct arena *arena, int64_t most)
{
	json_t	*lines = json_array();
	int64_t	 value;
	int	 y;

	for (int i = 0; i <= LINES; i++) {
		value = most / LINES * i;
		y = y_of(value, most);
		json_array_append_new(lines, json_pack(
		    "{s:i, s:i, s:i, s:i, s:i, s:s}", "y", y, "text_y", y + 4,
		    "x1", LEFT, "x2", WIDTH - RIGHT, "text_x", LEFT - 8,
		    "words", chart_number(arena, value)));
	}
	return lines;
}

/* Every one, or every second, third, ... */
static json_t *
labels(const struct chart *c)
{
	unsigned every = (c->points + LABELS - 1) / LABELS;
	json_t	*all = json_array();

	for (unsigned i = 0; i < c->points; i += every)
		json_array_append_new(all, json_pack("{s:i, s:i, s:s}",
		    "x", x_of(c, i), "y", HEIGHT - 8, "words", c->labels[i]));
	return all;
}

/* A circle, a square, a triangle, a diamond: a path for each. */
static const char *
mark(struct arena *arena, unsigned series, int x, int y)
{
	switch (series) {
	case 0:
		return arena_print(arena, "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 "
		    "0 %d 0", x - MARK, y, MARK, MARK, 2 * MARK, MARK, MARK,
		    -2 * MARK);
	case 1:
		return arena_print(arena, "M%d %dh%dv%dh%dz", x - MARK,
		    y - MARK, 2 * MARK, 2 * MARK, -2 * MARK);
	case 2:
		return arena_print(arena, "M%d %dl%d %dh%dz", x, y - MARK - 1,
		    MARK + 1, 2 * MARK + 1, -2 * MARK - 2);
	default:
		return arena_print(arena, "M%d %dl%d %dl%d %dl%d %dz", x,
		    y - MARK - 1, MARK + 1, MARK + 1, -MARK - 1, MARK + 1,
		    -MARK - 1, -MARK - 1);
	}
}

/* The line goes from value to value, and begins anew behind what is not. */
static json_t *
series(struct arena *arena, const struct chart *c, unsigned n, int64_t most)
{
	const struct chart_series *s = &c->series[n];
	json_t		*marks = json_array(), *json;
	struct buf	 path;
	bool		 on = false;
	int		 x, y = HEIGHT - BOTTOM;

	buf_init(&path, PATH_MOST);
	for (unsigned i = 0; i < c->points; i++) {
		if (s->values[i] < 0) {
			on = false;
			continue;
		}
		x = x_of(c, i);
		y = y_of(s->values[i], most);
		buf_print(&path, "%c%d %d", on ? 'L' : 'M', x, y);
		json_array_append_new(marks, json_pack("{s:s, s:s, s:s, s:s}",
		    "d", mark(arena, n, x, y), "label", c->labels[i],
		    "words", chart_number(arena, s->values[i]),
		    "colour", looks[n].colour));
		on = true;
	}
	json = json_pack("{s:s, s:s, s:s, s:i, s:s, s:o, s:i, s:i}",
	    "d", path.length == 0 ? "M0 0" : path.data,
	    "colour", looks[n].colour, "dash", looks[n].dash, "n", (int)n + 1,
	    "name_key", s->key, "marks", marks,
	    "name_x", WIDTH - RIGHT + 12, "name_y", y + 4);
	buf_free(&path);
	return json;
}

/* Names that would stand on each other move apart, from above. */
static void
part_names(json_t *all)
{
	size_t	 i, k;
	json_t	*a, *b;
	int64_t	 y, other;

	for (size_t round = 0; round < CHART_SERIES; round++)
		json_array_foreach(all, i, a)
			json_array_foreach(all, k, b) {
				y = json_integer_value(json_object_get(a,
				    "name_y"));
				other = json_integer_value(json_object_get(b,
				    "name_y"));
				if (i < k && y - other < NAME_HEIGHT &&
				    other - y < NAME_HEIGHT)
					json_object_set_new(b, "name_y",
					    json_integer(y >= other &&
					    other > TOP + NAME_HEIGHT ?
					    y - NAME_HEIGHT :
					    y + NAME_HEIGHT));
			}
}

json_t *
chart_line(struct arena *arena, const struct chart *c)
{
	int64_t	 most = largest(c);
	json_t	*all = json_array(), *json;
	int	 before;

	assert(c->count <= CHART_SERIES && c->points > 0);
	for (unsigned i = 0; i < c->count; i++)
		json_array_append_new(all, series(arena, c, i, most));
	part_names(all);
	json = json_pack("{s:s, s:i, s:i, s:o, s:o, s:o, s:b}", "id", c->id,
	    "width", WIDTH, "height", HEIGHT, "grid", grid(arena, most),
	    "labels", labels(c), "series", all, "so_far", (int)c->so_far);
	if (c->so_far) {
		before = c->points < 2 ? LEFT : x_of(c, c->points - 2);
		json_object_update_new(json, json_pack(
		    "{s:i, s:i, s:i, s:i}", "hatch_x", before,
		    "hatch_y", TOP, "hatch_width",
		    x_of(c, c->points - 1) - before,
		    "hatch_height", HEIGHT - TOP - BOTTOM));
	}
	return json;
}

json_t *
chart_bars(struct arena *arena, const struct chart_bars *c)
{
	json_t	*bars = json_array(), *json;
	int64_t	 most = c->line > 1 ? c->line : 1;
	int	 room = WIDTH - BAR_LEFT - 64, length;

	for (unsigned i = 0; i < c->count; i++)
		if (c->values[i] > most)
			most = c->values[i];
	for (unsigned i = 0; i < c->count; i++) {
		length = (int)(room * c->values[i] / most);
		json_array_append_new(bars, json_pack(
		    "{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:s, s:s}",
		    "x", BAR_LEFT, "y", (int)i * BAR + 6, "width", length,
		    "height", BAR - 12, "text_y", (int)i * BAR + BAR / 2 + 4,
		    "name_x", BAR_LEFT - 8, "value_x", BAR_LEFT + length + 6,
		    "label", c->labels[i],
		    "words", chart_number(arena, c->values[i])));
	}
	json = json_pack("{s:s, s:i, s:i, s:o}", "id", c->id, "width", WIDTH,
	    "height", (int)c->count * BAR + 4, "bars", bars);
	if (c->line >= 0)
		json_object_set_new(json, "line", json_pack(
		    "{s:i, s:i, s:s}", "x",
		    BAR_LEFT + (int)(room * c->line / most),
		    "y2", (int)c->count * BAR,
		    "words", chart_number(arena, c->line)));
	return json;
}
