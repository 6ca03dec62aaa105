/* SPDX-License-Identifier: MIT */
/*
 * A call that lends memory: the server has a region of the caller's for as long as
 * it lasts, by share() and unmap() of the memory model whose clients both are. The
 * caller's thread crosses, as with bind_near; a recovery point sees to it that it
 * comes back here. What the region holds is not copied and not looked at.
 */
#include "deimos.h"

#include "../../../core/lib/format.h"
#include "../../../core/lib/string.h"
#include "binding/courier.h"
#include "recover.h"
#include "region.h"

DEIMOS_RECEPTACLE(server, service, "service",
                  .pairs = "<moduleName, \"bind_grant\"> <grants, \"call\">");
DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

#define LINE 160
#define FRAME ((u32)__builtin_frame_address(0))

struct message {
    struct grant grant;
    u8 values[GRANT_MOST];
};

static u32 self;
static volatile u32 started, most;      /* most: bytes of a region */

static int init(int handle)
{
    self = (u32)handle;
    return 0;
}

/* --- A call --------------------------------------------------------------- */

static int pass(const struct service *to, const struct request *r)
{
    return (int)recover_call((void *)to->call, (const u32 *)r, 5);
}

/* What a page table can grant, of every model: nothing else lies in its pages. */
static int is_whole(const struct grant *grant)
{
    return !((grant->at | grant->size) & (PAGE_SIZE - 1)) &&
           grant->size - 1 < most;
}

/* Into memory of our own: others may change what is there. */
static int read_message(struct message *message, const struct request *r)
{
    if (r->in_size < sizeof(struct grant))
        return E_INVALID;
    if (r->in_size > sizeof(*message))
        return E_RANGE;
    const int error = nmm->copy_bytes(message, r->in, r->in_size, 0);
    return error < 0 ? error : is_whole(&message->grant) ? 0 : E_RANGE;
}

/* Only by who has entered the region. */
static const struct ends *look(void)
{
    static struct ends ends;

    if (GRAPH_WORD(generation) != ends.generation)
        ends_find(&ends, self, &server, &memory);
    return &ends;
}

/* To the server that the binding leads to: *to. A ticket; 0: that has changed
 * meanwhile. */
static int try(struct grant *grant, const struct service **to, u32 frame)
{
    struct grant there = *grant;
    const int error = region_enter(frame, nmm);

    if (error < 0)
        return error;
    const struct ends *ends = look();
    const u32 generation = ends->generation;
    *to = server;
    const int ticket = region_give(&there, memory, ends);
    if (ticket < 0)
        return ticket;
    if (graph_has_changed(generation))
        return region_take(ticket);
    *grant = there;
    return ticket;
}

static int give(struct grant *grant, const struct service **to, u32 frame)
{
    int ticket;

    do
        ticket = try(grant, to, frame);
    while (!ticket);
    return ticket;
}

/* Stopped while it was given, it is the giver's to take back. */
static int enter(const struct service *to, const struct request *r)
{
    return started ? pass(to, r) : E_UNBOUND;
}

static int call_with(const struct request *asked)
{
    struct message message;
    struct request r = *asked;
    const struct service *to = NULL;
    int result = read_message(&message, asked);

    if (result < 0)
        return result;
    const int ticket = give(&message.grant, &to, FRAME);
    if (ticket < 0)
        return ticket;
    r.in = &message;
    result = enter(to, &r);
    const int error = region_take(ticket);
    return error < 0 ? error : result;
}

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    const struct request r = { operation, in, in_size, out, out_size };

    return !started ? E_UNBOUND : in_size ? call_with(&r) : pass(server, &r);
}

/* --- Setting up ----------------------------------------------------------- */

static const char *name_of(u32 module, char *name)
{
    struct graph_node node;

    if (!module)
        return "none";
    GRAPH_READ(nodes[HANDLE_INDEX(module)], node);
    memcpy(name, node.name, NAME_SIZE);
    return name;
}

static void report(const struct ends *ends)
{
    char line[LINE], caller[NAME_SIZE], server_name[NAME_SIZE],
         model[NAME_SIZE];
    const int length = format(
        line, LINE, "bind_grant: memory of '%s' grants nothing from a client "
        "of '%s' to one of '%s'\n", name_of(ends->model, model),
        name_of(ends->caller.carrier, caller),
        name_of(ends->server.carrier, server_name));

    console->write(CONSOLE_TEXT, line, (u32)length);
}

static int start(u32 capacity)
{
    struct ends ends;

    if (started)
        return E_BUSY;
    ends_find(&ends, self, &server, &memory);
    const int error = ends_check(&ends);
    if (error == E_NOT_APPLICABLE)
        report(&ends);
    if (error < 0)
        return error;
    most = capacity;
    started = 1;
    return 0;
}

/* Also in the middle of a call, which goes on without it. */
static int stop(void)
{
    started = 0;
    return region_take_any(nmm);
}

/* One of its bindings ends, but for those by which others configure it: in the
 * middle of a call, which goes on without the region. In an upcall of the core. */
static int release(u32 binding)
{
    struct graph_binding b;

    GRAPH_READ(bindings[HANDLE_INDEX(binding)], b);
    return b.handle != binding || (b.provider == self &&
                                   !ends_is_service(b.interface)) ? 0 :
           region_release(nmm);
}

static int flush(void)
{
    return 0;
}

static int count(u32 what)
{
    switch (what) {
    case BINDING_ACCEPTED:
    case BINDING_DELIVERED:
        return (int)region_count(what == BINDING_DELIVERED);
    case BINDING_ROOM:
        return (int)most;
    default:
        return E_UNSUPPORTED;
    }
}

static const struct service service = { .call = call };
static const struct release release_table = { release };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};

DEIMOS_MODULE("bind_grant", MODULE_BINDING, .init = init);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
    .pairs = "<moduleName, \"bind_grant\"> <kind, \"grant\"> "
             "<delivery, \"synchronous\"> <reply, \"yes\"> <copies, 0> "
             "<threads, 1> <ordering, \"fifo\"> <loss, \"none\"> "
             "<death, \"error\"> <grants, \"call\">",
    .predicate = "bindcount() < 1");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
DEIMOS_INTERFACE("release", "release", release_table, RELEASE_METHODS);
