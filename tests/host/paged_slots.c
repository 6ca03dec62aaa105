/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged/frame/slot.c
 * modules/models/paged/frame/peer.c */
/*
 * The paged model's slots at random: a frame that is in one is mapped there,
 * and nowhere else. And what it answers another model that wants a frame, or
 * that has one of its own: every combination.
 */
#include "../../modules/models/paged/lost.c"

#include "check.h"
#include "model_lock.h"
#include "random.h"

#define FRAMES 40u
#define SCRATCH_SLOTS 8u
#define BASE 0x100000u

static struct frame world[FRAMES];
static u32 mapped[RESERVE + SCRATCH_SLOTS];        /* entry of each slot */
static int refused, region_error, status = REGION_USED;
struct frame_table frames = { .at = world, .self = 5, .count = FRAMES };

/* --- The NMM ------------------------------------------------------------- */

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    CHECK(space == NMM_UPS && !base && flags == REGION_SELF_BACKED);
    CHECK_EQ(size, sizeof(mapped) / sizeof(u32) * PAGE_SIZE);
    info->base = BASE;
    return region_error ? region_error : 3;
}

static int destroyed;

static int destroy_region(u32 region)
{
    CHECK_EQ(region, 3);
    destroyed++;
    return 0;
}

static u32 *slot_at(u32 space, u32 address)
{
    const u32 slot = (address - BASE) / PAGE_SIZE;

    CHECK(space == NMM_UPS && address % PAGE_SIZE == 0 &&
          slot < RESERVE + SCRATCH_SLOTS);
    return &mapped[slot];
}

static int create_page_mapping(u32 space, u32 address, u32 entry)
{
    if (refused)
        return E_BUSY;
    *slot_at(space, address) = entry;
    return 0;
}

static int invalidate_page_mapping(u32 space, u32 address)
{
    *slot_at(space, address) = 0;
    return 0;
}

static int query_region(u32 space, u32 address, struct region_info *info)
{
    CHECK(space == NMM_UPS && address == BASE);
    info->status = (u32)status;
    return region_error ? region_error : 3;
}

static struct frame_info about, after;  /* after: the reserve is drained */
static int status_error;
static u32 found_in;                    /* 1 + space that maps it */

static int frame_status(paddr_t frame, struct frame_info *info)
{
    CHECK_EQ(frame, 8 * PAGE_SIZE);
    *info = about;
    return status_error;
}

static u32 phys_to_virt(u32 space, paddr_t frame)
{
    CHECK_EQ(frame, 8 * PAGE_SIZE);
    return space == found_in ? WINDOW + 2 * PAGE_SIZE : PHYS_NOT_MAPPED;
}

static const struct nmm fake = {
    .create_region = create_region, .destroy_region = destroy_region,
    .create_page_mapping = create_page_mapping, .query_region = query_region,
    .invalidate_page_mapping = invalidate_page_mapping,
    .frame_status = frame_status, .phys_to_virt = phys_to_virt,
};
const struct nmm *volatile nmm = &fake;

static struct memory others[PEERS];

/* --- The model ----------------------------------------------------------- */

static u32 shadow[4] = { 0, 0, 7 << SHADOW_SHIFT, 0 };
static struct space spaces[2] = { { .vsas = 1, .shadow = shadow },
                                  { .vsas = 2, .shadow = shadow } };
static struct page page[8];
struct page_table pages = { .at = page };
static u32 drained, released, asked;
static int evicted, peer_answers[PEERS];

struct space *space_slot(u32 i) { return i < 2 ? &spaces[i] : NULL; }
int evict_page(struct page *p) { return p == &page[7] ? evicted : -99; }

void stock_give(u32 number)
{
    CHECK_EQ(number, evicted);
    released++;
}

void reserve_drain(void)
{
    drained++;
    about = after;
}

/* The peers, in their order. */
u64 recover_call(void *method, const u32 *args, u32 n)
{
    CHECK(method == (void *)(asked + 100) && n == 1 &&
          args[0] == 8 * PAGE_SIZE);
    return (u32)peer_answers[asked++];
}

/* --- Slots --------------------------------------------------------------- */

static u32 in_use(u32 from, u32 to)
{
    u32 count = 0;

    for (; from < to; from++)
        count += mapped[from] != 0;
    return count;
}

static void check_slots(void)
{
    u32 held = 0;

    for (u32 i = 0; i < FRAMES; i++) {
        const u32 slot = world[i].slot;
        held += slot != 0;
        if (slot)
            CHECK_EQ(mapped[slot - 1], world[i].address | MAP_PRESENT |
                                       MAP_WRITE);
        if (slot)
            CHECK_EQ((u32)slot_address(i), BASE + (slot - 1) * PAGE_SIZE);
    }
    CHECK_EQ(held, in_use(0, RESERVE + SCRATCH_SLOTS));
}

static void test_slots(void)
{
    for (u32 step = 0; step < 20000; step++) {
        const u32 n = random_below(FRAMES), had = world[n].slot;
        const int is_full = in_use(RESERVE, RESERVE + SCRATCH_SLOTS) ==
                            SCRATCH_SLOTS;
        refused = random_below(5) == 0;
        if (random_below(3) == 0) {
            slot_release(n);
            CHECK_EQ(world[n].slot, 0);
        } else if (random_below(2) || had) {
            CHECK((slot_map(n) != NULL) == (had || (!refused && !is_full)));
        } else {
            CHECK((slot_take(n, random_below(RESERVE)) != NULL) == !refused);
        }
        CHECK(!had || !world[n].slot || world[n].slot == had);
        check_slots();
    }
}

static void test_region(void)
{
    region_error = E_NOMEM;
    CHECK_EQ(slot_create_all(), E_NOMEM);
    slot_destroy_all();
    CHECK_EQ(destroyed, 0);
    region_error = 0;
    CHECK_EQ(slot_create_all(), 0);
    CHECK_EQ(slot_are_valid(), 1);
    status = REGION_INVALID;            /* paging is off */
    CHECK_EQ(slot_are_valid(), 0);
    status = REGION_USED;
    region_error = E_RANGE;
    CHECK_EQ(slot_are_valid(), 0);
    region_error = 0;
}

/* --- Frames that others have, or want ------------------------------------ */

static void any_status(struct frame_info *info)
{
    *info = (struct frame_info){ .mappings = random_below(2),
                                 .mapper = 4 + random_below(2) };
}

static void test_reclaim(void)
{
    int given = 0;

    any_status(&about);
    status_error = random_below(4) ? 0 : E_RANGE;
    for (u32 i = 0; i < PEERS; i++)
        peer_answers[i] = random_below(3) ? E_BUSY : 0;
    asked = 0;
    while (given < PEERS && peer_answers[given])
        given++;
    const int is_asked = !status_error && about.mappings && about.mapper != 5;
    CHECK_EQ(peer_reclaim(8 * PAGE_SIZE), status_error ? status_error :
             !about.mappings ? E_OWNER : !is_asked ? E_BUSY :
             given < PEERS ? 0 : E_BUSY);
    CHECK_EQ(asked, !is_asked ? 0 : given < PEERS ? given + 1 : PEERS);
}

static void test_release(void)
{
    const u32 lost = peer_lost;

    any_status(&about);
    any_status(&after);
    status_error = random_below(4) ? 0 : E_RANGE;
    status = random_below(4) ? REGION_USED : REGION_INVALID;
    found_in = random_below(3);
    evicted = random_below(3) ? 12 : E_BUSY;
    const int is_locked = random_below(5) == 0;
    model_holder = is_locked ? SOMEBODY : 0;
    drained = released = 0;
    const int is_page = !is_locked && status == REGION_USED && found_in;
    const int is_ours = !is_locked && status == REGION_USED && !found_in &&
                        !status_error && about.mappings && about.mapper == 5;
    CHECK_EQ(lost_release(8 * PAGE_SIZE), is_locked ? E_BUSY :
             status != REGION_USED ? E_PAGING :
             is_page ? (evicted < 0 ? evicted : 0) :
             status_error ? status_error : !is_ours ? E_NOTFOUND :
             after.mappings ? E_BUSY : 0);
    CHECK_EQ(drained, is_ours);
    CHECK_EQ(released, is_page && evicted >= 0);
    CHECK_EQ(peer_lost - lost, released);
    CHECK_EQ(model_holder, is_locked ? SOMEBODY : 0);
    model_holder = 0;
}

int main(void)
{
    for (u32 i = 0; i < FRAMES; i++)
        world[i].address = (i + 1) * PAGE_SIZE;
    for (u32 i = 0; i < PEERS; i++) {
        others[i].release_frame = (void *)(i + 100);
        peers[i] = &others[i];
    }
    test_region();
    test_slots();
    for (u32 i = 0; i < 2000; i++) {
        test_reclaim();
        test_release();
    }
    CHECK_EQ(lost_release(8 * PAGE_SIZE + 1), E_INVALID);
    slot_destroy_all();
    CHECK_EQ(destroyed, 1);
    return check_done();
}
