/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* A death: who is blamed, what is given back in which order, and with which
 * registers the thread goes on. */
#include "../../core/x86/x86.h"

static unsigned fs, gs, is_on;
#define x86_fs() (fs)
#define x86_load_fs(selector) (fs = (selector))
#define x86_load_gs(selector) (gs = (selector))
#define x86_sti() (is_on = 1)
#define x86_cli() (is_on = 0)
#include "../../core/death/death.c"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "check.h"

#define MODULES 4
#define BASE(m) (((m) + 1) << 20)
#define SIZE 0x2000u
#define RECORD 0x900000u                /* address of the record */
#define STUB 0x2000u                    /* of module 3's gate */
#define NOWHERE 0xdead0000u

struct graph graph;

static struct recovery record;
static u32 recovers, of_client, other, running, from_client;
static u32 top_of_stack, frame_eip, jumped_from;
u32 flags_ring1;
static u32 head, killed, forgot, left, forgotten, unmasked, aborted;
static u32 left_for;            /* calls of task_leave_for() */
static u32 resumed;             /* the task that has become current */
static jmp_buf abort_point;

static struct graph_node *node_of(u32 m) { return &graph.nodes[m]; }

const struct graph_node *graph_node_at(saddr_t address)
{
    for (u32 m = 0; m < MODULES; m++)
        if (address - BASE(m) < SIZE)
            return node_of(m);
    return NULL;
}

void *user_pointer(saddr_t address, u32 size)
{
    return address == 0x5000 && size == 4 ? &top_of_stack : NULL;
}

saddr_t stack_next(saddr_t *ebp)
{
    *ebp = 0;
    return frame_eip;
}

saddr_t thread_recovery(void) { return head; }
void thread_set_recovery(saddr_t at) { head = at; }

const struct recovery *thread_record(saddr_t address)
{
    return address == RECORD ? &record : NULL;
}

saddr_t recovery_find(const struct graph_node *culprit)
{
    (void)culprit;
    return recovers ? RECORD : 0;
}

/* It stays, or there is none, or another. */
static struct recovery_task task_there(void)
{
    return (struct recovery_task){ of_client ? RECOVERY_STAYS : other, 0x99 };
}

struct recovery_task recovery_task(saddr_t at)
{
    CHECK_EQ(at, recovers ? RECORD : 0);
    return task_there();
}

void task_resume(u32 selector, saddr_t stack)
{
    CHECK(left_for && (left || !recovers) && stack == 0x99);
    resumed = selector;
}

u32 gate_module_at(saddr_t eip)
{
    return eip == STUB ? node_of(3)->handle : ~0u;
}

struct task_entry *task_running(void)
{
    static struct task_entry task;

    task.owner = running;
    return running ? &task : NULL;
}

/* In this order: before the kill all is there still, after it nothing. */
void pic_open(u32 line)
{
    CHECK(!killed && is_on && line == PIC_TIMER);
    unmasked++;
}

saddr_t instead_of(const struct graph_node *node, saddr_t word)
{
    return node->base + word;
}

void stack_forget(const struct graph_node *node, stack_instead *instead)
{
    CHECK(!killed && node->size == SIZE);
    CHECK(instead(node, 1) == node->base + 1);
    forgot = node->base;
    forgotten++;
}

static void kill(u32 module)
{
    CHECK(unmasked && !(graph.generation & 1) && is_on);
    CHECK(fs == 0 && gs == THREAD_DS);
    killed = module;
    record = (struct recovery){ 0 };    /* it was in memory of the dead */
}

static const struct manager table = { .kill = kill };
const struct manager *manager = &table;

#define TASK_STACK 0x6000u

saddr_t task_stack(void) { return TASK_STACK; }

/* Where the thread goes on, and where the dead had its stack. */
void task_leave_for(saddr_t at, saddr_t here)
{
    CHECK(killed && !left && !of_client && !is_on);
    CHECK_EQ(at, recovers ? 0x12345 : 0);
    CHECK_EQ(here, !from_client ? 0x5000 : running ? TASK_STACK : 0);
    left_for++;
}

static struct asker asker;
static u32 losses, returned;
static jmp_buf leave_point;

void recovery_lose_askers(const struct graph_node *culprit)
{
    CHECK(!killed && culprit->size == SIZE);
    losses++;
}

struct asker *asker_now(void) { return &asker; }

void asker_set(saddr_t caller, saddr_t ebp, saddr_t esp)
{
    asker = (struct asker){ .caller = caller, .ebp = ebp, .esp = esp };
}

void task_leave(void) { CHECK(killed); left++; }
saddr_t upcall_stack(void) { return 0; }

void upcall_abort(u32 error)
{
    CHECK_EQ((s32)error, E_DIED);
    CHECK(!is_on);
    aborted++;
    longjmp(abort_point, 1);
}

static char printed[sizeof(graph.system.report)];

void console_print(const char *fmt, ...)
{
    va_list list;

    va_start(list, fmt);
    vsnprintf(printed, sizeof(printed), fmt, list);
    va_end(list);
}

void report_add(struct report *r, const char *fmt, ...)
{
    va_list list;

    va_start(list, fmt);
    r->length += (u32)vsnprintf(r->text + r->length, r->size - r->length, fmt,
                                list);
    va_end(list);
}

const char *report_vector(u32 vector) { (void)vector; return "#UD"; }
void report_code(struct report *r, const struct trap_state *f)
{ (void)r, (void)f; }
void report_registers(struct report *r, const struct trap_state *f)
{ (void)r, (void)f; }
void report_backtrace(struct report *r, const struct trap_state *f, u32 until)
{ (void)r, (void)f, (void)until; }

static struct trap_state f;

void trap_leave(const struct trap_state *frame)
{
    f = *frame;
    returned++;
    longjmp(leave_point, 1);
}

/* The death of that frame, and what must hold behind each. */
static void die(u32 vector, u32 cs, u32 eip)
{
    const u32 deaths = graph.system.deaths;

    record = (struct recovery){ 0x77, 0x12345, 0x2222, 0x3333, 0x4444, 0x5555,
                                BASE(2) + 8, BASE(1) + 16 };
    head = RECORD;
    fs = graph.system.deaths % 2 ? 0x0f : 0x23;
    gs = 0x2b;
    from_client = (cs & 3) == 3;
    killed = forgot = forgotten = losses = left = left_for = 0;
    resumed = unmasked = aborted = 0;
    f = (struct trap_state){ .vector = vector, .cs = cs, .eip = eip,
        .ss = UPS_DS, .esp = 0x5000, .ebp = jumped_from ? jumped_from : 1,
        .eflags = 0x4502 };
    if (!setjmp(abort_point))
        death_of_module(&f);
    CHECK(!is_on && !(graph.generation & 1));
    CHECK(graph.system.deaths - deaths <= 1);
}

static void check_goes_on(u32 error)
{
    CHECK(f.eax == error && f.ebx == 0x3333 && f.esi == 0x4444 &&
          f.edi == 0x5555 && f.ebp == 0x2222 && f.esp == 0x12345);
    CHECK(f.eip == BASE(2) + 8 && f.cs == UPS_CS && f.ss == UPS_DS &&
          f.ds == UPS_DS && f.es == UPS_DS);
    CHECK_EQ(f.eflags, flags_ring1);
    CHECK_EQ(head, 0x77);
}

static void check_blamed(u32 m)
{
    CHECK_EQ(killed, m < MODULES ? node_of(m)->handle : 0);
    CHECK_EQ(forgot, m < MODULES ? BASE(m) : 0);
    CHECK_EQ(losses, m < MODULES);
    char text[64];
    snprintf(text, sizeof(text), "module '%s' died",
             m < MODULES ? node_of(m)->name : "?");
    CHECK(strstr(graph.system.report, text) && strstr(printed, text));
}

static void test_goes_on(void)
{
    for (u32 i = 0; i < 32; i++) {
        recovers = i & 1;
        of_client = i >> 1 & 1;
        flags_ring1 = EFLAGS_FIXED | (i & 4 ? EFLAGS_IF : 0);
        running = i & 8 ? node_of(0)->handle : 0;
        other = i & 16;
        const u32 deaths = graph.system.deaths;
        die(6, UPS_CS, BASE(0) + 4);
        check_blamed(0);
        CHECK_EQ(graph.system.deaths, deaths + 1);
        CHECK_EQ(aborted, !recovers);
        CHECK_EQ(left, recovers && !of_client);
        CHECK_EQ(left_for, !of_client);
        CHECK_EQ(resumed, of_client ? 0 : other);
        if (recovers)
            check_goes_on((u32)E_DIED);
    }
    other = 0;
}

/* Nobody returns into what it carries, either. */
static void test_carried(void)
{
    recovers = 1;
    running = of_client = 0;
    node_of(1)->carrier = node_of(3)->carrier = node_of(0)->handle;
    node_of(2)->carrier = 77;
    node_of(0)->carries = 2;
    die(6, UPS_CS, BASE(0) + 4);
    CHECK(killed == node_of(0)->handle && forgotten == 3);
    CHECK_EQ(forgot, BASE(3));
    die(6, UPS_CS, BASE(1) + 4);        /* it dies alone */
    check_blamed(1);
    CHECK_EQ(forgotten, 1);
    node_of(1)->carrier = node_of(3)->carrier = node_of(0)->carries = 0;
    node_of(2)->carrier = 0;
}

/* What it carries is in the first and in the last entry, too. */
static void test_carried_ends(void)
{
    struct graph_node *last = &graph.nodes[GRAPH_NODES - 1];
    const u32 carrier = node_of(1)->handle;

    node_of(0)->carrier = carrier;
    *last = (struct graph_node){ .handle = 88, .carrier = carrier,
                                 .base = 0x800000, .size = SIZE };
    node_of(1)->carries = 2;
    die(6, UPS_CS, BASE(1) + 4);
    CHECK(killed == carrier && forgotten == 3);
    CHECK_EQ(forgot, last->base);
    *last = (struct graph_node){ 0 };
    node_of(0)->carrier = node_of(1)->carries = 0;
}

/* The code's module; else who jumped; else the one that was called last. */
static void test_blame(void)
{
    recovers = 1;
    top_of_stack = frame_eip = running = 0;
    for (u32 m = 0; m < MODULES; m++) {
        die(6, UPS_CS, BASE(m) + SIZE - 1);
        check_blamed(m);
    }
    die(6, UPS_CS, STUB);
    check_blamed(3);
    die(6, UPS_CS, NOWHERE);            /* record.callee */
    check_blamed(1);
    top_of_stack = BASE(3) + 5;
    die(6, UPS_CS, NOWHERE);
    check_blamed(3);
    top_of_stack = BASE(2) + 9;         /* in the recovering call's frame */
    die(6, UPS_CS, NOWHERE);
    check_blamed(1);
    top_of_stack = 0;
    frame_eip = BASE(0) + 9;
    die(6, UPS_CS, NOWHERE);
    check_blamed(0);
    jumped_from = 0x2222;               /* who would go on did not jump */
    die(6, UPS_CS, NOWHERE);
    check_blamed(1);
    jumped_from = frame_eip = 0;
    for (u32 m = 0; m < MODULES; m++) { /* ring 3, wherever it was */
        running = node_of(m)->handle;
        die(6, 0x0f, BASE(m ^ 1) + 4);
        check_blamed(m);
    }
    running = 0;
    die(6, 0x0f, BASE(0) + 4);          /* without a task: who went there */
    check_blamed(1);
}

/* The time limit is told where the module has a recovery point of its own. */
static void test_time_limit(void)
{
    const u32 deaths = graph.system.deaths;

    recovers = 1;
    die(VECTOR_TIME_LIMIT, UPS_CS, BASE(2) + 100);
    CHECK(!killed && !left && !left_for && graph.system.deaths == deaths);
    check_goes_on((u32)E_TIMEOUT);
    die(VECTOR_TIME_LIMIT, UPS_CS, BASE(0) + 100);
    check_blamed(0);
    CHECK(strstr(graph.system.report, "time limit at"));
    die(6, UPS_CS, BASE(2) + 100);      /* any other: it dies */
    check_blamed(2);
}

static void serve(u32 lost)
{
    is_on = 1;
    left = left_for = aborted = returned = 0;
    asker = (struct asker){ .esp = 0x5000, .is_lost = (int)lost,
        .task = task_there(), .at = recovers ? RECORD : 0,
        .record = { 0x77, 0x12345, 0x2222, 0x3333, 0x4444, 0x5555,
                    BASE(2) + 8, BASE(1) + 16 } };
    if (!setjmp(abort_point) && !setjmp(leave_point))
        death_of_asker();
}

/* The request is served: it is answered, or whoever has died in it is left. */
static void test_asker(void)
{
    killed = 1;                         /* task_leave_for() asks */
    from_client = running = 0;
    for (u32 i = 0; i < 16; i++) {
        const u32 lost = i >> 3;
        recovers = i & 1;
        of_client = i >> 1 & 1;
        flags_ring1 = EFLAGS_FIXED | (i & 4 ? EFLAGS_IF : 0);
        serve(lost);
        CHECK_EQ(returned, lost && recovers);
        CHECK_EQ(aborted, lost && !recovers);
        CHECK_EQ(left, lost && recovers && !of_client);
        CHECK_EQ(left_for, lost && !of_client);
        CHECK(!asker.is_lost && is_on == !lost);
        if (returned)
            check_goes_on((u32)E_DIED);
    }
}

int main(void)
{
    for (u32 m = 0; m < MODULES; m++) {
        node_of(m)->handle = m + 1 + (1 << 14);
        node_of(m)->base = BASE(m);
        node_of(m)->size = SIZE;
        snprintf(node_of(m)->name, NAME_SIZE, "m%u", m);
    }
    test_goes_on();
    test_blame();
    test_carried();
    test_carried_ends();
    test_time_limit();
    test_asker();
    return check_done();
}
