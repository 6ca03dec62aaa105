/* SPDX-License-Identifier: MIT */
/*
 * Paged: one VSAS a client, demand zero, a one-level store, copy on write,
 * replacement. Words: a *page* is content that clients see; a *frame* is
 * memory; a *mapping* is where a space has a page.
 *
 * The shadow of a space has one word for each page of its window: what may be
 * done there, and which page it is. An entry that is exactly SHADOW_DEMAND has
 * no page yet: it reads as zeros, and the next free zeroed frame is put there
 * by fault.S, which knows nothing else.
 *
 * Invariants, whenever the lock is free:
 *  - a page has as many mappings (refs) as shadow entries name it; none: it
 *    is free;
 *  - a page with a frame has its content there, and PAGE_DIRTY or an accessed
 *    mapping's dirty bit tells that the store has not; without a frame, its
 *    content is in the store, or zeros if it has no place there;
 *  - a frame that is free is mapped nowhere; one in the ring is mapped in the
 *    slots only, and clear, so that no other model can have written to it.
 * fault.S alone works without the lock: it takes pages off the ring, and
 * claims demand-zero entries by CMPXCHG.
 */
#pragma once

#define SHADOW_READ     1               /* ORDER enum memory_access */
#define SHADOW_WRITE    2
#define SHADOW_EXECUTE  4
#define SHADOW_USED     8               /* no other map() may have it */
#define SHADOW_COPY     16              /* copy on write */
#define SHADOW_GUARD    32              /* nobody's, and not to be had */
#define SHADOW_NO_WRITE 64              /* ORDER: a right << SHADOW_DENIED: */
#define SHADOW_NO_EXECUTE 128           /* shared for less, for good */
#define SHADOW_DENIED   5
#define SHADOW_RIGHTS   7
#define SHADOW_DEMAND   11              /* USED, READ, WRITE, no page */
#define SHADOW_SHIFT    12              /* above: the page's index */

#define RING            64              /* zeroed pages; a power of two */

#define SPACE_VSAS      256             /* offsets, for fault.S */
#define SPACE_SHADOW    260
#define SPACE_PAGES     264

#define PAGE_ENTRY      0
#define PAGE_SPACE      4
#define PAGE_ADDRESS    8
#define PAGE_SHADOW     12

#ifndef __ASSEMBLER__

#include "model/client.h"
#include "model/known.h"
#include "model/parts.h"
#include "replacement.h"
#include "store.h"

#define WINDOW NMM_WINDOW_BASE          /* linear: address 0 of a client */
#define SPACES 64
#define SURE_PAGES 32u           /* that a space is sure of */
#define PEERS 8

struct space {
    union {
        struct client client;
        u8 room[SPACE_VSAS];
    };
    u32 vsas;                   /* 256 handle of the NMM */
    u32 *shadow;                /* 260 */
    u32 pages;                  /* 264 in the window */
    u32 region;                 /* of the shadow */
    u32 end;                    /* of the data area: where grow() goes on */
};

_Static_assert(sizeof(struct client) <= SPACE_VSAS, "room for it");
_Static_assert(offsetof(struct space, vsas) == SPACE_VSAS, "fault.S");
_Static_assert(offsetof(struct space, shadow) == SPACE_SHADOW, "fault.S");
_Static_assert(offsetof(struct space, pages) == SPACE_PAGES, "fault.S");

enum page_flags {
    PAGE_DIRTY = 1,             /* the store does not have it as it is */
    PAGE_PINNED = 2,            /* never evicted */
    PAGE_SHARED = 4,            /* by share(), until one is left: copies share
                                   it, too */
    PAGE_HELD = 8,              /* pinned for a moment */
};

#define REFS_MOST 0xffff

struct page {
    u32 entry;                  /*  0 frame | mapping_flags; 0: not there */
    struct space *space;        /*  4 the first mapping */
    laddr_t address;            /*  8 any byte of it, linear */
    u32 shadow;                 /* 12 index << SHADOW_SHIFT | SHADOW_DEMAND */
    u32 others;                 /* 16 further mappings: a reference; or the
                                      next free page */
    u16 refs;                   /* 20 mappings; 0: free */
    u8 flags;
    u8 object;                  /* slot + 1; 0: anonymous */
    u32 place;                  /* 24 page of the object; else swap slot + 1,
                                      0: has none */
    u32 frame;                  /* 28 its number, if entry */
};

_Static_assert(offsetof(struct page, space) == PAGE_SPACE, "fault.S");
_Static_assert(offsetof(struct page, address) == PAGE_ADDRESS, "fault.S");
_Static_assert(offsetof(struct page, shadow) == PAGE_SHADOW, "fault.S");

struct reference {
    struct space *space;
    laddr_t address;
    u32 next;                   /* index; 0: the last */
};

enum frame_state {
    FRAME_IS_FREE, FRAME_IS_USED, FRAME_IS_LOST, FRAME_IS_GONE,
};

struct frame {
    paddr_t address;
    struct page *page;          /* if it is used */
    u32 next;                   /* free or lost: number + 1 of the next */
    u8 state;
    u8 slot;                    /* + 1 of the UPS that maps it; 0: none */
    u8 reserved[2];
};

struct object {
    char name[STORE_NAME];
    struct known known;         /* no space: and no page, then it is free */
    int handle;                 /* of the store */
    u32 refs;                   /* its pages that spaces have */
    u32 size;                   /* pages */
    u32 region;                 /* of the index, while there are pages */
    u32 *index;                 /* page numbers; 0: has none */
};

/* What the model holds, for all its files. */
struct paged {
    int self;                   /* module handle */
    u32 frames_wanted, pages_wanted, window;
    struct frame *frames;
    u32 frame_count;
    u32 frame_free, frame_lost; /* number + 1 of the first */
    u32 free;                   /* how many */
    struct page *pages;         /* [0] is none */
    u32 page_count, page_free, pages_left;
    struct reference *references;
    u32 reference_count, reference_free, references_left;
    u32 resident;               /* pages with a frame that are not pinned */
    u32 limit;                  /* of these; 0: none */
    u32 faults, evictions, writes, lost;
};

/* What the shadow allows, as bits of a page-table entry. The processor has
 * neither "write only" nor "execute only". */
static inline u32 page_flags_of(u32 shadow)
{
    u32 flags = MAP_PRESENT;

    if (shadow & SHADOW_RIGHTS)
        flags |= MAP_USER;
    if ((shadow & (SHADOW_WRITE | SHADOW_COPY)) == SHADOW_WRITE)
        flags |= MAP_WRITE;
    return flags;
}

/* What share() and attach() give: `access`, and never more than that. */
static inline u32 shadow_lent(u32 access)
{
    return SHADOW_USED | access |
           (~access & (SHADOW_WRITE | SHADOW_EXECUTE)) << SHADOW_DENIED;
}

/* Whether protect() and share() may give `access` there. */
static inline int shadow_may(u32 shadow, u32 access)
{
    return !((access & (SHADOW_WRITE | SHADOW_EXECUTE)) << SHADOW_DENIED &
             shadow);
}

extern struct paged paged;
extern const struct store *volatile store;
extern const struct replacement *volatile replacement;
extern const struct trap *volatile trap;
extern const struct memory *volatile peers[PEERS];

/* guard.c: the methods of other modules, which may die in them */
int store_open(const char *name, u32 pages);
int store_pages(int object);
int store_read(int object, u32 page, void *data);
int store_write(int object, u32 page, const void *data);
int store_remove(int object);
int policy_victim(void);
void placed_note(u32 frame);
void placed_report(void);
int peer_release(u32 peer, paddr_t frame);

/* space.c */
struct space *space_find(int handle);
struct space *space_slot(u32 i);
int space_create(void);
int space_destroy(int handle);
int space_is_window(const struct space *space, u32 address, u32 size);

/* table.c: the tables' memory */
int tables_create(void);
void tables_destroy(void);

/* page.c */
struct page *page_create(void);
void page_clear(void *page);            /* clear.S */
void page_drop_unused(struct page *page);      /* no mapping, no frame */
struct page *page_of(u32 shadow);
int page_add_mapping(struct page *page, struct space *space, u32 number);
void page_drop_mapping(struct space *space, u32 number);
int page_forget_frame(struct page *page);
/* Make it so that `access` succeeds there: E_ADDRESS: it must not. */
int page_touch(struct space *space, u32 number, u32 access);
int page_own(struct space *space, u32 number);
/* Its frame, in a slot for the module; to be given back by slot_release. */
int page_resident(struct page *page);

/* quota.c: whether a space may have so many more */
int quota_page(const struct space *space, u32 pages);           /* E_FULL */
int quota_references(const struct space *space, u32 references); /* E_QUOTA */

/* mapping.c: every mapping of a page, as one */
u32 mapping_bits(const struct page *page);
void mapping_change(const struct page *page, u32 clear, u32 set);
void mapping_invalidate(struct page *page);
int mapping_make(struct space *space, u32 number);

/* frames.c */
int frames_create(void);
void frames_destroy(void);
int frame_obtain(void);                 /* number, in a slot; or an error */
void frame_release(u32 number);         /* it is free */
void frame_use(u32 number, struct page *page);
void frames_sort(void);
int frame_number(paddr_t address);
void frames_retry(void);

/* slots.c: pages of the UPS through which the module reaches frames */
int slots_create(void);
void slots_destroy(void);
int slots_valid(void);                  /* while paging is on */
void *slot_map(u32 frame);              /* NULL: another model has it */
void *slot_take(u32 frame, u32 slot);
void *slot_address(u32 frame);
void slot_release(u32 frame);

/* ring.c */
void ring_fill(void);
struct page *ring_pop(void);
void ring_drain(void);
void ring_note(u32 frame);               /* that was filled, after the ring's */
void ring_report(void);                 /* to the policy: all of them */
u32 ring_count(void);
extern volatile u32 ring_faults;         /* served by fault.S alone */
void ring_return(struct page *page);     /* that was popped */

/* evict.c */
int evict_some(void);                   /* a victim's frame number */
int evict_page(struct page *page);      /* its frame's number */
int page_store(struct page *page);
int page_fetch(struct page *page, void *data);
int sync_all(void);

/* swap.c */
int swap_open(void);
int swap_place(struct page *page);
void swap_release(struct page *page);
int swap_handle(void);
void swap_destroy(void);

/* object.c */
int object_attach(int space, const char *name, u32 size, u32 access, u32 *at);
void object_drop(struct page *page);
/* What a space was shared of one, it cannot attach with more. */
void object_shared(const struct page *page, const struct space *space,
                   u32 access);
void object_copied(const struct space *from, struct space *to);
void object_forget(const struct space *space);
int object_handle(const struct page *page);

/* lost.c */
int lost_reclaim(paddr_t frame);
int lost_release(paddr_t frame);

/* map.c */
u32 map_place(const struct space *space, u32 pages);
int map_check(const struct space *space, u32 address, u32 size, u32 *at);

/* fault.c, fault.S */
struct page_fault;

void fault_entry(void);
void fault_serve(struct page_fault *fault, struct space *space, u32 address);
void fault_virtual(const struct page_fault *fault) __attribute__((noreturn));
void fault_refuse(const struct page_fault *fault, struct space *space)
    __attribute__((noreturn));
extern struct space *protect_recent;
int protect_fast(int space, u32 address, u32 size, u32 access);
int fault_attach(void);
void fault_detach(void);

#endif
