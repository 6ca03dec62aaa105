/* SPDX-License-Identifier: MIT */
/*
 * Clients at ring 3: the segments of their LDT, call gates for services, a
 * task to be entered by. Selectors are the same in every LDT, whatever the
 * model.
 */
#pragma once

#include "../native/stub.h"

/* Selectors of the LDT: index * 8, TI, RPL 3. One gate a service, and one more
 * for calls of what a client's receptacles are bound to. */
#define CLIENT_CODE     0x0f
#define CLIENT_DATA     0x17
#define CLIENT_STACK    0x1f
#define CLIENT_GATES    4       /* index of the gate of service 0 */
#define CLIENT_GATE(service) (((CLIENT_GATES + (service)) << 3) | 7)
#define GATE_CALL       SERVICES
#define GATES_OF_CLIENT (SERVICES + 1)

#ifndef __ASSEMBLER__

#include "../client/client.h"
#include "../proxy/proxy.h"

/*
 * run.c: the method run() of models with clients at ring 3: on the calling
 * thread, until exit(), a return from client_main, a fault; or until a module
 * dies in it. Writes the argument to its stack by the model's own write().
 * E_ACTIVE: a thread runs it, or the calling thread is inside a client's call
 * or fault.
 */
int client_run(int space, u32 argument);

/*
 * may_write.c, if the model has none of its own: whether write() of that many bytes
 * would be allowed. Nothing is written. E_ADDRESS: not all of it; E_HANDLE, or what
 * model_lock() refuses.
 */
int client_may_write(int space, u32 address, u32 size);

/* stub.c: image_place(), and stubs that are calls of CLIENT_GATEs (sysenter.h
 * has others). */
int client_place(struct image *image, u32 text, u32 data);

/* The stubs alone: at image->memory, for image->text; and those that no other
 * way in replaces. */
void client_stubs(const struct image *image);
void client_stubs_of_calls(const struct image *image);

/* ldt.c: an LDT with the gates of a client, without segments as yet;
 * client->ldt. E_FULL, E_NOMEM. */
int client_ldt_create(struct client *client);
/* CLIENT_CODE, CLIENT_DATA or CLIENT_STACK of it: [base, + size) of `space`;
 * type: enum local_type. Also when it moves. */
int client_segment(const struct client *client, u32 selector, u32 type,
                   u32 space, u32 base, u32 size);
/* What a segment of `size` bytes grants: above 1 MiB a limit counts in pages
 * (manual 5.1.3). To be asked for where the rest of the last page is the
 * client's own. */
u32 client_limit(u32 size);
/* A task for it in `space` (a VSAS or NMM_UPS); client->context. */
int client_task_create(struct client *client, u32 space);
/* Both go; what is 0 is not there. And nobody waits for the client any more. */
void client_ldt_destroy(struct client *client);
/* watch.c: nobody waits for it at ring 3. */
void client_unwatch(const struct client *client);

#endif
