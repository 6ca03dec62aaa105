/* SPDX-License-Identifier: MIT */
/* The descriptors of a space. */
#include "model.h"

#include "native/image.h"

int segment_set_data(const struct space *space)
{
    const u32 base = backing_at(space->data)->base;
    const int error = client_segment(&space->client, CLIENT_STACK, LOCAL_DATA,
                                     NMM_UPS, base, STACK);

    return error < 0 ? error :
           client_segment(&space->client, CLIENT_DATA, LOCAL_DATA, NMM_UPS,
                          base, client_limit(space->end));
}

u32 segment_selector(u32 far)
{
    return (FAR_FIRST + far) << 3 | 7;
}

/* The text ends with the stubs. */
u32 segment_text(const struct space *space)
{
    return client_limit(space->client.finish - IMAGE_FINISH + IMAGE_STUBS);
}

u32 segment_memory(const struct far *f)
{
    return f->memory ? f->memory : space_find(f->source)->data;
}

static saddr_t far_base(const struct far *f)
{
    return backing_at(segment_memory(f))->base + f->offset;
}

int segment_set_far(const struct space *space, u32 far)
{
    const struct far *f = &space->far[far];

    if (!f->access)
        return nmm->destroy_local_segment(space->client.ldt,
                                          segment_selector(far));
    return client_segment(&space->client, segment_selector(far),
                          f->access & ACCESS_WRITE ? LOCAL_DATA :
                          LOCAL_DATA_ONLY, NMM_UPS, far_base(f), f->size);
}

static void follow(const struct space *space, int source)
{
    for (u32 i = 0; i < FARS; i++)
        if (space->far[i].access && space->far[i].source == source)
            segment_set_far(space, i);
}

void segment_follow(const struct space *space)
{
    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i))
            follow((const struct space *)spaces_slot(i),
                   space->client.head.handle);
}
