/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_watch.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/lib/ring3/watch.S and watch.c: which clients a tick lets be stepped, and
 * nothing else of them; what is made of each answer of who watches, by each fault,
 * flag and sign; and who is waited for, in every order and number.
 */
#include "../../core/api/thread_block.h"
#include "../../core/api/recovery.h"

static saddr_t points;                  /* of the calling thread: recovery points */
#undef THREAD_BLOCK_READ
#define THREAD_BLOCK_READ(member) points
#include "../../modules/lib/ring3/watch.c"

#include <setjmp.h>

#include "check.h"
#include "model_lock.h"
#include "ring3.h"

#define BACK ((u32)ring_back)
#define ESP3 0x5000
#define OTHERS 0x602            /* flags that stay */
#define CR2 0x77777
#define GONE (STEPS_MOST + 1)
#define LINK 0x1117

static struct client clients[STEPS_MOST + 2];
static u32 is_gone[STEPS_MOST + 2];

/* --- A tick --------------------------------------------------------------- */

static const struct ring_in client_has = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                           CLIENT_DATA, 0xc93, CLIENT_STACK,
                                           0xd0d0, CLIENT_STACK };

/* From the link of the backtrace downwards, what the processor has pushed. */
static struct {
    u32 below[2], eip, cs, eflags, esp, ss;
    const struct client *client;
    u32 link[2];
} frame;

static void tick(const struct client *client, u32 cs, u32 flags)
{
    const u32 words[] = { BACK, HOST_CS, 0x202, ESP3 };
    struct ring_in in = client_has;

    memset(&frame, 0xee, sizeof(frame));
    frame.cs = cs;
    frame.eflags = flags;
    frame.client = client;
    in.ebp = (u32)&frame.link[0];
    watch_busy = 1;
    ring_enter(watch_tick, words, ARRAY_SIZE(words), &in);
    CHECK_EQ(watch_busy, 0);
    CHECK(ring_out.eax == in.eax && ring_out.ebx == in.ebx);
    CHECK(ring_out.ecx == 0xcccc && ring_out.edx == in.edx);
    CHECK(ring_out.esi == in.esi && ring_out.edi == in.edi);
    CHECK(ring_out.ebp == in.ebp && ring_out.word[0] == ESP3);
    CHECK(ring_out.ds == in.segment && ring_out.es == in.other);
    CHECK(ring_out.fs == in.other && ring_out.gs == in.gs);
    CHECK(frame.cs == cs && frame.client == client);
    CHECK(frame.below[1] == 0xeeeeeeee && frame.eip == 0xeeeeeeee);
    CHECK(frame.esp == 0xeeeeeeee && frame.link[0] == 0xeeeeeeee);
}

static void test_ticks(void)
{
    for (u32 place = 0; place < STEPS_MOST; place++) {
        memset(watch_clients, 0, sizeof(watch_clients));
        watch_clients[place] = &clients[place];
        for (u32 i = 0; i < STEPS_MOST; i++) {
            tick(&clients[i], 0xabcd0000 | CLIENT_CODE, OTHERS);
            CHECK_EQ(frame.eflags, OTHERS | (i == place ? EFLAGS_TF : 0));
        }
        tick(&clients[place], CLIENT_CODE & ~2u, OTHERS);       /* at ring 1 */
        CHECK_EQ(frame.eflags, OTHERS);
        tick(&clients[place], CLIENT_CODE, OTHERS | EFLAGS_TF);
        CHECK_EQ(frame.eflags, OTHERS | EFLAGS_TF);
    }
    memset(watch_clients, 0, sizeof(watch_clients));
}

/* --- Who watches ---------------------------------------------------------- */

static int answer;
static u32 dies;                        /* who watches does */
static u32 holds;                       /* it has interrupts off: when it answers */
static u32 sets_tf, told_so_often, last_linear, left_at;
static u32 is_set_back;                 /* the thread, to a point of somebody else's */
static u32 interrupts = 1;
static jmp_buf out;

static int off_line(void) { interrupts = 0; return 0; }
static int on_line(void) { interrupts = 1; return 0; }
static const struct cpu processor = { .cli = off_line, .sti = on_line };

u64 recover_call(void *method, const u32 *args, u32 n)
{
    u32 (*const call)(u32, u32, u32) = (u32 (*)(u32, u32, u32))method;
    const struct recovery record = { .previous = points, .callee = (u32)method };

    points = (saddr_t)&record;
    const u32 result = call(args[0], n > 1 ? args[1] : 0, n > 2 ? args[2] : 0);
    points = record.previous;
    return dies ? 1ull << 32 | (u32)E_DIED : result;
}

void client_leave(u32 link, int status)
{
    CHECK(status == E_DIED && interrupts && dies);
    left_at = link;
    longjmp(out, 1);
}

/* What another thread is told: it has points of its own, which lead through others. */
static void try_elsewhere(void)
{
    const saddr_t here = points;
    const struct recovery outer = { .callee = (u32)try_elsewhere };
    const struct recovery inner = { .previous = (u32)&outer, .callee = 1 };

    points = 0;
    CHECK(steps.hold(1) == E_ACTIVE && interrupts);
    points = (saddr_t)&inner;
    CHECK(steps.hold(1) == E_ACTIVE && interrupts);
    points = here;
}

/* Also behind a call that survives who is called. */
static void hold_now(void)
{
    const struct recovery inner = { .previous = points, .callee = 1 };

    points = (saddr_t)&inner;
    CHECK(steps.hold(1) == 0 && !interrupts);
    points = inner.previous;
}

static void told_now(void)
{
    told_so_often++;
    try_elsewhere();
    if (is_set_back) {
        points = 0;
        longjmp(out, 1);
    }
    if (holds)
        hold_now();
}

static int told(int space, struct client_fault *fault)
{
    CHECK_EQ(space, 9);
    told_now();
    CHECK(fault->vector != VECTOR_DB || !(fault->eflags & EFLAGS_TF));
    if (sets_tf)
        fault->eflags |= EFLAGS_TF;
    return answer;
}

static int touched(int space, struct client_fault *fault, u32 address)
{
    CHECK_EQ(address, 0x1234);
    return told(space, fault);
}

static int ended(int space, const struct client_fault *fault, u32 linear)
{
    CHECK(space == 9 && fault && steps.hold(1) == E_ACTIVE);
    last_linear = linear;
    return 1;
}

static int paused(int space)
{
    CHECK_EQ(space, 9);
    told_now();
    return 1;
}

static const struct watch watching = { touched, told, paused, ended };

static const int answers[] = { 1, 0, 2, -1, E_UNBOUND, E_DEAD, E_DIED, E_HANDLE };

static void test_touch(void)
{
    struct client client = { .head.handle = 9 };

    for (u32 i = 0; i < ARRAY_SIZE(answers); i++)
        for (u32 mask = 0; mask < 4; mask++) {
            struct client_fault fault = { .vector = VECTOR_PF, .eflags = OTHERS };
            const int nobody = answers[i] == E_UNBOUND || answers[i] == E_DEAD;

            answer = answers[i];
            sets_tf = mask & 1;
            client.is_stepped = mask >> 1;
            CHECK_EQ(client_touch(&client, &fault, 0x1234, LINK),
                     nobody ? WATCH_NOBODY : answer == 1);
            CHECK_EQ(client.is_stepped,
                     mask >> 1 | (answer == 1 && sets_tf));
            CHECK_EQ(fault.eflags, OTHERS | (sets_tf ? EFLAGS_TF : 0));
        }
}

static u32 inside;                      /* threads: 1 its own, 2 a visitor */

int spaces_prune(struct space_head *space)
{
    CHECK(space && locked);
    return inside != 0;
}

/* A #DB that nobody has asked for kills, whatever is said. Bits of `has`: TF was
 * set, it is entered with TF, who watches sets it again, its threads. */
static void test_step(u32 vector, u32 has, int says)
{
    struct client client = { .head.handle = 9, .is_stepped = has & 1,
                             .head.active = has & 8 ? 8 : 0,
                             .head.visitor = has & 16 ? 16 :
                                             has & 32 ? LOCK_CONTENDED : 0,
                             .flags = has & 2 ? EFLAGS_TF : 0 };
    struct client_fault fault = { .vector = vector,
                                  .eflags = OTHERS | EFLAGS_TF };
    const int is_ours = vector == VECTOR_DB && has & 3, sets = has >> 2 & 1;
    const int nobody = says == E_UNBOUND || says == E_DEAD;
    const u32 two = (has & 24) == 24;

    answer = says;
    sets_tf = (u32)sets;
    inside = has >> 3 & 3;
    told_so_often = 0;
    CHECK_EQ(client_step(&client, &fault), is_ours && (nobody || says == 1));
    CHECK_EQ(told_so_often, is_ours);
    CHECK_EQ(client.flags, is_ours && nobody ? 0 : has & 2 ? EFLAGS_TF : 0);
    CHECK_EQ(client.is_stepped,
             is_ours ? two | (says == 1 && sets) : has & 1);
    CHECK_EQ(fault.eflags, OTHERS | (!is_ours || sets ? EFLAGS_TF : 0));
    CHECK(!locked);
}

static void test_steps(void)
{
    for (u32 vector = 0; vector < 20; vector++)
        for (u32 has = 0; has < 64; has++)
            for (u32 i = 0; i < ARRAY_SIZE(answers); i++)
                test_step(vector, has, answers[i]);
    answer = E_DEAD;
    model_holder = SOMEBODY;            /* so with the next step */
    struct client client = { .flags = EFLAGS_TF };
    struct client_fault fault = { .vector = VECTOR_DB };
    client.head.handle = 9;
    CHECK_EQ(client_step(&client, &fault), 1);
    CHECK_EQ(client.flags, EFLAGS_TF);
    model_holder = 0;
}

static void test_paused(void)
{
    const struct client client = { .head.handle = 9 };

    told_so_often = 0;
    client_pause(&client, LINK);
    CHECK_EQ(told_so_often, 1);
}

/* --- Interrupts that are held off ------------------------------------------- */

static int touch_it(struct client *client, struct client_fault *fault)
{
    return client_touch(client, fault, 0x1234, LINK);
}

static int pause_it(struct client *client, struct client_fault *fault)
{
    (void)fault;
    client_pause(client, LINK);
    return 1;
}

static int (*const whats[])(struct client *, struct client_fault *) = {
    client_step, touch_it, pause_it,
};

/* 1: it has left. */
static int asks(u32 what, struct client *client, struct client_fault *fault)
{
    if (setjmp(out))
        return 1;
    whats[what](client, fault);
    return 0;
}

/* They are off behind a touch that has the client go on by one instruction, and
 * behind nothing else; who dies with them off takes the client along, and no more. */
static void test_hold(u32 what, int says)
{
    struct client client = { .head.handle = 9, .is_stepped = 1 };
    struct client_fault fault = { .vector = what ? VECTOR_PF : VECTOR_DB };
    const u32 link = what ? LINK : CLIENT_LINK((u32)(&fault + 1));
    const int goes_on = says == 1 && sets_tf && what == 1;

    answer = says;
    left_at = 0;
    CHECK_EQ(steps.hold(1), E_ACTIVE);
    CHECK_EQ(asks(what, &client, &fault), (int)dies);
    CHECK_EQ(left_at, dies ? link : 0);
    if (!dies && says != 1 && what < 2 && says != E_UNBOUND && says != E_DEAD)
        client_ended(&client, &fault, 0);       /* it dies of that */
    CHECK_EQ(interrupts, !goes_on || dies);
    CHECK_EQ(steps.hold(1), E_ACTIVE);
    CHECK_EQ(steps.hold(0), 0);
    CHECK(interrupts);
}

static void test_holds(void)
{
    holds = 1;
    for (dies = 0; dies < 2; dies++)
        for (sets_tf = 0; sets_tf < 2; sets_tf++)
            for (u32 what = 0; what < ARRAY_SIZE(whats); what++)
                for (u32 i = 0; i < ARRAY_SIZE(answers); i++)
                    test_hold(what, answers[i]);
    holds = dies = sets_tf = 0;
}

/* It is set back, or lost, while who watches is asked: nobody is, then. */
static void test_set_back(void)
{
    is_set_back = 1;
    for (u32 what = 0; what < ARRAY_SIZE(whats); what++) {
        struct client client = { .head.handle = 9, .is_stepped = 1 };
        struct client_fault fault = { .vector = what ? VECTOR_PF : VECTOR_DB };

        told_so_often = 0;
        CHECK(asks(what, &client, &fault) && told_so_often == 1);
        CHECK(steps.hold(1) == E_ACTIVE && interrupts);
        try_elsewhere();
    }
    is_set_back = 0;
}

/* A list that leads in a circle ends. */
static void test_circle(void)
{
    struct recovery circle = { .callee = 1 };

    points = circle.previous = (saddr_t)&circle;
    CHECK(steps.hold(1) == E_ACTIVE && interrupts);
    circle.callee = (u32)watching.paused;
    CHECK(steps.hold(1) == 0 && !interrupts);
    CHECK(steps.hold(0) == 0 && interrupts);
    points = 0;
}

/* Its TF goes with it, but for that of its other thread. */
static void test_ended(void)
{
    for (u32 i = 0; i < 20 * 4; i++) {
        const struct client_fault fault = { .vector = i / 4 };
        struct client client = { .head.handle = 9, .is_stepped = 1,
                                 .head.active = i & 1, .head.visitor = i & 2 };

        last_linear = 1;
        client_ended(&client, &fault, CR2);
        CHECK_EQ(last_linear, i / 4 == VECTOR_PF ? CR2 : 0);
        CHECK_EQ(client.is_stepped, i % 4 == 3);
    }
}

/* --- Who is waited for ----------------------------------------------------- */

static int attach_says;
static u32 attached;

static int attach_line(u32 line, void (*entry)(void), volatile u32 *busy)
{
    CHECK(line == 0 && entry == watch_tick && busy == &watch_busy && !*busy);
    CHECK(!attached && locked);
    attached = attach_says >= 0;
    return attach_says;
}

static int detach_line(u32 line)
{
    CHECK(line == 0 && attached && locked);
    attached = 0;
    return 0;
}

static const struct interrupt lines = { .attach = attach_line,
                                        .detach = detach_line };

static struct client *there(u32 i)
{
    return i < ARRAY_SIZE(clients) && !is_gone[i] ? &clients[i] : NULL;
}

struct space_head *spaces_find(int handle)
{
    return (struct space_head *)there((u32)handle - 1);
}

static u32 waited(void)
{
    u32 count = 0;

    for (u32 i = 0; i < STEPS_MOST; i++)
        count += watch_clients[i] != NULL;
    return count;
}

static void arms(u32 i, u32 on, int says, u32 count)
{
    watch_busy = 1;
    CHECK_EQ(steps.arm((int)i + 1, on), says);
    CHECK_EQ(waited(), count);
    CHECK_EQ(attached, count != 0);
    if (says == 0)
        CHECK_EQ(clients[i].flags, on ? EFLAGS_TF : 0);
    CHECK(!locked);
}

/* A client ends while the model is locked. */
static void goes(u32 i, u32 count)
{
    model_holder = SOMEBODY;
    watch_busy = 0;
    client_unwatch(&clients[i]);
    model_holder = 0;
    CHECK_EQ(waited(), count);
    CHECK_EQ(attached, count != 0);
}

static void test_arms(void)
{
    for (attach_says = -30; attach_says < 0; attach_says++) {
        arms(0, 1, attach_says, 0);
        CHECK(!clients[0].flags && !clients[0].is_stepped);
    }
    attach_says = 0;
    for (u32 i = 0; i < STEPS_MOST; i++) {
        arms(i, 1, 0, i + 1);
        arms(i, 1, 0, i + 1);           /* it is there */
        CHECK(clients[i].is_stepped);
    }
    arms(STEPS_MOST, 1, E_QUOTA, STEPS_MOST);
    CHECK(!clients[STEPS_MOST].flags && !clients[STEPS_MOST].is_stepped);
    arms(STEPS_MOST, 0, 0, STEPS_MOST);
    goes(3, STEPS_MOST - 1);            /* it keeps nobody out */
    arms(STEPS_MOST, 1, 0, STEPS_MOST);
    goes(3, STEPS_MOST);                /* another one is not waited for */
    is_gone[3] = 1;
    arms(3, 1, E_HANDLE, STEPS_MOST);
    arms(GONE + 5, 0, E_HANDLE, STEPS_MOST);
    for (u32 i = 0, left = STEPS_MOST; i <= STEPS_MOST; i++)
        if (i != 3) {
            inside = i & 1;             /* TF may be on its way there */
            arms(i, 0, 0, --left);
            CHECK_EQ(clients[i].is_stepped, inside);
        }
    inside = 0;
    is_gone[3] = 0;
    arms(3, 1, 0, 1);
    goes(3, 0);                         /* nor the timer */
    arms(3, 1, 0, 1);                   /* the next one lies there */
    goes(3, 0);
    is_gone[3] = 1;
    arms(3, 0, E_HANDLE, 0);
    arms(0, 0, 0, 0);
    model_holder = SOMEBODY;
    CHECK_EQ(steps.arm(1, 1), E_ACTIVE);
    model_holder = 0;
    CHECK_EQ(waited(), 0);
}

int main(void)
{
    watch = &watching;
    ticks = &lines;
    cpu = &processor;
    test_touch();
    test_steps();
    test_paused();
    test_holds();
    test_set_back();
    test_circle();
    test_ended();
    test_arms();
    if (ring_is_missing())
        return SKIP;
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_STACK, 0, 4096, RING_DATA, 0), 0);
    test_ticks();
    return check_done();
}
