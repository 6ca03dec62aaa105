/* SPDX-License-Identifier: MIT */
/*
 * A module that does what ring 1 must not: one method an attack. Each is to
 * die of the vector that its test expects; a method that returns has won.
 */
#include "deimos.h"

/* attacks.S has them in this order. */
struct evil {
    int (*read)(saddr_t address);
    int (*write)(saddr_t address);
    int (*jump)(saddr_t address);
    int (*load_ds)(u32 selector);
    int (*read_through)(u32 selector, u32 offset);
    int (*write_through)(u32 selector, u32 offset);
    int (*write_code)(void);
    int (*gate)(u32 selector);
    int (*in)(u32 port);
    int (*out)(u32 port);
    int (*hlt)(void);
    int (*cli)(void);
    int (*mov_cr0)(void);
    int (*mov_cr3)(void);
    int (*lgdt)(void);
    int (*ltr)(void);
    int (*invlpg)(void);
    int (*interrupt)(void);
    int (*divide)(void);
    int (*undefined)(void);
    int (*overflow)(u32 depth);
    int (*nested_task)(void);
    int (*step)(void);
    int (*stack)(u32 address);
};

#define METHODS "read write jump load_ds read_through write_through " \
    "write_code gate in out hlt cli mov_cr0 mov_cr3 lgdt ltr invlpg " \
    "interrupt divide undefined overflow nested_task step stack"

extern const struct evil evil_attacks;

DEIMOS_MODULE("evil", MODULE_APPLICATION);
DEIMOS_INTERFACE("evil", "evil", evil_attacks, METHODS);
DEIMOS_RECEPTACLE(console, console, "console");
DEIMOS_RECEPTACLE(port, port, "port");

/* Through the receptacle: what a binding gives, and takes away. */
struct user {
    int (*open)(u32 first, u32 count);
    int (*null)(void);
    int (*with_flags)(u32 flags);
    int (*spin)(void);
};

/* attacks.S: enter a stub with these flags set from its first instruction */
int evil_with_flags(u32 flags, const void *stub);

static int open_ports(u32 first, u32 count)
{
    return port->open(first, count);
}

static int call_null(void)
{
    return console->null();
}

static int with_flags(u32 flags)
{
    return evil_with_flags(flags, (const void *)console->null);
}

static int spin(void)
{
    volatile int forever = 1;

    while (forever)
        ;
    return 0;
}

static const struct user user_table = {
    open_ports, call_null, with_flags, spin,
};

DEIMOS_INTERFACE("user", "user", user_table, "open null with_flags spin");
