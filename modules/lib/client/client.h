/* SPDX-License-Identifier: MIT */
/*
 * A client of a memory model: a program of machine code that runs in a space,
 * at ring 1 or (ring3/ring3.h) at ring 3. A model's own struct begins with
 * this one.
 *
 * The stack of ring 1 while the client runs:
 *
 *      return address, ebp     of client_enter() or client_enter_near(),
 *      ebx esi edi, x87        which has a stack frame of its own (frame.h)
 *      return address, into it
 *      ebp                     the link of the backtrace (quiescence)
 *      struct client *         <- stack1; of ring 3: TSS.esp1
 *      ss esp ...              what the processor pushes from ring 3
 */
#pragma once

#include "../../../core/api/carrier.h"
#include "../../../core/api/manifest.h"
#include "../space/spaces.h"

struct concurrency;
struct image;
struct proxy;

/* Its run on a thread of its own concurrency module (own.c). */
struct own_run {
    u32 taken;                  /* 0: there is none */
    int thread;
    u32 argument;
    u32 began;                  /* stack frame of the thread; 0: not yet */
    u32 waiter;                 /* the same of who waits for it; 0: nobody */
    volatile u32 has_ended;     /* who asked for it waits on this */
    int result;
};

struct client {
    struct space_head head;
    saddr_t stack1;             /* of ring 1, of the thread in client_main */
    u32 context;                /* selector of its TSS; 0: ring 1 */
    u32 entry;                  /* client_main, an address of its own */
    u32 finish;                 /* where client_main returns to; its own */
    u32 argument;               /* of client_main */
    /* The slot of its receptacle `concurrency`; NULL: it has none (own.c). A thread
     * of that is the client's module's: it begins in its code, which leads to
     * client_begin(). */
    const struct concurrency *volatile *threads;
    int (*begin)(u32 space);
    struct proxy *proxy;        /* its part at ring 1; NULL: it has none */
    struct carried carried;     /* its program, as the CM was told of it */
    u32 top;                    /* end of its stack; its own */
    u32 ldt;                    /* handle, or 0 */
    u32 flags;                  /* EFLAGS that it is entered with: 0, or TF */
    u32 is_stepped;             /* whose TF is to be told (api/watch.h) */
    struct own_run own;
    char name[NAME_SIZE];       /* of its program; "": nothing is loaded */
};

/* load.c: load(): of a space that has no program yet, with the model locked. */
int client_load(int space, const char *name,
                int (*load)(struct client *client, const char *name));
/* What running it needs to know of its program: name, entry, finish. */
void client_adopt(struct client *client, const struct image *image);

/* own.c: where a thread of its own begins. */
int client_begin(u32 space);
/* Its program is no module any more, for the end of its space. What
 * module_leave() refuses (carried/module.h); E_ACTIVE: it runs, or is about to, on a
 * thread of its own concurrency module. */
int client_unload(struct client *client);

/*
 * run.c: the method run() of models whose clients run at ring 1, on the
 * calling thread's stack: until exit(), a return from client_main, or until a
 * module dies in it. E_ACTIVE: a thread runs it.
 */
int client_run_near(int space, u32 argument);
/* Leave it for good: what has entered it returns status. link: of the backtrace,
 * as drawn above. To be called on the client's own thread, at ring 1, with DS and
 * ES those of the UPS. */
#define CLIENT_LINK(stack1) ((stack1) + sizeof(struct client *))
void client_leave(u32 link, int status) __attribute__((noreturn));
