/* SPDX-License-Identifier: MIT */
/*
 * debug: what is put under the clients of another memory model. A page that is
 * watched is closed to its client (api/pages.h). Touching it ends here: that is
 * logged, the page is opened, one instruction is executed by TF, with interrupts
 * off, so that no other thread of the client's comes by, and the page is closed.
 *
 * Invariants:
 *  - a page is closed as far as the watches say that lie over it (watch_open),
 *    but while its session's one instruction runs: then it is in `opened`;
 *  - interrupts are held off while a session `is_held`, and not longer;
 *  - a session is that of `space` as long as it says so: whatever asks the model may
 *    wait, and others end it then and have its place for another space. So who has
 *    asked looks before it touches the session again.
 */
#pragma once

#include "../../../nmm/nmm.h"
#include "../../api/debug.h"
#include "../../api/deimos.h"
#include "../../api/memory.h"
#include "../../api/pages.h"
#include "../../api/watch.h"

#define SESSIONS 16u            /* spaces at a time */
#define WATCHES 32u
#define GUARDS 32u
#define OPENED 8u               /* pages that one instruction needs */
#define THREADS 2u              /* in a client: its own and a visitor's */

struct push {                   /* a PUSHF that is stepped, of one thread */
    u32 is_there;
    u32 eip, esp;               /* before it */
};

/* All is 0 of one that is not in use. */
struct session {
    volatile int space;         /* 0: not in use */
    u32 steps;                  /* to come */
    u32 is_armed;               /* the model waits for it (steps->arm) */
    u32 is_held;                /* interrupts are off for it */
    struct push pushes[THREADS];
    u32 is_again;               /* it begins anew: what it did is in the log */
    u32 opened;                 /* pages that are open for one instruction */
    u32 pages[OPENED];
};

/* model.c: receptacles */
extern const struct memory *volatile memory;
extern const struct pages *volatile pages;
extern const struct steps *volatile steps;
extern const struct nmm *volatile nmm;

/* log.c */
void log_add(int space, u32 kind, u32 address, u32 eip);
/* Was that read just now? Then it is one write. */
int log_amend(int space, u32 address, u32 eip);
/* Is that access among the last ones, or a write of the same? */
int log_has(int space, u32 kind, u32 address, u32 eip);
int log_take(struct debug_entry *entries, u32 room);
int log_lost(void);

/* space.c: those that something is done to */
struct session *session_find(int space);        /* or NULL */
struct session *session_of(int space);          /* made; NULL: no room */
int session_number(u32 i);                      /* 0: none; or the last was */
void session_end_idle(void);                    /* those that nothing is done to */
void session_end_all(int space);                /* 0: of all */
/* Of `space`, whose session it was; nothing, if it has ended meanwhile. One
 * instruction from here, of these traits, and then stepped(). */
void session_go_on(struct session *session, int space,
                   struct client_fault *fault, u32 traits);
/* E_HANDLE: it has ended meanwhile; or what close() or hold() refuses. */
int session_open(struct session *session, int space, u32 page, u32 access);
/* That instruction is over, in an answer behind which the model has interrupts on
 * (watch.h: `hold`): a tick that has waited may switch to another thread there, and
 * not here. */
void session_leave(struct session *session, int space);
/* Whether the thread has just executed a PUSHF that was stepped; said once. */
int session_take_push(struct session *session,
                      const struct client_fault *fault);
/* The client has ended: what it had begun is none of what it does next. */
void session_forget(struct session *session);
/* E_HANDLE: it has ended meanwhile. */
int session_arm(struct session *session, int space, u32 on);

/* instruction.c: the one at eip, of a client */
enum instruction_trait {
    LOSES_TF = 1,               /* no #DB follows it for sure (core/trap takes TF
                                   from who enters ring 1) */
    LEADS_TO_HANDLER = 2,       /* INT n: a handler of anybody's runs first, whose
                                   IRET brings TF back */
    PUSHES_FLAGS = 4,
};
u32 instruction_traits(int space, u32 eip);

/* access.c */
int watch_add(int space, u32 address, u32 size, u32 kinds);
int watch_remove(int number);
void watch_remove_all(int space);
int watch_has(int space);
/* enum memory_access: what the client may do to a page untold; or PAGES_OPEN. */
u32 watch_open(int space, u32 page);
/* The page is so. While it waits for the model, watches may come and go. */
int watch_apply(int space, u32 page);
/* What has been touched is logged, if a watch says so; is_same: by the instruction
 * of the last entry. On some machines one that reads, and writes what it has read,
 * faults for each (QEMU's TCG). */
void watch_note(int space, u32 kind, u32 address, u32 eip, u32 is_same);

/* map.c */
int guard_add(int space, u32 size, u32 *at);
int guard_remove(int space, u32 at);
int guard_remove_all(int space);                /* what the last one that stays says */
int guard_has(int space);
int guard_is(int space, u32 address);           /* not the object itself */

/* told.c: by the model (api/watch.h) */
int told_touched(int space, struct client_fault *fault, u32 address);
int told_stepped(int space, struct client_fault *fault);
int told_paused(int space);
int told_ended(int space, const struct client_fault *fault, u32 linear);
