/* SPDX-License-Identifier: MIT */
/*
 * A client of a memory model: its address space, and the thread that runs in
 * it. A model's own struct begins with this one; its handle is the space's.
 *
 * The stack of ring 1 while the client is in ring 3, from client_enter():
 *
 *      return address, in client_run()
 *      ebp                     the link of the call chain (quiescence)
 *      struct client *         <- TSS.esp1, client->stack1
 *      ss esp ...              what the processor pushes from ring 3
 *
 * Selectors are the same in every LDT, whatever the model.
 */
#pragma once

/* Selectors of the LDT: index * 8, TI, RPL 3. */
#define CLIENT_CODE     0x0f
#define CLIENT_DATA     0x17
#define CLIENT_STACK    0x1f
#define CLIENT_GATES    4       /* index of the gate of service 0 */
#define CLIENT_GATE(service) (((CLIENT_GATES + (service)) << 3) | 7)

/* Offsets in struct client, for assembly. */
#define CLIENT_STACK1   0
#define CLIENT_SAVED    4       /* ebx esi edi */
#define CLIENT_CONTEXT  16
#define CLIENT_ENTRY    20
#define CLIENT_HANDLE   24
#define CLIENT_CONTROL  28      /* x87 control word */

/* Services, in the order of struct client_services. */
#define SERVICE_EXIT     0
#define SERVICE_YIELD    1
#define SERVICE_HAND_OFF 2
#define SERVICE_PRINT    3
#define SERVICE_NULL     4
#define SERVICE_MAP      5
#define SERVICE_UNMAP    6
#define SERVICE_PROTECT  7
#define SERVICE_GROW     8
#define SERVICE_ATTACH   9
#define SERVICES        10
#define IMAGE_STUB      48      /* bytes of a client's text for each */

#ifndef __ASSEMBLER__

#include "../../../core/api/manifest.h"
#include "../../../core/api/types.h"

#define CLIENTS 128             /* spaces of one model */

struct client {
    saddr_t stack1;             /*  0 its stack of ring 1 */
    u32 saved[3];               /*  4 ebx esi edi of client_enter()'s caller */
    u32 context;                /* 16 selector of its TSS; 0: ring 1 */
    u32 entry;                  /* 20 client_main, an address of its own */
    int space;                  /* 24 its handle; 0: not in the table */
    u32 control;                /* 28 of client_enter()'s caller */
    u32 finish;                 /* where client_main returns to; its own */
    u32 argument;               /* of client_main */
    u32 top;                    /* end of its stack; its own */
    u32 ldt;                    /* handle, or 0 */
    volatile u32 active;        /* a thread runs it: client_run()'s frame */
    u32 owner;                  /* the module that created the space, or 0 */
    u32 names;                  /* objects that it has attached (known.h) */
    char name[NAME_SIZE];       /* of its program; "": nothing is loaded */
};

_Static_assert(offsetof(struct client, saved) == CLIENT_SAVED, "enter.S");
_Static_assert(offsetof(struct client, context) == CLIENT_CONTEXT, "enter.S");
_Static_assert(offsetof(struct client, entry) == CLIENT_ENTRY, "enter.S");
_Static_assert(offsetof(struct client, space) == CLIENT_HANDLE, "enter.S");
_Static_assert(offsetof(struct client, control) == CLIENT_CONTROL, "enter.S");

/* table.c: give it a handle (client->space): that, or E_FULL. */
int client_add(struct client *client);
void client_remove(struct client *client);
/* NULL if there is none of that handle. */
struct client *client_find(int space);
/* Which of CLIENTS slots it has. */
u32 client_index(const struct client *client);
/* The client in slot i of CLIENTS, or NULL: to visit them all. */
struct client *client_slot(u32 i);
u32 client_count(void);

/* active.c: a thread begins to run it, in that frame: 0 if one does already. */
int client_begin(struct client *client, u32 frame);
void client_end(struct client *client);
/* A thread runs it. One that is lost, or set back by a death, does not. */
int client_is_active(struct client *client);

/* owner.c: it is the module's whose call has led here. */
void client_take_owner(struct client *client);
/* Destroy the spaces of modules that have died, gone, or that have no binding to
 * this one any more. To be called without the lock, before create() and where
 * spaces are counted. One that a thread still runs waits for the next time. */
void client_drop_orphans(void);

/*
 * run.c: the method run() of all models: on the calling thread, until exit(),
 * a return from client_main, a fault; or until a module dies in it. Writes
 * the argument to its stack by the model's own write(). E_ACTIVE: a thread
 * runs it, or the calling thread is inside a client's call or fault.
 */
int client_run(int space, u32 argument);
/* Leave ring 3 for good: client_run() returns status. To be called on the
 * client's own thread, at ring 1, with DS and ES those of the UPS. */
void client_leave(struct client *client, int status)
    __attribute__((noreturn));

/* ldt.c: an LDT with a gate for each service, without segments as yet;
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
/* Both go; what is 0 is not there. */
void client_ldt_destroy(struct client *client);

#endif
