/* SPDX-License-Identifier: MIT */
/*
 * Where the bytes of a module come from: from whoever the CM's receptacle
 * `images` is bound to (api/images.h). Those of the archive are read in
 * place. A module at ring 1 says a size, and fills a buffer of the CM's own:
 * nobody can take it away, and ring 1 does not run while it is read.
 *
 * Invariant: after each call of the module, nothing that was looked up before
 * is believed.
 */
#include "ends.h"

#include "../api/images.h"
#include "../lib/string.h"
#include "source.h"

#define RECEPTACLE "images"
#define PROVIDER "archive"

/* What the module sees of a request, below the caller's stack. */
struct asked {
    struct images_place place;
    char name[NAME_SIZE];
};

struct source {
    u32 binding, provider, interface;   /* handles */
    char name[NAME_SIZE];               /* of the provider */
};

enum method { SIZE, READ, METHODS };    /* ORDER struct images */

static u32 receptacle;                  /* its index */

int source_start(struct graph_node *cm, const char *pairs,
                 const char *predicate)
{
    const struct graph_node *archive = core_node(PROVIDER);
    int error = register_receptacle(cm, RECEPTACLE, RECEPTACLE, 0, 1, pairs,
                                    predicate);

    if (error)
        return error;
    receptacle = cm->first_receptacle - 1u;
    if (!archive)
        return refuse(E_NOTFOUND, "there is no wrapper '" PROVIDER "'");
    error = binding_create(cm->handle, RECEPTACLE, archive->handle, PROVIDER);
    return error < 0 ? error : 0;
}

static const struct graph_binding *find_binding(void)
{
    const struct graph_binding *b = ends_first_of(LIST_RECEPTACLE, receptacle);

    if (!b)
        refuse(E_UNBOUND, "receptacle '" RECEPTACLE "' of 'cm' is unbound: "
               "modules come from nowhere");
    return b;
}

/* The method of a source that is at ring 1, or 0 with a reason. */
static int find_method(const struct source *s, enum method method,
                       saddr_t *entry)
{
    const struct graph_node *node = node_of(s->provider);
    const struct graph_interface *i = table_get(&interfaces, s->interface);

    if (!node || !i || node->state == NODE_DEAD)
        return refuse(E_DEAD, "the source of images, '%s', is dead", s->name);
    if (i->count < METHODS)
        return refuse(E_TYPE, "the source of images, '%s', has %u methods "
                      "instead of %u", s->name, i->count, METHODS);
    const u32 *table = core->user_pointer(i->table, METHODS * sizeof(u32));
    if (!table)
        return refuse(E_ADDRESS, "the methods of '%s' are not there", s->name);
    *entry = table[method];
    return 0;
}

/* What it answers, if that is no error; else a refusal. */
static int check_answer(const struct source *s, const char *name, u64 result)
{
    const int answer = (int)result;

    if (result >> 32)
        return refuse(E_DIED, "the source of images, '%s', died when it was "
                      "asked for '%s'", s->name, name);
    if (answer >= 0 || reason_is_of(answer))
        return answer;
    if (answer == E_NOTFOUND)
        return refuse(answer, "the source of images, '%s', has no module "
                      "'%s'", s->name, name);
    return refuse(answer, "the source of images, '%s', refused '%s': %d",
                  s->name, name, answer);
}

/* Ring 1 has run in between: all of it is written again. */
static int ask(const struct source *s, enum method method, const char *name,
               saddr_t stack, const struct image_bytes *image)
{
    const saddr_t at = (stack - sizeof(struct asked)) & ~3u;
    struct asked *asked = core->user_pointer(at, sizeof(*asked));
    const saddr_t text = at + offsetof(struct asked, name);
    saddr_t entry = 0;
    int error = module_check_call();

    if (!error)
        error = find_method(s, method, &entry);
    if (!error && !asked)
        error = refuse(E_ADDRESS, "no stack to ask '%s' for a module",
                       s->name);
    if (error)
        return error;
    memcpy(asked->name, name, strlen(name) + 1);
    asked->place = (struct images_place){
        (const char *)text, (void *)image->at, image->size };
    reason_clear();
    return check_answer(s, name, module_call(s->provider, entry, at,
                                             method == SIZE ? text : at));
}

static int make_buffer(const struct source *s, const char *name, int size,
                       struct image_bytes *image)
{
    if (size == 0 || (u32)size > IMAGES_MOST)
        return refuse(E_RANGE, "'%s' of the source of images, '%s', has %d "
                      "bytes; 1 to %u are possible", name, s->name, size,
                      IMAGES_MOST);
    if (core->region_create(core_node("cm")->handle, NMM_UPS, 0, (u32)size,
                            REGION_ANYWHERE, &image->region, &image->at) < 0)
        return refuse(E_NOMEM, "no region of %d bytes in the UPS for '%s'",
                      size, name);
    image->size = (u32)size;
    return 0;
}

static int is_bound_still(const struct source *s)
{
    const struct graph_binding *b = ends_first_of(LIST_RECEPTACLE,
                                                  receptacle);

    return b && b->handle == s->binding && b->provider == s->provider &&
           b->interface == s->interface;
}

static int fill_buffer(const struct source *s, const char *name,
                       saddr_t stack, struct image_bytes *image)
{
    if (!is_bound_still(s))
        return refuse(E_BUSY, "'" RECEPTACLE "' of 'cm' was bound to another "
                      "source while '%s' was asked for '%s'", s->name, name);
    const int given = ask(s, READ, name, stack, image);
    if (given < 0)
        return given;
    if ((u32)given != image->size)
        return refuse(E_RANGE, "the source of images, '%s', gave %d bytes of "
                      "'%s' and had said %u", s->name, given, name,
                      image->size);
    image->data = core->user_pointer(image->at, image->size);
    return 0;
}

/* From a module at ring 1. */
static int copy(const struct graph_binding *b, const char *name,
                saddr_t stack, struct image_bytes *image)
{
    struct source s = { b->handle, b->provider, b->interface, { 0 } };

    memcpy(s.name, node_of(b->provider)->name, NAME_SIZE);
    const int size = ask(&s, SIZE, name, stack, image);
    int error = size < 0 ? size : make_buffer(&s, name, size, image);
    if (!error)
        error = fill_buffer(&s, name, stack, image);
    if (error)
        source_release(image);
    return error;
}

int source_fetch(const char *name, saddr_t stack, struct image_bytes *image)
{
    const struct graph_binding *b = find_binding();

    *image = (struct image_bytes){ 0 };
    if (!b)
        return E_UNBOUND;
    const struct graph_interface *i = table_get(&interfaces, b->interface);
    const struct wrapper *w = wrapper_of(i);
    if (!w)
        return copy(b, name, stack, image);
    if (w->image(name, image) < 0)
        return refuse(E_NOTFOUND, "the boot archive has no 'modules/%s.o'",
                      name);
    return 0;
}

void source_release(struct image_bytes *image)
{
    if (image->region)
        core->region_destroy(image->region);
    image->region = 0;
}
