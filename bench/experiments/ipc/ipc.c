/* SPDX-License-Identifier: MIT */
/*
 * Experiment ipc: one client calls another, there and back, each in a space of
 * its own, with x bytes that go there and as many that come back. `call` is by
 * bind_near: the caller's own thread goes into the server. `send` is by
 * bind_message: a thread of the binding's calls the server meanwhile, through
 * ipc_witness() (ipc.S), which looks on what stack. `grant` is by
 * bind_grant: the server changes x bytes where they are, in a page of the caller's
 * that is granted for the time of the call; both are of one model. With x = 0 nothing
 * is granted.
 *
 * The row's script binds `memory` to the caller's model, `peer` to the
 * server's, and has the module `coop` at work.
 *
 * Proof of a sample: the words that came back are the complement of those sent,
 * which are others each time, as ring 1 reads them in the caller's memory; the
 * server's counters, in its own memory, say one call with so many bytes; the
 * binding module is of that kind, as the graph has it. Of `send` also: the server was
 * called on a stack of another region than that of the calling thread's. Of `grant`:
 * one region was given and taken back, and the server has nothing where it had that.
 */
#include "../../lib/program.h"
#include "binding.h"

#define THREADS "coop"
#define CAPACITY (2 * IPC_BYTES)

enum { SERVER, CALLER, CONTROL, FURTHER, WITNESS, BINDINGS };

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(peer, memory, "memory");
DEIMOS_RECEPTACLE(control, binding, "binding");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(behind, service, "service");          /* the witness */

static int self, module, started;
static int bound[BINDINGS];             /* handles; 0: none */
static struct program caller, server;
static struct ipc_request request;
static u32 bytes, round;                /* x; of the sample */
static u32 region;                      /* the caller's address; 0: none */
static int given;                       /* regions, before the sample */

/* ipc.S */
int ipc_witness(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size);
u32 ipc_seen;                           /* ESP when it was called; 0: it was not */
extern const struct service *volatile ipc_server
    __attribute__((alias("behind")));

static const struct service witness = { ipc_witness };

DEIMOS_INTERFACE("witness", "service", witness, SERVICE_METHODS);

/* A kind of binding, with what it needs beside server and caller. */
struct kind {
    const char *name, *server;
    const char *receptacle, *interface; /* and then, unless NULL, */
    int (*provider)(void);
    int is_witnessed;                   /* bench_ipc stands before the server */
};

static int init(int handle)
{
    self = handle;
    return 0;
}

/* --- Setting up ----------------------------------------------------------- */

static int bind(int which, int client, const char *receptacle, int provider,
                const char *interface)
{
    bound[which] = cm->bind(client, receptacle, provider, interface);
    return bound[which];
}

static int find_threads(void)
{
    return cm->find(THREADS);
}

static int find_model(void)
{
    struct graph_node node;

    graph_copy(&node, look_node(caller.module), sizeof(node));
    return (int)node.carrier;
}

static const struct kind near = { "bind_near", "ipc_server", NULL, NULL, NULL, 0 },
    message = { "bind_message", "ipc_server", "threads", "concurrency",
                find_threads, 1 },
    granting = { "bind_grant", "ipc_borrower", "memory", "memory", find_model, 0 };

static int bind_server(const struct kind *kind)
{
    return kind->is_witnessed ?
           bind(SERVER, module, "server", self, "witness") :
           bind(SERVER, module, "server", server.module, "service");
}

static int bind_all(const struct kind *kind)
{
    int error = bind_server(kind);

    if (error >= 0 && kind->provider)
        error = bind(FURTHER, module, kind->receptacle, kind->provider(),
                     kind->interface);
    if (error >= 0)
        error = bind(CALLER, caller.module, "server", module, "service");
    if (error >= 0)
        error = bind(CONTROL, self, "control", module, "binding");
    if (error >= 0 && kind->is_witnessed)
        error = bind(WITNESS, self, "behind", server.module, "service");
    return error;
}

/* What was loaded is what the row is about. */
static int is_of_kind(const char *kind)
{
    struct graph_node node;

    graph_copy(&node, look_node(module), sizeof(node));
    return node.handle == (u32)module &&
           strcmp(node.name, kind) == 0;
}

static int create(const char *name)
{
    const int error = program_create(&caller, memory, "ipc_caller",
                                     sizeof(request));

    return error < 0 ? error : program_serve(&server, peer, name);
}

static int set_up(const struct kind *kind, u32 x)
{
    if (x > IPC_BYTES || x % sizeof(u32))
        return E_RANGE;
    bytes = x;
    int error = create(kind->server);
    if (error < 0)
        return error;
    module = cm->load(kind->name);
    if (module < 0)
        return module;
    error = is_of_kind(kind->name) ? bind_all(kind) : E_VERIFY;
    if (error >= 0)
        error = control->start(CAPACITY);
    started = error >= 0;
    return error;
}

static int set_up_call(u32 x)
{
    return set_up(&near, x);
}

static int set_up_send(u32 x)
{
    return set_up(&message, x);
}

static int set_up_grant(u32 x)
{
    const int error = set_up(&granting, x);

    return error < 0 || !x ? error :
           program_memory(memory, caller.space, IPC_BYTES, &region);
}

/* The first error stays; what comes after it is still given back. */
static int then(int error, int result)
{
    return error < 0 ? error : result;
}

static int let_go(int *handle, int (*of)(int handle))
{
    const int result = *handle > 0 ? of(*handle) : 0;

    *handle = 0;
    return result;
}

static int tear_down(void)
{
    int error = started ? control->stop() : 0;

    started = 0;
    region = 0;
    for (u32 i = BINDINGS; i-- > 0;)
        error = then(error, let_go(&bound[i], cm->unbind));
    error = then(error, let_go(&module, cm->unload));
    error = then(error, program_destroy(&caller, memory));
    return then(error, program_destroy(&server, peer));
}

/* --- Samples -------------------------------------------------------------- */

static int prepare(void)
{
    program_fill(request.in, request.out, ++round);
    request.size = bytes;
    request.result = E_VERIFY;
    request.ticks = 0;
    request.region = region;
    return program_reset(&server, peer);
}

static int prepare_grant(void)
{
    const int error = prepare();

    given = control->count(BINDING_ACCEPTED);
    return error < 0 || !region ? error :
           memory->write(caller.space, region, request.in, IPC_BYTES);
}

static int sample(u32 kind, u64 *ticks)
{
    request.kind = kind;
    int error = memory->write(caller.space, caller.at, &request,
                              sizeof(request));
    if (error >= 0)
        error = memory->run(caller.space, caller.at);
    if (error >= 0)
        error = memory->read(caller.space, caller.at, &request,
                             sizeof(request));
    *ticks = request.ticks;
    return error;
}

static int check(void)
{
    if (request.result < 0)
        return request.result;
    const int error = program_compare(request.out, bytes, round);
    if (error < 0 || request.result != (int)bytes)
        return E_VERIFY;
    return program_verify(&server, peer, bytes);
}

static int prepare_send(void)
{
    ipc_seen = 0;
    return prepare();
}

/* The stacks of threads are regions. 0: there is none. */
static u32 stack_at(u32 esp)
{
    struct region_info info;

    return nmm->query_region(NMM_UPS, esp, &info) > 0 ? info.region : 0;
}

static int check_send(void)
{
    const u32 mine = stack_at((u32)__builtin_frame_address(0));
    const u32 its = ipc_seen ? stack_at(ipc_seen) : 0;
    const int error = check();

    return error < 0 || (mine && its && its != mine) ? error : E_VERIFY;
}

static int is_taken_back(void)
{
    struct ipc_served served;

    if (peer->read(server.space, server.at, &served, sizeof(served)) < 0)
        return 0;
    return control->count(BINDING_ACCEPTED) == given + 1 &&
           control->count(BINDING_DELIVERED) == given + 1 &&
           peer->unmap(server.space, served.at, IPC_BYTES) == E_RANGE;
}

static int check_grant(void)
{
    int error = region ? memory->read(caller.space, region, request.out,
                                      IPC_BYTES) : 0;

    if (error >= 0)
        error = check();
    return error < 0 || !region || is_taken_back() ? error : E_VERIFY;
}

DEIMOS_MODULE("bench_ipc", MODULE_SYSTEM, .init = init);
TIMED(call, set_up_call, prepare, sample, check, tear_down);
TIMED(send, set_up_send, prepare_send, sample, check_send, tear_down);
TIMED(grant, set_up_grant, prepare_grant, sample, check_grant, tear_down);
