/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <stdio.h>
#include <string.h>

#include "sets.h"

#define FIELDS 5
#define MOST 100000000u         /* of a figure */

enum { NAME, CLOCKS, KIND, SOURCE, NOTE };

/* A piece of the text. */
struct field {
    const char *at;
    u32 length;
};

static const char *const names[] = {
#define FIGURE(name) #name,
#include "figures.def"
#undef FIGURE
};

static const u8 is_shape[] = {
#define FIGURE(name) 0,
#define SHAPE(name) 1,
#include "figures.def"
#undef FIGURE
};

/* ORDER enum certainty */
static const char *const kinds[CERTAINTIES] = {
    "documented", "recalled", "measured", "derived", "guessed",
};

static const char header[] = "figure,clocks,kind,source,note\n";

static struct field field_of(const char *word)
{
    return (struct field){ word, (u32)strlen(word) };
}

static int is(const struct field *f, const char *word)
{
    return f->length == strlen(word) && !memcmp(f->at, word, f->length);
}

static u32 crc(const char *text)
{
    u32 sum = ~0u;

    for (; *text; text++) {
        sum ^= (u8)*text;
        for (u32 bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}

static int refuse(struct table_error *error, const char *what,
                  const struct field *f)
{
    const int most = f && f->length < 40 ? (int)f->length : 40;

    if (f)
        snprintf(error->what, sizeof(error->what), "%s: '%.*s'", what, most,
                 f->at);
    else
        snprintf(error->what, sizeof(error->what), "%s", what);
    return -1;
}

enum figure table_find(const char *name, u32 length)
{
    const struct field f = { name, length };
    u32 i = 0;

    while (i < FIGURES && !is(&f, names[i]))
        i++;
    return (enum figure)i;
}

/* The field at `at`; behind it, or NULL if a quote does not end. */
static const char *take(const char *at, struct field *f)
{
    if (*at != '"') {
        f->at = at;
        f->length = (u32)strcspn(at, ",\n");
        return at + f->length;
    }
    const char *end = ++at;
    while (*end && *end != '\n' && (*end != '"' || end[1] == '"'))
        end += *end == '"' ? 2 : 1;
    f->at = at;
    f->length = (u32)(end - at);
    return *end == '"' ? end + 1 : NULL;
}

/* One line's fields. */
static int split(const char *line, struct field *f, struct table_error *error)
{
    for (u32 i = 0; i < FIELDS; i++) {
        line = take(line, &f[i]);
        if (!line || (*line && *line != '\n' && *line != ','))
            return refuse(error, "a quote that does not enclose a field", NULL);
        if ((*line == ',') != (i < FIELDS - 1))
            return refuse(error, "not five fields", NULL);
        line++;
    }
    return 0;
}

static int number(const struct field *f, u32 *value)
{
    *value = 0;
    for (u32 i = 0; i < f->length; i++) {
        if (f->at[i] < '0' || f->at[i] > '9')
            return 0;
        *value = *value * 10 + (u32)(f->at[i] - '0');
        if (*value > MOST)
            return 0;
    }
    return f->length > 0;
}

static int read_line(struct table *t, const char *line,
                     struct table_error *error, u8 *seen)
{
    struct field f[FIELDS];
    u32 value, kind = 0;

    if (split(line, f, error) < 0)
        return -1;
    const enum figure figure = table_find(f[NAME].at, f[NAME].length);
    if (figure == FIGURES)
        return refuse(error, "no such figure", &f[NAME]);
    if (seen[figure]++)
        return refuse(error, "twice", &f[NAME]);
    if (!number(&f[CLOCKS], &value))
        return refuse(error, "no number of clocks", &f[CLOCKS]);
    while (kind < CERTAINTIES && !is(&f[KIND], kinds[kind]))
        kind++;
    if (kind == CERTAINTIES)
        return refuse(error, "no such kind", &f[KIND]);
    if (kind != GUESSED && (!f[SOURCE].length || is(&f[SOURCE], "none")))
        return refuse(error, "only what is guessed has no source", &f[NAME]);
    t->clocks[figure] = value;
    t->certainty[figure] = (u8)kind;
    return 0;
}

static int all_there(const u8 *seen, struct table_error *error)
{
    for (u32 i = 0; i < FIGURES; i++) {
        const struct field f = field_of(names[i]);
        if (!seen[i])
            return refuse(error, "missing", &f);
    }
    return 0;
}

static int is_power(u32 value)
{
    return value && !(value & (value - 1));
}

/* Sets that the model can have; 0 entries: there is none. */
static int fits(u32 entries, u32 ways)
{
    return !entries || (ways && ways <= SETS_WAYS && entries % ways == 0 &&
                        entries <= SETS_PLACES && is_power(entries / ways));
}

static int sets_fit(const u32 *c, struct table_error *error)
{
    const u32 line = c[FIGURE_cache_line];
    const struct { u32 entries; enum figure ways; } all[] = {
        { c[FIGURE_btb_entries], FIGURE_btb_ways },
        { c[FIGURE_dtlb_entries], FIGURE_dtlb_ways },
        { c[FIGURE_dtlb4m_entries], FIGURE_dtlb4m_ways },
        { c[FIGURE_itlb_entries], FIGURE_itlb_ways },
        { c[FIGURE_l1d_bytes] / line, FIGURE_l1d_ways },
        { c[FIGURE_l1i_bytes] / line, FIGURE_l1i_ways },
        { c[FIGURE_l2_bytes] / line, FIGURE_l2_ways },
    };

    for (u32 i = 0; i < ARRAY_SIZE(all); i++) {
        const struct field f = field_of(names[all[i].ways]);
        if (!fits(all[i].entries, c[all[i].ways]))
            return refuse(error, "too many sets, or no power of two", &f);
    }
    return 0;
}

int table_check(const struct table *table, struct table_error *error)
{
    const u32 *c = table->clocks, line = c[FIGURE_cache_line];

    error->line = 0;
    if (!is_power(line) || line < 4 || line > PAGE_SIZE)
        return refuse(error, "a cache line of so many bytes cannot be", NULL);
    if (!c[FIGURE_dtlb_entries] || c[FIGURE_l1d_bytes] < line ||
        !c[FIGURE_khz])
        return refuse(error, "no TLB, no cache or no frequency", NULL);
    if (!c[FIGURE_write_buffers] || c[FIGURE_write_buffers] > TABLE_BUFFERS)
        return refuse(error, "no write buffer, or too many", NULL);
    return sets_fit(c, error);
}

int table_read(struct table *table, const char *text,
               struct table_error *error)
{
    u8 seen[FIGURES] = { 0 };
    const char *line = text;

    memset(table, 0, sizeof(*table));
    table->checksum = crc(text);
    error->line = 1;
    if (strncmp(text, header, sizeof(header) - 1))
        return refuse(error, "the first line is not as it must be", NULL);
    while (*(line += strcspn(line, "\n")) && *++line) {
        error->line++;
        if (read_line(table, line, error, seen) < 0)
            return -1;
    }
    error->line = 0;
    return all_there(seen, error) ? -1 : table_check(table, error);
}

void table_shake(struct table *table)
{
    for (u32 i = 0; i < FIGURES; i++)
        if (table->certainty[i] == GUESSED && !is_shape[i])
            table->clocks[i] = (table->clocks[i] * 3 + 1) / 2;
}
