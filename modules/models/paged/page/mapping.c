/* SPDX-License-Identifier: MIT */
#include "mapping.h"

/* Visit each mapping: the first is in the page, the rest in a list. */
#define EACH_MAPPING(page, space_, address_)                                \
    for (struct cursor c = first(page); c.space &&                          \
         ((space_ = c.space), (address_ = c.address & ~(PAGE_SIZE - 1)), 1); \
         c = next(c))

struct cursor {
    struct space *space;
    laddr_t address;
    u32 others;
};

static struct cursor first(const struct page *page)
{
    return (struct cursor){ page->refs ? page->space : NULL, page->address,
                            page->others };
}

static struct cursor next(struct cursor c)
{
    const struct reference *r = &pages.references[c.others];

    if (!c.others)
        return (struct cursor){ NULL, 0, 0 };
    return (struct cursor){ r->space, r->address, r->next };
}

u32 mapping_bits(const struct page *page)
{
    struct space *space;
    laddr_t address;
    u32 bits = 0;

    EACH_MAPPING(page, space, address) {
        int found = nmm->page_attributes(space->vsas, address, 1, 0, 0,
                                         FLUSH_INVLPG);
        if (found > 0)
            bits |= (u32)found;
    }
    return bits & (MAP_ACCESSED | MAP_DIRTY);
}

void mapping_change(const struct page *page, u32 clear, u32 set)
{
    struct space *space;
    laddr_t address;

    EACH_MAPPING(page, space, address)
        nmm->page_attributes(space->vsas, address, 1, clear, set,
                             FLUSH_INVLPG);
}

/* What was dirty is remembered. */
static void invalidate(struct page *page, const struct space *space,
                       laddr_t address)
{
    int found = nmm->page_attributes(space->vsas, address, 1, MAP_PRESENT, 0,
                                     FLUSH_INVLPG);

    if (found > 0 && found & MAP_DIRTY)
        page->flags |= PAGE_DIRTY;
}

void mapping_invalidate(struct page *page)
{
    struct space *space;
    laddr_t address;

    EACH_MAPPING(page, space, address)
        invalidate(page, space, address);
}

struct lender mapping_lender(const struct page *page,
                             const struct space *borrower, u32 number)
{
    const u32 most = shadow_most(borrower->shadow[number]);
    struct lender found = { NULL, 0 };
    struct space *space;
    laddr_t address;

    EACH_MAPPING(page, space, address) {
        const u32 place = (address - WINDOW) >> PAGE_SHIFT;
        if ((space == borrower && place == number) ||
            !shadow_may(space->shadow[place], most) ||
            (found.space && space_kind(space, place) == AREA_SHARED))
            continue;
        found = (struct lender){ space, place };
    }
    return found;
}

int mapping_make(struct space *space, u32 number)
{
    const u32 shadow = space->shadow[number];
    struct page *page = page_of(shadow);
    const laddr_t address = space_linear(number);
    int bits = nmm->page_attributes(space->vsas, address, 1, 0, 0,
                                    FLUSH_INVLPG);

    /* An entry that is replaced takes what it knows with it. */
    if (bits > 0 && bits & MAP_DIRTY)
        page->flags |= PAGE_DIRTY;
    return nmm->create_page_mapping(space->vsas, address,
        (page->entry & ~(PAGE_SIZE - 1)) | shadow_flags(shadow));
}

void mapping_remove(struct page *page, struct space *space, u32 number)
{
    invalidate(page, space, space_linear(number));
    space->shadow[number] = SHADOW_REST(space->shadow[number]);
    page_remove_mapping(page, space, number);
}
