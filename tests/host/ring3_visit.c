/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/lock.c modules/lib/lock/lock.c */
/*
 * A call into a client, in C: every size around the limits, what of the caller's
 * memory is there, who is inside already, and a client that dies before it is
 * entered, or inside. One call at a time; what is copied is what was said.
 */
#include "../../modules/lib/ring3/visit.c"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define SPACE 9
#define BYTES 0x7000u                   /* of the client */
#define OTHER 0x2000u                   /* frames of the others */
#define OWN 0x1000u
#define LOST 0x3000u

const char model_name[] = "model";
void (*const model_mend)(void) = NULL;
static u8 theirs[CALL_BYTES], in_bytes[CALL_BYTES + 8], out_bytes[CALL_BYTES + 8];
static const u32 methods[] = { 0x111, 0x222, 0x333 };
static struct proxy proxy = { .methods = methods, .bytes = BYTES };
static struct client client = { .head.handle = SPACE, .proxy = &proxy };
static const void *gone;                /* memory that is none */
static const void *goes_meanwhile, *goes_inside;
static u32 crossed, waits, wakes, contexts, yields, gates;
static u32 read_size, write_size, interface;
static int answer, wait_says, dies_meanwhile, dies_while_checked, others_wait;
static int read_says, write_says;
static struct call call;

const struct nmm *volatile nmm;
int backtrace_is_own(u32 frame, const struct nmm *asked)
{
    return !asked && frame == OWN;
}
int backtrace_has(u32 frame, const struct nmm *asked)
{
    return !asked && (frame == OWN || frame == OTHER);
}
void model_report(const char *fmt, ...) { CHECK(!fmt); }    /* no lock of a model's */

int area_is_there(u32 base, u32 size)
{
    proxy.is_dead |= dies_while_checked;
    CHECK(size && (base == (u32)call.in ? size == call.in_size :
                   base == (u32)call.out && size == call.out_size));
    return (const void *)base != gone;
}

static int write(int space, u32 address, const void *data, u32 size)
{
    CHECK(space == SPACE && address == BYTES && data == in_bytes);
    CHECK(size <= CALL_BYTES && !crossed);
    if (write_says >= 0)
        memcpy(theirs, data, size);
    write_size = size;
    return write_says;
}

static int read(int space, u32 address, void *data, u32 size)
{
    CHECK(space == SPACE && data == out_bytes && crossed == 1);
    CHECK_EQ(address, BYTES + call_in(&call));
    CHECK(size <= call.out_size);
    if (read_says >= 0)
        memset(data, 0x77, size);
    read_size = size;
    return read_says;
}

const struct memory model_memory = { .read = read, .write = write };

int client_cross(struct client *of, const struct call *by, u32 method, u32 in,
                 u32 out)
{
    CHECK(of == &client && by == &call && method == methods[interface]);
    CHECK_EQ(in, call.in_size ? BYTES : 0);
    CHECK_EQ(out, call.out_size ? BYTES + call_in(&call) : 0);
    CHECK(client.head.visitor & ~LOCK_CONTENDED);
    CHECK(!call.in_size || !memcmp(theirs, in_bytes, call.in_size));
    crossed++;
    if (goes_inside)
        gone = goes_inside;
    if (others_wait)
        client.head.visitor |= LOCK_CONTENDED;
    return answer;
}

/* The one inside goes; the client may have died there. */
static int wait(const volatile u32 *word, u32 expected)
{
    CHECK(word == &client.head.visitor && expected == (OTHER | 1));
    waits++;
    if (wait_says < 0)
        return wait_says;
    client.head.visitor = LOCK_CONTENDED;
    proxy.is_dead = dies_meanwhile;
    gone = goes_meanwhile;
    return 0;
}

static int wake(const volatile u32 *word)
{
    CHECK(word == &client.head.visitor && *word == LOCK_CONTENDED);
    return (int)++wakes;
}

static int paging_off, context_says;

static int set_context(u32 context, saddr_t stack)
{
    CHECK(context == 0x148 && stack == 0x4000);
    contexts++;
    return paging_off && paging_off-- ? E_PAGING : context_says;
}

static int yield(void) { return (int)++yields; }

int client_context_gate(u32 context, saddr_t stack)
{
    CHECK(context == 0x148 && stack == 0x4000);
    return (int)++gates;
}

static const struct concurrency threads = { .wait = wait, .wake = wake,
                                            .set_context = set_context,
                                            .yield = yield };
const struct concurrency *volatile concurrency = &threads;

/* --- One call ------------------------------------------------------------ */

static void begin(u32 in, u32 out)
{
    call = (struct call){ 5, in_bytes, in, out_bytes, out };
    crossed = waits = wakes = read_size = write_size = 0;
    client.head.visitor = 0;
    proxy.is_dead = 0;
    memset(out_bytes, 0xaa, sizeof(out_bytes));
    memset(theirs, 0, sizeof(theirs));
}

static int visit_it(void)
{
    return client_visit_any(&client, interface, &call);
}

static int is_refused(u32 in, u32 out)
{
    if ((gone == in_bytes && in) || (gone == out_bytes && out))
        return E_ADDRESS;
    return in > CALL_BYTES || out > CALL_BYTES - ((in + 3) & ~3u) ? E_RANGE : 0;
}

static void check_answer(u32 in, u32 out, int result)
{
    const u32 size = answer <= 0 ? 0 : (u32)answer < out ? (u32)answer : out;
    const int is_written = !in || write_says >= 0;

    CHECK_EQ(crossed, is_written);
    CHECK_EQ(write_size, in);
    CHECK_EQ(read_size, is_written ? size : 0);
    CHECK_EQ(result, !is_written ? write_says : size && read_says < 0 ?
                     read_says : answer);
    for (u32 i = 0; i < sizeof(out_bytes); i += i < size ? size - i : 4096)
        CHECK_EQ(out_bytes[i], i < size && is_written && read_says >= 0 ? 0x77 :
                               0xaa);
}

static void test_size(u32 in, u32 out)
{
    const int says[] = { E_DIED, 0, 1, (int)out - 1, (int)out, (int)(out + 1u),
                         0x7fffffff };
    const int error = is_refused(in, out);

    for (u32 i = 0; i < ARRAY_SIZE(says); i++) {
        answer = says[i];
        interface = i % 3;
        begin(in, out);
        const int result = visit_it();
        CHECK_EQ(waits, 0);
        CHECK_EQ(wakes, !error && others_wait && crossed);
        CHECK_EQ(client.head.visitor, wakes ? LOCK_CONTENDED : 0);
        if (!error) {
            check_answer(in, out, result);
            continue;
        }
        CHECK(result == error && !crossed && !write_size && !read_size);
    }
}

static void test_sizes(void)
{
    static const u32 sizes[] = { 0, 1, 3, 4, 5, 4096, 16380, 16381, 16383, 16384,
        16385, 0x7fffffff, 0xfffffffc, 0xffffffff };
    static const void *const holes[] = { NULL, in_bytes, out_bytes };

    for (u32 i = 0; i < ARRAY_SIZE(sizes) * ARRAY_SIZE(sizes); i++)
        for (u32 how = 0; how < 3 * 8; how++) {
            gone = holes[how % 3];
            others_wait = how / 3 & 1;
            read_says = how / 6 & 1 ? E_ADDRESS : 0;
            write_says = how / 12 & 1 ? E_PAGING : 0;
            test_size(sizes[i % ARRAY_SIZE(sizes)], sizes[i / ARRAY_SIZE(sizes)]);
        }
    gone = NULL;
    others_wait = read_says = write_says = 0;
}

/* --- Who is inside ------------------------------------------------------- */

static int visit_held(u32 holder)
{
    begin(4, 4);
    client.head.visitor = holder;
    return visit_it();
}

static void test_inside(void)
{
    answer = 3;
    for (u32 others = 0; others < 2; others++) {
        wait_says = dies_meanwhile = 0;
        CHECK_EQ(visit_held(OTHER | others), 3);
        CHECK(waits == 1 && crossed == 1 && wakes == 1);
        CHECK_EQ(client.head.visitor, LOCK_CONTENDED);
        CHECK_EQ(visit_held(OWN | others), E_BUSY);     /* it would wait for itself */
        CHECK(!waits && !crossed);
        CHECK_EQ(client.head.visitor & ~1u, OWN);
        CHECK_EQ(visit_held(LOST | others), 3);         /* a thread that is no more */
        CHECK(!waits && crossed == 1);
        CHECK_EQ(client.head.visitor, LOCK_CONTENDED);
        dies_meanwhile = 1;
        CHECK_EQ(visit_held(OTHER | others), E_DEAD);
        CHECK(waits == 1 && !crossed && wakes == 1);
        CHECK_EQ(client.head.visitor, LOCK_CONTENDED);
        for (wait_says = -30; wait_says < 0; wait_says++) {
            CHECK_EQ(visit_held(OTHER | others),
                     wait_says == E_ACTIVE ? E_BUSY : wait_says);
            CHECK(!crossed && client.head.visitor == (OTHER | 1));
        }
    }
    for (u32 at_once = 0; at_once < 2; at_once++) {
        begin(4, 4);
        proxy.is_dead = !at_once;
        dies_while_checked = (int)at_once;
        CHECK_EQ(visit_it(), E_DEAD);
        CHECK(!crossed && !client.head.visitor);
    }
    dies_while_checked = 0;
}

/* The caller's memory goes while it sleeps, or while the method runs. */
static void test_memory(void)
{
    static const void *const holes[] = { in_bytes, out_bytes };

    wait_says = dies_meanwhile = 0;
    answer = 3;
    for (u32 i = 0; i < 2; i++) {
        goes_meanwhile = holes[i];
        CHECK_EQ(visit_held(OTHER), E_ADDRESS);
        CHECK(waits == 1 && !crossed && wakes == 1);
        CHECK_EQ(client.head.visitor, LOCK_CONTENDED);
        goes_meanwhile = gone = NULL;
        goes_inside = holes[i];
        begin(4, 4);
        CHECK_EQ(visit_it(), i ? E_ADDRESS : 3);
        CHECK(crossed == 1 && read_size == (i ? 0 : 3));
        goes_inside = gone = NULL;
    }
}

/* While paging is off, it waits; threads that have died do nothing. */
static void test_back(void)
{
    static const int says[] = { 0, E_ACTIVE, E_UNBOUND, E_DEAD, E_HANDLE };

    for (int i = 0; i < 20; i++) {
        paging_off = i % 4;
        context_says = says[i / 4];
        contexts = yields = gates = 0;
        client_go_back(0x148, 0x4000);
        CHECK_EQ(contexts, i % 4 + 1);
        CHECK_EQ(yields, i % 4);
        CHECK_EQ(gates, context_says == E_UNBOUND || context_says == E_DEAD);
    }
}

int main(void)
{
    test_sizes();
    test_inside();
    test_memory();
    test_back();
    return check_done();
}
