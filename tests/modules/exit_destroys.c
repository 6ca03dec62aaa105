/* SPDX-License-Identifier: MIT */
/* Destroys a space when it is unloaded, and notes how that went in a word of
 * somebody else's. */
#include "deimos.h"
#include "memory.h"

DEIMOS_RECEPTACLE(memory, memory, "memory");

static int space, *answer;

static int set(int of, int *word)
{
    space = of;
    answer = word;
    return 0;
}

static void leave(void)
{
    *answer = memory->destroy(space);
}

static const struct {
    int (*set)(int space, int *word);
} control = { set };

DEIMOS_MODULE("exit_destroys", MODULE_SYSTEM, .exit = leave);
DEIMOS_INTERFACE("control", "control", control, "set");
