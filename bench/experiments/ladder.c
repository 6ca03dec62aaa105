/* SPDX-License-Identifier: MIT */
/*
 * Experiment ladder: a null method with x bytes, by each kind of binding
 * module: from the call until the server has copied the bytes away and, if
 * the kind has no replies, the binding says that it is delivered. Client and
 * server are the same for all kinds; both are this module, and what carries
 * the bytes from one to the other is the binding module alone.
 *
 * One rung has no binding module: `wrapper` is a null method of the core.
 * `call` and `send` are any kind that replies, or does not: choose() says
 * which, so that a kind from outside the tree is measured as those here are.
 *
 * Kinds with a thread of their own need the module `coop`, set up.
 *
 * Proof of a sample: the server's copy has the bytes that the client sent,
 * which are others each time, and the method was called: once, but that a
 * stream may deliver in pieces; by the module of that kind, as the graph has it.
 */
#include "../../core/lib/string.h"
#include "binding.h"
#include "deimos.h"
#include "../lib/gate.h"

#define BYTES 4096
#define CAPACITY (2 * BYTES)
#define THREADS "coop"

enum { SERVER, CLIENT, CONTROL, SCHEDULING, BINDINGS };

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(service, service, "service");
DEIMOS_RECEPTACLE(control, binding, "binding");

static int self, module, started;
static int bound[BINDINGS];     /* handles; 0: none */
static u8 sent[BYTES], seen[2 * BYTES];  /* room for a call too many */
static u32 bytes;               /* x */
static u32 got, calls;          /* the server's */
static u32 pieces;              /* at most so many calls */
static u8 first;                /* byte of the sample */
static volatile int result;     /* of the timed call */

static int init(int handle)
{
    self = handle;
    return 0;
}

/* --- The server ---------------------------------------------------------- */

static int null_call(u32 operation, const void *in, u32 in_size,
                     void *out, u32 out_size)
{
    (void)operation;
    (void)out;
    (void)out_size;
    memcpy(seen + got, in, in_size);
    got += in_size;
    calls++;
    return 0;
}

static const struct service server = { .call = null_call };

/* --- Setting the binding module up --------------------------------------- */

static int bind(int which, int client, const char *receptacle, int provider,
                const char *interface)
{
    bound[which] = cm->bind(client, receptacle, provider, interface);
    return bound[which];
}

static int bind_all(int needs_thread)
{
    int error = bind(SERVER, module, "server", self, "server");

    if (error >= 0 && needs_thread)
        error = bind(SCHEDULING, module, "threads", cm->find(THREADS),
                     "concurrency");
    if (error >= 0)
        error = bind(CLIENT, self, "service", module, "service");
    if (error >= 0)
        error = bind(CONTROL, self, "control", module, "binding");
    return error;
}

static int name_is(const char *name, const char *expected)
{
    while (*name && *name == *expected) {
        name++;
        expected++;
    }
    return *name == *expected;
}

/* What was loaded is what the row is about. */
static int is_of_kind(const char *kind)
{
    struct graph_node node;

    graph_copy(&node, look_node(module), sizeof(node));
    return node.handle == (u32)module && name_is(node.name, kind);
}

struct kind {
    const char *name;
    int needs_thread;           /* it has a receptacle `threads` */
    int in_pieces;              /* a call may deliver a part of the bytes */
};

static int set_up(const struct kind *kind, u32 x)
{
    if (x > BYTES)
        return E_RANGE;
    bytes = x;
    module = cm->load(kind->name);
    if (module < 0)
        return module;
    pieces = kind->in_pieces ? bytes : 1;
    int error = is_of_kind(kind->name) ? bind_all(kind->needs_thread)
                                       : E_VERIFY;
    if (error >= 0)
        error = control->start(CAPACITY);
    started = error >= 0;
    return error;
}

static int tear_down(void)
{
    int error = started ? control->stop() : 0;

    started = 0;
    for (int i = BINDINGS - 1; i >= 0; i--) {
        const int unbound = bound[i] > 0 ? cm->unbind(bound[i]) : 0;
        bound[i] = 0;
        error = error < 0 ? error : unbound;
    }
    const int unloaded = module > 0 ? cm->unload(module) : 0;
    module = 0;
    return error < 0 ? error : unloaded;
}

/* --- Samples ------------------------------------------------------------- */

static int prepare(void)
{
    first++;
    for (u32 i = 0; i < bytes; i++) {
        sent[i] = (u8)(first + i);
        seen[i] = (u8)~sent[i];
    }
    got = calls = 0;
    result = 1;
    return 0;
}

static void body_call(void)
{
    result = service->call(SERVICE_DATA, sent, bytes, NULL, 0);
}

static void body_send(void)
{
    const int error = service->call(SERVICE_DATA, sent, bytes, NULL, 0);

    result = error < 0 ? error : control->flush();
}

static int check(void)
{
    if (result < 0)
        return result;
    for (u32 i = 0; i < bytes; i++)
        if (seen[i] != (u8)(first + i))
            return E_VERIFY;
    return result == 0 && got == bytes && calls > 0 && calls <= pieces
         ? 0 : E_VERIFY;
}

/* --- The cases ----------------------------------------------------------- */

#define CASE(kind_, body_, name_, ...)                                    \
    static struct kind kind_ = { name_, __VA_ARGS__ };                    \
    static int set_up_##kind_(u32 x)                                      \
    {                                                                     \
        return set_up(&kind_, x);                                         \
    }                                                                     \
    EXPERIMENT(kind_, set_up_##kind_, prepare, body_, check, tear_down)

DEIMOS_MODULE("bench_ladder", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("server", "service", server, SERVICE_METHODS);
/*                                  thread, pieces */
CASE(near, body_call, "bind_near", 0, 0);
CASE(gate, body_call, "bind_gate", 0, 0);
CASE(trap, body_call, "bind_trap", 0, 0);
CASE(message, body_call, "bind_message", 1, 0);
CASE(queue, body_send, "bind_queue", 1, 0);
CASE(event, body_send, "bind_event", 1, 0);
CASE(stream, body_send, "bind_stream", 1, 1);
CASE(call, body_call, "bind_near", 0, 0);       /* until choose() is called */
CASE(send, body_send, "bind_queue", 1, 0);

/* From now on `call` (it replies) or `send` is about that module. */
static int choose(const char *name, int replies, int needs_thread,
                  int in_pieces)
{
    static char names[2][NAME_SIZE];
    char *const copy = names[!!replies];

    if (strlen(name) >= NAME_SIZE)
        return E_RANGE;
    memcpy(copy, name, strlen(name) + 1);
    *(replies ? &call : &send) = (struct kind){ copy, needs_thread,
                                                in_pieces };
    return 0;
}

struct kinds {
    int (*choose)(const char *name, int replies, int needs_thread,
                  int in_pieces);
};

static const struct kinds kinds = { choose };
DEIMOS_INTERFACE("kinds", "kinds", kinds, "choose");

/* --- The rung of the core: a wrapper's null method, through a call gate --- */

static int set_up_wrapper(u32 x)
{
    return x ? E_RANGE : 0;
}

static int prepare_wrapper(void)
{
    result = 1;
    return 0;
}

static void body_wrapper(void)
{
    result = console->null();
}

static int check_wrapper(void)
{
    return gate_has_answered(result) ? gate_verify() : E_VERIFY;
}

EXPERIMENT(wrapper, set_up_wrapper, prepare_wrapper, body_wrapper,
           check_wrapper, tear_down);
