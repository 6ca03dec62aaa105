/* SPDX-License-Identifier: MIT */
/* What else stands around the whole paged model: a store, a policy, another
 * model, the library; and the processor. To be included once. */
#pragma once

#include "paged_machine.h"

/* --- The store, and the policy ------------------------------------------- */

static struct stored {
    char name[STORE_NAME];
    u32 pages;                  /* 0: there is none */
    u8 **content;
} stored[MACHINE_OBJECTS];
static u32 stored_writes, store_refuses, store_dies;
static int store_answer;        /* to read() and write(), which did nothing */

static int st_open(const char *name, u32 count)
{
    struct stored *free_one = NULL;

    for (u32 i = 0; i < MACHINE_OBJECTS; i++) {
        if (stored[i].pages && !strcmp(stored[i].name, name))
            return count > stored[i].pages ? E_RANGE : (int)i + 1;
        if (!stored[i].pages && !free_one)
            free_one = &stored[i];
    }
    if (!count || store_refuses || is_refused())
        return count ? E_NOMEM : E_NOTFOUND;
    memcpy(free_one->name, name, strlen(name) + 1);
    free_one->pages = count;
    free_one->content = calloc(count, sizeof(u8 *));
    return (int)(free_one - stored) + 1;
}

static int st_pages(int object) { return (int)stored[object - 1].pages; }

static int st_read(int object, u32 page, void *data)
{
    const struct stored *s = &stored[object - 1];

    CHECK(page < s->pages);
    if (store_answer)
        return store_answer;
    if (s->content[page])
        memcpy(data, s->content[page], PAGE_SIZE);
    else
        memset(data, 0, PAGE_SIZE);
    return 0;
}

static int st_write(int object, u32 page, const void *data)
{
    struct stored *s = &stored[object - 1];

    CHECK(page < s->pages);
    if (store_refuses || is_refused())
        return E_NOMEM;
    if (store_answer)
        return store_answer;
    if (!s->content[page])
        s->content[page] = malloc(PAGE_SIZE);
    memcpy(s->content[page], data, PAGE_SIZE);
    stored_writes++;
    return 0;
}

static int st_remove(int object)
{
    struct stored *s = &stored[object - 1];

    for (u32 i = 0; i < s->pages; i++)
        free(s->content[i]);
    free(s->content);
    s->pages = 0;
    return 0;
}

static const struct store machine_store = { st_open, st_pages, st_read,
                                            st_write, st_remove };
static u32 placed;
static u8 told[ARENA_PAGES];    /* of frames: the policy knows it is filled */

static int victim(void)
{
    static u32 hand;

    for (u32 i = 0; i < frames.count; i++) {
        const struct page *page = frames.at[i].page;
        told[i] &= page && page->entry;
        CHECK(!page || !page->entry || !page->space || told[i]);
    }
    for (u32 i = 0; i < frames.count; i++) {
        const struct page *page = frames.at[hand++ % frames.count].page;
        if (page && page->entry && page->space &&
            !(page->flags & (PAGE_PINNED | PAGE_HELD)))
            return (int)page->frame;
    }
    return E_NOMEM;
}

static void note(u32 frame)
{
    CHECK(frame < frames.count);
    placed++;
    told[frame] = 1;
}

static const struct replacement machine_policy = { victim, note };

/* No module dies, but the store, if it is told to. A method gets as many
 * arguments as are said to be there. */
u64 recover_call(void *method, const u32 *args, u32 n)
{
    const u32 a = n > 0 ? args[0] : 0x5a5a5a5a;
    const u32 b = n > 1 ? args[1] : 0x5a5a5a5a;
    const u32 c = n > 2 ? args[2] : 0x5a5a5a5a;

    CHECK(n <= 3);
    if (store_dies && method != (void *)victim)
        return 1ull << 32 | (u32)E_DIED;
    return (u32)((int (*)(u32, u32, u32))method)(a, b, c);
}

/* Another model, which gives a frame back if it is asked to. */
static int peer_gives;

static int give_back(paddr_t frame)
{
    if (!peer_gives)
        return E_BUSY;
    foreign[(frame - world_arena) / PAGE_SIZE] = 0;
    return 0;
}

static const struct memory other_model = { .release_frame = give_back };

/* --- The library --------------------------------------------------------- */

int sysenter_choose(const struct image *i)
{
    CHECK(i->text >= PAGE_SIZE);
    sysenter_open += !sysenter_error;
    return sysenter_error;
}

void client_stubs(const struct image *image)
{
    memset(image->memory, 0x5a, IMAGE_STUBS);
}

void sysenter_close(void) { sysenter_open = 0; }
void model_paging_stop(void) { paging_started--; }

int model_paging_start(int self)
{
    CHECK_EQ(self, SELF);
    paging_started++;
    return 0;
}

int client_faults_attach(fault_hook *hook)
{
    CHECK(!hook && attached == 1);
    clients_attached += attach_refused != 2;
    return attach_refused == 2 ? E_FULL : 0;
}

void client_faults_detach(void) { clients_attached--; }

static struct client *died;

void client_die(struct client *client, const struct client_fault *fault,
                u32 link)
{
    (void)fault, (void)link;
    died = client;
    __builtin_trap();
}

#include "paged_watch.h"

void fault_entry(void) { }

int protect_fast(int space, u32 address, u32 size, u32 access)
{
    return protect_locked(space, address, size, access);
}

static int vector_attach(u32 vector, void (*handler)(void))
{
    CHECK(vector == 14 && handler == fault_entry);
    attached += attach_refused != 1;
    return attach_refused == 1 ? E_BUSY : 0;
}

static int vector_detach(u32 vector)
{
    CHECK_EQ(vector, 14);
    attached--;
    return 0;
}

static const struct vector vectors = { .attach = vector_attach,
                                       .detach = vector_detach };

/* --- The whole ----------------------------------------------------------- */

static void machine_begin(void)
{
    world_begin();
    file = memfd_create("arena", 0);
    CHECK(!ftruncate(file, ARENA_PAGES * PAGE_SIZE));
    show(world_arena, world_arena, ARENA_PAGES * PAGE_SIZE);
    machine = world_nmm;
    machine.create_region = new_region;
    machine.destroy_region = end_region;
    machine.query_region = find_region;
    machine.create_page_table = new_table;
    machine.destroy_page_table = end_table;
    machine.create_page_mapping = map_page;
    machine.invalidate_page_mapping = unmap_page;
    machine.page_attributes = attributes;
    machine.phys_to_virt = reverse;
    machine.frame_status = status_of;
    machine.create_tss = new_task;
    nmm = &machine;
    store = &machine_store;
    replacement = &machine_policy;
    exceptions = &vectors;
    for (u32 i = 0; i < PEERS; i++)
        peers[i] = &other_model;
}

/* What fault.S does: a page of the reserve for an entry that has none. */
static int take_fast(struct space *space, u32 address)
{
    u32 *shadow = &space->shadow[address / PAGE_SIZE];

    if (*shadow != SHADOW_DEMAND || reserve_available <= 0)
        return 0;
    struct page *page = reserve_pages[reserve_head++ % RESERVE];
    reserve_available--;
    page->space = space;
    page->address = NMM_WINDOW_BASE + address;
    *shadow = page->shadow;
    map_page(space->vsas, page->address, page->entry);
    reserve_faults++;
    return 1;
}

/* As the processor does, each time for another instruction: the word at an
 * address, or NULL if it may not. */
static volatile u32 *reach(int handle, u32 address, u32 access)
{
    struct space *space = space_find(handle);
    u32 *entry = entry_at(space->vsas, space_linear(address / PAGE_SIZE));
    const u32 want = MAP_PRESENT | MAP_USER |
                     (access & W ? (u32)MAP_WRITE : 0);
    static u32 instructions;
    struct page_fault fault = { .cs = 3, .error = access & W,
                                .eip = ++instructions };

    if ((*entry & want) != want) {
        if (!(space->shadow[address / PAGE_SIZE] & access))
            return NULL;
        if (!take_fast(space, address))
            fault_serve(&fault, space, address);
    }
    CHECK_EQ(*entry & want, want);
    *entry |= MAP_ACCESSED | (access & W ? (u32)MAP_DIRTY : 0);
    return (volatile u32 *)((*entry & ~(PAGE_SIZE - 1)) +
                            address % PAGE_SIZE);
}
