/* SPDX-License-Identifier: MIT */
/*
 * What watches the clients: the receptacle, and the interface by which it has one
 * executed instruction by instruction.
 *
 * Invariant: a client of whose EFLAGS the model has set TF, in any of its threads,
 * has `is_stepped`, until that #DB has come; or it is entered with TF (`flags`). One
 * that sets TF itself dies of it, as ever: but that while two threads are in it, or
 * one was when the steps ended, `is_stepped` may outlast the last #DB by one.
 * It is the model that holds interrupts off, for one instruction: they are on again
 * if it dies, or who watches does.
 */
#include "ring3.h"

#include "../../../core/api/thread_block.h"
#include "../../api/recover.h"
#include "../space/parts.h"
#include "fault.h"

#define TIMER 0                 /* interrupt request line */
#define RECORDS 1024            /* as many as the core reads */
#define EFLAGS_TF 0x100
#define VECTOR_DB 1
#define VECTOR_PF 14

DEIMOS_RECEPTACLE(watch, watch, "watch");
DEIMOS_RECEPTACLE(ticks, interrupt, "interrupt", .from = "interrupt");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");

void watch_tick(void);          /* watch.S */

volatile u32 watch_busy;
/* Those that are waited for at ring 3, in any order. */
const struct client *watch_clients[STEPS_MOST];

static int is_nobody(int answer)
{
    return answer == E_UNBOUND || answer == E_DEAD;
}

static u32 is_held;             /* interrupts are off */

static int is_asked_by(saddr_t callee)
{
    const struct watch *const w = watch;

    return callee == (u32)w->touched || callee == (u32)w->stepped ||
           callee == (u32)w->paused;
}

/* The calling thread has a recovery point where it is asked, and none any more where
 * it has answered, or was set back. What we could count would outlast a thread that
 * is lost, and say nothing of who calls. */
static int is_asked(void)
{
    const struct recovery *r = (const void *)THREAD_BLOCK_READ(recovery);

    for (u32 left = RECORDS; r && left; left--, r = (const void *)r->previous)
        if (is_asked_by(r->callee))
            return 1;
    return 0;
}

/* Whoever could hold them off at any time could stop everything. */
static int hold(u32 on)
{
    if (on && !is_asked())
        return E_ACTIVE;
    if (is_held == on)
        return 0;
    is_held = 0;                /* behind sti() another thread may hold them off */
    if (!on)
        return cpu->sti();
    const int error = cpu->cli();
    is_held = error >= 0;
    return error;
}

/* If it dies of it, the client's x87 registers are gone, too: it ends, with what
 * has entered it none the wiser. */
static int ask(void *method, const u32 *args, u32 count, u32 link)
{
    const u64 answer = recover_call(method, args, count);

    if (answer >> 32) {
        hold(0);
        client_leave(link, E_DIED);
    }
    if (is_nobody((int)answer))
        hold(0);
    return (int)answer;
}

/* Not without a #DB that ends it. */
static int go_on(struct client *client, const struct client_fault *fault)
{
    if (fault->eflags & EFLAGS_TF)
        client->is_stepped = 1;
    else
        hold(0);
    return 1;
}

void client_pause(const struct client *client, u32 link)
{
    const u32 args[] = { (u32)client->head.handle };

    ask((void *)watch->paused, args, ARRAY_SIZE(args), link);
    hold(0);
}

int client_touch(struct client *client, struct client_fault *fault,
                 u32 address, u32 link)
{
    const u32 args[] = { (u32)client->head.handle, (u32)fault, address };
    const int answer = ask((void *)watch->touched, args, ARRAY_SIZE(args),
                           link);

    if (is_nobody(answer))
        return WATCH_NOBODY;
    return answer == 1 && go_on(client, fault);
}

/* The other of its threads may go on with TF, too. */
static int has_two(const struct client *client)
{
    return client->head.active && client->head.visitor > LOCK_CONTENDED;
}

/* Of its end it cannot die twice. */
void client_ended(struct client *client, const struct client_fault *fault,
                  u32 linear)
{
    const u32 args[] = { (u32)client->head.handle, (u32)fault,
                         fault->vector == VECTOR_PF ? linear : 0 };

    recover_call((void *)watch->ended, args, ARRAY_SIZE(args));
    hold(0);
    client->is_stepped = (u32)has_two(client);
}

/* Its place, or one that is free. */
static u32 place_of(const struct client *client)
{
    u32 free = STEPS_MOST;

    for (u32 i = 0; i < STEPS_MOST; i++) {
        if (watch_clients[i] == client)
            return i;
        if (!watch_clients[i])
            free = i;
    }
    return free;
}

/* The timer leads here while anybody is waited for. */
static int attach(void)
{
    static u32 is_attached;
    u32 waiting = 0;
    int error = 0;

    for (u32 i = 0; i < STEPS_MOST; i++)
        waiting |= watch_clients[i] != NULL;
    if (waiting && !is_attached) {
        watch_busy = 0;
        error = ticks->attach(TIMER, watch_tick, &watch_busy);
        is_attached = error >= 0;
    } else if (!waiting && is_attached) {
        ticks->detach(TIMER);
        is_attached = 0;
    }
    return error < 0 ? error : 0;
}

static int wait_for(const struct client *client, u32 on)
{
    const u32 place = place_of(client);

    if (place == STEPS_MOST)
        return on ? E_QUOTA : 0;
    watch_clients[place] = on ? client : NULL;
    const int error = attach();
    if (error < 0)
        watch_clients[place] = NULL;
    return error;
}

/* The next one may lie where it has been. */
void client_unwatch(const struct client *client)
{
    const u32 place = place_of(client);

    if (place == STEPS_MOST || !watch_clients[place])
        return;
    watch_clients[place] = NULL;
    attach();
}

/* NULL: it has gone. */
static int set(struct client *client, u32 on)
{
    const int error = client ? wait_for(client, on) : E_HANDLE;

    if (error < 0)
        return error;
    client->flags = on ? EFLAGS_TF : 0;
    if (on)
        client->is_stepped = 1;
    else if (!spaces_prune(&client->head))
        client->is_stepped = 0;
    return 0;
}

/* Nobody watches any more: it is waited for no longer. */
static void let_go(struct client *client)
{
    if (model_lock())
        return;                 /* so with its next step */
    set(client, 0);
    model_unlock();
}

int client_step(struct client *client, struct client_fault *fault)
{
    const u32 args[] = { (u32)client->head.handle, (u32)fault };
    int answer;

    if (fault->vector != VECTOR_DB || !(client->is_stepped | client->flags))
        return 0;
    fault->eflags &= ~EFLAGS_TF;
    client->is_stepped = (u32)has_two(client);
    answer = ask((void *)watch->stepped, args, ARRAY_SIZE(args),
                 CLIENT_LINK((u32)(fault + 1)));
    hold(0);
    if (is_nobody(answer)) {
        let_go(client);
        return 1;
    }
    return answer == 1 && go_on(client, fault);
}

static int arm(int space, u32 on)
{
    const int error = model_lock();

    return error ? error :
           model_leave(set((struct client *)spaces_find(space), on));
}

static const struct steps steps = { .arm = arm, .hold = hold };

DEIMOS_INTERFACE("steps", "steps", steps, STEPS_METHODS);
