/* SPDX-License-Identifier: MIT */
/*
 * Enters ring 1 in each way that there is, with a stack, flags, data segments
 * and a frame pointer that no honest client has. Returns WALLS_OK if it comes
 * back to its own code.
 */
#include "client.h"
#include "far.h"
#include "walls.h"

#include "../../../core/x86/regs.h"
#include "ring3/ring3.h"

CLIENT("walls");

#define IOPL    0x3000
#define SCRATCH 256             /* words */
#define PAGES   16
#define SPINS   6000000         /* for longer than a tick */
#define PAGE    4096u

struct attack {
    u32 esp, ss;
    u32 ebp, flags, eax, ebx, ecx, edx, edi;
    u32 data[4];
};

void walls_attack(const struct attack *attack) __attribute__((noreturn));
extern const u32 walls_entries[WALLS_ENTRIES][2];
extern const char walls_back[];

static u32 scratch[SCRATCH];
static u8 pages[PAGES * PAGE];

static u32 limit_of(u32 selector)
{
    u32 limit;

    __asm__ volatile("lsl %1, %0" : "=r"(limit) : "r"(selector));
    return limit;
}

static u32 stack_of(u32 n)
{
    const u32 middle = (u32)&scratch[SCRATCH / 2];
    const u32 limit = limit_of(CLIENT_STACK);
    const u32 stacks[WALLS_STACKS] = {
        middle, 0, 1, 2, 3, 7, limit - 3, limit, limit + 1, ~0u, 1u << 31,
        middle + 1, 64,
    };

    return stacks[WALLS_STACK(n)];
}

static u32 flags_of(u32 n)
{
    const u32 virtual = WALLS_VIRTUAL(n) ? EFLAGS_VM : 0;
    const u32 all = EFLAGS_NT | EFLAGS_DF | EFLAGS_AC | EFLAGS_RF | IOPL |
                    virtual;
    const u32 flags[WALLS_FLAG_SETS] = {
        0, EFLAGS_NT, EFLAGS_TF, EFLAGS_DF, EFLAGS_AC | EFLAGS_RF,
        IOPL | virtual, all, all | EFLAGS_TF,
    };

    return flags[WALLS_FLAGS(n)] | EFLAGS_FIXED;
}

static u32 link_of(u32 n)
{
    const u32 links[8] = {
        0, 1, ~0u, 0x1000, (u32)scratch, 0x110000, 0x200000, 0xbffffffc,
    };

    return links[WALLS_LINK(n)];
}

static void choose_data(struct attack *a, u32 n)
{
    static const u32 sets[4][4] = {
        { CLIENT_DATA, CLIENT_DATA, 0, 0 }, { 0, 0, 0, 0 }, { 1, 2, 3, 3 },
        { CLIENT_STACK, CLIENT_STACK, CLIENT_DATA, CLIENT_STACK },
    };

    for (u32 i = 0; i < 4; i++)
        a->data[i] = sets[WALLS_DATA(n)][i];
}

/* A segment of its own as stack, with what unmap() takes on it. */
static int choose_far(struct attack *a)
{
    u32 at = 0;

    if (client->attach("walls", PAGE, 3, &at) < 0 || !far_is(at))
        return 0;
    far_store(at, 68, at);
    far_store(at, 72, PAGE);
    a->ss = far_selector(at);
    a->edx = 0;
    return 1;
}

int client_main(u32 n)
{
    const u32 flags = flags_of(n), esp = stack_of(n);
    const u32 step = (flags & EFLAGS_TF) != 0;
    struct attack a = {
        .esp = esp, .ss = CLIENT_STACK, .ebp = link_of(n),
        .flags = flags & ~(u32)EFLAGS_TF, .ebx = flags, .ecx = esp,
        .eax = n % SERVICES ? n % SERVICES : SERVICE_NULL,
        .edx = (u32)walls_back, .edi = walls_entries[WALLS_ENTRY(n)][step],
    };

    choose_data(&a, n);
    if (WALLS_ENTRY(n) == WALLS_SPIN)
        a.ecx = WALLS_STACK(n) == WALLS_FAR ? 0 : SPINS;
    else if (a.edi == walls_entries[13][step])  /* touch */
        a.edx = (u32)&pages[n % PAGES * PAGE];
    if (WALLS_STACK(n) == WALLS_FAR && !choose_far(&a))
        return WALLS_OK;
    walls_attack(&a);
}
