/* SPDX-License-Identifier: MIT */
/* sources: core/wrapper/vector.c core/deliver/clients.c core/base/holders.c
 * core/lib/crc32.c */
/* Whose a vector is, against a plain list of owners: attached and detached at
 * random by modules whose images are of different sizes. */
#include "check.h"

#include <string.h>

#include "../../core/deliver/clients.h"
#include "vectors.h"

#define STEPS 100000
#define HANDLERS 64u                    /* modules that may have clients */
#define MODULES 10                      /* more than a vector can have */
#define BINDINGS (MODULES * 2)          /* two of each */

/* What there should be. */
static u32 owners[EXCEPTIONS][DEMUX_OWNERS], handlers[EXCEPTIONS][DEMUX_OWNERS];
static struct { u32 binding, handler, dpl; } calls[VECTORS];
static struct { u32 binding, handler; } listeners[MODULES];

static u32 count(u32 v)
{
    u32 n = 0;

    while (n < DEMUX_OWNERS && owners[v][n])
        n++;
    return n;
}

static s32 expect_attach(u32 v, u32 binding, u32 handler)
{
    const u32 module = module_of(binding), n = v < EXCEPTIONS ? count(v) : 0;

    if (v >= EXCEPTIONS || v == 2 || v == 8 || v == 18)
        return E_RANGE;
    for (u32 i = 0; i < n; i++)
        if (module_of(owners[v][i]) == module)
            return E_BUSY;
    if (!is_in(handler, module))
        return E_ADDRESS;
    if (n == DEMUX_OWNERS)
        return E_FULL;
    owners[v][n] = binding;
    handlers[v][n] = handler;
    return E_OK;
}

static s32 expect_call(u32 v, u32 binding, u32 handler, u32 dpl)
{
    if (v < 48 || v > 255)
        return E_RANGE;
    if (calls[v].binding)
        return E_BUSY;
    if (!is_in(handler, module_of(binding)))
        return E_ADDRESS;
    calls[v].binding = binding;
    calls[v].handler = handler;
    calls[v].dpl = dpl;
    return E_OK;
}

static void drop(u32 v, u32 i)
{
    for (; i + 1 < DEMUX_OWNERS; i++) {
        owners[v][i] = owners[v][i + 1];
        handlers[v][i] = handlers[v][i + 1];
    }
    owners[v][i] = 0;
}

static s32 expect_detach(u32 v, u32 binding)
{
    for (u32 i = 0; v < EXCEPTIONS && i < DEMUX_OWNERS; i++)
        if (owners[v][i] == binding) {
            drop(v, i);
            return E_OK;
        }
    if (v < 48 || v > 255 || calls[v].binding != binding)
        return E_OWNER;
    calls[v].binding = 0;
    return E_OK;
}

static s32 expect_clients(u32 binding, u32 handler)
{
    const u32 module = module_of(binding);

    if (handler && !is_in(handler, module))
        return E_ADDRESS;
    listeners[module].binding = handler ? binding : 0;
    listeners[module].handler = handler;
    return E_OK;
}

/* The one owner of page faults, beside another module's clients. */
static int is_told_apart(u32 v)
{
    for (u32 module = 0; module < MODULES; module++)
        if (v == 14 && listeners[module].binding &&
            module != module_of(owners[v][0]))
            return 1;
    return 0;
}

static void check_vector(u32 v)
{
    const struct demux *d = &demux_vectors[v];
    const u32 n = count(v);

    CHECK_EQ(idt[v], n == 0 ? 0 : n == 1 && !is_told_apart(v) ?
                     handlers[v][0] : DEMUXED);
    for (u32 i = 0; i < DEMUX_OWNERS; i++) {
        const u32 module = i < n ? module_of(owners[v][i]) : 0;
        CHECK_EQ(d->module[i], i < n ? handle_of(module) : ~0u);
        CHECK_EQ(d->handler[i], i < n ? handlers[v][i] : 0);
        CHECK_EQ(d->base[i], i < n ? base_of(module) : 0);
        CHECK_EQ(d->size[i], i < n ? size_of(module) : 0);
    }
    CHECK_EQ(fault_gate, count(14) > 0);
}

static u32 count_entered(u32 module)
{
    u32 n = listeners[module].binding != 0;

    for (u32 v = 0; v < EXCEPTIONS; v++)
        for (u32 i = 0; i < count(v); i++)
            n += module_of(owners[v][i]) == module;
    for (u32 v = 0; v < VECTORS; v++)
        n += calls[v].binding && module_of(calls[v].binding) == module;
    return n;
}

static void check_all(void)
{
    for (u32 v = 0; v < EXCEPTIONS; v++)
        check_vector(v);
    for (u32 v = 48; v < VECTORS; v++) {
        CHECK_EQ(idt[v], calls[v].binding ? calls[v].handler : 0);
        CHECK(!calls[v].binding || dpl[v] == calls[v].dpl);
    }
    for (u32 module = 0; module < MODULES; module++)
        CHECK_EQ(vector_wrapper.entered(handle_of(module)),
                 count_entered(module));
}

/* Everything of a binding goes with it, and nothing else. */
static void release(u32 binding)
{
    vector_wrapper.released(binding);
    for (u32 v = 0; v < VECTORS; v++)
        while (expect_detach(v, binding) == E_OK)
            ;
    if (listeners[module_of(binding)].binding == binding)
        listeners[module_of(binding)].binding = 0;
    check_all();
}

static void step(void)
{
    const u32 binding = 1 + random_below(BINDINGS);
    const u32 exception = random_below(8) ? 13 + random_below(3)
                                          : random_below(EXCEPTIONS + 2);
    const u32 call = random_below(4) ? 50 : 40 + random_below(220);
    const u32 handler = random_handler(module_of(binding));

    switch (random_below(16)) {
    case 0: case 1: case 2: case 3: case 4:
        CHECK_EQ(ask(ATTACH, binding, exception, handler),
                 expect_attach(exception, binding, handler));
        break;
    case 5: case 6: case 7:
        CHECK_EQ(ask(DETACH, binding, exception, 0),
                 expect_detach(exception, binding));
        break;
    case 8: case 9:
        CHECK_EQ(ask(ATTACH_CALL, binding, call, handler),
                 expect_call(call, binding, handler, 1));
        break;
    case 10: case 11:
        CHECK_EQ(ask(ATTACH_OPEN, binding, call, handler),
                 expect_call(call, binding, handler, 3));
        break;
    case 12: case 13:
        CHECK_EQ(ask(DETACH, binding, call, 0), expect_detach(call, binding));
        break;
    default:
        CHECK_EQ(ask(ATTACH_CLIENTS, binding, handler, 0),
                 expect_clients(binding, handler));
    }
    check_vector(exception % EXCEPTIONS);
    check_vector(13);
}

/* INT n of ring 3 is the owner's for its own tasks, and #GP for all else. */
static void test_deliver_call(void)
{
    const u32 handler = base_of(3);

    CHECK_EQ(ask(ATTACH_CALL, 7, 80, handler), E_OK);
    for (u32 error = 0; error < 1 << 12; error++)
        for (u32 module = 0; module <= MODULES; module++) {
            struct trap_state f = { .error = error, .cs = 0x0f, .eip = 100 };
            running = module < MODULES ? handle_of(module) : 0;
            const int mine = error == (80 << 3 | 2) &&
                             module == module_of(7);
            CHECK_EQ(vector_deliver_call(&f), mine);
            CHECK(!mine || (delivered.handler == handler &&
                            delivered.words[0] == 102 &&
                            delivered.count == 5));
        }
    CHECK_EQ(ask(DETACH, 7, 80, 0), E_OK);
}

/* A fault of a client: its module's handler begins with ring 1's flags, and
 * is told the client's; a double fault is nobody's. */
static void check_client(u32 vector, u32 flags, u32 module)
{
    struct trap_state f = { .vector = vector, .error = 2, .eip = 3, .cs = 0x0f,
                            .eflags = flags, .esp = 5, .ss = 0x17 };
    const u32 words[] = { vector, 2, 3, 0x0f, flags, 5, 0x17 };
    const int mine = module == module_of(7) && vector != VECTOR_DF;

    running = module < MODULES ? handle_of(module) : 0;
    CHECK_EQ(clients_deliver(&f), mine);
    CHECK_EQ(f.eflags, mine ? flags_ring1 : flags);
    if (!mine)
        return;
    CHECK_EQ(delivered.handler, base_of(module));
    CHECK_EQ(delivered.count, ARRAY_SIZE(words));
    CHECK(!memcmp(delivered.words, words, sizeof(words)));
}

static void test_deliver_client(void)
{
    CHECK_EQ(ask(ATTACH_CLIENTS, 7, base_of(module_of(7)), 0), E_OK);
    for (u32 off = 0; off < 2; off++) {
        flags_ring1 = off ? EFLAGS_FIXED : LAST_FLAGS;
        for (u32 bit = 0; bit < 22; bit++)
            for (u32 vector = 0; vector < EXCEPTIONS; vector++)
                for (u32 module = 0; module <= MODULES; module++)
                    check_client(vector, 1u << bit, module);
    }
    flags_ring1 = LAST_FLAGS;
    running = 0;
    CHECK_EQ(ask(ATTACH_CLIENTS, 7, 0, 0), E_OK);
}

/* Each vector that anybody has is in the digest. */
static void test_digest(void)
{
    const u32 empty = vector_wrapper.digest(0);
    u32 had = 0;

    for (u32 v = 0; v < VECTORS; v++) {
        if (ask(v < EXCEPTIONS ? ATTACH : ATTACH_CALL, 7, v, base_of(3)) < 0)
            continue;
        had++;
        CHECK(vector_wrapper.digest(0) != empty);
        CHECK_EQ(ask(DETACH, 7, v, 0), E_OK);
        CHECK_EQ(vector_wrapper.digest(0), empty);
    }
    CHECK_EQ(had, EXCEPTIONS - 3 + VECTORS - 48);
}

/* As many modules as there is room for have clients: the last one is one of them. */
static void test_all_have_clients(void)
{
    const u32 last = 2 * HANDLERS - 1;
    struct trap_state f = { .cs = 0x0f };

    for (u32 binding = 1; binding <= last + 2; binding += 2)
        CHECK_EQ(ask(ATTACH_CLIENTS, binding, base_of(module_of(binding)), 0),
                 binding <= last ? E_OK : E_FULL);
    CHECK_EQ(ask(ATTACH_CLIENTS, last, base_of(module_of(last)), 0), E_OK);
    running = handle_of(module_of(last));
    CHECK_EQ(clients_deliver(&f), 1);
    for (u32 binding = 1; binding < last; binding += 2)
        vector_wrapper.released(binding);
    CHECK(clients_has_others(handle_of(module_of(1))));
    vector_wrapper.released(last);
    CHECK(!clients_has_others(handle_of(module_of(1))));
    running = 0;
}

int main(void)
{
    const u32 digest = vector_wrapper.digest(0);

    test_digest();
    test_all_have_clients();
    test_deliver_call();
    test_deliver_client();
    for (u32 i = 0; i < STEPS; i++) {
        step();
        if (i % 64 == 0)
            release(1 + random_below(BINDINGS));
    }
    for (u32 binding = 1; binding <= BINDINGS; binding++)
        release(binding);
    CHECK_EQ(vector_wrapper.digest(0), digest);
    test_decline();
    return check_done();
}
