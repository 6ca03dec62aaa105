/* SPDX-License-Identifier: MIT */
/*
 * A carrier without a memory model: the spaces of its programs are numbers. Its
 * load() and unload() do what they ought to, or once what a script has asked for.
 */
#include "program.h"

enum act {
    HONEST, ANSWERS, DIES, KEEPS, ENDS_AND_ANSWERS, LOADS_AGAIN,
    UNLOADS_ITSELF, KILLS_IT,
};

struct porter {
    /* Once, in load() or in unload(): the act, and a number for it. */
    int (*arm)(u32 where, u32 act, u32 a);
    /* What the CM's interface "carried" answers to that. */
    int (*enter)(const struct carried *module);
    int (*died)(int module);
    int (*leave)(int module);
    /* A block of that name, which is not entered: described there. */
    int (*build)(const char *name, struct carried *module);
    /* Whatever was built or loaded and is no module: given back. */
    int (*tidy)(void);
    int (*exits)(void);         /* of programs, since the last question */
    int (*destroy)(int module); /* the NMM on the region of its block */
    int (*run)(int module, u32 operation);      /* its service, unbound */
};

DEIMOS_RECEPTACLE(carried, carried_modules, "carried", .from = "cm");
const struct nmm *volatile nmm;
const struct cm *volatile cm;
DEIMOS_SLOTS_(nmm, 1, "nmm", .from = "nmm");
DEIMOS_SLOTS_(cm, 1, "cm", .from = "cm");

static int self;
enum where { IN_LOAD, IN_UNLOAD };
static struct order { u32 act, a; } orders[2];

static int enter_program(struct program *p, const char *name)
{
    struct carried block;
    const int error = program_build(p, name, &block);

    if (error < 0)
        return error;
    const int module = carried->enter(&block);
    if (module < 0) {
        program_destroy(p);
        return module;
    }
    return p->module = module;
}

static int load_program(const char *name)
{
    struct program *p = program_free();

    return p ? enter_program(p, name) : E_FULL;
}

static int end_program(int module)
{
    struct program *p = program_of(module);
    const int error = p ? carried->leave(module) : E_HANDLE;

    if (!error)
        program_destroy(p);
    return error;
}

static struct order take_order(enum where where)
{
    const struct order order = orders[where];

    orders[where].act = HONEST;
    return order;
}

static int load(const char *name)
{
    const struct order order = take_order(IN_LOAD);
    int module;

    switch (order.act) {
    case ANSWERS: return (int)order.a;
    case DIES: __builtin_trap();
    case ENDS_AND_ANSWERS:
        module = load_program(name);
        return module < 0 ? module : end_program(module) < 0 ? 0 : module;
    case LOADS_AGAIN: orders[IN_LOAD] = order; return cm->load_by(self, name);
    case UNLOADS_ITSELF: return cm->unload(self);
    case KILLS_IT:
        module = load_program(name);
        return module < 0 ? module : carried->died(module) < 0 ? 0 : module;
    }
    return load_program(name);
}

static int unload(int module)
{
    const struct order order = take_order(IN_UNLOAD);

    switch (order.act) {
    case ANSWERS: return (int)order.a;
    case DIES: __builtin_trap();
    case KEEPS: return 0;
    case ENDS_AND_ANSWERS: end_program(module); return (int)order.a;
    case UNLOADS_ITSELF: return cm->unload(self);
    }
    return end_program(module);
}

static int arm(u32 where, u32 act, u32 a)
{
    orders[where] = (struct order){ act, a };
    return 0;
}

static int enter(const struct carried *module)
{
    return carried->enter(module);
}

static int died(int module)
{
    return carried->died(module);
}

static int leave(int module)
{
    return carried->leave(module);
}

static int build(const char *name, struct carried *module)
{
    struct program *p = program_free();

    return p ? program_build(p, name, module) : E_FULL;
}

static int tidy(void)
{
    int count = 0;

    for (u32 i = 0; i < PROGRAMS; i++) {
        if (programs[i].module && carried->leave(programs[i].module) == E_BUSY)
            continue;
        count += programs[i].region != 0;
        program_destroy(&programs[i]);
    }
    return count;
}

static int get_exits(void)
{
    const int count = (int)exits;

    exits = 0;
    return count;
}

static int destroy(int module)
{
    const struct program *p = program_of(module);

    return p ? nmm->destroy_region(p->region) : E_HANDLE;
}

static int run(int module, u32 operation)
{
    const struct program *p = program_of(module);

    return p ? program_service(p)(operation, NULL, 0, NULL, 0) : E_HANDLE;
}

static int init(int module)
{
    self = module;
    return 0;
}

static const struct carrier carrier_table = { load, unload };
static const struct porter porter_table = {
    arm, enter, died, leave, build, tidy, get_exits, destroy,
    run };

DEIMOS_MODULE("porter", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("carrier", "carrier", carrier_table, CARRIER_METHODS);
DEIMOS_INTERFACE("porter", "porter", porter_table,
                 "arm enter died leave build tidy exits destroy run");
