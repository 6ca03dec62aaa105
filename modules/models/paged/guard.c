/* SPDX-License-Identifier: MIT */
/*
 * Calls to other modules while the lock is held: if one dies in it, the call
 * returns E_DIED, and the lock is given back as ever.
 */
#include "paged.h"

#include "recover.h"

static int call(void *method, u32 a, u32 b, u32 c, u32 n)
{
    const u32 args[3] = { a, b, c };

    return (int)recover_call(method, args, n);
}

int store_open(const char *name, u32 pages)
{
    return call(store->open, (u32)name, pages, 0, 2);
}

int store_pages(int object)
{
    return call(store->pages, (u32)object, 0, 0, 1);
}

int store_read(int object, u32 page, void *data)
{
    return call(store->read, (u32)object, page, (u32)data, 3);
}

int store_write(int object, u32 page, const void *data)
{
    return call(store->write, (u32)object, page, (u32)data, 3);
}

int store_remove(int object)
{
    return call(store->remove, (u32)object, 0, 0, 1);
}

int policy_victim(void)
{
    return call(replacement->victim, 0, 0, 0, 0);
}

/*
 * Frames that were filled, in their order. The policy is told before it is
 * asked, and when there is no more room: in one guarded call for all of them.
 */
static u32 placed[256];
static u32 placed_count;

static int report_all(void)
{
    for (u32 i = 0; i < placed_count; i++)
        replacement->placed(placed[i]);
    return E_OK;
}

void placed_report(void)
{
    if (placed_count)
        call(report_all, 0, 0, 0, 0);
    placed_count = 0;
}

void placed_note(u32 frame)
{
    if (placed_count == ARRAY_SIZE(placed))
        placed_report();
    placed[placed_count++] = frame;
}

int peer_release(u32 peer, paddr_t frame)
{
    return call(peers[peer]->release_frame, frame, 0, 0, 1);
}
