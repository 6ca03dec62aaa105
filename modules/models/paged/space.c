/* SPDX-License-Identifier: MIT */
/* Address spaces: a VSAS, its shadow, an LDT of two segments over the window,
 * a task. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "fault.h"
#include "page/page.h"
#include "resident/drop.h"
#include "carried/module.h"
#include "store/object.h"

#define BYTES (sizeof(u32) + sizeof(u8))        /* for a page: shadow, kind */

u32 space_window;

static struct space spaces[SPACES];

struct space *space_slot(u32 i)
{
    return spaces[i].vsas && spaces[i].client.head.handle ? &spaces[i] : NULL;
}

static int create_shadow(struct space *space)
{
    struct region_info info;
    int region = nmm->create_region(NMM_UPS, 0, space->pages * BYTES,
                                    REGION_ANYWHERE, &info);

    if (region < 0)
        return region;
    space->region = (u32)region;
    space->shadow = (u32 *)info.base;
    space->kinds = (u8 *)(space->shadow + space->pages);
    memset(space->shadow, 0, space->pages * BYTES);
    return E_OK;
}

static int create_vsas(struct space *space)
{
    int vsas = nmm->create_page_table(WINDOW, space->pages << PAGE_SHIFT);

    if (vsas < 0)
        return vsas;
    space->vsas = (u32)vsas;
    return E_OK;
}

/* Code and data lie over each other: what a page allows, its entry says. */
static int create_segments(struct space *space)
{
    const u32 size = space->pages << PAGE_SHIFT;
    struct client *client = &space->client;
    int error = client_segment(client, CLIENT_CODE, LOCAL_CODE_ONLY,
                               space->vsas, WINDOW, size);

    if (error >= 0)
        error = client_segment(client, CLIENT_DATA, LOCAL_DATA, space->vsas,
                               WINDOW, size);
    if (error >= 0)
        error = client_segment(client, CLIENT_STACK, LOCAL_DATA, space->vsas,
                               WINDOW, size);
    return error < 0 ? error : E_OK;
}

static void undo(struct space *space)
{
    proxy_close(&space->client);
    client_ldt_destroy(&space->client);
    if (space->client.head.handle)
        spaces_remove(&space->client.head);
    if (space->vsas)
        nmm->destroy_page_table(space->vsas);
    if (space->region)
        nmm->destroy_region(space->region);
    memset(space, 0, sizeof(*space));
}

static int build(struct space *space)
{
    int error = create_shadow(space);

    if (error >= 0)
        error = create_vsas(space);
    if (error >= 0)
        error = client_ldt_create(&space->client);
    if (error >= 0)
        error = create_segments(space);
    if (error >= 0)
        error = client_task_create(&space->client, space->vsas);
    if (error >= 0)
        error = spaces_add(&space->client.head);
    if (error < 0)
        undo(space);
    return error;
}

static struct space *unused(void)
{
    for (u32 i = 0; i < SPACES; i++)
        if (!spaces[i].vsas)
            return &spaces[i];
    return NULL;
}

/* While there is none, no vector leads here, and the module can go. */
int space_create(void)
{
    struct space *space = unused();

    if (!space)
        return E_FULL;
    int error = spaces_count() ? E_OK : fault_attach();
    if (error < 0)
        return error;
    space->pages = space->fast_pages = space_window;
    error = build(space);
    if (!spaces_count())
        fault_detach();
    return error;
}

void space_clear(struct space *space)
{
    for (u32 i = 0; i < space->pages; i++)
        drop_page(space, i);
}

int space_destroy(struct space *space)
{
    if (spaces_prune(&space->client.head))
        return E_ACTIVE;
    const int error = client_unload(&space->client);
    if (error < 0)
        return error;
    space_clear(space);
    object_forget(space);
    undo(space);
    if (!spaces_count())
        fault_detach();
    return E_OK;
}
