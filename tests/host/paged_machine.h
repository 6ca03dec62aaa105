/* SPDX-License-Identifier: MIT */
/*
 * The whole paged model on a machine of a file: an address of the arena is the
 * physical address of what lies there, and a slot shows the frame that is
 * mapped at it, or nothing. To be included once.
 */
#pragma once

#define _GNU_SOURCE
#include <sys/mman.h>
#define sync host_sync            /* a method of control.c */
#include <unistd.h>
#undef sync

#include "models_world.h"

#include "../../modules/lib/paging/pages.h"
#include "../../modules/models/paged/model.h"

#include "../../modules/models/paged/control.c"
#include "../../modules/models/paged/fault.c"
#include "../../modules/models/paged/init.c"

#include "../../modules/models/paged/frame/peer.h"
#include "../../modules/models/paged/resident/policy.h"
#include "../../modules/models/paged/store/object.h"
#include "../../modules/models/paged/store/stored.h"

#include <stdlib.h>

#define SELF 7
#define VSASES (SPACES + NMM_UPS + 2)
#define MACHINE_OBJECTS 160
#define KERNEL 77               /* a region below the arena */

static u32 *tables[VSASES];     /* page tables: entries of each window */
static u32 table_pages[VSASES];
static u8 foreign[ARENA_PAGES]; /* frames that another model maps */
static int file, is_off;        /* paging is */
static u32 task_space, attached, clients_attached, attach_refused;
static u32 sysenter_open, paging_started;
static int sysenter_error;

u32 model_flush = FLUSH_INVLPG;

/* --- Memory -------------------------------------------------------------- */

static void show(u32 at, u32 frame, u32 size)
{
    CHECK(mmap((void *)at, size, PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_FIXED, file, (off_t)(frame - world_arena)) ==
          (void *)at);
}

static int new_region(u32 space, u32 base, u32 size, u32 flags,
                      struct region_info *info)
{
    const int region = create_region(space, base, size, flags, info);

    if (region > 0)
        info->frame = flags & REGION_FRAMES ? info->base : 0;
    if (region > 0 && flags & REGION_SELF_BACKED)
        CHECK(!mprotect((void *)info->base, info->size, PROT_NONE));
    return region;
}

static int end_region(u32 region)
{
    const struct world_region *r = &world_regions[region];

    if (region < WORLD_REGIONS && r->size && r->flags & REGION_SELF_BACKED)
        show(r->base, r->base, r->size);
    return destroy_region(region);
}

static u32 free_from(u32 page)
{
    u32 count = 0;

    while (page + count < ARENA_PAGES && !world_taken[page + count])
        count++;
    return count;
}

/* The UPS: the kernel's, the arena, nothing. */
static int find_region(u32 space, u32 address, struct region_info *info)
{
    const u32 page = (address - world_arena) / PAGE_SIZE;

    CHECK_EQ(space, NMM_UPS);
    *info = (struct region_info){ .region = KERNEL, .size = world_arena,
                                  .status = REGION_USED };
    if (address < world_arena)
        return KERNEL;
    if (page >= ARENA_PAGES)
        return E_RANGE;
    if (free_from(page)) {
        *info = (struct region_info){ .base = address & ~(PAGE_SIZE - 1),
                                      .size = free_from(page) * PAGE_SIZE };
        return 0;
    }
    const int region = query_region(space, address, info);
    info->frame = info->base;
    info->owner = info->flags & REGION_FIXED ? SELF + 1 : SELF;
    if (is_off && info->flags & REGION_SELF_BACKED)
        info->status = REGION_INVALID;
    return region;
}

/* --- Page tables --------------------------------------------------------- */

static int new_table(laddr_t base, u32 size)
{
    CHECK(base == NMM_WINDOW_BASE && size % PAGE_SIZE == 0);
    if (is_refused())
        return E_NOMEM;
    for (u32 i = NMM_UPS + 1; i < VSASES; i++)
        if (!tables[i]) {
            table_pages[i] = size / PAGE_SIZE;
            tables[i] = calloc(table_pages[i], sizeof(u32));
            world_tasks++;
            return (int)i;
        }
    return E_FULL;
}

static int end_table(u32 vsas)
{
    if (!CHECK(vsas < VSASES && tables[vsas]))
        return E_HANDLE;
    free(tables[vsas]);
    tables[vsas] = NULL;
    world_tasks--;
    return 0;
}

static u32 *entry_at(u32 vsas, u32 address)
{
    const u32 number = (address - NMM_WINDOW_BASE) / PAGE_SIZE;

    CHECK(vsas < VSASES && tables[vsas] && number < table_pages[vsas]);
    return &tables[vsas][number];
}

static int map_page(u32 space, u32 address, u32 entry)
{
    if (space != NMM_UPS) {
        *entry_at(space, address) = entry;
        return 0;
    }
    CHECK_EQ(entry % PAGE_SIZE, MAP_PRESENT | MAP_WRITE);
    if (foreign[(entry - world_arena) / PAGE_SIZE])
        return E_BUSY;
    show(address, entry & ~(PAGE_SIZE - 1), PAGE_SIZE);
    return 0;
}

static int unmap_page(u32 space, u32 address)
{
    CHECK_EQ(space, NMM_UPS);
    CHECK(!mprotect((void *)address, PAGE_SIZE, PROT_NONE));
    return 0;
}

static int attributes(u32 space, u32 address, u32 count, u32 clear, u32 set,
                      u32 strategy)
{
    CHECK(strategy <= FLUSH_BEST && !(set & MAP_PRESENT));
    for (u32 i = 0; i < count; i++)
        if (!*entry_at(space, address + i * PAGE_SIZE))
            return E_NOTFOUND;
    const u32 bits = *entry_at(space, address) % PAGE_SIZE;
    for (u32 i = 0; i < count; i++) {
        u32 *entry = entry_at(space, address + i * PAGE_SIZE);
        *entry = clear & MAP_PRESENT ? 0 : (*entry & ~clear) | set;
    }
    return (int)bits;
}

static u32 reverse(u32 space, paddr_t frame)
{
    for (u32 i = 0; i < table_pages[space]; i++)
        if ((tables[space][i] & ~(PAGE_SIZE - 1)) == frame)
            return NMM_WINDOW_BASE + i * PAGE_SIZE;
    return PHYS_NOT_MAPPED;
}

static int status_of(paddr_t frame, struct frame_info *info)
{
    const int is_foreign = foreign[(frame - world_arena) / PAGE_SIZE];

    *info = (struct frame_info){ .mappings = (u32)is_foreign,
                                 .mapper = SELF + 1 };
    return 0;
}

static int new_task(const struct task *task)
{
    task_space = task->space;
    return create_tss(task);
}

static struct nmm machine;

/* --- The store, and the policy ------------------------------------------- */

static struct stored {
    char name[STORE_NAME];
    u32 pages;                  /* 0: there is none */
    u8 **content;
} stored[MACHINE_OBJECTS];
static u32 stored_writes, store_refuses, store_dies;

static int st_open(const char *name, u32 count)
{
    struct stored *free_one = NULL;

    for (u32 i = 0; i < MACHINE_OBJECTS; i++) {
        if (stored[i].pages && !strcmp(stored[i].name, name))
            return count > stored[i].pages ? E_RANGE : (int)i + 1;
        if (!stored[i].pages && !free_one)
            free_one = &stored[i];
    }
    if (!count || store_refuses)
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
    if (store_refuses)
        return E_NOMEM;
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

static int victim(void)
{
    static u32 hand;

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
}

static const struct replacement machine_policy = { victim, note };

/* No module dies, but the store, if it is told to. */
u64 recover_call(void *method, const u32 *args, u32 n)
{
    CHECK(n <= 3);
    if (store_dies && method != (void *)victim)
        return 1ull << 32 | (u32)E_DIED;
    return (u32)((int (*)(u32, u32, u32))method)(args[0], args[1], args[2]);
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
    CHECK(i->text == PAGE_SIZE);
    sysenter_open += !sysenter_error;
    return sysenter_error;
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

void client_die(struct client *client, const struct client_fault *fault)
{
    (void)fault;
    died = client;
    __builtin_trap();
}

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

/* As the processor does: the word at an address, or NULL if it may not. */
static volatile u32 *reach(int handle, u32 address, u32 access)
{
    struct space *space = space_find(handle);
    u32 *entry = entry_at(space->vsas, space_linear(address / PAGE_SIZE));
    const u32 want = MAP_PRESENT | MAP_USER |
                     (access & W ? (u32)MAP_WRITE : 0);
    struct page_fault fault = { .cs = 3, .error = access & W };

    if ((*entry & want) != want) {
        if (!(space->shadow[address / PAGE_SIZE] & access))
            return NULL;
        fault_serve(&fault, space, address);
    }
    CHECK_EQ(*entry & want, want);
    *entry |= MAP_ACCESSED | (access & W ? (u32)MAP_DIRTY : 0);
    return (volatile u32 *)((*entry & ~(PAGE_SIZE - 1)) +
                            address % PAGE_SIZE);
}
