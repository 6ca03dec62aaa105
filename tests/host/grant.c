/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/format.c */
/*
 * bind_grant: what the server has is what the caller granted, in the call and at
 * no other time, whatever the server, the model and those who bind do meanwhile.
 */
#include "../../modules/api/deimos.h"
#include "check.h"

static struct graph fake;

#define graph_copy(to_, offset_, size_) \
    __builtin_memcpy(to_, (const char *)&fake + (offset_), size_)
#define graph_word(offset_) (*(const u32 *)((const char *)&fake + (offset_)))
#define graph_generation() fake.generation
#define graph_has_changed(before_) \
    (((before_) & 1) || fake.generation != (before_))

#include <setjmp.h>

#include "there_world.h"

#define CALLS 0x7000u           /* a stack frame */

static u32 lost_frame;        /* the one of a thread that is no more */
static int all_are_lost;

#include "../../modules/lib/lock/backtrace.h"

int backtrace_has(u32 began, const struct nmm *nmm)
{
    CHECK(began && nmm);
    return !all_are_lost && began != lost_frame;
}
#include "../../modules/bindings/grant/ends.c"
#include "../../modules/bindings/grant/region.c"
#include "../../modules/bindings/grant/grant.c"

static const struct nmm fake_nmm = { .copy_bytes = there_copy_bytes };

enum { SELF = 1, CALLER, SERVER, MODEL, OTHER_SERVER, OTHER_MODEL, NODES };
enum { CALLER_SPACE = 7, SERVER_SPACE, OTHER_SPACE };
#define AT 0x30000u             /* in the server */
#define PAGES 8u
#define FROM 0x5000u            /* in the caller */

static u8 has[2][PAGES];        /* SERVER_SPACE, OTHER_SPACE */
static u32 shares, unmaps;
static int share_answers, unmap_answers, page_answers;
static void (*in_share)(void), (*in_unmap)(void);
static int in_call_once;
static int (*in_call)(const struct grant *grant);
static u32 called_operation, called_size;
static const void *called_in;
static char text[LINE];

static u32 count_of(int space)
{
    u32 n = 0;

    for (u32 i = 0; i < PAGES; i++)
        n += has[space - SERVER_SPACE][i];
    return n;
}

static int fake_share(int space, u32 address, u32 size, int other, u32 access,
                      u32 *at)
{
    shares++;
    CHECK(space == CALLER_SPACE && address == FROM);
    CHECK_EQ(access, 3 | ACCESS_OWN);
    CHECK(other == SERVER_SPACE || other == OTHER_SPACE);
    if (share_answers < 0)
        return share_answers;
    if (size / PAGE_SIZE > PAGES)
        return E_FULL;
    for (u32 i = 0; i < size / PAGE_SIZE; i++)
        has[other - SERVER_SPACE][i] = 1;
    *at = AT;
    if (in_share)
        in_share();
    return 0;
}

static int fake_unmap(int space, u32 address, u32 size)
{
    const u32 first = (address - AT) / PAGE_SIZE, count = size / PAGE_SIZE;
    u8 *pages = has[space - SERVER_SPACE];

    unmaps++;
    if (in_unmap)
        in_unmap();
    CHECK(address >= AT && first + count <= PAGES && count);
    if (unmap_answers < 0)
        return unmap_answers;
    if (page_answers < 0 && count == 1)
        return page_answers;
    for (u32 i = first; i < first + count; i++)
        if (!pages[i])
            return E_RANGE;
    for (u32 i = first; i < first + count; i++)
        pages[i] = 0;
    return 0;
}

static const struct memory fake_memory = { .share = fake_share,
                                           .unmap = fake_unmap };
static int unbound_share(int space, u32 address, u32 size, int other, u32 access,
                         u32 *at)
{
    (void)space, (void)address, (void)size, (void)other, (void)access, (void)at;
    return E_UNBOUND;
}

static int unbound_unmap(int space, u32 address, u32 size)
{
    (void)space, (void)address, (void)size;
    return E_UNBOUND;
}

static const struct memory unbound_memory = { .share = unbound_share,
                                              .unmap = unbound_unmap };

static int serve(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    (void)out, (void)out_size;
    called_operation = operation;
    called_size = in_size;
    called_in = in;
    int (*const then)(const struct grant *grant) = in_call;
    if (in_call_once)
        in_call = NULL;
    return then ? then(in) : 5;
}

static const struct service fake_server = { serve }, other_server = { serve };

u64 recover_call(void *method, const u32 *args, u32 n)
{
    int (*to)(u32, const void *, u32, void *, u32) = method;

    CHECK_EQ(n, 5);
    return (u32)to(args[0], (const void *)args[1], args[2], (void *)args[3],
                   args[4]);
}

static int fake_write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_TEXT && size < LINE);
    memcpy(text, data, size);
    text[size] = '\0';
    return (int)size;
}

static const struct console fake_console = { .write = fake_write };

/* --- The graph ------------------------------------------------------------ */

static void put(u32 i, u32 caller, u32 provider, u32 interface,
                const volatile void *slot)
{
    fake.bindings[i] = (struct graph_binding){
        .handle = i + 1, .caller = caller, .provider = provider,
        .interface = interface, .slot = (saddr_t)slot };
    fake.generation += 2;
}

static void put_node(u32 handle, u32 carrier, int space, const char *name)
{
    struct graph_node *node = &fake.nodes[handle - 1];

    *node = (struct graph_node){ .handle = handle, .carrier = carrier,
                                 .space = (u32)space, .state = NODE_LIVE };
    memcpy(node->name, name, strlen(name) + 1);
    fake.generation += 2;
}

static void reset(void)
{
    memset(has, 0, sizeof(has));
    shares = unmaps = given = taken = 0;
    share_answers = unmap_answers = page_answers = 0;
    in_share = NULL;
    in_call = NULL;
    text[0] = '\0';
    state = FREE;
    started = 0;
    put_node(SELF, 0, 0, "bind_grant");
    put_node(CALLER, MODEL, CALLER_SPACE, "caller");
    put_node(SERVER, MODEL, SERVER_SPACE, "server");
    put_node(OTHER_SERVER, MODEL, OTHER_SPACE, "other");
    put_node(MODEL, 0, 0, "paged");
    put_node(OTHER_MODEL, 0, 0, "flat");
    memcpy(fake.interfaces[0].type, "service", 8);
    memcpy(fake.interfaces[1].type, "binding", 8);
    put(0, CALLER, SELF, 1, NULL);
    put(1, SELF, SERVER, 3, &server);
    put(2, SELF, MODEL, 4, &memory);
    put(3, OTHER_SERVER, SELF, 2, NULL);        /* it configures */
    fake.parts[GRAPH_PART_BINDINGS].live = 4;
    server = &fake_server;
    memory = &fake_memory;
    nmm = &fake_nmm;
    console = &fake_console;
    init(SELF);
    CHECK_EQ(start(PAGES * PAGE_SIZE), 0);
}

static int ask(u32 pages)
{
    const struct grant grant = { FROM, pages * PAGE_SIZE, 3 };

    return call(9, &grant, sizeof(grant), NULL, 0);
}

/* --- Plain ---------------------------------------------------------------- */

static int sees(const struct grant *grant)
{
    CHECK(grant->at == AT && grant->access == 3);
    CHECK_EQ(count_of(SERVER_SPACE) * PAGE_SIZE, grant->size);
    CHECK_EQ(given, taken + 1);
    return (int)grant->size;
}

static void test_plain(void)
{
    reset();
    in_call = sees;
    for (u32 pages = 1; pages <= PAGES; pages++) {
        CHECK_EQ(ask(pages), pages * PAGE_SIZE);
        CHECK(count_of(SERVER_SPACE) == 0 && called_operation == 9);
        CHECK(count(BINDING_ACCEPTED) == (int)pages &&
              count(BINDING_DELIVERED) == (int)pages);
    }
    CHECK_EQ(ask(PAGES + 1), E_RANGE);
    CHECK_EQ(ask(0), E_RANGE);
    CHECK_EQ(count(BINDING_ROOM), PAGES * PAGE_SIZE);
    CHECK(count(77) == E_UNSUPPORTED && flush() == 0);
    in_call = NULL;
    CHECK(call(3, NULL, 0, NULL, 0) == 5 && !called_in);
    CHECK(shares == PAGES && called_operation == 3);
}

static int is_same(const struct grant *grant)
{
    const u8 *values = (const u8 *)(grant + 1);

    for (u32 i = 0; i + sizeof(*grant) < called_size; i++)
        CHECK_EQ(values[i], (u8)(i + 1));
    return 6;
}

static void test_values(void)
{
    struct message message = { { FROM, PAGE_SIZE, 3 }, { 0 } };

    reset();
    in_call = is_same;
    for (u32 i = 0; i < GRANT_MOST; i++)
        message.values[i] = (u8)(i + 1);
    for (u32 size = 1; size < sizeof(message) + 9; size++) {
        CHECK_EQ(call(1, &message, size, NULL, 0),
                 size < sizeof(struct grant) ? E_INVALID :
                 size > sizeof(message) ? E_RANGE : 6);
        CHECK(message.grant.at == FROM && count_of(SERVER_SPACE) == 0);
    }
    CHECK_EQ(shares, GRANT_MOST + 1);
    nothing_is_there = 1;
    CHECK_EQ(call(1, &message, sizeof(message), NULL, 0), E_ADDRESS);
    nothing_is_there = 0;
    CHECK_EQ(shares, GRANT_MOST + 1);
}

static void test_sizes(void)
{
    static const u32 sizes[] = { 0, 0x80000000u, 0xfffff000u, 0xffffffffu,
                                 PAGES * PAGE_SIZE + 1, 1, PAGE_SIZE - 1,
                                 PAGE_SIZE + 4 };

    reset();
    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++) {
        const struct grant grant = { FROM, sizes[i], 3 };
        CHECK_EQ(call(1, &grant, sizeof(grant), NULL, 0), E_RANGE);
    }
    for (u32 bit = 1; bit < PAGE_SIZE; bit *= 2) {
        const struct grant grant = { FROM | bit, PAGE_SIZE, 3 };
        CHECK_EQ(call(1, &grant, sizeof(grant), NULL, 0), E_RANGE);
    }
    CHECK_EQ(shares, 0);
    CHECK(stop() == 0 && start(0) == 0);
    CHECK_EQ(ask(1), E_RANGE);
}

/* --- What goes wrong ------------------------------------------------------- */

static void test_refused(void)
{
    reset();
    for (int error = E_INVALID; error >= E_QUOTA; error--) {
        share_answers = error;
        called_in = NULL;
        CHECK(ask(1) == error && !called_in && unmaps == 0);
        share_answers = 0;
        CHECK_EQ(ask(1), 5);
        unmaps = 0;
    }
    CHECK_EQ(given, taken);
}

static u32 dropped;

static int drops(const struct grant *grant)
{
    (void)grant;
    for (u32 i = 0; i < PAGES; i++)
        if (dropped & 1u << i)
            has[0][i] = 0;
    return 8;
}

/* The server unmaps what it likes: it keeps nothing. */
static void test_dropped(void)
{
    reset();
    in_call = drops;
    for (dropped = 0; dropped < 1u << PAGES; dropped++) {
        CHECK_EQ(ask(PAGES), 8);
        CHECK_EQ(count_of(SERVER_SPACE), 0);
    }
    CHECK_EQ(given, taken);
}

static int asks_again(const struct grant *grant)
{
    static int depth;

    if (!grant || depth++)
        return 4;
    CHECK_EQ(ask(2), E_QUOTA);
    CHECK_EQ(call(3, NULL, 0, NULL, 0), 4);
    CHECK_EQ(count_of(SERVER_SPACE), 1);
    return 6;
}

static void test_quota(void)
{
    reset();
    in_call = asks_again;
    CHECK_EQ(ask(1), 6);
    CHECK(count_of(SERVER_SPACE) == 0 && shares == 1);
}

static void test_kept(void)
{
    static const int errors[] = { E_ACTIVE, E_PAGING, E_UNBOUND };

    for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
        reset();
        unmap_answers = errors[i];
        CHECK(ask(1) == errors[i] && count_of(SERVER_SPACE) == 1);
        CHECK(given == 1 && taken == 0);
        CHECK(ask(1) == E_QUOTA && stop() == errors[i] && stop() == errors[i]);
        unmap_answers = 0;
        CHECK(start(PAGE_SIZE) == 0 && ask(1) == E_QUOTA);
        CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
        CHECK(start(PAGE_SIZE) == 0 && ask(1) == 5 && given == taken);
    }
    reset();
    unmap_answers = E_HANDLE;           /* gone with its space */
    CHECK(ask(1) == 5 && ask(1) == 5 && given == taken);
}

/* A part is left that cannot be taken yet. */
static int drops_first(const struct grant *grant)
{
    (void)grant;
    has[0][0] = 0;
    page_answers = E_ACTIVE;
    return 8;
}

static void test_kept_rest(void)
{
    reset();
    in_call = drops_first;
    CHECK(ask(3) == E_ACTIVE && count_of(SERVER_SPACE) == 2);
    page_answers = 0;
    CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
}

/* --- Meanwhile -------------------------------------------------------------- */

static int stops(const struct grant *grant)
{
    (void)grant;
    CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
    CHECK_EQ(ask(1), E_UNBOUND);
    return 3;
}

static int restarts(const struct grant *grant)
{
    struct ends ends;
    struct grant more = { FROM, PAGE_SIZE, 3 };

    stops(grant);
    CHECK_EQ(start(PAGE_SIZE), 0);
    ends_find(&ends, self, &server, &memory);
    CHECK(region_enter(CALLS, nmm) == 0);
    CHECK(region_give(&more, memory, &ends) > 0);
    return 3;
}

static void test_stopped(void)
{
    reset();
    in_call = stops;
    CHECK(ask(2) == 3 && given == 1 && taken == 1 && unmaps == 1);
    CHECK(stop() == 0 && call(3, NULL, 0, NULL, 0) == E_UNBOUND);
    reset();
    in_call = restarts;                 /* what is another's stays */
    CHECK(ask(2) == 3 && count_of(SERVER_SPACE) == 1);
    CHECK(region_take_any(nmm) == 0 && count_of(SERVER_SPACE) == 0);
}

/* --- Its bindings end ------------------------------------------------------- */

static u32 ended;               /* binding */

static int is_released(const struct grant *grant)
{
    const int is_control = ended == 4 || ended == 99;
    const u32 had = count_of(SERVER_SPACE);

    (void)grant;
    CHECK_EQ(had, 2);
    CHECK_EQ(release(ended), 0);
    CHECK_EQ(count_of(SERVER_SPACE), is_control ? had : 0);
    CHECK(release(ended) == 0 && ask(1) == (is_control ? E_QUOTA : 5));
    return 3;
}

static int is_kept(const struct grant *grant)
{
    (void)grant;
    unmap_answers = E_ACTIVE;
    CHECK(release(ended) == E_ACTIVE && count_of(SERVER_SPACE) == 2);
    unmap_answers = 0;
    return 3;
}

static void test_released(void)
{
    for (ended = 1; ended <= 4; ended++) {      /* 4: who configures it */
        reset();
        CHECK_EQ(release(ended), 0);
        in_call = is_released;
        in_call_once = 1;
        CHECK(ask(2) == 3 && count_of(SERVER_SPACE) == 0 && given == taken);
        in_call_once = 0;
        in_call = is_kept;
        CHECK_EQ(release(ended == 4 ? 1 : ended), 0);
        CHECK(ended == 4 || ask(2) == 3);
    }
    reset();
    in_call = is_released;
    in_call_once = 1;
    ended = 99;                         /* another's, or none */
    CHECK(ask(2) == 3 && given == taken);
    in_call_once = 0;
}

static void release_now(void)
{
    CHECK(release(1) == E_ACTIVE && release(4) == 0);
    in_share = NULL;
}

/* While it is given, it is neither given nor not. */
static void test_released_moving(void)
{
    reset();
    in_share = release_now;
    CHECK(ask(1) == 5 && given == taken);
}

/* --- Threads that are lost --------------------------------------------------- */

static void lay_granted(void)
{
    struct grant more = { FROM, 2 * PAGE_SIZE, 3 };
    struct ends ends;

    reset();
    ends_find(&ends, self, &server, &memory);
    CHECK(region_enter(CALLS, nmm) == 0);
    CHECK(region_give(&more, memory, &ends) > 0);
}

static void test_lost(void)
{
    lay_granted();
    CHECK(ask(1) == E_QUOTA && count_of(SERVER_SPACE) == 2);
    lost_frame = CALLS;
    unmap_answers = E_PAGING;
    CHECK(ask(1) == E_PAGING && count_of(SERVER_SPACE) == 2);
    unmap_answers = 0;
    CHECK(ask(1) == 5 && given == 2 && taken == 2);
    lay_granted();
    CHECK(release(2) == 0 && count_of(SERVER_SPACE) == 0);
    reset();                            /* while it gives: nothing is given */
    CHECK(region_enter(CALLS, nmm) == 0);
    lost_frame = 0;
    CHECK(ask(1) == E_QUOTA && release(1) == E_ACTIVE && stop() == 0);
    CHECK(start(PAGE_SIZE) == 0 && ask(1) == E_QUOTA);
    lost_frame = CALLS;
    CHECK(release(1) == 0 && ask(1) == 5);
    CHECK(region_enter(CALLS, nmm) == 0 && ask(1) == 5);
    lost_frame = 0;
}

/* While it takes: it is to be taken still. */
static void lose_taker(void)
{
    in_unmap = NULL;
    all_are_lost = 1;
    CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
    CHECK(state == FREE && taken == 1);
    all_are_lost = 0;
}

static void test_lost_taker(void)
{
    lay_granted();
    in_unmap = lose_taker;
    stop();
    CHECK_EQ(count_of(SERVER_SPACE), 0);
}

/* While it gives, and the server has it: whoever comes next takes it back. */
static jmp_buf lost_giver;

static void lose_giver(void) { longjmp(lost_giver, 1); }

static void give_and_be_lost(void)
{
    reset();
    in_share = lose_giver;
    if (!setjmp(lost_giver))
        ask(2);
    in_share = NULL;
    CHECK(state == MOVING && count_of(SERVER_SPACE) == 2);
    all_are_lost = 1;
}

static void test_lost_giver(void)
{
    give_and_be_lost();
    CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
    CHECK(state == FREE && given == 1 && taken == 1);
    give_and_be_lost();
    CHECK(release(1) == 0 && count_of(SERVER_SPACE) == 0 && given == taken);
    give_and_be_lost();
    CHECK(ask(1) == 5 && count_of(SERVER_SPACE) == 0 && given == 2);
    give_and_be_lost();
    unmap_answers = E_PAGING;
    CHECK(ask(1) == E_PAGING && count_of(SERVER_SPACE) == 2);
    unmap_answers = 0;
    CHECK(stop() == 0 && count_of(SERVER_SPACE) == 0);
    /* one that is lost before it has given anything takes nothing */
    CHECK(region_enter(CALLS, nmm) == 0);
    unmaps = 0;
    CHECK(stop() == 0 && state == FREE && !unmaps);
    all_are_lost = 0;
}

static void stop_now(void) { CHECK_EQ(stop(), 0); }

static void test_stopped_giving(void)
{
    reset();
    in_share = stop_now;
    called_in = NULL;
    CHECK(ask(1) == E_UNBOUND && !called_in && count_of(SERVER_SPACE) == 0);
}

static int unbinds(const struct grant *grant)
{
    (void)grant;
    memory = &unbound_memory;
    fake.generation += 2;
    return 3;
}

static int model_dies(const struct grant *grant)
{
    fake.nodes[MODEL - 1].state = NODE_DEAD;
    unmaps = 0;
    return unbinds(grant);
}

static int model_goes(const struct grant *grant)
{
    fake.nodes[MODEL - 1].handle += 1 << GRAPH_BITS;
    unmaps = 0;
    return unbinds(grant);
}

static void test_unbound(void)
{
    reset();
    in_call = unbinds;
    CHECK(ask(2) == 3 && count_of(SERVER_SPACE) == 0);
    CHECK_EQ(ask(2), E_UNBOUND);
    reset();
    in_call = model_dies;
    CHECK(ask(2) == 3 && unmaps == 0 && state == FREE);
    reset();
    in_call = model_goes;
    CHECK(ask(2) == 3 && unmaps == 0 && state == FREE);
}

/* The binding leads elsewhere while a region goes there. */
static void rebind(void)
{
    in_share = NULL;
    server = &other_server;
    put(1, SELF, OTHER_SERVER, 3, &server);
}

static int sees_other(const struct grant *grant)
{
    (void)grant;
    CHECK(count_of(SERVER_SPACE) == 0 && count_of(OTHER_SPACE) == 2);
    return 3;
}

static void test_rebound(void)
{
    reset();
    in_share = rebind;
    in_call = sees_other;
    CHECK(ask(2) == 3 && count_of(OTHER_SPACE) == 0);
    CHECK(shares == 2 && given == taken);
    put_node(OTHER_SERVER, OTHER_MODEL, OTHER_SPACE, "other");
    CHECK(ask(2) == E_NOT_APPLICABLE && shares == 2);
    put_node(OTHER_SERVER, MODEL, OTHER_SPACE, "other");
    CHECK(ask(2) == 3 && shares == 3);
    reset();
    in_share = rebind;
    unmap_answers = E_ACTIVE;
    CHECK(ask(2) == E_ACTIVE && state >= FIRST);
}

/* --- Which ends ------------------------------------------------------------- */

static void test_ends(void)
{
    for (u32 i = 0; i < 27; i++) {
        const u32 of = i % 3, to = i / 3 % 3, by = i / 9;
        reset();
        CHECK(start(1) == E_BUSY && stop() == 0);
        put_node(CALLER, of ? MODEL + 2 * (of - 1) : 0, 7, "caller");
        put_node(SERVER, to ? MODEL + 2 * (to - 1) : 0, 8, "server");
        put(2, SELF, by ? MODEL + 2 * (by - 1) : SELF, 4, &memory);
        text[0] = '\0';
        CHECK_EQ(start(1), of == to && of == by && of ? 0 : E_NOT_APPLICABLE);
        CHECK_EQ(!text[0], started);
    }
    put_node(SERVER, OTHER_MODEL, 8, "server");
    put_node(CALLER, MODEL, 7, "caller");
    put(2, SELF, MODEL, 4, &memory);
    started = 0;
    CHECK_EQ(start(1), E_NOT_APPLICABLE);
    CHECK(!strcmp(text, "bind_grant: memory of 'paged' grants nothing from a "
                        "client of 'paged' to one of 'flat'\n"));
}

/* While one takes the other's place, nobody's memory is granted; then its own. */
static void test_heir(void)
{
    reset();
    put_node(OTHER_SERVER, MODEL, CALLER_SPACE, "heir");
    put(4, OTHER_SERVER, SELF, 1, NULL);
    fake.parts[GRAPH_PART_BINDINGS].live = 5;
    CHECK(ask(2) == E_BUSY && !shares && !given && state == FREE);
    fake.bindings[0].handle = 0;
    fake.parts[GRAPH_PART_BINDINGS].live = 4;
    fake.generation += 2;
    CHECK(ask(2) >= 0 && shares == 1 && taken == 1);
    fake.bindings[4].handle = 0;
}

/* An end whose binding is in the last entry of the graph is an end, too. */
static void test_last_entry(void)
{
    struct graph_binding *last = &fake.bindings[GRAPH_BINDINGS - 1];

    for (u32 i = 0; i < 3; i++) {
        reset();
        *last = fake.bindings[i];
        fake.bindings[i].handle = 0;
        CHECK(ask(2) >= 0 && shares == 1 && taken == 1);
        last->handle = 0;
    }
}

static void test_missing(void)
{
    for (u32 i = 0; i < 3; i++) {
        reset();
        CHECK_EQ(stop(), 0);
        fake.bindings[i].handle = 0;
        fake.parts[GRAPH_PART_BINDINGS].live--;
        fake.generation += 2;
        CHECK(start(1) == E_UNBOUND && !started);
    }
}

static void test_tickets(void)
{
    reset();
    next = 0x7ffffffe;
    for (u32 i = 0; i < 4; i++)
        CHECK(ask(1) == 5 && count_of(SERVER_SPACE) == 0);
    CHECK(given == 4 && taken == 4);
}

int main(void)
{
    test_plain();
    test_values();
    test_sizes();
    test_refused();
    test_dropped();
    test_quota();
    test_kept();
    test_kept_rest();
    test_stopped();
    test_stopped_giving();
    test_released();
    test_released_moving();
    test_lost();
    test_lost_taker();
    test_lost_giver();
    test_unbound();
    test_rebound();
    test_ends();
    test_heir();
    test_last_entry();
    test_missing();
    test_tickets();
    return check_done();
}
