/* SPDX-License-Identifier: MIT */
/*
 * Shared memory by descriptor. A part of a client's data that another has
 * moves with that data and ends with it; a named object stays.
 */
#include "model.h"

#include "sharing/share.h"
#include "space/loans.h"

#define FAR_STEP (8u << 16)     /* from a far address to the next */

static int access_of(u32 access)
{
    if (!access || access & ~7u)
        return E_INVALID;
    return access & ACCESS_EXECUTE || !(access & ACCESS_READ) ?
           E_NOT_APPLICABLE : (int)access;
}

static int find_free(const struct space *space)
{
    for (int i = 0; i < FARS; i++)
        if (!space->far[i].access)
            return i;
    return E_FULL;
}

u32 share_slot(u32 address)
{
    return (address - far_address(segment_selector(0))) / FAR_STEP;
}

int share_put(struct space *space, u32 i, const struct far *f)
{
    space->far[i] = *f;
    const int error = segment_set_far(space, i);
    if (error < 0)
        space->far[i] = (struct far){ 0 };
    return error;
}

static int add(struct space *space, const struct far *f, u32 *at)
{
    const int i = find_free(space);

    if (i < 0)
        return i;
    *at = far_address(segment_selector((u32)i));
    return share_put(space, (u32)i, f);
}

static void remove(struct space *space, u32 i)
{
    const u32 memory = space->far[i].memory;

    space->far[i] = (struct far){ 0 };
    segment_set_far(space, i);
    backing_release(memory);
    if (loans_count)
        loans_cut(&space->client.head, far_address(segment_selector(i)), 1);
}

/* Rounded up, it would grant what lies behind it. */
static int check_part(const struct space *from, u32 address, u32 size)
{
    if (far_is(address) || !size || address < STACK || address > from->end ||
        size > from->end - address)
        return E_RANGE;
    return client_limit(size) == size ? 0 : E_NOT_APPLICABLE;
}

static int share(const struct part *part, struct space_head *other,
                 u32 access, u32 *at)
{
    const struct space *from = (const struct space *)part->from;
    struct space *to = (struct space *)other;
    const struct far f = { .access = access, .source = part->from->handle,
                           .offset = part->address, .size = part->size };

    if (!from->data || !to->data)
        return E_NOTFOUND;
    const int error = check_part(from, part->address, part->size);
    return error < 0 ? error : add(to, &f, at);
}

int share_lend(struct space *space, u32 i, const struct far *f)
{
    const struct space *from = space_find(f->source);
    const int error = !from ? E_HANDLE :
                      check_part(from, f->offset, f->size);

    return error < 0 ? error : share_put(space, i, f);
}

static int place(const struct attachment *wanted, int found)
{
    const struct space *space = (const struct space *)wanted->space;

    return !space->data ? E_NOTFOUND : found < 0 ? found : find_free(space);
}

/* As much of the object as is wanted; what is behind its bytes in their last
 * page is its own. */
static int put(const struct attachment *wanted, u32 number, u32 *at)
{
    const struct far f = {
        .access = wanted->access, .memory = number,
        .size = wanted->size ? client_limit(wanted->size) :
                               backing_at(number)->size };
    u32 place;
    const int error = add((struct space *)wanted->space, &f, &place);

    if (error < 0)
        backing_release(number);
    else if (at)
        *at = place;
    return error;
}

/* Of a thread that is no more the descriptor alone may be there still. */
static void end(struct space_head *head, u32 at, u32 size)
{
    struct space *space = (struct space *)head;
    const u32 i = share_slot(at);

    (void)size;
    if (!space->far[i].memory)
        remove(space, i);
}

u32 model_uses(struct space_head *head, u32 number)
{
    const struct space *space = (const struct space *)head;
    u32 count = (u32)(space->text == number) + (space->data == number);

    for (u32 i = 0; i < FARS; i++)
        count += space->far[i].memory == number;
    return count;
}

const struct sharing model_sharing = {
    .access = access_of, .share = share, .unmap = end,
    .place = place, .put = put,
};

int share_detach(struct space *space, u32 address, u32 size)
{
    const u32 i = (far_selector(address) >> 3) - FAR_FIRST;

    if (i >= FARS || !space->far[i].access || address & 0xffff ||
        extent_pages(size) != extent_pages(space->far[i].size))
        return E_RANGE;
    remove(space, i);
    return 0;
}

static __attribute__((noinline)) void drop_from(struct space *space, int source)
{
    for (u32 i = 0; i < FARS; i++)
        if (space->far[i].access && (!source ||
                                     space->far[i].source == source))
            remove(space, i);
}

void share_drop(struct space *space)
{
    drop_from(space, 0);
    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i))
            drop_from((struct space *)spaces_slot(i), space->client.head.handle);
}

static int has(const struct space *space, int source, u32 offset)
{
    for (u32 i = 0; i < FARS; i++) {
        const struct far *f = &space->far[i];
        if (f->access && f->source == source && f->offset + f->size > offset)
            return 1;
    }
    return 0;
}

int share_has(const struct space *space, u32 offset)
{
    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i) && has((const struct space *)spaces_slot(i),
                                  space->client.head.handle, offset))
            return 1;
    return 0;
}
