/* SPDX-License-Identifier: MIT */
/*
 * A client program: what runs in an address space of a memory model, from one
 * source under all of them. It is a module of its own (modules/clients/, or
 * MODULES= from outside), of which the model makes an image in a space:
 *
 *     #include "client.h"
 *     CLIENT("hello");
 *     int client_main(u32 argument) { client->print("hi\n", 3); return 0; }
 *
 * It has no segment, no privilege and no pointer but what its model gives it:
 * `client` leads to services of ring 1, by near calls, call gates or SYSENTER,
 * as the model has it. Pointers are its own; the model checks them before use.
 */
#pragma once

#include "deimos.h"

struct client_services {
    /* Does not return; but of `flat`, within a call from elsewhere: it does nothing. */
    void (*exit)(int status);
    int (*yield)(void);                 /* another thread */
    int (*hand_off)(int thread);        /* that thread (concurrency.h) */
    int (*print)(const char *text, u32 size);   /* E_ADDRESS */
    int (*null)(void);                  /* returns 0; to be measured */
    /* The rest as in memory.h, in the caller's own space. */
    int (*map)(u32 address, u32 size, u32 access, u32 *at);
    int (*unmap)(u32 address, u32 size);
    int (*protect)(u32 address, u32 size, u32 access);
    int (*grow)(u32 bytes, u32 *at);
    int (*attach)(const char *name, u32 size, u32 access, u32 *at);
    /* Bytes of the system graph (core/api/graph.h), from `offset` on. E_RANGE:
     * it has not that many; E_ADDRESS: `to` has not, and may have got some. */
    int (*graph)(u32 offset, void *to, u32 size);
};

#define CLIENT_METHODS "exit yield hand_off print null map unmap protect " \
    "grow attach graph"

int client_main(u32 argument);

/*
 * The manifest of a client: an entry point and the slot for its services. It is a
 * module of the system graph, which its model carries (core/api/carrier.h); .init
 * is client_main, which the model calls, not the CM. Beside these a client may have
 * DEIMOS_RECEPTACLEs and DEIMOS_INTERFACEs of type "service" (binding.h), in the
 * same words as a module: up to 16 slots and 16 interfaces, with constraints. What
 * such a call is given is copied: CALL_MOST bytes at most, there and back together;
 * or it is memory that the caller grants (grant.h).
 */
#define CALL_MOST 16384

/*
 * Further, CLIENT_CONCURRENCY: a receptacle `concurrency`, by which the client names
 * its own threads. While it is bound, run() of its model runs the client on a thread
 * of that concurrency module, which is its model's or beside it (concurrency.h).
 */
#define CLIENT_CONCURRENCY(...)                                             \
    static void *concurrency_slot;                                          \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = "concurrency", .type = "concurrency",                       \
        .table = &concurrency_slot, .count = 1, ##__VA_ARGS__ }

#define CLIENT(name_)                                                       \
    static const struct client_services *volatile client;                   \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = "client", .type = "client", .table = (void *)&client,       \
        .count = 1 };                                                       \
    DEIMOS_MODULE(name_, MODULE_APPLICATION,                                \
                  .init = (int (*)(int))client_main)
