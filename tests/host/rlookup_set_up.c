/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * What experiment rlookup sets up, on an NMM that keeps a list of pages: the
 * rows' frames and the question's answer, and a second frame that is somewhere
 * else; whatever is wrong in it, one thing at a time, is an error.
 */
#include "../../bench/lib/own.h"

static int enter(int task);
static u32 word(u32 address);
static int create_task(const struct nmm *of, struct own *own);

/* The task that reads the pages is the test's own. */
#define own_enter enter
#define own_word word
#define own_create_task create_task
#define own_destroy(nmm_, own_, error_) ((own_)->task = 0)
#include "../../bench/experiments/rlookup/rlookup.c"

#include "check.h"

#define MOST 20u
#define BETWEEN 0x3000u                 /* an address and its frame */

enum { SOUND, STRUCTURE_UNKNOWN, STRUCTURE_OTHER, NO_REGION, NO_SPACE, NO_MAP,
       NO_PAGING, PAGING_STAYS, NO_PAGES, NO_TASK, NO_ENTRY, NO_WAY_BACK,
       OTHER_FRAME, FAULTS };

static int wrong;
static u8 memory[(MOST + 2) * PAGE_SIZE + 2 * BLOCK];
static paddr_t frame_of[MOST + 1];      /* by page; 0: none */
static u32 structure, paging_on, inside, same_answer;

void rlookup_body(void) { found = nmm->phys_to_virt(space, target); }

static int use_structure(u32 wanted)
{
    const u32 before = structure;

    structure = wanted;
    if (wrong == STRUCTURE_UNKNOWN)
        return E_INVALID;
    return wrong == STRUCTURE_OTHER && before == wanted ? 7 : (int)before;
}

static int region(u32 where, u32 base, u32 size, u32 flags,
                  struct region_info *info)
{
    CHECK(where == NMM_UPS && !base && flags == REGION_FRAMES);
    CHECK(size <= sizeof(memory));
    __builtin_memset(memory, 0xee, sizeof(memory));     /* of others */
    info->base = (u32)memory;
    info->frame = (u32)memory + BETWEEN;
    return wrong == NO_REGION ? E_NOMEM : 12;
}

static int new_space(u32 base, u32 size)
{
    CHECK(base == NMM_WINDOW_BASE && size == WINDOW_SIZE);
    __builtin_memset(frame_of, 0, sizeof(frame_of));
    return wrong == NO_SPACE ? E_NOMEM : 11;
}

static int map(u32 in, laddr_t page, u32 entry)
{
    const u32 i = (page - NMM_WINDOW_BASE) / PAGE_SIZE;

    CHECK(in == 11 && i <= MOST);
    CHECK_EQ(entry & (PAGE_SIZE - 1), MAP_PRESENT | MAP_WRITE);
    if (wrong == NO_MAP && i == 1)
        return E_NOMEM;
    frame_of[i] = entry & -PAGE_SIZE;
    if (wrong == OTHER_FRAME && !i)
        frame_of[i] += PAGE_SIZE;
    return 0;
}

static u32 find(u32 in, paddr_t frame)
{
    CHECK_EQ(in, 11);
    for (u32 i = 0; i <= MOST; i++)
        if (frame_of[i] == (same_answer ? target : frame))
            return page_of(i);
    return PHYS_NOT_MAPPED;
}

static int switch_paging(u32 on)
{
    const int before = (int)paging_on;

    if (wrong == NO_PAGING && on)
        return E_NOMEM;
    if (wrong == PAGING_STAYS && !on && paging_on)
        return E_BUSY;
    paging_on = on;
    return before;
}

static int attributes(u32 in, laddr_t page, u32 n, u32 clear, u32 set,
                      u32 flush)
{
    CHECK(in == 11 && page == NMM_WINDOW_BASE && !clear && !set &&
          flush == FLUSH_NONE && n && n <= MOST);
    return wrong == NO_PAGES ? E_NOTFOUND : 0;
}

static int create_task(const struct nmm *of, struct own *own)
{
    CHECK(of == nmm && own->space == 11 && own->borrowed &&
          own->size == WINDOW_SIZE);
    own->task = 3;
    return wrong == NO_TASK ? E_NOMEM : 0;
}

static int enter(int task)
{
    CHECK(paging_on && (task == 3) == !inside);
    inside = task == 3;
    return wrong == (task ? NO_ENTRY : NO_WAY_BACK) ? E_INVALID : 0;
}

static u32 word(u32 address)
{
    CHECK(inside && address / PAGE_SIZE < MOST);
    return *(u32 *)(frame_of[address / PAGE_SIZE] - BETWEEN);
}

static const struct nmm table = {
    .reverse_structure = use_structure, .create_region = region,
    .create_page_table = new_space, .create_page_mapping = map,
    .phys_to_virt = find, .paging = switch_paging,
    .page_attributes = attributes,
};

static int set_up(int (*kind)(u32, u32), u32 x, int fault)
{
    wrong = fault;
    structure = 9;
    paging_on = inside = 0;
    same_answer = 0;
    space = backing = 0;
    return kind(2, x);
}

/* The page that holds the answer, or none; and what is asked beside it. */
static void try(int (*kind)(u32, u32), u32 x, u32 answer)
{
    CHECK(set_up(kind, x, SOUND) >= 0);
    CHECK(structure_before == 9 && structure_now == 2);
    CHECK(space == 11 && backing == 12 && !paging_on);
    CHECK_EQ((target - control) % PAGE_SIZE, 0);
    CHECK(target != control);
    CHECK(frame_of[0] % BLOCK == 0);    /* where a scan looks twice */
    CHECK_EQ(prepare(), 0);
    CHECK(check() < 0);
    rlookup_body();
    CHECK_EQ(found, answer);
    CHECK_EQ(check(), 0);
    if (found != PHYS_NOT_MAPPED) {
        same_answer = 1;                /* whatever is asked */
        CHECK(check() < 0);
    }
    for (wrong = SOUND + 1; wrong < FAULTS; wrong++)
        if (!(x == 1 && wrong == NO_MAP))
            CHECK(set_up(kind, x, wrong) < 0);
}

static void try_update(u32 x)
{
    CHECK(set_up(set_up_update, x, SOUND) >= 0);
    CHECK(pages == x && find(11, target) == page_of(x));
    CHECK_EQ(find(11, control), page_of(0));
    CHECK_EQ(control_page, page_of(0));
    for (int fault = SOUND + 1; fault < FAULTS; fault++)
        CHECK(set_up(set_up_update, x, fault) < 0);
}

int main(void)
{
    nmm = &table;
    for (u32 x = 1; x < MOST; x++) {
        try(set_up_hit, x, page_of(x - 1));
        try(set_up_miss, x, PHYS_NOT_MAPPED);
        try(set_up_shared, x, page_of(0));
        try_update(x);
    }
    CHECK_EQ(set_up(set_up_hit, 0, SOUND), E_RANGE);
    CHECK_EQ(set_up(set_up_miss, MAPPINGS_MAX + 1, SOUND), E_RANGE);
    CHECK_EQ(set_up(set_up_update, MAPPINGS_MAX, SOUND), E_RANGE);
    return check_done();
}
