/* SPDX-License-Identifier: MIT */
/*
 * A client of a memory model: a program of machine code that runs in a space,
 * at ring 1 or (ring3/ring3.h) at ring 3. A model's own struct begins with
 * this one.
 *
 * The stack of ring 1 while the client runs:
 *
 *      return address, in client_run() or client_run_near()
 *      ebp                     the link of the backtrace (quiescence)
 *      struct client *         <- client->stack1; of ring 3: TSS.esp1
 *      ss esp ...              what the processor pushes from ring 3
 */
#pragma once

#include "../../../core/api/manifest.h"
#include "../space/spaces.h"

struct image;

struct client {
    struct space_head head;
    saddr_t stack1;             /* its stack of ring 1 */
    u32 saved[3];               /* ebx esi edi of the caller */
    u32 context;                /* selector of its TSS; 0: ring 1 */
    u32 entry;                  /* client_main, an address of its own */
    u32 control;                /* x87 control word of the caller */
    u32 finish;                 /* where client_main returns to; its own */
    u32 argument;               /* of client_main */
    u32 top;                    /* end of its stack; its own */
    u32 ldt;                    /* handle, or 0 */
    char name[NAME_SIZE];       /* of its program; "": nothing is loaded */
};

/* load.c: load(): of a space that has no program yet, with the model locked. */
int client_load(int space, const char *name,
                int (*load)(struct client *client, const char *name));
/* What running it needs to know of its program: name, entry, finish. */
void client_adopt(struct client *client, const struct image *image);

/*
 * run.c: the method run() of models whose clients run at ring 1, on the
 * calling thread's stack: until exit(), a return from client_main, or until a
 * module dies in it. E_ACTIVE: a thread runs it.
 */
int client_run_near(int space, u32 argument);
/* Leave it for good: run() returns status. To be called on the client's own
 * thread, at ring 1, with DS and ES those of the UPS. */
void client_leave(struct client *client, int status)
    __attribute__((noreturn));
