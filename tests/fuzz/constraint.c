/* SPDX-License-Identifier: MIT */
/* sources: core/constraint/scan.c core/constraint/pairs.c
 * core/constraint/test.c core/constraint/predicate.c
 * core/constraint/evaluate.c core/constraint/explain.c
 * core/lib/crc32.c core/lib/format.c */
/*
 * Constraints: lines of a predicate, the other side's pairs, and the pairs of
 * those that are bound, each ended by a NUL. A predicate holds or does not;
 * its negation then does the opposite.
 */
#include "../host/constraint_world.h"
#include "fuzz.h"

#define NEGATION "not ("

static struct world world;
static struct constraint_predicate predicate, opposite;

/* The next text, in an allocation of its own; NULL at the end. */
static char *take(const u8 **data, size_t *size)
{
    size_t length = 0;
    char *text;

    if (!*size)
        return NULL;
    while (length < *size && (*data)[length])
        length++;
    text = fuzz_copy(*data, length, 1);
    length += length < *size;
    *data += length;
    *size -= length;
    return text;
}

static void evaluate(const char *text)
{
    char negation[CONSTRAINT_TEXT_SIZE + sizeof(NEGATION) + 1], reason[300];
    const int holds = constraint_evaluate(&predicate, &world.facts);

    snprintf(negation, sizeof(negation), NEGATION "%s)", text);
    if (predicate.tests && !constraint_compile_predicate(&opposite, negation,
                                                         NULL, 0))
        FUZZ_CHECK(constraint_evaluate(&opposite, &world.facts) == !holds);
    if (holds)
        return;
    constraint_explain(&predicate, &world.facts, reason, sizeof(reason));
    FUZZ_CHECK(strlen(reason) < sizeof(reason) && strstr(reason, "does not "));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
    char *text = take(&data, &size), *pairs = take(&data, &size), *bound;
    char reason[100];

    const int error = !text || constraint_compile_predicate(&predicate, text,
                                                            reason,
                                                            sizeof(reason));
    if (!pairs || world_init(&world, pairs))
        world_init(&world, "");
    while (world.bound_count < WORLD_BOUND && (bound = take(&data, &size))) {
        if (world_bind(&world, bound))
            world.bound[world.bound_count - 1].count = 0;
        free(bound);
    }
    if (!error)
        evaluate(text);
    free(text);
    free(pairs);
    return 0;
}
