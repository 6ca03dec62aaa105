/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST (256 * 1024)

static void __attribute__((noreturn, format(printf, 1, 2)))
give_up(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(2);
}

static const char *read_text(const char *path)
{
    static char text[TEXT_MOST];
    FILE *file = fopen(path, "r");

    if (!file)
        give_up("%s: %s", path, strerror(errno));
    const size_t size = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    if (size == sizeof(text) - 1)
        give_up("%s: more than %d bytes", path, TEXT_MOST - 2);
    return text;
}

/* name=n,name=n */
static void change_figures(struct table *table, const char *list)
{
    while (*list) {
        const size_t length = strcspn(list, "=");
        const enum figure figure = table_find(list, (u32)length);
        char *end;

        if (figure == FIGURES || list[length] != '=')
            give_up("DEIMOS_FIGURES: no such figure: %s", list);
        table->clocks[figure] = (u32)strtoul(list + length + 1, &end, 10);
        if (end == list + length + 1 || (*end && *end != ','))
            give_up("DEIMOS_FIGURES: no number: %s", list);
        list = end + (*end == ',');
    }
}

int options_read(struct table *table)
{
    const char *path = getenv("DEIMOS_TABLE");
    const char *figures = getenv("DEIMOS_FIGURES");
    struct table_error error;

    if (!path)
        return 0;
    if (table_read(table, read_text(path), &error) < 0)
        give_up("%s:%u: %s", path, error.line, error.what);
    if (figures && !strcmp(figures, "guessed"))
        table_shake(table);
    else if (figures)
        change_figures(table, figures);
    if (table_check(table, &error) < 0)
        give_up("DEIMOS_FIGURES: %s", error.what);
    return 1;
}

void options_report(const struct model *model)
{
    const struct account *a = &model->account;
    const char *path = getenv("DEIMOS_COUNTS");
    FILE *file = path ? fopen(path, "w") : NULL;

    if (!path)
        return;
    if (!file)
        give_up("%s: %s", path, strerror(errno));
    fprintf(file, "table,%08x\ninstructions,%llu\nclocks,%llu\n",
            model->table.checksum, model->instructions, a->time);
    for (u32 i = 0; i < PARTS; i++)
        fprintf(file, "%s,%llu,%llu\n", model_part_names[i], a->part[i],
                a->guessed[i]);
    if (fclose(file))
        give_up("%s: %s", path, strerror(errno));
}
