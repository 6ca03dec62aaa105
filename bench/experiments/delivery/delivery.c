/* SPDX-License-Identifier: MIT */
/*
 * Experiment fault, cases direct and demux: from a store at ring 3 to the
 * first instruction of a page-fault handler at ring 1. This module is the
 * memory model: a space, a task, a page of code, and a page that is not there.
 *
 *   direct    it is the only owner of vector 14: the gate leads to it
 *   demux     a second instance of this module, its rival, is one, too: the
 *             core finds out whose fault it is
 *
 * Proof of a sample: the handler got that fault: its error code, where it
 * happened, and at which address. And by that way: DF, set at ring 3, is still
 * set where no code of the core ran. In demux, the vector serves both: after
 * each sample a task of the rival's faults, which the rival's handler gets.
 */
#include "../../lib/own.h"

#include "../../../core/x86/regs.h"
#include "measure/measure.h"

#define PAGE_FAULT 14
#define USER_WRITE 6u           /* error code: no page, write, ring 3 */
#define PAGE_AT (8 * PAGE_SIZE) /* of ring 3's: nothing is there */
#define NAME "bench_delivery"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

/* What the second instance is asked: to own the vector, or no longer; to
 * come back by that stack; and how often its handler has had such a fault. */
struct rival {
    int (*own)(u32 yes);
    int (*task)(const saddr_t *way_back);
    int (*took)(void);
};
DEIMOS_RECEPTACLE(rival, rival, "rival");

/* delivery.S */
int delivery_enter(u32 task, u32 eip, u32 page);
extern const char delivery_code[], delivery_code_end[];
saddr_t delivery_stack;
const saddr_t *delivery_way_back = &delivery_stack;     /* where ESP is */
u64 delivery_ticks;
u32 delivery_error, delivery_eip, delivery_address, delivery_flags;

#define EACH_KIND(X) \
    X(TSC_BARE, bare) X(TSC_LFENCE, lfence) X(TSC_RDTSCP, rdtscp) \
    X(TSC_CPUID, cpuid)

#define DECLARE(value_, kind_)                                              \
    extern const char delivery_##kind_[], delivery_store_##kind_[];         \
    void delivery_handler_##kind_(void);
EACH_KIND(DECLARE)

static const struct kind {
    const char *code, *store;
    void (*handler)(void);
} kinds[TSC_KINDS] = {
#define ROW(value_, kind_) [value_] = { \
    delivery_##kind_, delivery_store_##kind_, delivery_handler_##kind_ },
    EACH_KIND(ROW)
};

static struct own client;
static int self, second, bound;         /* modules, binding */
static int rivals_task;                 /* selector */
static const struct kind *attached;     /* whose handler has the vector */
static const struct kind *sampled;
static int paging_before = -1;

static int create_client(void)
{
    int error = own_create(nmm, &client);

    if (error >= 0)
        error = paging_before = nmm->paging(1);
    return error < 0 ? error :
           own_copy(&client, OWN_CODE_AT, delivery_code,
                    (u32)(delivery_code_end - delivery_code));
}

static int set_up(u32 x)
{
    (void)x;
    attached = sampled = NULL;
    return create_client();
}

static int create_rival(void)
{
    second = cm->load(NAME);
    if (second < 0)
        return second;
    bound = cm->bind(self, "rival", second, "rival");
    return bound < 0 ? bound : rival->own(1);
}

static int set_up_demux(u32 x)
{
    int error = create_rival();

    if (error >= 0)
        error = set_up(x);
    if (error >= 0)
        error = rivals_task = rival->task(&delivery_stack);
    return error;
}

static int detach(void)
{
    const int error = attached ? vector->detach(PAGE_FAULT) : 0;

    attached = NULL;
    return error;
}

static int attach(const struct kind *kind)
{
    if (kind == attached)
        return 0;
    int error = detach();
    if (error >= 0)
        error = vector->attach(PAGE_FAULT, kind->handler);
    if (error >= 0)
        attached = kind;
    return error;
}

static int own(u32 yes)
{
    return yes ? attach(&kinds[TSC_BARE]) : detach();
}

/* Of the rival: its task, whose fault is that of delivery_bare. */
static int create_task(const saddr_t *way_back)
{
    const int error = create_client();

    delivery_way_back = way_back;
    return error < 0 ? error : client.task;
}

static int prepare(void)
{
    delivery_error = delivery_eip = delivery_address = delivery_flags = 0;
    return 0;
}

static u32 code_at(const char *code)
{
    return OWN_CODE_AT + (u32)(code - delivery_code);
}

static int sample(u32 kind, u64 *ticks)
{
    int error = attach(&kinds[kind]);

    if (error >= 0)
        error = delivery_enter((u32)client.task, code_at(kinds[kind].code),
                               PAGE_AT);
    *ticks = delivery_ticks;
    sampled = &kinds[kind];
    return error;
}

static int has_arrived(const struct kind *kind, u32 flags)
{
    return delivery_error == USER_WRITE &&
           delivery_eip == code_at(kind->store) &&
           delivery_address == NMM_WINDOW_BASE + PAGE_AT &&
           (delivery_flags & EFLAGS_DF) == flags;
}

/* Of the rival: once more? */
static int took(void)
{
    const int yes = has_arrived(&kinds[TSC_BARE], 0);

    prepare();
    return yes;
}

static int check(void)
{
    return has_arrived(sampled, EFLAGS_DF) ? 0 : E_VERIFY;
}

static int check_demux(void)
{
    if (!has_arrived(sampled, 0) || rival->took() != 0)
        return E_VERIFY;
    prepare();
    const int error = delivery_enter((u32)rivals_task,
                                     code_at(delivery_bare), PAGE_AT);
    return error < 0 ? error :
           delivery_error == 0 && rival->took() == 1 ? 0 : E_VERIFY;
}

static int unbind(u32 binding)
{
    rival->own(0);
    return cm->unbind((int)binding);
}

static int unload(u32 module)
{
    return cm->unload((int)module);
}

static int tear_down(void)
{
    int error = detach();

    own_destroy(nmm, &client, &error);
    give_back(&bound, unbind, &error);
    give_back(&second, unload, &error);
    paging_back(nmm, &paging_before, &error);
    return error;
}

static int init(int handle)
{
    self = handle;
    return 0;
}

static const struct rival rival_table = {
    .own = own, .task = create_task, .took = took,
};

DEIMOS_MODULE(NAME, MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("rival", "rival", rival_table,
                 "own task took");
TIMED(direct, set_up, prepare, sample, check, tear_down);
TIMED(demux, set_up_demux, prepare, sample, check_demux, tear_down);
