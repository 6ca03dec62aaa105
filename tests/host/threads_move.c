/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * Threads that another concurrency module takes over, on stacks as its
 * predecessor left them: each way on which one can be suspended is found, what
 * leads into the old module elsewhere holds all, and each goes on in the new one.
 */
#include "../../modules/lib/thread/move.c"

#include "check.h"

#include <string.h>

#define OURS 0x50000u                   /* code of the old module, and of this */
#define OURS_SIZE 0x1000u
#define ELSEWHERE 0x90000u
#define INSIDE(way_) (OURS + 0x10 * (way_))
#define AGAIN(way_) (OURS + 0x800 + 0x10 * (way_))
#define PLACE(way_) (-16 - 4 * (int)(way_))
#define WAY(way_) [(way_) - WAY_YIELD] = { INSIDE(way_), AGAIN(way_), PLACE(way_) }

#define WORDS 160u
#define DEEP 20                         /* words: where the suspended state is */
#define METHOD 90                       /* the method's stack frame */
#define CALLER 110                      /* of the method */

const struct thread_entry thread_ways[WAYS - WAY_YIELD] = {
    WAY(WAY_YIELD), WAY(WAY_JOIN), WAY(WAY_WAIT), WAY(WAY_SET_CONTEXT),
    WAY(WAY_EXCHANGE), WAY(WAY_HAND_OFF), WAY(WAY_TURN), WAY(WAY_TICK),
};
struct thread threads[THREAD_MAX];
u32 thread_limit = 2;

static u32 stack[WORDS], stack1[8];
static u32 first_stack[16];             /* of the first thread */

void context_start(void) { }
void context_lost(void) { }
void context_bridge(void) { }
void context_returned(void) { }
u32 context_top(void) { return (u32)(first_stack + ARRAY_SIZE(first_stack)); }

int thread_is_ours(u32 eip)
{
    return eip - OURS < OURS_SIZE || eip == (u32)context_start ||
           eip == (u32)context_lost || eip == (u32)context_returned;
}

int thread_is_inside(u32 ebp, u32 end)
{
    for (const u32 *link; ebp % 4 == 0 && ebp <= end - 8; ebp = link[0]) {
        link = (const u32 *)ebp;
        if (thread_is_ours(link[1]) && link[1] != (u32)context_returned)
            return 1;
        if (link[0] <= ebp)
            return 0;
    }
    return 0;
}

static struct thread *const t = &threads[1];

static u32 at(u32 word)
{
    return (u32)&stack[word];
}

static void frame(u32 word, u32 older_frame, u32 return_address)
{
    stack[word] = older_frame;
    stack[word + 1] = return_address;
}

static struct switch_state *suspended(void)
{
    return (struct switch_state *)&stack[DEEP];
}

/* A thread that is suspended at eip, with no stack frame of ours. */
static void make(enum thread_state state, u32 eip)
{
    memset(stack, 0, sizeof(stack));
    memset(stack1, 0, sizeof(stack1));
    *t = (struct thread){ .state = state, .esp = at(DEEP), .top = at(WORDS),
                          .context = 5, .stack1 = 0, .old_context = 7,
                          .old_stack = 8, .saved.previous = 0x1234 };
    *suspended() = (struct switch_state){ 1, 2, 3, 4, 5, 6, 7, at(CALLER), eip };
    frame(CALLER, 0, ELSEWHERE);
}

/* Inside the method of that way: two stack frames of C above the switch, and the
 * method's own, whose caller is elsewhere. */
static void make_inside(enum thread_way way)
{
    make(THREAD_WAITING, OURS + 0x700);
    suspended()->link = at(50);
    frame(50, at(60), OURS + 0x710);
    frame(60, at(METHOD), INSIDE(way));
    frame(METHOD, at(CALLER), ELSEWHERE);
    stack[METHOD - 1] = 0xd1, stack[METHOD - 2] = 0x51, stack[METHOD - 3] = 0xb0;
}

static int is_moved_to(u32 eip)
{
    CHECK_EQ(threads_can_move(), E_OK);
    thread_move(t);
    return ((const struct switch_state *)t->esp)->eip == eip;
}

static void test_inside(enum thread_way way)
{
    const int wished = way == WAY_SET_CONTEXT || way == WAY_EXCHANGE;
    u32 above[WORDS];

    make_inside(way);
    memcpy(above, stack, sizeof(above));
    CHECK(is_moved_to(AGAIN(way)));
    const struct switch_state *s = (const struct switch_state *)t->esp;
    const u32 place = at(METHOD) + (u32)PLACE(way);
    CHECK_EQ((u32)(s + 1), place + 4);
    CHECK(s->edi == 0xd1 && s->esi == 0x51 && s->ebx == 0xb0);
    CHECK(s->ebp == at(METHOD) && s->link == at(METHOD));
    CHECK_EQ(s->recovery, 0x1234);
    CHECK_EQ(t->context, wished ? 7 : 5);
    CHECK_EQ(t->stack1, wished ? 8 : 0);
    for (u32 i = METHOD - 3; i < WORDS - sizeof(struct thread_base) / 4; i++)
        CHECK_EQ(stack[i], above[i]);
    CHECK(is_moved_to(AGAIN(way)));     /* once more: where it now is */
    CHECK_EQ(t->esp, (u32)s);
}

/* Not suspended in a method: it goes on where it is, but for our own places. */
static void test_places(void)
{
    make(THREAD_READY, ELSEWHERE);
    CHECK(is_moved_to(ELSEWHERE) && t->esp == at(DEEP) && t->way == WAY_OUTSIDE);
    make(THREAD_READY, (u32)context_start);
    CHECK(is_moved_to((u32)context_start) && t->way == WAY_START);
    make(THREAD_READY, (u32)context_lost);
    CHECK(is_moved_to((u32)context_lost) && t->way == WAY_LOST);
    CHECK(t->context == 5 && t->stack1 == 0);
    make(THREAD_WAITING, OURS + 0x700); /* in the midst of what is no method */
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    make(THREAD_HELD, OURS + 0x700);    /* nobody's: it is not suspended */
    CHECK_EQ(threads_can_move(), E_OK);
    thread_move(t);
    CHECK(t->esp == at(DEEP) && suspended()->eip == OURS + 0x700);
    make(THREAD_ENDED, ELSEWHERE);
    thread_move(t);
    CHECK(!t->esp && !thread_base(t)->returned);
    make(THREAD_FREE, ELSEWHERE);       /* no thread: no stack is its own */
    thread_move(t);
    CHECK(!thread_base(t)->returned && !thread_base(t)->bridge.eip);
    CHECK(t->esp == at(DEEP) && suspended()->eip == ELSEWHERE);
}

/* What leads into the old module from elsewhere: nothing moves. */
static void test_held(void)
{
    make_inside(WAY_YIELD);
    stack[METHOD + 1] = OURS + 4;       /* called by the module itself */
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    make_inside(WAY_YIELD);
    stack[CALLER + 1] = OURS + 4;
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    stack[CALLER + 1] = (u32)context_returned;  /* but where it began */
    CHECK_EQ(threads_can_move(), E_OK);
    make_inside(WAY_YIELD);
    stack[60] = 0;                      /* the method's own is not there */
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    make_inside(WAY_YIELD);
    frame(50, at(40), OURS + 0x710);    /* none is older that lies below */
    frame(40, at(METHOD), INSIDE(WAY_YIELD));
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    make_inside(WAY_YIELD);
    suspended()->link = at(60) + 2;     /* no word */
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    for (u32 way = WAY_YIELD; way < WAYS; way++) {
        make(THREAD_READY, AGAIN(way));
        stack[CALLER] = at(CALLER + 4);
        frame(CALLER + 4, 0, OURS + 4);
        suspended()->link = at(CALLER);
        CHECK_EQ(threads_can_move(), E_ACTIVE);
        stack[CALLER + 5] = ELSEWHERE;
        CHECK_EQ(threads_can_move(), E_OK);
    }
    threads[0].state = THREAD_READY;    /* any of them */
    threads[0].esp = (u32)first_stack;
    make(THREAD_READY, ELSEWHERE);
    CHECK_EQ(threads_can_move(), E_OK);
    make(THREAD_READY, OURS + 0x700);
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    thread_limit = 1;
    CHECK_EQ(threads_can_move(), E_OK);
    ((struct switch_state *)first_stack)->eip = OURS + 0x700;
    CHECK_EQ(threads_can_move(), E_ACTIVE);
    memset(first_stack, 0, sizeof(first_stack));
    thread_limit = 2;
    threads[0].state = THREAD_RUNNING;
}

/* A stack frame counts from the stack pointer to the last two words. */
static void test_bounds(void)
{
    for (u32 word = 0; word < WORDS; word++) {
        make(THREAD_READY, AGAIN(WAY_JOIN));
        const u32 link = at(DEEP) + offsetof(struct switch_state, link);
        *(u32 *)link = at(word);
        memset(first_stack, 0, sizeof(first_stack));
        if (word + 1 < WORDS)
            frame(word, 0, OURS + 4);
        if (word >= DEEP && word < DEEP + sizeof(struct switch_state) / 4 + 1)
            continue;                   /* the state itself */
        const int counts = at(word) > link && word + 2 <= WORDS;
        CHECK_EQ(threads_can_move(), counts ? E_ACTIVE : E_OK);
        *(u32 *)link = at(word) + 2;    /* no word */
        CHECK_EQ(threads_can_move(), E_OK);
    }
}

/* Where its task's ring 3 enters ring 1, on a stack of its own or on this one. */
static void test_stack1(void)
{
    for (u32 word = DEEP + 10; word + 2 <= WORDS; word++) {
        make(THREAD_READY, ELSEWHERE);
        t->stack1 = at(word) - ENTERED_LINK;
        frame(word, 0, ELSEWHERE);
        CHECK_EQ(threads_can_move(), E_OK);
        stack[word + 1] = OURS + 4;
        CHECK_EQ(threads_can_move(), E_ACTIVE);
        t->stack1 = 0;
        frame(CALLER, 0, ELSEWHERE);
        CHECK_EQ(threads_can_move(), E_OK);
    }
}

/* The top of a thread's stack leads into the new module; the first has none. */
static void test_base(void)
{
    make(THREAD_READY, ELSEWHERE);
    thread_move(t);
    CHECK_EQ(thread_base(t)->returned, (u32)context_returned);
    CHECK_EQ(thread_base(t)->bridge.eip, (u32)context_bridge);
    CHECK_EQ(thread_base(t)->bridge.previous, (saddr_t)&threads[0].saved);
    make(THREAD_RUNNING, ELSEWHERE);    /* that runs: its state is nowhere */
    memset(suspended(), 0x55, sizeof(struct switch_state));
    thread_move(t);
    CHECK_EQ(thread_base(t)->returned, (u32)context_returned);
    CHECK(t->esp == at(DEEP) && suspended()->eip == 0x55555555);
    memset(first_stack, 0x55, sizeof(first_stack));
    threads[0].top = (u32)(first_stack + ARRAY_SIZE(first_stack));
    thread_move(FIRST);
    for (u32 i = 0; i < ARRAY_SIZE(first_stack); i++)
        CHECK_EQ(first_stack[i], 0x55555555);
}

int main(void)
{
    threads[0].state = THREAD_RUNNING;
    for (enum thread_way way = WAY_YIELD; way < WAYS; way++)
        test_inside(way);
    test_places();
    test_held();
    test_bounds();
    test_stack1();
    test_base();
    return check_done();
}
