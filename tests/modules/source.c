/* SPDX-License-Identifier: MIT */
/*
 * A source of images from memory: "twin" is made of the archive's counter1,
 * with another name, "client_twin" of its client_hello; all others are the
 * archive's. In size() or in read() it first does one thing that a script has
 * asked for.
 */
#include "asking.h"
#include "memory.h"

#include "../../core/lib/string.h"

#define MADE_FROM "counter1"
#define MADE "twin"

enum act {
    HONEST, ANSWERS, DIES, UNBINDS, REBINDS, LOADS, LOADS_AGAIN, UNLOADS_CM,
    UNLOADS_ITSELF, DESTROYS, SCRIBBLES, REPLACES_ITSELF, DRAINS, ENDLESS,
    UNLOADS_LOADER, CALLS_MODEL,
};
enum where { IN_SIZE, IN_READ };

struct source {
    /* Once, in that method; a and b: what the act takes. */
    int (*set)(u32 where, u32 act, u32 a, u32 b);
    int (*calls)(void);         /* of size() and read() */
};

DEIMOS_RECEPTACLE(archive, images, "images", .from = "archive");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(memory, memory, "memory");

static int self, calls;
static struct { u32 where, act, a, b; } order;

static int load_again(const char *name)
{
    const int module = cm->load(name);

    return module < 0 ? module : cm->unload(module);
}

/* Within read(). */
static int destroy(u32 at)
{
    struct region_info info;
    const int region = nmm->query_region(NMM_UPS, at, &info);

    return region > 0 ? nmm->destroy_region((u32)region) : region;
}

/* Every method that changes a space is refused alike: then that, else 0. */
static int call_model(int space)
{
    u32 at;
    const int answer = memory->load(space, "hello");

    return answer == memory->destroy(space) && answer == memory->create() &&
           answer == memory->map(space, 0, PAGE_SIZE, 3, &at) ? answer : 0;
}

static int do_act(const char *name, const struct images_place *place)
{
    const u32 act = order.act, a = order.a, b = order.b;

    if (act != LOADS_AGAIN)
        order.act = HONEST;
    switch (act) {
    case DIES: __builtin_trap();
    case UNBINDS: return cm->unbind((int)a);
    case REBINDS: return cm->rebind((int)a, (int)b, "archive");
    case LOADS: return load_again("null");
    case LOADS_AGAIN: return load_again(name);
    case UNLOADS_CM: return cm->unload(cm->find("cm"));
    case UNLOADS_ITSELF: return cm->unload(self);
    case DESTROYS: return destroy((u32)place->to);
    case REPLACES_ITSELF: return cm->replace(self, "source") < 0;
    case DRAINS: return cm->drain(self, 1);
    case ENDLESS: while (1);
    case CALLS_MODEL: return call_model((int)a);
    case UNLOADS_LOADER: return cm->unload(cm->find("loader"));
    default: return 0;
    }
}

/* Is it to be done here? Then its answer, or 0 to go on with. */
static int act(enum where where, const char *name,
               const struct images_place *place)
{
    calls++;
    if (where != order.where)
        return 0;
    if (order.act == ANSWERS) {
        order.act = HONEST;
        return (int)order.a;
    }
    result = do_act(name, place);
    return order.act == LOADS_AGAIN ? result : 0;
}

static const char *behind(const char *name)
{
    if (!strcmp(name, "client_" MADE))
        return "client_hello";
    return strcmp(name, MADE) ? name : MADE_FROM;
}

static int get_size(const char *name)
{
    const int answer = act(IN_SIZE, name, NULL);

    return answer ? answer : archive->size(behind(name));
}

static void rename_all(char *bytes, u32 size)
{
    for (u32 i = 0; i + sizeof(MADE_FROM) <= size; i++)
        if (!memcmp(bytes + i, MADE_FROM, sizeof(MADE_FROM)))
            memcpy(bytes + i, MADE, sizeof(MADE));
}

static int read(const struct images_place *place)
{
    const int scribbles = order.act == SCRIBBLES;
    const int answer = act(IN_READ, place->name, place);
    struct images_place whole = *place;

    if (answer)
        return answer;
    whole.name = behind(place->name);
    const int size = archive->read(&whole);
    if (size > 0 && scribbles)
        memset(whole.to, 0xcc, (u32)size);
    else if (size > 0 && whole.name != place->name)
        rename_all(whole.to, (u32)size);
    return size;
}

static int set(u32 where, u32 what, u32 a, u32 b)
{
    result = 0;
    calls = 0;
    order.where = where;
    order.act = what;
    order.a = a;
    order.b = b;
    return 0;
}

static int get_calls(void)
{
    return calls;
}

static int init(int handle)
{
    self = handle;
    return 0;
}

static const struct images images = { get_size, read };
static const struct { int (*size)(const char *name); } half = { get_size };
static const struct source source = { set, get_calls };

DEIMOS_MODULE("source", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("images", "images", images, IMAGES_METHODS);
DEIMOS_INTERFACE("half", "images", half, "size");
DEIMOS_INTERFACE("source", "source", source, "set calls");
