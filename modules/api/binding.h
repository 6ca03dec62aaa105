/* SPDX-License-Identifier: MIT */
/*
 * The contract of binding modules (paper 3.1): how a caller reaches a server
 * is a module of its own, attached to both by local bindings.
 *
 *     caller               binding module               server
 *     (service ------> "service"   server) ------> "service"
 *                      "binding" <- the module that configures
 *
 * Caller, server and binding module share the one type "service", so that
 * the same caller and server run over any kind, and a binding module may
 * stand where a server does: kinds compose. Each interface states its
 * quality of service as constraint pairs (modules/bindings/README.md lists
 * them). Sizes are bytes; pointers are of the UPS (segment-relative).
 */
#pragma once

#include "../../core/api/types.h"

struct service {
    /*
     * One operation: in_size bytes at `in` for the server, at most out_size
     * bytes of reply at `out`. The reply's size, or an error. A kind without
     * replies returns 0 once it has the message; see flush() for what came
     * of it.
     *
     * Of a binding module also E_UNBOUND: not started, or no server; E_DEAD,
     * E_DIED: the server; E_FULL: no room, where the interface says
     * <overflow, "refuse">; E_RANGE: more than it could ever hold; what grant.h
     * says, of a kind that grants memory; E_ADDRESS, of a kind that copies: not
     * all of what a pointer names is memory that ring 1 can touch in either state
     * of paging (what is given back meanwhile is the caller's mistake);
     * E_UNSUPPORTED: it carries no replies, or no such operation; E_ACTIVE:
     * it would wait inside an upcall; E_BUSY: it would wait for itself.
     */
    int (*call)(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size);
};

#define SERVICE_METHODS "call"

/* Operation "here are bytes", without a reply: what every kind carries. All
 * other operations are the server's own. */
#define SERVICE_DATA 0u

enum binding_count {
    BINDING_ACCEPTED,       /* messages taken from callers; stream: bytes */
    BINDING_DELIVERED,      /* of those, what the server was called with */
    BINDING_REFUSED,        /* calls that were answered E_FULL */
    BINDING_ROOM,           /* bytes that can be taken now; stream: credits */
};

/* How a binding module is set up: type "binding". */
struct binding {
    /*
     * start: reserve all that calls will need: buffers of about `capacity`
     * bytes, gates, vectors, threads. Calls take nothing more. E_BUSY: it is
     * started; E_NOMEM, E_FULL, E_RANGE; E_UNBOUND: a receptacle is.
     */
    int (*start)(u32 capacity);
    /* stop: take no more calls, deliver what was taken, give all back. It
     * can then be unloaded, or started again. 0, or what flush() would have
     * returned. Of kinds with a thread: E_UNBOUND: it is not started; E_BUSY:
     * its own thread asks; E_ACTIVE: inside an upcall. */
    int (*stop)(void);
    /*
     * flush: wait until all that was accepted is delivered. 0, or the first
     * error of a delivery that no call and no flush has reported yet.
     */
    int (*flush)(void);
    /* count: one of enum binding_count; E_UNSUPPORTED by kinds that keep
     * nothing. */
    int (*count)(u32 what);
};

#define BINDING_METHODS "start stop flush count"
