/* SPDX-License-Identifier: MIT */
/*
 * Stands between an experiment and what it measures, or between a row and its
 * experiment: passes on each call, but for one method, or one call of it. That
 * does nothing and answers what it is told to, or what it was called with the
 * time before; or it is called with another argument; or it is another
 * experiment's. And changes bytes of a module.
 */

#include "experiment.h"
#include "concurrency.h"
#include "debug.h"
#include "deimos.h"
#include "memory.h"
#include "paged_control.h"
#include "pages.h"
#include "store.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm");
DEIMOS_RECEPTACLE(cm, cm, "cm");
DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(pages, pages, "pages");
DEIMOS_RECEPTACLE(concurrency, concurrency, "concurrency");
DEIMOS_RECEPTACLE(console, console, "console");
DEIMOS_RECEPTACLE(control, paged_control, "paged");
DEIMOS_RECEPTACLE(store, store, "store");
DEIMOS_RECEPTACLE(experiment, experiment, "experiment");
DEIMOS_RECEPTACLE(timed, timed, "timed");
DEIMOS_RECEPTACLE(debug, debug, "debug");
DEIMOS_RECEPTACLE(another, experiment, "experiment");

/* Of whom a number is: a method is one of them and its index. */
enum { nmm_of = 0, cm_of = 100, memory_of = 200, pages_of = 300,
       concurrency_of = 400, console_of = 500, control_of = 600,
       store_of = 700, experiment_of = 800, timed_of = 900,
       nobody = 999, debug_of = 1000 };

enum how { ANSWER, REMEMBER, ALTER, SWAP };

static u32 broken = nobody;     /* the method's number */
static u32 turn;                /* which call of it, or EVERY */
static u32 calls;
static enum how how;
static int answer;              /* or the argument */
static u32 which;               /* argument, of ALTER */

#define EVERY (~0u)

static int is_broken(u32 number)
{
    return number == broken && (turn == EVERY || calls++ == turn);
}

/* Six words, as many as any method has. */
typedef int method(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f);

static int call(const void *table, u32 index, const u32 *args)
{
    method *const *methods = table;

    return methods[index](args[0], args[1], args[2], args[3], args[4],
                          args[5]);
}

static int pass(const void *table, u32 of, u32 index, u32 *args)
{
    const int before = answer;

    if (!is_broken(of + index))
        return call(table, index, args);
    if (how == ALTER)
        args[which] = (u32)answer;
    if (how == REMEMBER)
        answer = (int)args[0];
    return how == ALTER ? call(table, index, args) :
           how == SWAP ? call((const void *)another, index, args) : before;
}

#define METHOD(table_, index_)                                              \
    static int table_##_##index_(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)  \
    {                                                                       \
        u32 args[] = { a, b, c, d, e, f };                                  \
        return pass((const void *)table_, table_##_of, index_, args);       \
    }
#define TEN(t, n) METHOD(t, n##0) METHOD(t, n##1) METHOD(t, n##2)           \
    METHOD(t, n##3) METHOD(t, n##4) METHOD(t, n##5) METHOD(t, n##6)         \
    METHOD(t, n##7) METHOD(t, n##8) METHOD(t, n##9)
#define NINE(t) METHOD(t, 0) METHOD(t, 1) METHOD(t, 2) METHOD(t, 3)         \
    METHOD(t, 4) METHOD(t, 5) METHOD(t, 6) METHOD(t, 7) METHOD(t, 8)        \
    METHOD(t, 9)

NINE(nmm)
TEN(nmm, 1)
METHOD(nmm, 20)
METHOD(nmm, 21)
METHOD(nmm, 22)
METHOD(nmm, 23)
METHOD(nmm, 24)

static method *const nmm_table[] = {
    nmm_0, nmm_1, nmm_2, nmm_3, nmm_4, nmm_5, nmm_6, nmm_7, nmm_8, nmm_9,
    nmm_10, nmm_11, nmm_12, nmm_13, nmm_14, nmm_15, nmm_16, nmm_17, nmm_18,
    nmm_19, nmm_20, nmm_21, nmm_22, nmm_23, nmm_24,
};
_Static_assert(sizeof(nmm_table) == sizeof(struct nmm), "each method");

NINE(memory)
METHOD(memory, 10)
METHOD(memory, 11)
METHOD(memory, 12)
METHOD(memory, 13)
METHOD(memory, 14)
METHOD(memory, 15)
METHOD(memory, 16)
METHOD(memory, 17)
METHOD(memory, 18)

static method *const memory_table[] = {
    memory_0, memory_1, memory_2, memory_3, memory_4, memory_5, memory_6,
    memory_7, memory_8, memory_9, memory_10, memory_11, memory_12, memory_13,
    memory_14, memory_15, memory_16, memory_17, memory_18,
};
_Static_assert(sizeof(memory_table) == sizeof(struct memory), "each method");

NINE(cm)
METHOD(cm, 10)
METHOD(cm, 11)
METHOD(cm, 12)
METHOD(cm, 13)

static method *const cm_table[] = {
    cm_0, cm_1, cm_2, cm_3, cm_4, cm_5, cm_6, cm_7, cm_8, cm_9, cm_10, cm_11,
    cm_12, cm_13,
};
_Static_assert(sizeof(cm_table) == sizeof(struct cm), "each method");

METHOD(pages, 0)
METHOD(pages, 1)
METHOD(pages, 2)
METHOD(pages, 3)
static method *const pages_table[] = { pages_0, pages_1, pages_2, pages_3 };
_Static_assert(sizeof(pages_table) == sizeof(struct pages), "each method");

NINE(concurrency)
METHOD(concurrency, 10)
METHOD(concurrency, 11)
static method *const concurrency_table[] = {
    concurrency_0, concurrency_1, concurrency_2, concurrency_3, concurrency_4,
    concurrency_5, concurrency_6, concurrency_7, concurrency_8, concurrency_9,
    concurrency_10, concurrency_11,
};
_Static_assert(sizeof(concurrency_table) == sizeof(struct concurrency),
               "each method");

METHOD(console, 0)
METHOD(console, 1)
METHOD(console, 2)
static method *const console_table[] = { console_0, console_1, console_2 };
_Static_assert(sizeof(console_table) == sizeof(struct console),
               "each method");

METHOD(control, 0)
METHOD(control, 1)
METHOD(control, 2)
METHOD(control, 3)
METHOD(control, 4)
METHOD(control, 5)
static method *const control_table[] = {
    control_0, control_1, control_2, control_3, control_4, control_5,
};
_Static_assert(sizeof(control_table) == sizeof(struct paged_control),
               "each method");

METHOD(debug, 0)
METHOD(debug, 1)
METHOD(debug, 2)
METHOD(debug, 3)
METHOD(debug, 4)
METHOD(debug, 5)
METHOD(debug, 6)
METHOD(debug, 7)
METHOD(debug, 8)
static method *const debug_table[] = {
    debug_0, debug_1, debug_2, debug_3, debug_4, debug_5, debug_6, debug_7,
    debug_8,
};
_Static_assert(sizeof(debug_table) == sizeof(struct debug), "each method");

#define FIVE(t) METHOD(t, 0) METHOD(t, 1) METHOD(t, 2) METHOD(t, 3)         \
    METHOD(t, 4)                                                            \
    static method *const t##_table[] = { t##_0, t##_1, t##_2, t##_3, t##_4 };
FIVE(store)
FIVE(experiment)
FIVE(timed)
_Static_assert(sizeof(store_table) == sizeof(struct store) &&
               sizeof(experiment_table) == sizeof(struct experiment) &&
               sizeof(timed_table) == sizeof(struct timed), "each method");

/* turn_: which call of the method, or EVERY. */
static int set(u32 number, u32 result, u32 turn_, u32 how_, u32 argument)
{
    broken = number;
    turn = turn_;
    calls = 0;
    how = how_;
    answer = (int)result;
    which = argument;
    return 0;
}

static int is_at(const u8 *at, const u8 *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++)
        if (at[i] != bytes[i])
            return 0;
    return 1;
}

/* Where these bytes are from `from` on; 0: nowhere before `end`. */
static int find(const u8 *from, const u8 *end, const u8 *bytes, u32 size)
{
    for (const u8 *at = from; at + size <= end; at++)
        if (is_at(at, bytes, size))
            return (int)at;
    return 0;
}

static int poke(u8 *at, const u8 *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++)
        at[i] = bytes[i];
    return 0;
}

static int word(const u32 *at)
{
    return (int)*at;
}

static const struct {
    int (*set)(u32 number, u32 result, u32 turn, u32 how, u32 argument);
    int (*find)(const u8 *from, const u8 *end, const u8 *bytes, u32 size);
    int (*poke)(u8 *at, const u8 *bytes, u32 size);
    int (*word)(const u32 *at);
} table = { set, find, poke, word };

DEIMOS_MODULE("sabotage", MODULE_SYSTEM);
DEIMOS_INTERFACE("nmm", "nmm", nmm_table, NMM_METHODS);
DEIMOS_INTERFACE("cm", "cm", cm_table, CM_METHODS);
DEIMOS_INTERFACE("memory", "memory", memory_table, MEMORY_METHODS);
DEIMOS_INTERFACE("pages", "pages", pages_table, PAGES_METHODS);
DEIMOS_INTERFACE("concurrency", "concurrency", concurrency_table,
                 CONCURRENCY_METHODS);
DEIMOS_INTERFACE("console", "console", console_table, CONSOLE_METHODS);
DEIMOS_INTERFACE("paged", "paged", control_table, PAGED_METHODS);
DEIMOS_INTERFACE("store", "store", store_table, STORE_METHODS);
DEIMOS_INTERFACE("experiment", "experiment", experiment_table,
                 EXPERIMENT_METHODS);
DEIMOS_INTERFACE("timed", "timed", timed_table, TIMED_METHODS);
DEIMOS_INTERFACE("debug", "debug", debug_table, DEBUG_METHODS);
DEIMOS_INTERFACE("sabotage", "sabotage", table, "set find poke word");
