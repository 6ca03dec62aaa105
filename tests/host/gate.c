/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * bench/lib/gate.h: a call goes through a gate of the core if the receptacle's
 * stub is an LCALL to the selector of the binding in that very slot, whose
 * provider is the core, and the processor calls it a gate for ring 1. Each of
 * these is wrong alone, in turn.
 */
#include "../../modules/api/deimos.h"
#include "../../bench/lib/look.h"

static void copy_graph(void *to, u32 offset, u32 size);
static u32 access_of(u32 selector);

#define graph_copy copy_graph
#define look_access access_of
#include "../../bench/lib/gate.h"

#include "check.h"

#include <string.h>

static struct graph fake;
static u32 gate, gate_access;           /* the processor's word */
static u8 stub[8];
static struct console core;

static void copy_graph(void *to, u32 offset, u32 size)
{
    CHECK(offset + size <= sizeof(fake));
    memcpy(to, (const char *)&fake + offset, size);
}

static u32 access_of(u32 selector)
{
    return selector == gate ? gate_access : 0;
}

/* Binding `at` is the console's; others lead elsewhere. */
static void lay(u32 at, u32 selector)
{
    memset(&fake, 0, sizeof(fake));
    for (u32 i = 0; i < 4; i++)
        fake.bindings[i] = (struct graph_binding){ .handle = i + 1,
            .provider = 2, .slot = 0x1000 + i, .selector = 0x99 };
    fake.bindings[at] = (struct graph_binding){ .handle = 77, .provider = 1,
        .slot = (saddr_t)&console, .selector = selector };
    fake.nodes[HANDLE_INDEX(2)].base = 0x5000;
    memset(stub, 0, sizeof(stub));
    stub[0] = LCALL;
    stub[5] = (u8)selector;
    stub[6] = (u8)(selector >> 8);
    gate = selector;
    gate_access = CALL_GATE_ACCESS;
}

static void spoil(u32 wrong, u32 at)
{
    struct graph_binding *binding = &fake.bindings[at];

    switch (wrong) {
    case 1: binding->handle = 0; break;
    case 2: binding->slot += 4; break;
    case 3: binding->provider = 2; break;
    case 4: binding->selector ^= 0x100; break;
    case 5: binding->selector = 0; break;
    case 6: stub[0] = 0x9b; break;
    case 7: stub[5] ^= 8; break;
    case 8: stub[6] ^= 1; break;
    case 9: gate_access = 0; break;
    case 10: gate_access ^= 0x6000; break;      /* of another ring */
    case 11: gate_access ^= 0x8000; break;      /* not present */
    case 12: gate_access ^= 0x0800; break;      /* of a 286 */
    }
}

int main(void)
{
    static const u32 selectors[] = { 0x69, 0xf9, 0x101, 0x2341, 0xfff9 };
    static const u32 places[] = { 0, 3, 9, GRAPH_BINDINGS - 1 };

    core.null = (int (*)(void))(size_t)stub;
    console = &core;
    for (u32 i = 0; i < ARRAY_SIZE(selectors) * ARRAY_SIZE(places); i++)
        for (u32 wrong = 0; wrong <= 12; wrong++) {
            const u32 at = places[i % ARRAY_SIZE(places)];
            lay(at, selectors[i / ARRAY_SIZE(places)]);
            spoil(wrong, at);
            CHECK_EQ(gate_verify(), wrong ? E_VERIFY : 0);
        }
    for (u32 answer = 0; answer < 0x30000; answer++)
        CHECK(gate_has_answered((int)answer) == ((u16)answer == CONSOLE_CS));
    return check_done();
}
