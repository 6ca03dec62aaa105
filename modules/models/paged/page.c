/* SPDX-License-Identifier: MIT */
/* Pages and their mappings: made, found, brought to memory, given up. */
#include "paged.h"

#include "../../../core/lib/string.h"

struct page *page_of(u32 shadow)
{
    return shadow >> SHADOW_SHIFT ? &paged.pages[shadow >> SHADOW_SHIFT]
                                  : NULL;
}

struct page *page_create(void)
{
    struct page *page = &paged.pages[paged.page_free];

    if (!paged.page_free)
        return NULL;
    paged.page_free = page->others;
    paged.pages_left--;
    *page = (struct page){ .shadow = page->shadow };
    return page;
}

void page_drop_unused(struct page *page)
{
    page->refs = 0;
    page->others = paged.page_free;
    paged.page_free = page->shadow >> SHADOW_SHIFT;
    paged.pages_left++;
}

/* A page of the ring that is not wanted as such: its frame. */
int page_forget_frame(struct page *page)
{
    const u32 number = page->frame;

    page->entry = 0;
    paged.resident--;
    paged.frames[number].page = NULL;
    page_drop_unused(page);
    return (int)number;
}

/* No mapping is left: its content is nobody's any more, or the store's. */
static void page_destroy(struct page *page)
{
    if (page->object)
        object_drop(page);
    else
        swap_release(page);
    if (page->entry) {
        page->entry = 0;
        if (!(page->flags & PAGE_PINNED))
            paged.resident--;
        frame_release(page->frame);
    }
    page_drop_unused(page);
}

/* Its shadow entry is the caller's to write. E_FULL: too much is shared. */
int page_add_mapping(struct page *page, struct space *space, u32 number)
{
    const laddr_t address = WINDOW + number * PAGE_SIZE;
    struct reference *r = &paged.references[paged.reference_free];

    if (page->refs == REFS_MOST)
        return E_FULL;
    if (page->refs == 0) {
        page->space = space;
        page->address = address;
        page->others = 0;
    } else {
        if (!paged.reference_free)
            return E_FULL;
        u32 index = paged.reference_free;
        paged.reference_free = r->next;
        paged.references_left--;
        *r = (struct reference){ space, address, page->others };
        page->others = index;
    }
    page->refs++;
    return E_OK;
}

static void free_reference(u32 index)
{
    paged.references[index].next = paged.reference_free;
    paged.reference_free = index;
    paged.references_left++;
}

static void unlink(struct page *page, struct space *space, laddr_t address)
{
    u32 *link = &page->others;

    if (page->space == space && !((page->address ^ address) >> PAGE_SHIFT)) {
        u32 second = page->others;

        if (!second)
            return;
        page->space = paged.references[second].space;
        page->address = paged.references[second].address;
        page->others = paged.references[second].next;
        free_reference(second);
        return;
    }
    while (*link) {
        struct reference *r = &paged.references[*link];
        u32 index = *link;

        if (r->space == space && r->address == address) {
            *link = r->next;
            free_reference(index);
            return;
        }
        link = &r->next;
    }
}

void page_drop_mapping(struct space *space, u32 number)
{
    const laddr_t address = WINDOW + number * PAGE_SIZE;
    struct page *page = page_of(space->shadow[number]);

    if (page == NULL)
        return;
    int bits = nmm->page_attributes(space->vsas, address, 1, MAP_PRESENT, 0,
                                    FLUSH_INVLPG);
    if (bits > 0 && bits & MAP_DIRTY)
        page->flags |= PAGE_DIRTY;
    unlink(page, space, address);
    space->shadow[number] &= (1u << SHADOW_SHIFT) - 1;
    page->refs--;
    if (page->refs == 1)
        page->flags &= (u8)~PAGE_SHARED;
    if (page->refs == 0)
        page_destroy(page);
}

/* Content into memory; the frame stays in a slot. */
int page_resident(struct page *page)
{
    const u8 held = page->flags & PAGE_HELD;

    if (page->entry)
        return slot_map(page->frame) ? E_OK : E_BUSY;
    page->flags |= PAGE_HELD;
    int number = frame_obtain();
    page->flags = (u8)((page->flags & ~PAGE_HELD) | held);
    if (number < 0)
        return number;
    int error = page_fetch(page, slot_address((u32)number));
    if (error < 0) {
        frame_release((u32)number);
        return error;
    }
    frame_use((u32)number, page);
    ring_note((u32)number);
    return E_OK;
}

static struct page *page_create_for(const struct space *space)
{
    return quota_page(space, 1) < 0 ? NULL : page_create();
}

/* The first touch of a demand-zero page. */
static int materialise(struct space *space, u32 number)
{
    struct page *page = page_create_for(space);

    if (page == NULL)
        return E_FULL;
    page_add_mapping(page, space, number);
    u32 shadow = space->shadow[number];
    u32 named = (shadow & ((1u << SHADOW_SHIFT) - 1)) |
                (page->shadow & ~((1u << SHADOW_SHIFT) - 1));
    if (!__atomic_compare_exchange_n(&space->shadow[number], &shadow, named,
                                     0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
        page_drop_unused(page);         /* fault.S was faster */
        return E_OK;
    }
    return page_resident(page);
}

static int copy(struct page *from, struct page *to)
{
    from->flags |= PAGE_HELD;
    int error = page_resident(from);
    if (error == E_OK) {
        int number = frame_obtain();

        error = number < 0 ? number : E_OK;
        if (error == E_OK) {
            memcpy(slot_address((u32)number), slot_map(from->frame),
                   PAGE_SIZE);
            frame_use((u32)number, to);
            ring_note((u32)number);
        }
        slot_release(from->frame);
    }
    from->flags &= (u8)~PAGE_HELD;
    return error;
}

/* A write to a page that is copied on write: the last one keeps it. */
static int divide(struct space *space, u32 number)
{
    struct page *old = page_of(space->shadow[number]);

    if (old->refs > 1) {
        struct page *page = page_create_for(space);

        if (page == NULL)
            return E_FULL;
        int error = copy(old, page);
        if (error < 0) {
            page_drop_unused(page);
            return error;
        }
        page->flags |= PAGE_DIRTY;
        page_drop_mapping(space, number);
        page_add_mapping(page, space, number);
        space->shadow[number] |= page->shadow & ~((1u << SHADOW_SHIFT) - 1);
    }
    space->shadow[number] &= ~SHADOW_COPY;
    return E_OK;
}

/* A page of its own at that place, for others to share. */
int page_own(struct space *space, u32 number)
{
    int error = E_OK;

    if (!page_of(space->shadow[number]))
        error = materialise(space, number);
    else if (space->shadow[number] & SHADOW_COPY)
        error = divide(space, number);
    struct page *page = page_of(space->shadow[number]);
    if (page != NULL && page->entry)
        slot_release(page->frame);
    return error;
}

int page_touch(struct space *space, u32 number, u32 access)
{
    int error = E_OK;

    if (number >= space->pages || access & ~space->shadow[number])
        return E_ADDRESS;
    if (!page_of(space->shadow[number]))
        error = materialise(space, number);
    if (error == E_OK && access & ACCESS_WRITE &&
        space->shadow[number] & SHADOW_COPY)
        error = divide(space, number);
    if (error == E_OK)
        error = page_resident(page_of(space->shadow[number]));
    if (error == E_OK)
        error = mapping_make(space, number);
    if (page_of(space->shadow[number]) &&
        page_of(space->shadow[number])->entry)
        slot_release(page_of(space->shadow[number])->frame);
    return error;
}
