/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment fault, cases direct and demux: see requests.h. */
#include "requests_nmm.h"

/* What delivery.S has: places in one stretch. */
__asm__(".data\n.globl delivery_code, delivery_code_end\ndelivery_code:\n"
        ".zero 256\ndelivery_code_end:\n"
        ".macro kind name, at\n.globl delivery_\\name, delivery_store_\\name\n"
        ".set delivery_\\name, delivery_code + \\at\n"
        ".set delivery_store_\\name, delivery_code + \\at + 8\n.endm\n"
        "kind bare, 16\nkind lfence, 32\nkind rdtscp, 48\nkind cpuid, 64\n"
        ".text");

#include "../../bench/experiments/delivery/delivery.c"

void delivery_handler_bare(void) { }
void delivery_handler_lfence(void) { }
void delivery_handler_rdtscp(void) { }
void delivery_handler_cpuid(void) { }

tsc_measure *const tsc_measures[TSC_KINDS];
static saddr_t rivals_stack;

int delivery_enter(u32 task, u32 eip, u32 page)
{
    delivery_ticks = 55;
    return ask(0, "delivery_enter(%u %x %x)%s", task, eip, page,
               delivery_way_back == &delivery_stack ? "" : " elsewhere");
}

static int rival_own(u32 yes) { return ask(0, "rival.own(%u)", yes); }

static int rival_task(const saddr_t *way_back)
{
    CHECK(way_back == &delivery_stack);
    return ask(0x88, "rival.task()");
}

static int rival_took(void) { return ask(0, "rival.took()"); }

static const struct rival rival_methods = { rival_own, rival_task,
                                            rival_took };

static int load(const char *name) { return ask(71, "cm.load(%s)", name); }
static int unload_module(int module) { return ask(0, "cm.unload(%d)", module); }
static int unbind_it(int binding) { return ask(0, "cm.unbind(%d)", binding); }

static int bind(int caller, const char *receptacle, int provider,
                const char *interface)
{
    return ask(72, "cm.bind(%d %s %d %s)", caller, receptacle, provider,
               interface);
}

static const struct cm cm_table = { .load = load, .unload = unload_module,
    .bind = bind, .unbind = unbind_it };

static void request_reset(void)
{
    nmm_reset();
    delivery_way_back = &delivery_stack;
}

/* What the second instance does for the first. */
static int be_rival(u32 x)
{
    const int error = own(1);

    (void)x;
    return error < 0 ? error : create_task(&rivals_stack);
}

static int is_asked(void)
{
    delivery_error = USER_WRITE;
    delivery_eip = code_at(kinds[TSC_BARE].store);
    delivery_address = NMM_WINDOW_BASE + PAGE_AT;
    return took() * 10 + took();
}

static void note_way(void)
{
    ask(0, "%s", delivery_way_back == &rivals_stack ? "elsewhere" : "here");
}

static int leave(void)
{
    const int error = own(0);

    tear_down();
    return error;
}

static const struct experiment experiment_rival = {
    be_rival, prepare, note_way, is_asked, leave };

static int set_up_kinds(u32 x) { return set_up(x); }

static int sample_all(u32 kind, u64 *ticks)
{
    int error = 0;

    for (kind = 0; kind < TSC_KINDS && error >= 0; kind++)
        error = sample(kind, ticks);
    return error;
}

static const struct timed timed_kinds = {
    set_up_kinds, prepare, sample_all, check, tear_down };

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    vector = &vector_table;
    cm = &cm_table;
    rival = &rival_methods;
    self = 70;
    handlers[1] = delivery_handler_bare;
    handlers[2] = delivery_handler_lfence;
    handlers[3] = delivery_handler_rdtscp;
    handlers[4] = delivery_handler_cpuid;
    REQUEST_TIMED(direct, 0);
    REQUEST_TIMED(kinds, 0);
    REQUEST_TIMED(demux, 0);
    REQUEST_BODY(rival, 0);
    CHECK(init(9) == 0 && self == 9);
    request_compare("tests/golden/requests/delivery.txt");
    return check_done();
}
