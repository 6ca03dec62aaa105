/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_context.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/lib/thread/context.S, the switch of modules/threads/tasks and
 * modules/lib/call/recover.S: what a thread leaves on its stack and what it
 * takes from it, by each way; and recovery points, with a death.
 */
#include "../../core/api/thread_block.h"
#include "../../modules/lib/thread/threads.h"

#include "check.h"
#include "ring3.h"

#define BLOCK 0x37
#define GATE 0x2f
#define HEAD 0x6006                     /* of a list that nobody follows */

struct thread threads[THREAD_MAX];
struct thread *thread_current;
volatile u32 threads_locked;

u32 block_call(const void *call, const u32 *arg);
void block_back(void), block_inside(void), block_bridge(void);
void block_enter(void);
void block_die(const struct recovery *record) __attribute__((noreturn));
extern const char gate_code[];
extern u32 gate_seen[3];
extern int gate_result;
extern const struct switch_state frame_out;

static union {                          /* of the thread: GS leads to it */
    struct thread_block is;
    u32 word[sizeof(struct thread_block) / 4];
} block;

static u32 handed, handed_esp, left_times, finished, finished_link, ds_then;

int thread_hand_off(int handle)
{
    handed = (u32)handle;
    return 0x5a;
}

int beside_is_on;

static int their_hand_off(int handle)
{
    handed = ~(u32)handle;
    return 0x5a;
}

static const struct concurrency others = { .hand_off = their_hand_off };
const struct concurrency *beside_elsewhere(void);

const struct concurrency *beside_elsewhere(void) { return &others; }

u64 methods_exchange(u32 context, saddr_t stack, u32 esp)
{
    handed = context ^ stack;
    handed_esp = esp;
    return 0x5b000000a5;
}

int methods_yield(void) { return 1; }
int methods_join(int handle) { return handle; }
int methods_wait(const volatile u32 *word, u32 e) { return (int)(*word + e); }
int methods_set_context(u32 a, saddr_t b) { return (int)(a + b); }
int beside_turn(u32 unused);
int beside_turn(u32 unused) { return (int)unused; }
u32 module_at(const void *address) { return (u32)address != 0xdead; }
void kind_tick(u32 ebp) { (void)ebp; }

void threads_leave(void) { left_times++; }

void thread_finish(int result)
{
    finished = (u32)result;
    finished_link = *(const u32 *)__builtin_frame_address(0);
    __asm__ volatile("mov %%ds, %0" : "=r"(ds_then));
    block_back();
}

/* --- Switching
 * ------------------------------------------------------------- */

static u32 stack[64];
#define FRAME ((struct switch_state *)&stack[40])

static int handle_of(u32 i)
{
    return (int)(threads[i].uses << 8 | (i + 1));
}

/* Thread 1 runs; thread i + 1 is ready, with a stack that leads back. */
static int lay_thread(u32 i)
{
    static const u16 control = 0x27f, other = 0xb7f;

    memset(threads, 0, sizeof(threads));
    memset(gate_seen, 0, sizeof(gate_seen));
    thread_current = FIRST;
    threads[i].uses = i * 3;
    threads[i].key = (u32)handle_of(i) + UPCALLS;
    threads[i].context = i * 8;
    threads[i].stack1 = 0x900 + i;
    threads[i].esp = (u32)FRAME;
    memcpy(threads[i].fpu, &other, 2);
    threads[i].fpu[8] = threads[i].fpu[9] = 0xff;
    *FRAME = (struct switch_state){ 1, 2, 3, 4, 5, 6, 0x7007, 8,
                                    (u32)block_back };
    block.is.recovery = HEAD;
    block.is.upcalls = UPCALLS;
    handed = 0;
    gate_result = 0;
    __asm__ volatile("fninit\n\tfldcw %0" : : "m"(control));
    return handle_of(i);
}

static void is_saved(void)
{
    const struct switch_state *frame = &frame_out;

    CHECK(frame->edi == RING_EDI && frame->esi == RING_ESI);
    CHECK(frame->ebx == RING_EBX && frame->ebp == RING_EBP);
    CHECK(frame->link == RING_EBP && frame->recovery == HEAD);
    CHECK_EQ(frame->eip, (u32)block_back);
    CHECK_EQ((u32)threads[0].saved.previous, HEAD);
    CHECK_EQ(*(const u16 *)threads[0].fpu, 0x27f);
}

static void has_switched(u32 i)
{
    u16 control;

    __asm__ volatile("fnstcw %0" : "=m"(control));
    CHECK_EQ(control, 0xb7f);
    is_saved();
    CHECK(thread_current == &threads[i]);
    CHECK_EQ(threads[i].esp, 0);
    CHECK_EQ(block.is.recovery, 0x7007);
    CHECK(ring_out.edi == 1 && ring_out.esi == 2 && ring_out.ebp == 3);
    CHECK(ring_out.ebx == 5 && ring_out.edx == 6);
    CHECK_EQ(ring_out.esp, (u32)(FRAME + 1));
    CHECK_EQ((u16)ring_out.fs, 0);
    CHECK_EQ(ring_out.eax, 0);
}

static void has_not_switched(u32 handle, u32 gates)
{
    CHECK_EQ(handed, handle);
    CHECK_EQ(ring_out.eax, 0x5a);
    CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
    CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
    CHECK(thread_current == FIRST && threads[0].esp == 0);
    CHECK_EQ(block.is.recovery, HEAD);
    CHECK_EQ(gate_seen[0], gates);
}

static void test_hand_off(void)
{
    for (u32 i = 1; i < THREAD_MAX; i++) {
        const int handle = lay_thread(i);
        const u32 arg[3] = { (u32)handle };
        block_call(context_hand_off, arg);
        has_switched(i);
        CHECK(gate_seen[0] == 1 && gate_seen[1] == i * 8);
        CHECK_EQ(gate_seen[2], 0x900 + i);
        CHECK_EQ(handed, 0);
        lay_thread(i);
        gate_result = E_PAGING;
        block_call(context_hand_off, arg);
        has_not_switched((u32)handle, 1);
        CHECK_EQ(threads[i].esp, (u32)FRAME);
    }
}

/* Every low byte of a handle, and depths at which nobody switches. */
static void test_refused(void)
{
    lay_thread(5);
    for (u32 low = 0; low < 256; low++)
        for (u32 uses = 0; uses < 17; uses++) {
            const u32 arg[3] = { uses << 8 | low };
            if ((int)arg[0] == handle_of(5))
                continue;
            block_call(context_hand_off, arg);
            has_not_switched(arg[0], 0);
        }
    for (u32 depth = 0; depth < 4; depth++) {
        const u32 arg[3] = { (u32)lay_thread(5) };
        block.is.upcalls = depth;
        block_call(context_hand_off, arg);
        if (depth == UPCALLS)
            has_switched(5);
        else
            has_not_switched(arg[0], 0);
    }
    const u32 arg[3] = { (u32)lay_thread(5) };
    threads_locked = 1;         /* a policy is asked */
    block_call(context_hand_off, arg);
    has_not_switched(arg[0], 0);
    threads_locked = 0;
    threads[5].key = 0;         /* busy */
    block_call(context_hand_off, arg);
    has_not_switched(arg[0], 0);
    beside_is_on = 1;           /* it may be another module's thread that calls */
    block_call(context_hand_off, arg);
    has_not_switched(~arg[0], 0);
    beside_is_on = 0;
}

static void exchange(u32 context, u32 stack)
{
    const u32 arg[3] = { context, stack };

    block_call(context_exchange, arg);
    CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
    CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
    CHECK(thread_current == FIRST && block.is.recovery == HEAD);
}

/* It answers what there was; the long way is given both, and nothing changes. */
static void test_exchange(void)
{
    lay_thread(5);
    for (u32 i = 0; i < 4; i++) {
        gate_seen[0] = 0;
        exchange(8 * i + 8, 0x900 * i);
        CHECK(ring_out.eax == 8 * i && FIRST->context == 8 * i + 8);
        CHECK(ring_out.edx == (i ? 0x900 * (i - 1) : 0));
        CHECK_EQ(FIRST->stack1, 0x900 * i);
        CHECK(gate_seen[0] == 1 && gate_seen[1] == 8 * i + 8);
        CHECK_EQ(gate_seen[2], 0x900 * i);
    }
    for (u32 i = 0; i < 3; i++) {
        lay_thread(5);
        FIRST->context = 0x48;
        FIRST->stack1 = 0x77;
        FIRST->room = i ? 0 : ROOM_NONE;
        threads_locked = i == 1;
        gate_result = i == 2 ? E_PAGING : 0;
        exchange(0x60, 0x1234);
        threads_locked = 0;
        CHECK_EQ(handed, 0x60 ^ 0x1234);
        CHECK(ring_out.eax == 0xa5 && ring_out.edx == 0x5b);
        CHECK(FIRST->context == 0x48 && FIRST->stack1 == 0x77);
        CHECK_EQ(gate_seen[0], i == 2);
    }
    for (u32 i = 0; i < 3; i++) {       /* as much room as that, or more */
        lay_thread(5);
        FIRST->room = handed_esp + 4 * i - 4;
        handed = 0;
        exchange(0x60, 0x1234);
        CHECK_EQ(handed, i == 2 ? 0x60 ^ 0x1234 : 0);
        CHECK_EQ(FIRST->context, i == 2 ? 0 : 0x60);
    }
}

int entry_hand_off(int thread);
u64 entry_exchange(u32 context, saddr_t stack);

/* Each leads to its method, with the arguments, and keeps the caller's registers; or
 * to that of whose thread it is. */
static void test_entries(void)
{
    static u32 word = 40;
    const u32 wait[3] = { (u32)&word, 2 }, two[3] = { 30, 12 };
    const struct { const void *entry; const u32 *arg; u32 answer; } list[] = {
        { entry_yield, two, 1 }, { entry_join, two, 30 },
        { entry_wait, wait, 42 }, { entry_set_context, two, 42 },
        { entry_turn, two, 30 }, { entry_hand_off, two, 0x5a },
        { entry_exchange, two, 0xa5 } };

    for (u32 i = 0; i < ARRAY_SIZE(list); i++) {
        lay_thread(5);
        CHECK_EQ(block_call(list[i].entry, list[i].arg), list[i].answer);
        CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
        CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
    }
    beside_is_on = 1;
    block_call(entry_hand_off, two);
    CHECK_EQ(handed, ~30u);
    CHECK_EQ(block_call(entry_join, two), 30);  /* each module's own */
    beside_is_on = 0;
}

static void test_switch(void)
{
    lay_thread(7);
    const u32 arg[3] = { (u32)FIRST, (u32)&threads[7] };
    threads_locked = 1;
    block_call(context_switch, arg);
    ring_out.eax = 0;                   /* it has no result */
    has_switched(7);
    CHECK_EQ(threads_locked, 0);
    CHECK_EQ(gate_seen[0], 0);
}

void task_switch(struct thread *from, struct thread *to, const u32 *far);
void task_resume(void);

/* By software, and by a JMP through what stands for a task of its own. Who has
 * a context gets it again, whichever way it was. */
static void test_task_switch(void)
{
    u32 code;

    __asm__ volatile("mov %%cs, %0" : "=r"(code));
    const u32 there[2] = { (u32)task_resume, code };
    for (u32 i = 1; i < THREAD_MAX; i++)
        for (u32 is_far = 0; is_far < 2; is_far++) {
            lay_thread(i);
            threads[i].context = i % 2 ? i * 8 : 0;
            const u32 arg[3] = { (u32)FIRST, (u32)&threads[i],
                                 is_far ? (u32)there : 0 };
            threads_locked = 1;
            block_call(task_switch, arg);
            ring_out.eax = 0;           /* it has no result */
            has_switched(i);
            CHECK_EQ(threads_locked, 0);
            CHECK_EQ(gate_seen[0], i % 2);
            if (i % 2)
                CHECK(gate_seen[1] == i * 8 && gate_seen[2] == 0x900 + i);
        }
}

static void test_words(void)
{
    const u32 arg[3] = { 0x148, 0x2222 };

    gate_seen[0] = 0;
    gate_result = E_HANDLE;
    CHECK_EQ((int)block_call(context_gate, arg), E_HANDLE);
    CHECK(gate_seen[0] == 1 && gate_seen[1] == 0x148);
    CHECK_EQ(gate_seen[2], 0x2222);
    for (u32 i = 0; i < ARRAY_SIZE(block.word); i++)
        block.word[i] = 0x100 + i;
    CHECK_EQ(block_call(upcall_depth, arg), block.is.upcalls);
    CHECK_EQ(block_call(context_top, arg), block.is.stack);
    CHECK_EQ(block_call(context_recovery, arg), block.is.recovery);
    for (threads_locked = 1; threads_locked; threads_locked--)
        CHECK_EQ(block_call(context_depth, arg), block.is.upcalls + 1);
    CHECK_EQ(block_call(context_depth, arg), block.is.upcalls);
    struct suspended *context_suspended(void);
    void context_set_suspended(struct suspended *head);
    CHECK_EQ(block_call(context_suspended, arg), block.is.suspended);
    block_call(context_set_suspended, arg);
    CHECK_EQ(block.is.suspended, 0x148);
    CHECK_EQ(finished, 0);
    for (u32 i = 0; i < ARRAY_SIZE(block.word); i++)
        CHECK(&block.word[i] == &block.is.suspended ||
              block.word[i] == 0x100 + i);
}

/* --- The start and the end of a thread
 * -------------------------------------- */

static void test_life(void)
{
    struct recovery record = { 0 };
    const u32 arg[3] = { (u32)block_inside, 0x4242 };

    block.is.recovery = (u32)&record;
    block_call(block_enter, arg);
    CHECK_EQ(finished, 123);            /* by way of context_returned */
    CHECK_EQ(ring_seen.word[0], 0x4242);
    CHECK(!ring_seen.eax && !ring_seen.ebx && !ring_seen.ecx);
    CHECK(!ring_seen.edx && !ring_seen.esi && !ring_seen.edi);
    CHECK_EQ(ring_seen.ebp, ring_seen.esp + 8);         /* of thread_base */
    CHECK_EQ(ring_seen.eflags & 0x4cd5, 0);
    CHECK_EQ((int)block_call(context_lost, arg), E_DIED);
    CHECK_EQ(left_times, 1);
    block_call(block_bridge, arg);
    CHECK(finished == 0x77 && finished_link == 0);
    CHECK_EQ(ds_then, HOST_DS);
    CHECK_EQ(ring_out.es, HOST_DS);
    const u32 dead[3] = { 0xdead };
    block_call(block_enter, dead);
    CHECK_EQ((int)finished, E_DIED);    /* before it began */
}

static u32 count, dies;

static u64 method(u32 a, u32 b, u32 c, u32 d)
{
    const struct recovery *r = (void *)block.is.recovery;
    const u32 got[] = { a, b, c, d };

    for (u32 i = 0; i < count; i++)
        CHECK_EQ(got[i], 0x50 + i);
    CHECK_EQ((u32)r->previous, HEAD);
    CHECK_EQ(r->callee, (u32)method);
    CHECK(r->ebx == RING_EBX && r->esi == RING_ESI && r->edi == RING_EDI);
    CHECK_EQ(r->esp, (u32)r);
    CHECK_EQ((u32)__builtin_frame_address(0) + 8 + 4 * count, (u32)r);
    CHECK_EQ(*(const u32 *)r->ebp, RING_EBP);
    if (dies)
        block_die(r);
    return 0x12345678fffffffb;          /* EDX is its own */
}

static void test_recover(void)
{
    static const u32 args[] = { 0x50, 0x51, 0x52, 0x53 };
    u16 control = 0x27f, now;

    for (u32 i = 0; i < 10; i++) {
        u8 state[28];
        count = i % 5;
        dies = i / 5;
        block.is.recovery = HEAD;
        const u32 arg[3] = { (u32)method, (u32)args, count };
        __asm__ volatile("fninit\n\tfldcw %0" : : "m"(control));
        CHECK_EQ((int)block_call(recover_call, arg), dies ? E_DIED : -5);
        CHECK_EQ(ring_out.edx, dies);
        CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
        CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
        CHECK_EQ((u16)ring_out.ds, HOST_DS);
        CHECK_EQ((u16)ring_out.es, HOST_DS);
        CHECK_EQ(block.is.recovery, HEAD);
        __asm__ volatile("fnstcw %0\n\tfnstenv %1" : "=m"(now), "=m"(state));
        CHECK_EQ(now, control);
        CHECK_EQ(*(u16 *)(state + 8), 0xffff);
    }
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    CHECK_EQ(ring_segment(BLOCK, (u32)&block, sizeof(block), RING_DATA, 0), 0);
    CHECK_EQ(ring_segment(GATE, (u32)gate_code, 4096, RING_CODE, 0), 0);
    test_hand_off();
    test_refused();
    test_exchange();
    test_entries();
    test_switch();
    test_task_switch();
    test_words();
    test_life();
    test_recover();
    return check_done();
}
