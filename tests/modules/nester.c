/* SPDX-License-Identifier: MIT */
/*
 * Stands between a memory model and what that works with. Its tables lead on
 * to the real ones; but at one call of one method something else happens
 * first, while the model waits for the answer.
 */
#include "deimos.h"
#include "concurrency.h"
#include "memory.h"
#include "replacement.h"
#include "store.h"

#define STACK 8192
#define PAGES 16
#define WORDS(type_) (sizeof(struct type_) / sizeof(void *))
/* A table that answers E_BUSY until it has what is behind it. */
#define TABLE(name_, type_) \
    static void *name_[WORDS(type_)] = { [0 ... WORDS(type_) - 1] = busy }

enum { NEST = 1, DIE, YIELD, JOIN, SLEEP };
enum { CREATE, DESTROY, LOAD, RUN, MAP, UNMAP, PROTECT, GROW, SHARE, ATTACH,
       COPY, READ, WRITE, USAGE, RELEASE_FRAME, SPIN };

DEIMOS_RECEPTACLE(real_nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(real_store, store, "store");
DEIMOS_RECEPTACLE(real_policy, replacement, "replacement");
DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static int busy(void)
{
    return E_BUSY;
}

TABLE(nmm_table, nmm);
TABLE(store_table, store);
TABLE(policy_table, replacement);

enum { NMM, STORE, POLICY };

static struct face {
    void **table;
    const void *const volatile *real;
    u32 words;
} faces[] = {
    [NMM] = { nmm_table, (void *)&real_nmm, WORDS(nmm) },
    [STORE] = { store_table, (void *)&real_store, WORDS(store) },
    [POLICY] = { policy_table, (void *)&real_policy, WORDS(replacement) },
};

static int space, other, empty, result, calls, left;
static u32 address, act, method;
static int (*real)(u32, u32, u32, u32, u32, u32);
static u32 data[1024];

static volatile u32 word;

static int write_all(void)
{
    int error = 0;

    for (u32 i = 0; i < PAGES && error == 0; i++)
        error = memory->write(space, address + i * PAGE_SIZE, data, 4);
    return error;
}

static int ask(u32 what)
{
    u32 at;

    switch (what) {
    case CREATE: return memory->create();
    case DESTROY: return memory->destroy(other);
    case LOAD: return memory->load(empty, "hello");
    case RUN: return memory->run(other, 7);
    case MAP: return memory->map(space, 0, PAGE_SIZE, 3, &at);
    case UNMAP: return memory->unmap(space, address, PAGE_SIZE);
    case PROTECT: return memory->protect(space, address, PAGE_SIZE, 1);
    case GROW: return memory->grow(space, 64, &at);
    case SHARE: return memory->share(space, address, PAGE_SIZE, other, 1, &at);
    case ATTACH: return memory->attach(space, "nested", PAGE_SIZE, 3, &at);
    case COPY: return memory->copy(space);
    case READ: return memory->read(space, address, data, 4);
    case WRITE: return write_all();
    case USAGE: return memory->usage(0, (struct memory_usage *)data);
    case RELEASE_FRAME: return memory->release_frame(address);
    }
    while (what == SPIN && !word)
        threads->yield();
    return what == SPIN ? 0 : E_METHOD;
}

static int ask_in_thread(u32 what)
{
    return ask(what);
}

static int begin(u32 what)
{
    return threads->create(ask_in_thread, what, STACK);
}

static int happen(void)
{
    switch (act) {
    case NEST: return ask(method);
    case DIE: __builtin_trap();
    case YIELD:
        for (u32 i = 0; i < method; i++)
            threads->yield();
        return 0;
    case JOIN: return threads->join(begin(method));
    case SLEEP: return threads->wait(&word, 0);
    }
    return E_INVALID;
}

static int hook(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
{
    if (left && !--left) {
        calls++;
        result = happen();
    }
    return real(a, b, c, d, e, f);
}

/* What is behind it leads on. */
static void lead(const struct face *face)
{
    const void *const *from = *face->real;

    for (u32 i = 0; i < face->words; i++)
        face->table[i] = (void *)from[i];
}

/* At the next call of a face's method, by their numbers. */
static int arm(u32 number, u32 index, u32 act_, u32 method_)
{
    const struct face *face = &faces[number];

    lead(face);
    real = face->table[index];
    face->table[index] = (void *)hook;
    act = act_;
    method = method_;
    calls = result = 0;
    left = 1;
    return 0;
}

static int aim(int space_, int other_, int empty_, u32 address_)
{
    for (u32 i = 0; i < ARRAY_SIZE(faces); i++)
        lead(&faces[i]);
    space = space_;
    other = other_;
    empty = empty_;
    address = address_;
    return 0;
}

static int get_calls(void) { return calls; }
static int get_result(void) { return result; }

static int wake(u32 value)
{
    word = value;
    return threads->wake(&word);
}

static int die(void)
{
    __builtin_trap();
}

static const struct {
    int (*arm)(u32, u32, u32, u32), (*aim)(int, int, int, u32);
    int (*ask)(u32), (*begin)(u32), (*calls)(void), (*result)(void);
    int (*wake)(u32), (*die)(void);
} table = { arm, aim, ask, begin, get_calls, get_result, wake, die };

DEIMOS_MODULE("nester", MODULE_SYSTEM);
DEIMOS_INTERFACE("nester", "nester", table,
                 "arm aim ask begin calls result wake die");
DEIMOS_INTERFACE("nmm", "nmm", nmm_table, NMM_METHODS);
DEIMOS_INTERFACE("store", "store", store_table, STORE_METHODS);
DEIMOS_INTERFACE("replacement", "replacement", policy_table,
                 REPLACEMENT_METHODS);
