/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * The proofs of experiment debug: each fact that one looks at is wrong alone, in turn,
 * in what debugs, in its log, in a page's entry, or in what the client has done.
 */
#include "../../bench/experiments/debug/debug.c"

#include "check.h"

#define REQUEST_AT 0x2000u
#define AT 0x400000u                    /* the page */
#define GUARDED_AT 0x500000u            /* the first page of the first object's */
#define TEXT 0x1000u
#define STORE_AT (TEXT + 0x400)         /* bench_store's, in the text */
#define PAGES_MOST 16u

enum wrong {
    SOUND, NOT_DONE,
    OTHER_WORD, SOILED, TRAPS,          /* of the store */
    OPEN_BEFORE, OPEN_AFTER, UNMAPPED, CLOSED_BEFORE, CLOSED_AFTER,
    NO_ENTRY, ENTRY_MORE, OTHER_KIND, OTHER_SPACE, OTHER_ADDRESS, OTHER_EIP,
    NOWHERE, OBJECT_CLOSED, END_CLOSED, NOT_BEHIND, NOT_BEFORE, NOT_LIFTED,
    TRAP_ELSEWHERE, TRAPS_TWICE, STORE_LOST, CANNOT_UNMAP,
    MISCOUNTED, SKIPPED, LATE, OTHER_CODE,
    WRONGS
};

static enum wrong wrong;
static int in_sample;                   /* the operation itself */
static struct bench_request request;
static struct place { u32 at, is_open, words[PAGE_SIZE / 4]; } places[PAGES_MOST];
static struct debug_entry log[ENTRIES + 1];
static u32 logged, is_watching, next_guard, in_steps, is_held;
static u8 text[PAGE_SIZE];

static int is(enum wrong which)
{
    return wrong == which;
}

/* --- Memory ---------------------------------------------------------------- */

static struct place *place_of(u32 address)
{
    for (u32 i = 0; i < PAGES_MOST; i++)
        if (places[i].at && places[i].at == (address & ~(PAGE_SIZE - 1)))
            return &places[i];
    return NULL;
}

static void map_page(u32 at, u32 is_open)
{
    u32 i = 0;

    while (places[i].at)
        i++;
    CHECK(i < PAGES_MOST && !place_of(at));
    memset(&places[i], 0, sizeof(places[i]));
    places[i].at = at;
    places[i].is_open = is_open;
}

static u32 *word_of(u32 address)
{
    return &place_of(address)->words[address % PAGE_SIZE / 4];
}

static int model_create(void) { return 1; }
static int model_destroy(int space) { return space - 1; }

static int model_load(int space, const char *name)
{
    return space == 1 && (!__builtin_strcmp(name, "bench") ||
                          !__builtin_strcmp(name, "straight")) ? 0 : E_NOTFOUND;
}

static int model_map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    CHECK(space == 1 && size == PAGE_SIZE && access == RING3_ACCESS);
    *at = address ? address : place_of(REQUEST_AT) ? AT : REQUEST_AT;
    map_page(*at, 1);
    return 0;
}

static int model_unmap(int space, u32 address, u32 size)
{
    struct place *place = place_of(address);

    CHECK(space == 1 && address % PAGE_SIZE == 0 && size == PAGE_SIZE);
    if (!place || is(CANNOT_UNMAP))
        return E_RANGE;
    place->at = 0;
    return 0;
}

static int model_protect(int space, u32 address, u32 size, u32 access)
{
    struct place *place = place_of(address);

    CHECK(space == 1 && size == PAGE_SIZE && access == RING3_ACCESS);
    if (!place)
        return E_RANGE;
    place->is_open = 1;
    return 0;
}

static int model_write(int space, u32 where, const void *data, u32 size)
{
    CHECK(space == 1);
    if (where == REQUEST_AT)
        memcpy(&request, data, size);
    else
        memcpy(word_of(where), data, size);
    return 0;
}

static int model_read(int space, u32 where, void *data, u32 size)
{
    CHECK(space == 1);
    if (where == REQUEST_AT)
        memcpy(data, &request, size);
    else
        memcpy(data, word_of(where), size);
    return 0;
}

static int model_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    CHECK(space == 1 && kind == AREA_TEXT);
    if (address < TEXT || address + size > TEXT + sizeof(text))
        return E_ADDRESS;
    memcpy(data, text + (address - TEXT), size);
    return 0;
}

/* --- The log --------------------------------------------------------------- */

static void enter(u32 kind, u32 address, u32 eip)
{
    log[logged++] = (struct debug_entry){
        .space = is(OTHER_SPACE) ? 2 : 1, .kind = is(OTHER_KIND) ? 1 : kind,
        .address = address + is(OTHER_ADDRESS), .eip = eip };
}

static void log_store(void)
{
    if (wrong != NO_ENTRY && is_watching == 1)
        enter(DEBUG_WRITE, AT, STORE_AT + is(OTHER_EIP));
    if (is(ENTRY_MORE))
        enter(DEBUG_WRITE, AT, STORE_AT);
}

/* --- The client ------------------------------------------------------------ */

static void trap(u32 address)
{
    trap_table.access(1, address + (is(TRAP_ELSEWHERE) ? 4 : 0), ACCESS_WRITE);
    if (is(TRAPS_TWICE))
        trap_table.access(1, address, ACCESS_WRITE);
}

static void store(u32 address)
{
    const struct place *place = place_of(address);

    if (!place || !place->is_open)
        trap(address);
    if (is(STORE_LOST) && !in_sample)
        return;
    *word_of(address) = address + (is(OTHER_WORD) && in_sample);
}

static void sampled_store(void)
{
    if (is(TRAPS))
        traps++;
    store(request.base);
    if (is(SOILED))
        *word_of(request.base + 8) = 1;
    if (is_watching)
        log_store();
}

static int look(void)
{
    const u32 *words = place_of(request.base)->words;
    int different = (words[0] != request.words[0]) + (words[1] != request.words[1]);

    for (u32 i = 2; i < PAGE_SIZE / 4; i++)
        different += words[i] != request.rest;
    return different;
}

/* The first `in_steps` instructions, one by one. */
static int run_straight(void)
{
    CHECK(is_held);
    const u32 start = TEXT + is(LATE) + (is(OTHER_CODE) ? 0x200 : 0);
    const u32 count = in_steps - (is(NO_ENTRY) && in_steps) + is(ENTRY_MORE);

    for (u32 i = 0; i < count; i++) {
        const u32 eip = start + 2 + i + (is(SKIPPED) && i + 1 == count);
        enter(DEBUG_STEP, eip, eip);
    }
    return STRAIGHT_INCS - is(MISCOUNTED);
}

static int model_run(int space, u32 argument)
{
    CHECK(space == 1);
    if (!argument)
        return run_straight();
    CHECK_EQ(argument, REQUEST_AT);
    request.result = 0;
    if (request.operation == BENCH_LOOK)
        request.result = look();
    else if (in_sample)
        sampled_store();
    else
        store(request.base);
    return 0;
}

static const struct memory model = {
    .create = model_create, .destroy = model_destroy, .load = model_load,
    .run = model_run, .map = model_map, .unmap = model_unmap,
    .protect = model_protect, .read = model_read, .write = model_write,
    .fetch = model_fetch };

/* --- What debugs ----------------------------------------------------------- */

static int has_stored(void)
{
    return *word_of(AT) != 0;
}

static int attributes(int space, u32 address)
{
    CHECK(space == 1 && address == AT);
    if (is(UNMAPPED))
        return ~MAP_WRITE;              /* an error, whose bits would do */
    if (is(has_stored() ? OPEN_AFTER : OPEN_BEFORE))
        return MAP_PRESENT | MAP_WRITE;
    if (is(has_stored() ? CLOSED_AFTER : CLOSED_BEFORE))
        return MAP_PRESENT;
    return MAP_PRESENT | (is_watching ? 0 : MAP_WRITE);
}

static int debug_watch(int space, u32 address, u32 size, u32 kinds)
{
    CHECK(space == 1 && size == WATCHED && kinds == DEBUG_WRITE);
    CHECK(address == AT || address == AT + BESIDE);
    is_watching = address == AT ? 1 : 2;
    return 1;
}

/* Three pages; of each object others. */
static int debug_guard(int space, u32 size, u32 *at)
{
    const u32 base = next_guard;

    CHECK(space == 1 && size == GUARDED);
    next_guard += 4 * PAGE_SIZE;
    map_page(base, in_sample && is(NOT_BEFORE));
    map_page(base + PAGE_SIZE, !in_sample || !is(OBJECT_CLOSED));
    map_page(base + 2 * PAGE_SIZE, in_sample && is(NOT_BEHIND));
    *at = in_sample && is(NOWHERE) ? 0 : base + 2 * PAGE_SIZE - GUARDED +
          (in_sample && is(END_CLOSED) ? 4 : 0);
    return 0;
}

static int debug_unguard(int space, u32 at)
{
    const u32 base = (at & ~(PAGE_SIZE - 1)) - PAGE_SIZE;

    CHECK(space == 1);
    for (u32 i = 0; i < 3 && !is(NOT_LIFTED); i++)
        place_of(base + i * PAGE_SIZE)->at = 0;
    return 0;
}

static int cpu_cli(void)
{
    is_held = 1;
    return 0;
}

static int cpu_sti(void)
{
    is_held = 0;
    return 0;
}

/* Interrupts are off from there to the end of the sample. */
static int debug_step(int space, u32 count)
{
    CHECK(space == 1 && is_held);
    in_steps = count;
    return 0;
}

static int debug_log(struct debug_entry *to, u32 room)
{
    const u32 count = logged < room ? logged : room;

    memcpy(to, log, count * sizeof(*to));
    memmove(log, log + count, (logged - count) * sizeof(*to));
    logged -= count;
    return (int)count;
}

static int debug_off(int space)
{
    CHECK(space == 1);
    is_watching = 0;
    return 0;
}

static const struct debug debugger = {
    .watch = debug_watch, .guard = debug_guard, .unguard = debug_unguard,
    .step = debug_step, .log = debug_log, .off = debug_off };
static const struct pages page_table = { .attributes = attributes };
static const struct cpu cpu_table = { .cli = cpu_cli, .sti = cpu_sti };

/* --- The cases ------------------------------------------------------------- */

static int sample_timed(const struct timed *one, enum wrong how)
{
    u64 ticks;

    wrong = how;
    CHECK(one->prepare() >= 0);
    in_sample = 1;
    const int error = how == NOT_DONE ? 0 : one->sample(0, &ticks);
    in_sample = 0;
    const int answer = error < 0 ? error : one->check();
    wrong = SOUND;
    return answer;
}

static int sample_body(const struct experiment *one, enum wrong how)
{
    wrong = SOUND;
    CHECK(one->prepare() >= 0);
    wrong = how;
    in_sample = 1;
    if (how != NOT_DONE)
        one->body();
    in_sample = 0;
    const int answer = one->check();
    CHECK(!is_held);
    wrong = SOUND;
    return answer;
}

static void forget(void)
{
    memset(places, 0, sizeof(places));
    logged = is_watching = 0;
    next_guard = GUARDED_AT;
}

/* Each in a row of its own: what a bad sample has left does not matter. */
static void is_noticed(const char *name, const struct timed *timed,
                       const struct experiment *experiment, u32 x, enum wrong how,
                       int matters)
{
    int good, answer;

    forget();
    CHECK_EQ(timed ? timed->setup(x) : experiment->setup(x), 0);
    good = timed ? sample_timed(timed, SOUND) : sample_body(experiment, SOUND);
    answer = timed ? sample_timed(timed, how) : sample_body(experiment, how);
    CHECK_EQ(good, 0);
    CHECK_EQ(answer < 0, matters);
    if (good || (answer < 0) != matters)
        printf("%s, x %u, fault %u: %d %d\n", name, x, how, good, answer);
    CHECK_EQ(timed ? timed->teardown() : experiment->teardown(), 0);
    CHECK(!is_held);
}

static int is_between(enum wrong how, enum wrong first, enum wrong last)
{
    return how >= first && how <= last;
}

static void test_stores(void)
{
    for (enum wrong how = SOUND; how < WRONGS; how++) {
        const int always = is_between(how, NOT_DONE, TRAPS);
        const int watched = always || is_between(how, OPEN_BEFORE, UNMAPPED);

        is_noticed("off", &timed_off, NULL, 0, how, always ||
                   is_between(how, CLOSED_BEFORE, CLOSED_AFTER));
        is_noticed("watch", &timed_watch, NULL, 0, how, watched ||
                   is_between(how, NO_ENTRY, OTHER_EIP));
        is_noticed("beside", &timed_beside, NULL, 0, how, watched ||
                   how == ENTRY_MORE);
    }
}

static void test_guards(void)
{
    for (enum wrong how = SOUND; how < WRONGS; how++)
        is_noticed("guard", NULL, &experiment_guard, 0, how, how == NOT_DONE ||
                   is_between(how, NOWHERE, CANNOT_UNMAP));
}

static void test_steps(void)
{
    static const u32 counts[] = { 0, 1, 10, 100, STRAIGHT_INCS };

    for (u32 i = 0; i < ARRAY_SIZE(counts); i++)
        for (enum wrong how = SOUND; how < WRONGS; how++) {
            const u32 x = counts[i];
            const int entries_wrong = is_between(how, NO_ENTRY, OTHER_ADDRESS) ||
                                      how == SKIPPED || how == LATE ||
                                      how == OTHER_CODE;
            const int matters = how == NOT_DONE || how == MISCOUNTED ||
                                how == ENTRY_MORE || (x && entries_wrong);
            is_noticed("step", NULL, &experiment_step, x, how, matters);
        }
    CHECK_EQ(experiment_step.setup(STRAIGHT_INCS + 1), E_RANGE);
}

int main(void)
{
    memory = &model;
    pages = &page_table;
    debug = &debugger;
    cpu = &cpu_table;
    text[STORE_AT - TEXT] = 0x89;       /* and behind it 0 */
    text[0] = STRAIGHT_XOR_0;
    text[1] = STRAIGHT_XOR_1;
    memset(text + 2, STRAIGHT_INC, STRAIGHT_INCS);
    text[2 + STRAIGHT_INCS] = 0xc3;
    test_stores();
    test_guards();
    test_steps();
    return check_done();
}
