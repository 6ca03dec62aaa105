/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_cross.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/lib/ring3/visit.S: what a client finds in its method, by each way in;
 * and what its caller finds again, however the call ends: every register, the
 * x87, the list of recovery points, the thread's context, the client's visitor.
 */
#include "../../core/api/error.h"
#include "../../core/api/recovery.h"
#include "../../core/api/thread_block.h"
#include "../../modules/api/concurrency.h"
#include "../../modules/lib/ring3/ring3.h"
#include "check.h"
#include "ring3.h"

#define BLOCK 0x37
#define HEAD 0x6006                     /* of a list that nobody follows */
#define OPERATION 0x1234
#define BEFORE 0xe8                     /* the thread's context, and stack */
#define BEFORE_STACK 0x7700
#define CONTEXT 0x48                    /* the client's */
#define TOP 0x55000
#define CONTROL 0x27f

int client_cross(struct client *client, const struct call *call, u32 method,
                 u32 in, u32 out);
int client_visit_any(struct client *client, u32 interface,
                     const struct call *call);
void client_go_back(u32 context, saddr_t stack);
void lock_wake(volatile u32 *holder, u32 mine, const void *parts);
void cross_hook(void);
void cross_die(void) __attribute__((noreturn));
extern const u32 model_lock_parts;
extern const char cross_inside[], cross_back[], cross_left[], cross_died[];
extern u32 concurrency[2];              /* a slot, and a selector behind it */
extern const u8 client_new_fpu[108], cross_fpu[108];
extern u32 cross_recovery;

static union {                          /* of the thread: GS leads to it */
    struct thread_block is;
    u32 word[sizeof(struct thread_block) / 4];
} block;

static const u32 methods[] = { 0x811, 0x822, 0x833 };
static struct proxy proxy = { .methods = methods, .enter = (void *)0x9999,
                              .top = TOP, .visit = (u32)cross_inside };
static struct client client = { .context = CONTEXT, .proxy = &proxy };
static struct call call;

/* What is done meanwhile. */
u32 cross_stack, cross_dies, cross_result;
static u32 waits_for_it, refuse[2], dies_in[2], exchanges, backs, wakes, anys;
static u32 drops, drops_wanted;
static u32 seen[2][2], seen_back[2], seen_wake[2], seen_any[3], visitor_inside;
static u32 above[12];                   /* words of the stack, from the client */
static struct recovery record;

static u64 exchange(u32 context, saddr_t stack)
{
    const u32 i = exchanges++;

    seen[i & 1][0] = context;
    seen[i & 1][1] = stack;
    if (i == 0) {
        cross_stack = stack;
        for (u32 k = 0; k < ARRAY_SIZE(above); k++)
            above[k] = ((const u32 *)stack)[k];
    }
    if (dies_in[i & 1])
        cross_die();
    if (refuse[i & 1])
        return refuse[i & 1];
    return i ? (u64)cross_stack << 32 | CONTEXT :
               (u64)BEFORE_STACK << 32 | BEFORE;
}

static const struct concurrency threads = { .exchange = exchange };

void client_go_back(u32 context, saddr_t stack)
{
    backs++;
    seen_back[0] = context;
    seen_back[1] = stack;
}

const u32 model_lock_parts = 0;         /* of a type that nobody looks at */

void lock_wake(volatile u32 *holder, u32 mine, const void *parts)
{
    wakes += parts == &model_lock_parts;
    seen_wake[0] = (u32)holder;
    seen_wake[1] = mine;
    *holder = 0;
}

/* On the thread's own stack again, behind the recovery point. Its answer is none. */
u32 loans_drop(void)
{
    CHECK(block.is.recovery == HEAD && exchanges + dies_in[0] == 2);
    drops++;
    return 0xbad;
}

int client_visit_any(struct client *of, u32 interface, const struct call *by)
{
    anys++;
    seen_any[0] = (u32)of;
    seen_any[1] = interface;
    seen_any[2] = (u32)by;
    return 0xa77;
}

void cross_hook(void)
{
    record = *(const struct recovery *)cross_recovery;
    visitor_inside = client.head.visitor;
    client.head.visitor |= waits_for_it;
}

/* --- One call ------------------------------------------------------------- */

static const struct ring_in caller = { 0xaaaa, RING_EBX, RING_ESI, RING_EDI,
                                       RING_EBP, HOST_DS, 0x8d7, HOST_DS,
                                       0xd0d0, BLOCK };

static void begin(u32 in_size, u32 out_size)
{
    static const u16 control = CONTROL;

    call = (struct call){ OPERATION, (void *)0x101, in_size, (void *)0x202,
                          out_size };
    memset(seen, 0, sizeof(seen));
    memset(&ring_seen, 0, sizeof(ring_seen));
    memset(above, 0, sizeof(above));
    exchanges = backs = wakes = anys = visitor_inside = cross_stack = drops = 0;
    drops_wanted = cross_dies || dies_in[0];
    cross_recovery = 0;
    proxy.ticks = 77;
    client.head.visitor = 0;
    block.is.recovery = HEAD;
    __asm__ volatile("fninit\n\tfldcw %0" : : "m"(control));
}

/* Everything of the caller's is as it was. */
static void is_back(u32 result)
{
    CHECK_EQ(ring_out.eax, result);
    CHECK_EQ(ring_out.ebx, RING_EBX);
    CHECK_EQ(ring_out.esi, RING_ESI);
    CHECK_EQ(ring_out.edi, RING_EDI);
    CHECK_EQ(ring_out.ebp, RING_EBP);
    CHECK_EQ(ring_out.ds, HOST_DS);
    CHECK_EQ(ring_out.es, HOST_DS);
    CHECK_EQ(ring_out.gs, BLOCK);
    CHECK_EQ(ring_out.eflags & 0x4400, 0);
    CHECK_EQ(block.is.recovery, HEAD);
    CHECK_EQ(drops, drops_wanted);
}

static void is_clean(const u8 *fpu, u32 control)
{
    CHECK_EQ(*(const u16 *)fpu, control);
    CHECK_EQ(*(const u16 *)(fpu + 4), 0);
    CHECK_EQ(*(const u16 *)(fpu + 8), 0xffff);
    for (u32 i = 28; i < 108; i++)
        CHECK_EQ(fpu[i], 0);
}

/* A point below the frame of the function that the caller called. */
static void is_record(u32 frame)
{
    CHECK_EQ(record.previous, HEAD);
    CHECK_EQ(record.esp, cross_recovery);
    CHECK_EQ(record.ebp, frame);
    CHECK(record.ebx == RING_EBX && record.esi == RING_ESI);
    CHECK_EQ(record.edi, RING_EDI);
    CHECK_EQ(record.eip, (u32)cross_died);
    CHECK_EQ(record.callee, (u32)proxy.enter);
}

/* On the stack of ring 1: the client, the link, and the record. `frame` is that
 * of the function. */
static u32 check_stack(void)
{
    const u32 frame = above[1];
    const u32 *words = (const u32 *)cross_stack;

    CHECK_EQ(above[0], (u32)&client);
    CHECK_EQ((u32)(words + 1) + 72, frame);     /* the drawing in visit.S */
    CHECK_EQ(above[2], (u32)cross_left);
    CHECK_EQ(above[3], HEAD);
    CHECK_EQ(above[4], (u32)(words + 3));
    CHECK_EQ(above[5], frame);
    return frame;
}

/* The client's context, its stack, and then the thread's own again. */
static void has_exchanged(u32 times)
{
    CHECK_EQ(exchanges, times);
    CHECK_EQ(seen[0][0], CONTEXT);
    if (times < 2)
        return;
    CHECK_EQ(seen[1][0], BEFORE);
    CHECK_EQ(seen[1][1], BEFORE_STACK);
}

static void is_inside(u32 method, u32 in, u32 out)
{
    CHECK_EQ(ring_seen.eax, method);
    CHECK_EQ(ring_seen.ebx, OPERATION);
    CHECK_EQ(ring_seen.ecx, in);
    CHECK_EQ(ring_seen.edx, call.in_size);
    CHECK_EQ(ring_seen.esi, out);
    CHECK_EQ(ring_seen.edi, call.out_size);
    CHECK_EQ(ring_seen.ebp, 0);
    CHECK_EQ(ring_seen.ds, CLIENT_DATA);
    CHECK_EQ(ring_seen.es, CLIENT_DATA);
    CHECK_EQ(ring_seen.fs, 0);
    CHECK_EQ(ring_seen.eflags & 0x4cd5, 0);
    CHECK_EQ(ring_seen.word[0], TOP);
    CHECK_EQ(ring_seen.word[1], CLIENT_STACK);
    is_clean(ring_seen.fpu, 0x37f);
    CHECK_EQ(proxy.ticks, 0);
    is_record(check_stack());
}

/* Entered once, and back by each way: it returns, or dies in there. */
static void check_end(u32 method, u32 in, u32 out)
{
    is_back(cross_result);
    is_inside(method, in, out);
    is_clean(cross_fpu, CONTROL);
    has_exchanged(2);
    CHECK_EQ(backs, refuse[1] != 0);
    if (!refuse[1])
        return;
    CHECK_EQ(seen_back[0], BEFORE);
    CHECK_EQ(seen_back[1], BEFORE_STACK);
}

/* --- client_cross(): with bytes ------------------------------------------- */

static void cross(u32 method, u32 in, u32 out)
{
    const u32 words[] = { (u32)cross_back, (u32)&client, (u32)&call, method, in,
                          out };

    ring_enter(client_cross, words, ARRAY_SIZE(words), &caller);
    CHECK(!memcmp(ring_out.word, words + 1, sizeof(words) - 4));
}

static void test_cross(u32 how)
{
    refuse[1] = how & 1 ? (u32)E_PAGING : 0;
    cross_dies = how >> 1 & 1;
    cross_result = cross_dies ? (u32)E_DIED : how & 4 ? (u32)E_FULL : 0x700 + how;
    begin(how * 3 + 1, how * 5 + 2);
    cross(0x900 + how, 0xa00 + how, 0xb00 + how);
    check_end(0x900 + how, 0xa00 + how, 0xb00 + how);
    CHECK_EQ(wakes + anys + client.head.visitor, 0);
    refuse[1] = cross_dies = 0;
}

/* Not entered: nothing is to be given back. Any error, of 0x80000000, too. */
static void test_refused(void)
{
    static const u32 errors[] = { (u32)E_PAGING, (u32)E_HANDLE, (u32)-1,
                                  0x80000000 };

    for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
        refuse[0] = errors[i];
        begin(4, 4);
        cross(1, 2, 3);
        is_back(errors[i]);
        is_clean(cross_fpu, CONTROL);
        has_exchanged(1);
        CHECK(!backs && !cross_recovery && proxy.ticks == 77);
        refuse[0] = 0;
    }
}

/* The concurrency module dies on the way in: the thread has what it had. */
static void test_dies(void)
{
    dies_in[0] = 1;
    begin(0, 4);
    cross(1, 2, 3);
    is_back((u32)E_DIED);
    is_clean(cross_fpu, CONTROL);
    has_exchanged(1);
    CHECK(!backs && !cross_recovery);
    dies_in[0] = 0;
}

/* --- client_visit(): without ---------------------------------------------- */

static void visit(u32 interface)
{
    const u32 words[] = { (u32)cross_back, (u32)&client, interface, (u32)&call };

    ring_enter(client_visit, words, ARRAY_SIZE(words), &caller);
    CHECK(!memcmp(ring_out.word, words + 1, sizeof(words) - 4));
}

static void test_visit(u32 how)
{
    const u32 i = how % 3;

    waits_for_it = how & 8 ? 1 : 0;
    refuse[1] = how & 1 ? (u32)E_HANDLE : 0;
    cross_dies = how >> 1 & 1;
    cross_result = cross_dies ? (u32)E_DIED : how & 4 ? 0x80000001 : how;
    begin(0, 0);
    visit(i);
    check_end(methods[i], 0, 0);
    CHECK_EQ(visitor_inside, above[1]); /* the frame that is inside */
    CHECK_EQ(client.head.visitor, 0);
    CHECK_EQ(anys, 0);
    CHECK_EQ(wakes, waits_for_it);
    if (wakes) {
        CHECK_EQ(seen_wake[0], (u32)&client.head.visitor);
        CHECK_EQ(seen_wake[1], visitor_inside);
    }
    waits_for_it = refuse[1] = cross_dies = 0;
}

/* By the long way: with bytes, or while there is a visitor. */
static void test_long(u32 in_size, u32 out_size, u32 visitor)
{
    begin(in_size, out_size);
    client.head.visitor = visitor;
    visit(7);
    is_back(0xa77);
    CHECK(anys == 1 && exchanges == 0 && wakes == 0);
    CHECK(seen_any[0] == (u32)&client && seen_any[1] == 7);
    CHECK_EQ(seen_any[2], (u32)&call);
    CHECK_EQ(client.head.visitor, visitor);
    CHECK_EQ(*(const u16 *)cross_fpu, CONTROL);
}

static void test_longs(void)
{
    static const u32 sizes[] = { 0, 1, 0x80000000, 0xffffffff };
    static const u32 visitors[] = { 0, 1, 0x5000, 0x5001, 0xffffffff };

    for (u32 i = 0; i < 4 * 4 * 5; i++)
        if (i)
            test_long(sizes[i % 4], sizes[i / 4 % 4], visitors[i / 16]);
}

/* Nobody enters it, and nobody is kept out by that. */
static void test_dead(void)
{
    static const u32 dead[] = { 1, 2, 0x80000000 };

    for (u32 i = 0; i < ARRAY_SIZE(dead); i++) {
        proxy.is_dead = (int)dead[i];
        begin(0, 0);
        visit(1);
        is_back((u32)E_DEAD);
        CHECK(!exchanges && !anys && !wakes && !client.head.visitor);
        CHECK_EQ(*(const u16 *)cross_fpu, CONTROL);
    }
    proxy.is_dead = 0;
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    concurrency[0] = (u32)&threads;
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_CODE, 0, 0, RING_CODE, 0), 0);
    CHECK_EQ(ring_segment(BLOCK, (u32)&block, sizeof(block), RING_DATA, 0), 0);
    for (u32 how = 0; how < 8; how++)
        test_cross(how);
    test_refused();
    test_dies();
    for (u32 how = 0; how < 48; how++)
        test_visit(how);
    test_longs();
    test_dead();
    return check_done();
}
