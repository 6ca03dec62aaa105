/* SPDX-License-Identifier: MIT */
/* Stands between a row and its experiment, and looks at what each method has
 * left in the registers that are its caller's. */
#include "deimos.h"
#include "experiment.h"
#include "kept.h"

struct kept {
    int (*lost)(void);
};

typedef int method(u32 a, u32 b);

extern u32 lost;
int kept_call(method *f, u32 a, u32 b);

DEIMOS_RECEPTACLE(experiment, experiment, "experiment");
DEIMOS_RECEPTACLE(timed, timed, "timed");

static int take(void)
{
    const u32 found = lost;

    lost = 0;
    return (int)found;
}

#define METHOD(table_, index_)                                              \
    static int table_##_##index_(u32 a, u32 b)                              \
    {                                                                       \
        return kept_call(((method *const *)(const void *)table_)[index_],   \
                         a, b);                                             \
    }
#define FIVE(table_)                                                        \
    METHOD(table_, 0) METHOD(table_, 1) METHOD(table_, 2)                   \
    METHOD(table_, 3) METHOD(table_, 4)                                     \
    static method *const table_##_table[] = {                               \
        table_##_0, table_##_1, table_##_2, table_##_3, table_##_4,         \
    };                                                                      \
    _Static_assert(sizeof(table_##_table) == sizeof(struct table_), "each")

FIVE(experiment);
FIVE(timed);

static const struct kept kept = { take };

DEIMOS_MODULE("kept", MODULE_SYSTEM);
DEIMOS_INTERFACE("experiment", "experiment", experiment_table,
                 EXPERIMENT_METHODS);
DEIMOS_INTERFACE("timed", "timed", timed_table, TIMED_METHODS);
DEIMOS_INTERFACE("kept", "kept", kept, "lost");
