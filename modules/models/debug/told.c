/* SPDX-License-Identifier: MIT */
/* What the model tells of its clients, on their own threads. */
#include "model.h"

#define EFLAGS_TF 0x100u
#define EFLAGS_IF 0x200u
#define VECTOR_PF 14
#define ERROR_WRITE 2           /* manual 5.12 */
#define INSTRUCTION 15          /* bytes, at most */
#define PAGE(address) ((address) & ~(PAGE_SIZE - 1))

/* The processor does not tell a fetch: an address in the instruction is one. */
static u32 kind_of(const struct client_fault *fault, u32 address)
{
    if (fault->error & ERROR_WRITE)
        return DEBUG_WRITE;
    return address - fault->eip < INSTRUCTION ? DEBUG_EXECUTE : DEBUG_READ;
}

/* i386 has no page that can be written and not read. */
static u32 access_for(u32 kind)
{
    return kind == DEBUG_WRITE ? ACCESS_READ | ACCESS_WRITE : ACCESS_READ;
}

int told_touched(int space, struct client_fault *fault, u32 address)
{
    struct session *s = session_find(space);
    const u32 kind = kind_of(fault, address), page = PAGE(address);
    const u32 open = watch_open(space, page);
    u32 traits;
    int error;

    if (!s || open == PAGES_OPEN) {
        pages->close(space, page, PAGES_OPEN);
        return 1;
    }
    if (!s->is_again || !log_has(space, kind, address, fault->eip))
        watch_note(space, kind, address, fault->eip, s->opened);
    traits = instruction_traits(space, fault->eip);     /* it may wait */
    error = session_open(s, space, page, open | access_for(kind));
    if (!error)
        session_go_on(s, space, fault, traits);
    return error == E_UNBOUND ? error : 1;
}

/* PUSHF has pushed our TF, and interrupts off: in the second byte, whatever its
 * size. */
static void mend_pushf(int space, u32 at, u32 is_held)
{
    u8 pushed = 0;

    if (memory->read(space, at, &pushed, sizeof(pushed)) < 0)
        return;
    pushed &= (u8)~(EFLAGS_TF >> 8);
    if (is_held)
        pushed |= (u8)(EFLAGS_IF >> 8);
    memory->write(space, at, &pushed, sizeof(pushed));
}

/* It is over: its pages are closed, and the model waits for the client no more. */
static void end_step(struct session *s, int space)
{
    if (s->space != space)
        return;
    s->is_again = 0;
    session_leave(s, space);
    if (s->space == space && s->is_armed)
        session_arm(s, space, 0);
}

int told_stepped(int space, struct client_fault *fault)
{
    struct session *s = session_find(space);

    if (!s)
        return 1;
    if (session_take_push(s, fault))
        mend_pushf(space, fault->esp + 1, s->is_held);
    end_step(s, space);
    if (s->space != space || !s->steps)
        return 1;
    log_add(space, DEBUG_STEP, fault->eip, fault->eip);
    if (--s->steps)
        session_go_on(s, space, fault, instruction_traits(space, fault->eip));
    return 1;
}

/* Others go on meanwhile, so its pages are closed. */
int told_paused(int space)
{
    struct session *s = session_find(space);

    if (s && s->opened) {
        s->is_again = 1;
        session_leave(s, space);
    }
    return 0;
}

int told_ended(int space, const struct client_fault *fault, u32 linear)
{
    const int at = fault->vector == VECTOR_PF ?
                   pages->address_of(space, linear) : -1;
    struct session *s = session_find(space);

    if (at >= 0 && guard_is(space, (u32)at))
        log_add(space, DEBUG_GUARD, (u32)at, fault->eip);
    else if (s)
        log_add(space, DEBUG_DEATH, fault->vector, fault->eip);
    if (s) {
        session_forget(s);
        s->steps = 0;
        end_step(s, space);
    }
    return 0;
}
