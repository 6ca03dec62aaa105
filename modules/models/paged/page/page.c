/* SPDX-License-Identifier: MIT */
#include "page.h"

#include "../../../../core/lib/string.h"

struct page_table pages;

static int region;

static void link_free(void)
{
    for (u32 i = 1; i < pages.count; i++) {
        pages.at[i].shadow = i << SHADOW_SHIFT | SHADOW_DEMAND;
        pages.at[i].others = i + 1 < pages.count ? i + 1 : 0;
    }
    for (u32 i = 1; i < pages.reference_count; i++)
        pages.references[i].next = i + 1 < pages.reference_count ? i + 1 : 0;
    pages.first_free = pages.reference_free = 1;
    pages.left = pages.count - 1;
    pages.references_left = pages.reference_count - 1;
}

int page_create_all(u32 wanted)
{
    const u32 count = wanted + SPACES * SURE_PAGES;
    const u32 references = wanted / 2;
    const u32 size = count * sizeof(struct page) +
                     references * sizeof(struct reference);
    struct region_info info;

    region = nmm->create_region(NMM_UPS, 0, size, REGION_ANYWHERE, &info);
    if (region < 0)
        return region;
    memset((void *)info.base, 0, size);
    pages.at = (struct page *)info.base;
    pages.references = (struct reference *)(pages.at + count);
    pages.count = count;
    pages.reference_count = references;
    link_free();
    return E_OK;
}

void page_destroy_all(void)
{
    if (region > 0)
        nmm->destroy_region((u32)region);
    region = 0;
}

struct page *page_create(void)
{
    struct page *page = &pages.at[pages.first_free];

    if (!pages.first_free)
        return NULL;
    pages.first_free = page->others;
    pages.left--;
    *page = (struct page){ .shadow = page->shadow };
    return page;
}

void page_drop_unused(struct page *page)
{
    page->refs = 0;
    page->others = pages.first_free;
    pages.first_free = page->shadow >> SHADOW_SHIFT;
    pages.left++;
}

int page_add_mapping(struct page *page, struct space *space, u32 number)
{
    const laddr_t address = space_linear(number);

    if (page->refs == REFS_MOST)
        return E_FULL;
    if (page->refs == 0) {
        page->space = space;
        page->address = address;
        page->others = 0;
    } else {
        const u32 index = pages.reference_free;
        struct reference *r = &pages.references[index];

        if (!index)
            return E_FULL;
        pages.reference_free = r->next;
        pages.references_left--;
        *r = (struct reference){ space, address, page->others };
        page->others = index;
    }
    page->refs++;
    return E_OK;
}

static void free_reference(u32 index)
{
    pages.references[index].next = pages.reference_free;
    pages.reference_free = index;
    pages.references_left++;
}

/* The first one ends: another takes its place, if there is one. */
static void remove_first(struct page *page)
{
    const u32 second = page->others;

    if (!second)
        return;
    page->space = pages.references[second].space;
    page->address = pages.references[second].address;
    page->others = pages.references[second].next;
    free_reference(second);
}

static void remove_other(struct page *page, const struct space *space,
                         laddr_t address)
{
    u32 *link = &page->others;

    while (*link) {
        struct reference *r = &pages.references[*link];
        u32 index = *link;

        if (r->space == space && r->address == address) {
            *link = r->next;
            free_reference(index);
            return;
        }
        link = &r->next;
    }
}

void page_remove_mapping(struct page *page, const struct space *space,
                         u32 number)
{
    const laddr_t address = space_linear(number);

    if (page->space == space && !((page->address ^ address) >> PAGE_SHIFT))
        remove_first(page);
    else
        remove_other(page, space, address);
    page->refs--;
    if (page->refs == 1)
        page->flags &= (u8)~PAGE_SHARED;
}
