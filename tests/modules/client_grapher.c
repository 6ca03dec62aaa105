/* SPDX-License-Identifier: MIT */
/* Walks the system graph from a client's place, by its address or by the service:
 * one number for all that is in it, or whether each state that it sees is whole. */
#include "client.h"

CLIENT("grapher");

/* The argument: one of these, and BY_SERVICE; walks * 16 for WATCH. */
enum { NUMBER, WATCH, WHOLE, ODD };
#define BY_SERVICE 4

#define FAILED (-1)             /* of a service */
#define TORN (-2)

static u32 way, digest;

static void get(void *to, u32 offset, u32 size)
{
    if (!(way & BY_SERVICE))
        graph_copy(to, offset, size);
    else if (client->graph(offset, to, size) < 0)
        client->exit(FAILED);
}

#define GET(member, to) get(&(to), offsetof(struct graph, member), sizeof(to))

static u32 generation(void)
{
    u32 now;

    GET(generation, now);
    return now;
}

static void mix(u32 value)
{
    digest = digest * 31 + value;
}

static void mix_text(const char *text)
{
    while (*text)
        mix((u8)*text++);
}

static void mix_constraint(u32 number)
{
    static struct graph_constraint constraint;

    if (!number)
        return;
    get(&constraint, offsetof(struct graph, constraints) +
                     (number - 1) * sizeof(constraint), sizeof(constraint));
    mix_text(constraint.pairs);
    mix_text(constraint.predicate);
}

static u32 bound_in, bound_out;         /* of all modules */

static void node(const void *entry)
{
    const struct graph_node *n = entry;
    const u32 facts[] = { n->interfaces, n->receptacles, n->bound_in,
        n->bound_out, n->serial, n->base, n->size, n->carrier, n->carries,
        n->space };

    bound_in += n->bound_in;
    bound_out += n->bound_out;
    mix_text(n->name);
    for (u32 i = 0; i < ARRAY_SIZE(facts); i++)
        mix(facts[i]);
}

static void interface(const void *entry)
{
    const struct graph_interface *f = entry;

    mix(f->node);
    mix_text(f->name);
    mix_text(f->type);
    mix(f->bound);
    mix(f->table);
    mix_constraint(f->constraint);
}

static void receptacle(const void *entry)
{
    const struct graph_receptacle *r = entry;

    mix(r->node);
    mix_text(r->name);
    mix_text(r->type);
    mix(r->count);
    mix(r->bound);
    mix(r->slots);
    mix_constraint(r->constraint);
}

static void binding(const void *entry)
{
    const struct graph_binding *b = entry;
    const u32 facts[] = { b->caller, b->provider, b->receptacle, b->interface,
        b->slot, b->selector };

    for (u32 i = 0; i < ARRAY_SIZE(facts); i++)
        mix(facts[i]);
}

static void (*volatile const entries[])(const void *) = { node, interface,
    receptacle, binding };

/* Returns how many live entries there are; the header says how many. */
static u32 part(u32 which, struct graph_part *p)
{
    static u32 entry[64];
    u32 live = 0;

    GET(parts[which], *p);
    for (u32 i = 0; i < p->capacity; i++) {
        get(entry, p->offset + i * p->entry_size, p->entry_size);
        if (!entry[0])
            continue;
        live++;
        mix(entry[0]);
        entries[which](entry);
    }
    return live;
}

/* Is what was seen one state of the graph? */
static int walk(void)
{
    struct graph_part p;
    int is_whole = 1;

    digest = bound_in = bound_out = 0;
    for (u32 which = 0; which < GRAPH_PART_CONSTRAINTS; which++)
        is_whole &= part(which, &p) == p.live;
    return is_whole && bound_in == p.live && bound_out == p.live;
}

/* How often the graph has changed under a walk. */
static int watch(u32 walks)
{
    int again = 0;

    while (walks--) {
        const u32 before = generation();
        const int is_whole = walk();
        if ((before & 1) || generation() != before)
            again++;
        else if (!is_whole)
            return TORN;
    }
    return again;
}

/* All of it at once, to memory that nothing has touched, in both ways. */
static int whole(void)
{
    const u32 from = offsetof(struct graph, nodes);
    const u32 size = sizeof(struct graph) - from, room = (size + 4095) & -4096u;
    u32 a, b;

    if (client->map(0, room, 3, &a) < 0 || client->map(0, room, 3, &b) < 0)
        return FAILED;
    graph_copy((void *)a, from, size);
    if (client->graph(from, (void *)b, size) < 0)
        return FAILED;
    for (u32 i = 0; i < size; i += 4)
        if (*(u32 *)(a + i) != *(u32 *)(b + i))
            return (int)i + 1;
    return 0;
}

/* Requests that are refused, each for its own reason; and the empty one. */
static int odd(void)
{
    const u32 size = GRAPH_WORD(size);
    u32 word = 0x12345678;

    if (client->graph(size - 3, &word, 4) != E_RANGE ||
        client->graph(size + 1, &word, 0) != E_RANGE ||
        client->graph(~0u, &word, 4) != E_RANGE ||
        client->graph(4, &word, ~0u) != E_RANGE ||
        client->graph(4, &word, size - 3) != E_RANGE)
        return 1;
    if (client->graph(0, (void *)0xfffff000, 4) != E_ADDRESS ||
        client->graph(0, (void *)0xfffffffe, 4) != E_ADDRESS)
        return 2;
    if (client->graph(size, &word, 0) || word != 0x12345678)
        return 3;
    if (client->graph(size - 4, &word, 4) || word)
        return 4;
    return client->graph(0, &word, 4) || word != GRAPH_MAGIC ? 5 : 0;
}

int client_main(u32 argument)
{
    way = argument & BY_SERVICE;
    switch (argument & 3) {
    case WATCH:
        return watch(argument / 16);
    case WHOLE:
        return whole();
    case ODD:
        return odd();
    }
    return walk() ? (int)(digest & 0x7fffffff) : TORN;
}
