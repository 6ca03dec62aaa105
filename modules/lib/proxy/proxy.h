/* SPDX-License-Identifier: MIT */
/*
 * The proxy of a client at ring 3: its part at ring 1, by which it is a module
 * of the system graph (core/api/carrier.h). The CM sees nothing else of it: it
 * writes slots here, and hands out tables from here.
 *
 *     client A                                            client B
 *     slot -> table -> stub                       stub -> method
 *               | call gate                         ^ IRET
 *               v                                   |
 *     proxy of A: slot --> binding module --> table -> code   :proxy of B
 *
 * It is a region of the model's:
 *
 *      code        a piece for each interface, and one that enters the client:
 *                  while a thread is in there, a return address leads here; and
 *                  where threads begin that the client names
 *      manifest    a copy, whose pointers lead into this region
 *      tables      of one method each
 *      texts       what those of the manifest lead to
 *      struct proxy
 *      slots       and behind them that of its receptacle `concurrency`
 *      buffers     for what is called with bytes
 */
#pragma once

#include "../../../core/api/error.h"
#include "../../api/binding.h"
#include "../../api/client.h"
#include "../client/client.h"

#define CALL_BYTES ((u32)CALL_MOST)
#define VISIT_STACK 4096u       /* of a client while it is called */

struct proxy {
    u32 region;
    int is_dead;
    u32 slot_count;
    const struct service *volatile *slots;
    const u32 *methods;         /* of interfaces: the client's own addresses */
    void *enter;                /* the piece of code that does */
    u8 *buffers;                /* client_main's, and that of calls within a
                                   call; of CALL_BYTES each */
    u32 top, bytes;             /* of the client: the end of VISIT_STACK, and
                                   CALL_BYTES, while it is called */
    u32 visit;                  /* of the client: the way into a method */
    u32 ticks;                  /* of the timer that the call has used */
    u32 late_eip;               /* where it was when that was too many; or 0 */
};

/* It has faulted at eip: is it to die for its call's time (ring3/limit.S)? */
static inline int client_is_late(const struct client *client, u32 eip)
{
    return !eip && client->proxy && client->proxy->late_eip;
}

/* How service->call() is called. */
struct call {
    u32 operation;
    const void *in;
    u32 in_size;
    void *out;
    u32 out_size;
};

/* Bytes of `in`, as they lie before `out`. */
static inline u32 call_in(const struct call *call)
{
    return (call->in_size + 3) & ~3u;
}

/* E_RANGE: more bytes than a call takes. */
static inline int call_check(const struct call *call)
{
    return call->in_size > CALL_BYTES ||
           call->out_size > CALL_BYTES - call_in(call) ? E_RANGE : 0;
}

struct image;

/*
 * Present the program that is placed in `image` to the CM, as a module that
 * lives in the client's space. `top`, `bytes`: as in struct proxy, if the program
 * has interfaces. A program that the CM refuses: its error, and a line on the
 * console.
 */
int proxy_open(struct client *client, const struct image *image, u32 top,
               u32 bytes);
/* Whether the program has interfaces. */
int proxy_is_called(const struct image *image);
/* The end of it, whose module is gone. */
void proxy_close(struct client *client);
/* The client has died. */
void proxy_died(struct client *client);

/* Of the models whose clients have proxies: what their code leads to; and what
 * ends a call that lasts too long (LIMIT_TICKS in ring3/limit.S): from begin on,
 * with the error of interrupt->attach(), until all have ended the timer's line
 * leads into the module. */
int client_enter(struct client *client, u32 esp);
int client_visit(struct client *client, u32 interface,
                 const struct call *call);
int limit_begin(struct client *client);
void limit_end(const struct client *client);
