/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * The proofs of experiment service: under a model without protection, with
 * segments, and with pages, what a request ought to have changed is one fact, and
 * each of them alone is wrong in turn.
 */
#include "../../bench/experiments/service.c"

#include "check.h"

#define AT 0x400000u
#define CS1 0x19u                       /* selectors of ring 1, ring 3 */
#define CS3 0x1fu

enum kind { FLAT, SEGMENTED, PAGED, MODELS };

/* What goes wrong with a sample; what else the client sees of its page. */
enum wrong {
    SOUND, NOT_DONE, REFUSED, NOWHERE, OTHER_WORD, SOILED, SHORT,
    TRAP_ELSEWHERE, TRAPS_TWICE, BIT_ONLY, REAL_ONLY, SAME_PLACE, GOES_ON,
    TRAPS,
    WRONGS
};

static enum kind kind;
static enum wrong wrong;
static struct bench_request request;
static int is_mapped, is_writable, bit;
static u32 at, word, rest, unmaps;

static int model_protect(int space, u32 address, u32 size, u32 access)
{
    (void)space;
    CHECK(address == at && size == PAGE_SIZE && access == RING3_ACCESS);
    if (!is_mapped)
        return E_RANGE;
    is_writable = bit = 1;
    return 0;
}

static int model_map(int space, u32 address, u32 size, u32 access, u32 *where)
{
    (void)space;
    CHECK(size == PAGE_SIZE && access == RING3_ACCESS && address == at);
    CHECK(!is_mapped);
    is_mapped = is_writable = bit = 1;
    word = rest = 0;
    *where = at;
    return 0;
}

static int model_unmap(int space, u32 address, u32 size)
{
    (void)space;
    CHECK(is_mapped && address == at && size == PAGE_SIZE);
    is_mapped = 0;
    unmaps++;
    return 0;
}

static void trap(void)
{
    if (kind == PAGED && (!is_mapped || !is_writable)) {
        const u32 off = wrong == TRAP_ELSEWHERE ? 4 : 0;
        trap_table.access(1, at + off, ACCESS_WRITE);
        traps += wrong == TRAPS_TWICE;
    }
}

static void store(void)
{
    CHECK(kind == PAGED || is_mapped);
    trap();
    word = at;
}

/* What it tells of itself. */
static void null(void)
{
    request.words[0] = kind == FLAT ? CS1 : CS3;
    request.rest = kind != SEGMENTED ? ~0u :
                   at + (is_mapped ? PAGE_SIZE : 0) - 1 -
                   (is_mapped && wrong == SHORT);
}

static void map(void)
{
    at += kind == PAGED ? 0 : PAGE_SIZE;
    is_mapped = is_writable = bit = 1;
    word = 0;
    rest = wrong == SOILED;
    request.base = wrong == NOWHERE ? 0 : at;
}

static void grow(void)
{
    at += PAGE_SIZE;
    map();
    if (wrong == SAME_PLACE)
        request.base = at = last + PAGE_SIZE - 1;
}

static void triple(void)
{
    map();
    request.words[0] = wrong == OTHER_WORD ? at + 1 : at;
    is_mapped = wrong == GOES_ON;
}

static int look(void)
{
    return (word != request.words[0]) + (rest != request.words[1]) +
           (request.rest != 0);
}

static void protect(void)
{
    CHECK_EQ(request.access, ACCESS_READ);
    bit = wrong == REAL_ONLY;
    is_writable = wrong == BIT_ONLY;
}

static int model_run(int space, u32 argument)
{
    (void)space, (void)argument;
    request.result = 0;
    traps += wrong == TRAPS && request.operation != BENCH_STORE;
    switch (request.operation) {
    case BENCH_NULL: null(); break;
    case BENCH_MAP: map(); break;
    case BENCH_UNMAP: is_mapped = wrong == GOES_ON; break;
    case BENCH_GROW: grow(); break;
    case BENCH_TRIPLE: triple(); break;
    case BENCH_PROTECT_ONE: protect(); break;
    case BENCH_STORE: store(); break;
    case BENCH_LOOK: request.result = look(); break;
    default: CHECK(!"no other operation");
    }
    return 0;
}

static int model_write(int space, u32 where, const void *data, u32 size)
{
    (void)space, (void)where;
    CHECK_EQ(size, sizeof(request));
    request = *(const struct bench_request *)data;
    return 0;
}

static int model_read(int space, u32 where, void *data, u32 size)
{
    (void)space, (void)where;
    CHECK_EQ(size, sizeof(request));
    *(struct bench_request *)data = request;
    return 0;
}

static int model_create(void) { return 1; }
static int model_destroy(int space) { return space - 1; }

static int model_load(int space, const char *name)
{
    CHECK(space == 1 && !__builtin_strcmp(name, "bench"));
    return 0;
}

/* Memory of the request itself: not what is looked at. */
static int first_map(int space, u32 address, u32 size, u32 access, u32 *where)
{
    (void)space, (void)access;
    CHECK(!address && size == PAGE_SIZE);
    *where = 0x2000;
    return 0;
}

static struct memory model = {
    .create = model_create, .destroy = model_destroy, .load = model_load,
    .run = model_run, .protect = model_protect, .unmap = model_unmap,
    .read = model_read, .write = model_write };

static int attributes_of(int space, u32 address)
{
    CHECK(space == 1);
    (void)address;
    return kind != PAGED ? E_UNBOUND : !is_mapped ? E_NOTFOUND :
           MAP_PRESENT | (bit ? MAP_WRITE : 0);
}

static int region_at(u32 space, u32 address, struct region_info *info)
{
    CHECK(kind == FLAT && space == NMM_UPS && address == page());
    info->region = 7;
    return is_mapped;
}

static const struct pages pages_table = { .attributes = attributes_of };
static const struct nmm nmm_table = { .query_region = region_at };

/* One sample, in which that goes wrong. */
static int sample(const struct timed *one, enum wrong how)
{
    u64 ticks;

    wrong = SOUND;
    CHECK(one->prepare() >= 0);
    wrong = how;
    const int error = how == NOT_DONE ? 0 :
                      one->sample(0, &ticks);
    const int answer = error < 0 ? error : one->check();
    wrong = SOUND;
    return answer;
}

/* Does that concern the case, under this model? */
static int matters(const struct timed *one, enum wrong how)
{
    const int is_map = one == &timed_map || one == &timed_grow;
    const int goes = one == &timed_unmap || one == &timed_triple;

    switch (how) {
    case NOT_DONE: case TRAPS: return 1;
    case NOWHERE: return is_map || one == &timed_triple;
    case OTHER_WORD: return one == &timed_triple;
    case SOILED: return is_map;
    case SHORT: return is_map && kind == SEGMENTED;
    case TRAP_ELSEWHERE: case TRAPS_TWICE:
        return (goes || one == &timed_protect) && kind == PAGED;
    case BIT_ONLY: case REAL_ONLY: return one == &timed_protect;
    case SAME_PLACE: return one == &timed_grow;
    case GOES_ON: return goes;
    default: return 0;
    }
}

static void test_case(const char *name, const struct timed *one)
{
    if (one == &timed_protect && kind != PAGED)
        return;                         /* it has no such operation */
    is_mapped = 0;
    at = AT;
    unmaps = 0;
    model.map = first_map;
    CHECK_EQ(one->setup(0), 0);
    model.map = model_map;
    for (u32 i = 0; i < 2 * WRONGS; i++) {
        const enum wrong how = i % WRONGS;
        if (how == REFUSED)
            continue;
        CHECK_EQ(sample(one, SOUND), 0);
        const int answer = sample(one, how);
        CHECK_EQ(answer < 0, matters(one, how));
        if ((answer < 0) != matters(one, how))
            printf("%s, model %u, fault %u\n", name, kind, how);
        client.request.base = at;       /* as it would be in the next row */
        if (!is_mapped)
            client.request.base = 0;
    }
    CHECK_EQ(one->teardown(), 0);
}

int main(void)
{
    memory = &model;
    pages = &pages_table;
    nmm = &nmm_table;
    for (kind = 0; kind < MODELS; kind++) {
        test_case("null", &timed_null);
        test_case("map", &timed_map);
        test_case("unmap", &timed_unmap);
        test_case("protect", &timed_protect);
        test_case("grow", &timed_grow);
        test_case("triple", &timed_triple);
    }
    return check_done();
}
