/* SPDX-License-Identifier: MIT */
/*
 * Steps through each entry from ring 3, instruction by instruction, and asks
 * at each of them whether the modules with this thread inside can be unloaded:
 * once on this thread, and once on another, to which a tick of the timer leads
 * at that instruction. The timer is this module's: it stands where `preempt`
 * has its interrupts from, and knows its handler.
 *
 * TF goes with a call gate. What clears it, the entries of faults and of
 * SYSENTER, begins with a breakpoint; so does what lies behind a call that
 * leads elsewhere, which is not stepped through.
 */
#include "deimos.h"
#include "concurrency.h"
#include "plant.h"

#define TF          0x100
#define RET         0xc3
#define FAR_CALL    0x9a
#define IRET        0xcf
#define FAR_SIZE    7
#define VECTOR_DB   1
#define VECTOR_BP   3
#define VISITS      1           /* of an instruction that are asked at */
#define IMAGE_MOST  0x20000u
#define TIMER_WALKS 2           /* ticks that are stepped through */
#define MODULES     2           /* the model; who runs its client */

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

struct image { u32 base, size; };

void step_debug(void), step_break(void);                /* step.S */
u32 step_taken(u32 *frame, u32 is_break);
u32 step_flags;                 /* with which the timer's handler is entered */

static int self, handles[MODULES];
static struct image images[MODULES], timer;
static void (*tick)(void);
static volatile u32 *busy;
static u8 visits[MODULES][IMAGE_MOST];
static u32 walks;
static volatile u32 steps[2], asked[2]; /* of ring 3, 1; here, elsewhere */
static volatile int wrong;              /* an answer that is no refusal */
static volatile u32 wrong_at, now, met;  /* met: entries with a breakpoint */

static int is_in(const struct image *i, u32 at)
{
    return at - i->base < i->size;
}

static int is_inside(u32 at)
{
    return is_in(&images[0], at) || is_in(&images[1], at) || is_in(&timer, at);
}

/* Neither can go. */
static void ask(u32 elsewhere)
{
    for (u32 i = 0; i < MODULES && !wrong; i++) {
        const int got = cm->unload(handles[i]);
        if (got != E_ACTIVE && (i || got != E_BUSY)) {
            wrong = got ? got : 1;
            wrong_at = now;
        }
    }
    asked[elsewhere]++;
}

static int is_new(u32 at)
{
    for (u32 i = 0; i < MODULES; i++)
        if (is_in(&images[i], at) && at - images[i].base < IMAGE_MOST)
            return visits[i][at - images[i].base]++ < VISITS;
    return 1;
}

/* A tick comes in front of this instruction: 0, or where it leads. */
static u32 come_in(void)
{
    if (*busy)
        return 0;
    *busy = 1;
    step_flags = walks++ < TIMER_WALKS ? TF | 2 : 2;
    return (u32)tick;
}

/* Ring 3 steps as long as it likes. */
static u32 at_client(const u32 *frame)
{
    if (!(frame[2] & TF)) {
        plant_entries(images[0].base, images[0].size);
        return 0;
    }
    walks = 0;
    steps[0]++;
    ask(0);
    return come_in();
}

/* Behind the call that this instruction makes, or that has led to it. */
static void step_over(u32 *frame, u32 to)
{
    plant(to);
    frame[2] &= ~(u32)TF;
}

/* 0: it goes on beyond the images, and is not followed. */
static int follow(u32 *frame)
{
    const u8 *const code = (const u8 *)frame[0];

    if (*code == RET && !is_inside(frame[3]))
        return 0;
    if (*code == FAR_CALL)
        step_over(frame, frame[0] + FAR_SIZE);
    else if (*code == IRET && is_in(&timer, frame[0]))
        return 0;
    else
        frame[2] |= TF;
    return 1;
}

static u32 at_module(u32 *frame)
{
    if (!is_inside(frame[0])) {
        step_over(frame, frame[3]);
        return 0;
    }
    if (!follow(frame))
        frame[2] &= ~(u32)TF;
    if (!is_new(frame[0]))
        return 0;
    steps[1]++;
    ask(0);
    if (!is_in(&timer, frame[0]))
        return come_in();
    return 0;
}

/* From step.S; frame: eip cs eflags. */
u32 step_taken(u32 *frame, u32 is_break)
{
    if (is_break && !plant_take(--frame[0])) {
        wrong = E_UNSUPPORTED;
        frame[0]++;
        return 0;
    }
    now = frame[0];
    met += is_break && plant_is_entry(now);
    return frame[1] & 2 ? at_client(frame) : at_module(frame);
}

/* The interface `interrupt`: of preempt alone, line 0. */
static int attach(u32 line, void (*handler)(void), volatile u32 *flag)
{
    static const u8 last[] = { 0x0f, 0x00, 0xe0, 0x74, 2, 0x31, 0xc0, RET };
    u32 at = (u32)handler, i = 0;

    for (; i < sizeof(last); at++)      /* `usable` ends it */
        for (i = 0; i < sizeof(last) && ((u8 *)at)[i] == last[i];)
            i++;
    tick = handler;
    busy = flag;
    timer = (struct image){ (u32)handler, at + sizeof(last) - (u32)handler };
    return line ? E_RANGE : E_OK;
}

static int detach(u32 line)
{
    timer.size = 0;
    return line ? E_RANGE : E_OK;
}

static int image_of(u32 i, u32 handle, u32 base, u32 size)
{
    handles[i] = (int)handle;
    images[i] = (struct image){ base, size };
    return 0;
}

/* From now on; how many entries clear TF. */
static int begin(void)
{
    for (u32 i = 0; i < MODULES; i++)
        for (u32 k = 0; k < IMAGE_MOST; k++)
            visits[i][k] = 0;
    steps[0] = steps[1] = asked[0] = asked[1] = walks = 0;
    wrong = 0;
    met = 0;
    const int error = vector->attach(VECTOR_DB, step_debug) |
                      vector->attach(VECTOR_BP, step_break);
    return error ? error : (int)plant_entries(images[0].base, images[0].size);
}

/* Until no other thread is left. */
static int watch(void)
{
    while (threads->count() > 1) {
        ask(1);
        threads->yield();
    }
    plant_take_all();
    return vector->detach(VECTOR_DB) | vector->detach(VECTOR_BP);
}

static int take_line(u32 binding)
{
    return cm->rebind((int)binding, self, "interrupt");
}

static int get_steps(u32 ring) { return (int)steps[ring & 1]; }
static int get_asked(u32 elsewhere) { return (int)asked[elsewhere & 1]; }
static int get_wrong(void) { return wrong; }
static int get_where(void) { return (int)wrong_at; }
static int get_met(void) { return (int)met; }

static int init(int handle)
{
    self = handle;
    return 0;
}

static const struct interrupt line = { attach, detach };
static const struct {
    int (*take_line)(u32 binding), (*begin)(void), (*watch)(void);
    int (*image)(u32 i, u32 handle, u32 base, u32 size);
    int (*steps)(u32 ring), (*asked)(u32 elsewhere);
    int (*wrong)(void), (*where)(void), (*met)(void);
} table = {
    take_line, begin, watch, image_of, get_steps, get_asked, get_wrong,
    get_where, get_met,
};

DEIMOS_MODULE("stepped", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("interrupt", "interrupt", line, INTERRUPT_METHODS);
DEIMOS_INTERFACE("stepped", "stepped", table, "take_line begin watch image "
                 "steps asked wrong where met");
