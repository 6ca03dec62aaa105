/* SPDX-License-Identifier: MIT */
/*
 * What carriers are asked (api/carrier.h): to load a program, and to end it. Both
 * are upcalls; after each, nothing that was looked up before is believed.
 */
#include "carried.h"

#include "../api/carrier.h"
#include "../image/loader.h"
#include "../lib/string.h"
#include "ends.h"

enum method { LOAD, UNLOAD, METHODS };  /* ORDER struct carrier */

static const struct graph_interface *find_carrier(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        const struct graph_interface *entry = table_at(&interfaces, i - 1);
        if (is_same(entry->type, "carrier"))
            return entry;
        i = entry->next;
    }
    return NULL;
}

static int find_method(const struct graph_node *node, enum method method,
                       saddr_t *entry)
{
    const struct graph_interface *i = find_carrier(node);

    if (!i || i->count < METHODS)
        return refuse(E_TYPE, "module '%s' has no interface of type 'carrier' "
                      "with %u methods", node->name, METHODS);
    const u32 *table = core->user_pointer(i->table, METHODS * sizeof(u32));
    if (!table)
        return refuse(E_ADDRESS, "the carrier's methods of '%s' are not there",
                      node->name);
    *entry = table[method];
    return 0;
}

struct question {
    u32 carrier;
    saddr_t entry;
    const char *method, *name;          /* for the reason */
};

static int ask(const struct question *q, saddr_t stack, u32 argument)
{
    reason_clear();
    const u64 result = module_call(q->carrier, q->entry, stack, argument);
    const int answer = (int)result;

    if (result >> 32)
        return refuse(E_DIED, "the carrier died in %s() of '%s'", q->method,
                      q->name);
    if (answer >= 0 || reason_is_of(answer))
        return answer;
    return refuse(answer, "the carrier's %s() of '%s' returned %d", q->method,
                  q->name, answer);
}

/* Is it a module that the carrier has entered since? */
static int check_loaded(u32 carrier, int answer, u32 serial)
{
    const struct graph_node *node = node_of((u32)answer);

    if (node && node->carrier == carrier && node->state == NODE_LIVE &&
        node->serial > serial)
        return answer;
    return refuse(E_INVALID, "the carrier's load() returned %d, which is no "
                  "new module of its own", answer);
}

int carrier_load(u32 handle, const char *name, saddr_t stack)
{
    const saddr_t at = (stack - NAME_SIZE) & ~3u;
    struct question q = { .carrier = handle, .method = "load", .name = name };
    struct graph_node *carrier;
    char *text;
    int error = ends_check_node(handle, "carrier", &carrier);

    if (!error)
        error = module_check_call();
    if (!error)
        error = find_method(carrier, LOAD, &q.entry);
    if (error)
        return error;
    text = core->user_pointer(at, NAME_SIZE);
    if (!text)
        return refuse(E_ADDRESS, "no stack to ask for '%s'", name);
    memcpy(text, name, strlen(name) + 1);
    const u32 serial = module_serial();
    const int answer = ask(&q, at, at);
    return answer < 0 ? answer : check_loaded(handle, answer, serial);
}

int carrier_check(const struct graph_node *node)
{
    const struct graph_node *carrier = node_of(node->carrier);
    saddr_t entry;

    return carrier->state == NODE_DEAD ? 0 :
           find_method(carrier, UNLOAD, &entry);
}

int carrier_unload(u32 handle, saddr_t stack)
{
    struct graph_node *node = node_of(handle);
    const struct graph_node *carrier = node_of(node->carrier);
    char name[NAME_SIZE];
    struct question q = { carrier->handle, 0, "unload", name };
    int error;

    if (carrier->state == NODE_DEAD) {
        module_discard(node);
        return 0;
    }
    error = find_method(carrier, UNLOAD, &q.entry);
    if (error)
        return error;
    memcpy(name, node->name, NAME_SIZE);
    error = ask(&q, stack, handle);
    if (!node_of(handle))
        return 0;
    return error < 0 ? error : refuse(E_INVALID, "the carrier's unload() "
                                      "returned %d, and '%s' is there still",
                                      error, name);
}

int carrier_abandon(u32 handle, int error, saddr_t stack)
{
    static char reasons[NESTED_MAX][REASON_SIZE];
    char *why = reasons[module_calls()];
    struct graph_node *node = node_of(handle);

    memcpy(why, reason_text(), REASON_SIZE);
    if (node && node->carrier)
        carrier_unload(handle, stack);
    node = node_of(handle);
    if (node)
        module_discard(node);
    return refuse(error, "%s", why);
}
