/* SPDX-License-Identifier: MIT */
/*
 * Calls any method of the core with any arguments, as it is told, and gives
 * back at once what a call that went well has made. The first words of `block`
 * are the structure that a method reads or writes.
 */
#include "deimos.h"
#include "null.h"

#define WORDS 16                /* of a structure */
#define BLOCK_WORDS 1024        /* of `block` */
#define METHOD_ID(face_, method_) ((face_) << 8 | (method_))
enum face { NMM, CM, CONSOLE, PORT, VECTOR, CPU, GATE, SYSENTER, IMAGES, FACES };

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");
DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(gate, call_gate, "gate", .from = "gate");
DEIMOS_RECEPTACLE(sysenter, sysenter, "sysenter", .from = "sysenter");
DEIMOS_RECEPTACLE(archive, images, "images", .from = "archive");
DEIMOS_RECEPTACLE(spare, null, "null");
DEIMOS_RECEPTACLE(kept, null, "null");

static const void *const volatile *const faces[FACES] = {
    (void *)&nmm, (void *)&cm, (void *)&console, (void *)&port,
    (void *)&vector, (void *)&cpu, (void *)&gate, (void *)&sysenter,
    (void *)&archive,
};

struct order {
    u32 id, is_kept, arg[6], words[WORDS];
};

static u32 block[BLOCK_WORDS];
static char texts[BLOCK_WORDS];       /* that arguments point at */

/* A page of a window that stays mapped: where, and to what. */
static u32 mapped_space, mapped_address, mapped_entry;

static int map_again(void)
{
    return nmm->create_page_mapping(mapped_space, mapped_address, mapped_entry);
}

static int undo_mapping(const u32 *a)
{
    if (a[0] != mapped_space || (a[1] ^ mapped_address) >= PAGE_SIZE)
        return nmm->invalidate_page_mapping(a[0], a[1]);
    return map_again();
}

/* One page: the bits are those that it had. */
static int undo_attributes(const u32 *a, u32 had)
{
    if (a[3] & MAP_PRESENT)
        return map_again();
    return nmm->page_attributes(a[0], a[1], 1, ~had & 0x66, had & 0x66,
                                FLUSH_NONE);
}

void foe_handler(void);
__asm__(".text\nfoe_handler: iret\n");

static int call(u32 id, const u32 *a)
{
    typedef int method(u32, u32, u32, u32, u32, u32);
    method *const *table = *faces[id >> 8];

    return table[id & 255](a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* ORDER struct nmm */
static int undo_nmm(u32 method, const u32 *a, u32 made)
{
    switch (method) {
    case 0: case 21:    /* create_region, share_region */
        return nmm->destroy_region(made);
    case 4:
        return nmm->paging(made);
    case 5:
        return nmm->destroy_page_table(made);
    case 7:
        return undo_mapping(a);
    case 8:
        return map_again();
    case 10:
        return nmm->destroy_global_segment(made);
    case 12:
        return nmm->destroy_ldt(made);
    case 14:
        return nmm->destroy_local_segment(a[0], made);
    case 16:
        return nmm->destroy_tss(made);
    case 18:
        return undo_attributes(a, made);
    case 22:
        return nmm->reverse_structure(made);
    default:
        return E_OK;
    }
}

/* ORDER struct cm */
static int undo_cm(u32 method, const u32 *a, u32 made)
{
    switch (method) {
    case 0:
        return cm->unload((int)made);
    case 3:
        return cm->unbind((int)made);
    case 12:
        return cm->drain((int)a[0], 0);
    default:
        return E_OK;
    }
}

static int undo(u32 id, const u32 *a, u32 made)
{
    switch (id) {
    case METHOD_ID(PORT, 0):
        return port->close(a[0], a[1]);
    case METHOD_ID(PORT, 2):
        return port->close(a[1], a[2]);
    case METHOD_ID(VECTOR, 0): case METHOD_ID(VECTOR, 3):
    case METHOD_ID(VECTOR, 6):
        return vector->detach(a[0]);
    case METHOD_ID(VECTOR, 4):
        return vector->attach_clients(NULL);
    case METHOD_ID(CPU, 1):
        return cpu->sti();
    case METHOD_ID(GATE, 0):
        return gate->destroy(made);
    case METHOD_ID(SYSENTER, 0):
        return sysenter->detach();
    }
    return id >> 8 == NMM ? undo_nmm(id & 255, a, made) :
           id >> 8 == CM ? undo_cm(id & 255, a, made) : E_OK;
}

/* How many of them, up to the first that could not be undone. */
static int run(const struct order *orders, u32 count, int *results)
{
    for (u32 i = 0; i < count; i++) {
        const struct order *o = &orders[i];
        __builtin_memcpy(block, o->words, sizeof(o->words));
        results[i] = call(o->id, o->arg);
        if (results[i] < 0 || o->is_kept)
            continue;
        if (undo(o->id, o->arg, (u32)results[i]) < 0)
            return (int)i;
    }
    return (int)count;
}

static int word(u32 i)
{
    return (int)block[i];
}

static int put(u32 at, const u8 *bytes, u32 size)
{
    __builtin_memcpy((void *)at, bytes, size);
    return 0;
}

static int remember(u32 space, u32 address, u32 entry)
{
    mapped_space = space;
    mapped_address = address;
    mapped_entry = entry;
    return map_again();
}

static int die(void)
{
    __builtin_trap();
}

enum { AT_BLOCK, AT_HANDLER, AT_TEXT, AT_TEXTS, AT_END };

static int place(u32 what)
{
    switch (what) {
    case AT_BLOCK:
        return (int)block;
    case AT_HANDLER:
        return (int)foe_handler;
    case AT_TEXT:
        return (int)run;
    case AT_TEXTS:
        return (int)texts;
    default:
        return (int)(block + BLOCK_WORDS);
    }
}

static const struct {
    int (*run)(const struct order *orders, u32 count, int *results);
    int (*word)(u32 i);
    int (*put)(u32 at, const u8 *bytes, u32 size);
    int (*place)(u32 what);
    int (*remember)(u32 space, u32 address, u32 entry);
    int (*die)(void);
} table = { run, word, put, place, remember, die };

DEIMOS_MODULE("foe", MODULE_SYSTEM);
DEIMOS_INTERFACE("foe", "foe", table, "run word put place remember die");
