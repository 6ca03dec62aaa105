/* SPDX-License-Identifier: MIT */
/*
 * Evaluates constraints for tests/host/constraint_diff.lua. Standard input
 * has a line a text: a side's predicate, the other side's pairs, and one line
 * of pairs for each binding of its own; an empty line without a blank ends
 * the case. (A newline within a text is written as a form feed.) Each case
 * gives one character: 1 holds, 0 does not, P or T: the predicate, or one of
 * the texts of pairs, was refused.
 */
#include <stdio.h>

#include "../host/constraint_world.h"

#define LINE_SIZE (2 * CONSTRAINT_TEXT_SIZE)

/* 0 at the end of a case, and of the input. The first character, a blank,
 * is not part of the text. */
static int read_text(char *line)
{
    if (!fgets(line, LINE_SIZE, stdin) || line[0] == '\n')
        return 0;
    line[strcspn(line, "\n")] = 0;
    for (char *c = line; *c; c++)
        if (*c == '\f')
            *c = '\n';
    memmove(line, line + 1, strlen(line));
    return 1;
}

static int verdict(const struct constraint_predicate *predicate, int error,
                   const struct world *world)
{
    char reason[200];

    if (error)
        return error > 0 ? 'P' : 'T';
    const int holds = constraint_evaluate(predicate, &world->facts);
    if (!holds)
        constraint_explain(predicate, &world->facts, reason, sizeof(reason));
    return holds ? '1' : '0';
}

int main(void)
{
    static char predicate_text[LINE_SIZE], line[LINE_SIZE];
    static struct constraint_predicate predicate;
    static struct world world;

    while (read_text(predicate_text)) {
        int error = constraint_compile_predicate(&predicate, predicate_text,
                                                 NULL, 0) ? 1 : 0;
        read_text(line);
        if (world_init(&world, line))
            error = -1;
        while (read_text(line))
            if (world_bind(&world, line))
                error = -1;
        putchar(verdict(&predicate, error, &world));
    }
    return 0;
}
