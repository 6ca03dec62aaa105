/* SPDX-License-Identifier: MIT */
/*
 * A call into a client: whoever calls its interface is in its proxy's code, and
 * goes from there into a method of the client's, at ring 3, on a stack that the
 * client has for it. One such call at a time; client_main may run meanwhile.
 * Needs threads, which know where each of them came from.
 */
#include "ring3.h"

#include "../space/area.h"
#include "../space/lock.h"
#include "../space/parts.h"

int client_cross(struct client *client, const struct call *call, u32 method,
                 u32 in, u32 out);                          /* visit.S */
int client_visit_any(struct client *client, u32 interface,
                     const struct call *call);
void client_go_back(u32 context, saddr_t stack);
int client_context_gate(u32 context, saddr_t stack);        /* enter.S */

/*
 * From visit.S, if that could not be at once: to the task that the calling thread
 * was in, however little of its stack is left. While paging is off and that needs
 * it, it waits. Threads that have died meanwhile can do nothing about it any more.
 */
void client_go_back(u32 context, saddr_t stack)
{
    int error;

    while ((error = concurrency->set_context(context, stack)) == E_PAGING)
        concurrency->yield();
    if (error == E_UNBOUND || error == E_DEAD)
        client_context_gate(context, stack);
}

static int is_memory(const void *at, u32 size)
{
    return !size || area_is_there((u32)at, size);
}

static int check(const struct proxy *proxy, const struct call *call)
{
    if (proxy->is_dead)
        return E_DEAD;
    if (!is_memory(call->in, call->in_size) ||
        !is_memory(call->out, call->out_size))
        return E_ADDRESS;
    return call_check(call);
}

/* Of the answer, as much as there is room for, if that is there still. */
static int take_answer(const struct client *client, u32 from,
                       const struct call *call, int result)
{
    const u32 size = (u32)result < call->out_size ? (u32)result :
                                                    call->out_size;
    const int error = is_memory(call->out, call->out_size) ?
                      model_memory.read(client->head.handle, from, call->out,
                                        size) : E_ADDRESS;

    return error < 0 ? error : result;
}

static int visit(struct client *client, u32 method, const struct call *call)
{
    const u32 bytes = client->proxy->bytes;
    const u32 in = call->in_size ? bytes : 0;
    const u32 out = call->out_size ? bytes + call_in(call) : 0;
    int result = 0;

    if (in)
        result = model_memory.write(client->head.handle, in, call->in,
                                    call->in_size);
    if (result >= 0)
        result = client_cross(client, call, method, in, out);
    return result > 0 && out ? take_answer(client, out, call, result) : result;
}

/* client_visit(), but for the short way. */
int client_visit_any(struct client *client, u32 interface,
                     const struct call *call)
{
    volatile u32 *visitor = &client->head.visitor;
    const u32 frame = LOCK_FRAME;
    int result = check(client->proxy, call);

    if (result < 0)
        return result;
    const int at_once = lock_change(visitor, 0, frame);
    if (!at_once)
        result = lock_wait(visitor, frame, &model_lock_parts);
    if (result < 0)
        return result == E_ACTIVE ? E_BUSY : result;
    if (!at_once || client->proxy->is_dead)     /* it may have slept */
        result = check(client->proxy, call);
    if (result >= 0)
        result = visit(client, client->proxy->methods[interface], call);
    if (!lock_change(visitor, frame, 0))
        lock_wake(visitor, frame, &model_lock_parts);
    return result;
}
