/* SPDX-License-Identifier: MIT */
/* Wherever the CM calls it, it calls "waiter", who waits for the CM. */
#include "deimos.h"

#include "waiter.h"

DEIMOS_RECEPTACLE(waiter, waiter, "waiter", .from = "waiter");
DEIMOS_RECEPTACLE(archive, images, "images", .from = "archive");

#define GRAPH_SELECTOR 0x2b     /* what it leaves in FS and GS */

static const u32 nothing;

static int init(int self)
{
    (void)self;
    return waiter->at(IN_INIT) == E_DEAD ? E_DEAD : 0;
}

static void leave(void)
{
    waiter->at(IN_EXIT);
    __asm__ volatile("mov %0, %%gs\n\tmov %0, %%fs" : : "r"(GRAPH_SELECTOR));
}

static int export_state(struct module_state *state)
{
    waiter->at(IN_EXPORT);
    *state = (struct module_state){ 1, &nothing, sizeof(nothing) };
    return 0;
}

static int import_state(const struct module_state *state)
{
    (void)state;
    waiter->at(IN_IMPORT);
    return 0;
}

static int drop(void)
{
    waiter->at(IN_DROP);
    return 0;
}

static int size(const char *name)
{
    waiter->at(IN_SIZE);
    return archive->size(name);
}

static int read(const struct images_place *place)
{
    waiter->at(IN_READ);
    return archive->read(place);
}

static const struct orphans orphans = { drop };
static const struct images images = { size, read };

DEIMOS_MODULE("wakes", MODULE_SYSTEM, .init = init, .exit = leave,
              .export_state = export_state, .import_state = import_state);
DEIMOS_INTERFACE("orphans", "orphans", orphans, ORPHANS_METHODS);
DEIMOS_INTERFACE("images", "images", images, IMAGES_METHODS);
