/* SPDX-License-Identifier: MIT */
/*
 * Clients in ring 3 without a memory model: each has a region of the UPS, an
 * LDT with its own code, data and gate, and a task. What threads do to them.
 */
#include "layout.h"
#include "concurrency.h"
#include "deimos.h"

#define SIDES 2
#define ENTRIES 4
#define STACK 8192
#define WINDOW 0xc0000000u

struct side {
    u32 stack1;
    u32 saved[3];
    u32 context, ldt, region;
    u8 *memory;
    int thread;
    int partner;                /* the thread that it hands off to */
};

_Static_assert(offsetof(struct side, saved) == SIDE_SAVED, "ring3.S");

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

extern const char ring3_program[], ring3_program_end[];
int ring3_enter(struct side *side);
void ring3_leave(struct side *side, int status) __attribute__((noreturn));
void ring3_gate(void);
int side_context(const struct side *side);
int side_serve(struct side *side, u32 want, int status);

static struct side sides[SIDES];
static u32 finished, calls, behind;      /* behind: rounds of the second
                                           when the first had ended */

static volatile u32 *word(const struct side *side, u32 at)
{
    return (volatile u32 *)(side->memory + at);
}

static int local(const struct side *side, u32 selector, u32 type)
{
    return nmm->create_local_segment(side->ldt, &(struct local_segment){
        .index = selector >> 3, .type = type, .space = NMM_UPS,
        .base = (u32)side->memory, .size = SIZE,
        .handler = (u32)ring3_gate, .dwords = 1 });
}

static int make(struct side *side)
{
    struct region_info info;
    const int region = nmm->create_region(NMM_UPS, 0, SIZE, REGION_ANYWHERE,
                                          &info);

    if (region < 0)
        return region;
    side->region = (u32)region;
    side->memory = (u8 *)info.base;
    for (u32 i = 0; i < SIZE; i++)
        side->memory[i] = 0;
    for (const char *p = ring3_program; p < ring3_program_end; p++)
        side->memory[p - ring3_program] = (u8)*p;
    const int ldt = nmm->create_ldt(ENTRIES);
    if (ldt < 0)
        return ldt;
    side->ldt = (u32)ldt;
    if (local(side, CODE_SELECTOR, LOCAL_CODE) != CODE_SELECTOR ||
        local(side, DATA_SELECTOR, LOCAL_DATA) != DATA_SELECTOR ||
        local(side, GATE_SELECTOR, LOCAL_GATE) != GATE_SELECTOR)
        return E_VERIFY;
    const int tss = nmm->create_tss(&(struct task){
        .ldt = side->ldt, .space = NMM_UPS });
    side->context = tss < 0 ? 0 : (u32)tss;
    return tss;
}

int side_context(const struct side *side)
{
    return threads->set_context(side->context, side->stack1);
}

int side_serve(struct side *side, u32 want, int status)
{
    calls++;
    if (want == WANT_NULL)
        return E_OK;
    if (want == WANT_YIELD)
        return threads->yield();
    if (want == WANT_HAND_OFF && !finished)
        return threads->hand_off(side->partner);
    if (want == WANT_HAND_OFF)
        return E_OK;
    if (!finished++)
        behind = *word(&sides[side == sides], COUNTER);
    threads->set_context(0, 0);
    ring3_leave(side, status);
}

static int body(u32 i)
{
    return ring3_enter(&sides[i]);
}

/* Two clients, each with so many rounds; between two it calls (turn), or it
 * spins that often. */
static int start(u32 rounds, u32 spinning, u32 turn)
{
    finished = calls = 0;
    for (u32 i = 0; i < SIDES; i++) {
        const int error = make(&sides[i]);
        if (error < 0)
            return error;
        *word(&sides[i], ID) = i + 1;
        *word(&sides[i], ROUNDS) = rounds;
        *word(&sides[i], SPINNING) = spinning;
        *word(&sides[i], TURN) = turn;
    }
    for (u32 i = 0; i < SIDES; i++)
        sides[i].thread = threads->create(body, i, STACK);
    sides[0].partner = sides[1].thread;
    sides[1].partner = sides[0].thread;
    return sides[1].thread < 0 ? sides[1].thread : sides[0].thread;
}

static int join(u32 i)
{
    return threads->join(sides[i].thread);
}

static int counter(u32 i)
{
    return (int)*word(&sides[i], COUNTER);
}

static int overlap(void) { return (int)behind; }

static int stop(void)
{
    for (u32 i = 0; i < SIDES; i++) {
        nmm->destroy_tss(sides[i].context);
        nmm->destroy_ldt(sides[i].ldt);
        nmm->destroy_region(sides[i].region);
    }
    return E_OK;
}

/* A thread of ring 1 in a task whose space needs paging. */
static u32 space, far_task, turns;
static volatile u32 far_stop;

static int far_body(u32 unused)
{
    int error = threads->set_context(far_task, 0);

    (void)unused;
    while (!error && !far_stop) {
        turns++;
        error = threads->yield();
    }
    const int back = threads->set_context(0, 0);
    return error ? error : back;
}

static int far_start(void)
{
    const int s = nmm->create_page_table(WINDOW, 1 << 22);
    const int t = s < 0 ? s : nmm->create_tss(&(struct task){
        .space = (u32)s });

    space = (u32)s;
    far_task = (u32)t;
    far_stop = turns = 0;
    return t < 0 ? t : threads->create(far_body, 0, STACK);
}

static int far_turns(void) { return (int)turns; }

static int far_end(void)
{
    far_stop = 1;
    return 0;
}

static int far_gone(void)
{
    const int error = nmm->destroy_tss(far_task);

    return error ? error : nmm->destroy_page_table(space);
}

struct clients3 {
    int (*start)(u32 rounds, u32 spinning, u32 turn);
    int (*join)(u32 i), (*counter)(u32 i), (*overlap)(void), (*stop)(void);
    int (*far_start)(void), (*far_turns)(void), (*far_end)(void);
    int (*far_gone)(void), (*context)(u32 context, u32 stack);
};

static int context(u32 task, u32 stack)
{
    return threads->set_context(task, stack);
}

static const struct clients3 table = {
    start, join, counter, overlap, stop, far_start, far_turns, far_end,
    far_gone, context,
};

DEIMOS_MODULE("clients3", MODULE_SYSTEM);
DEIMOS_INTERFACE("clients3", "clients3", table, "start join counter overlap "
                 "stop far_start far_turns far_end far_gone context");
