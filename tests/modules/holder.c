/* SPDX-License-Identifier: MIT */
/* Takes one entry of a wrapper's table, and gives it back. Nothing leads to
 * the handler: the line is unused, and nobody calls. */
#include "deimos.h"

#define PORT 0x300
#define PORTS 2
#define LINE 5
#define EXCEPTION 16            /* #MF: the FPU's are off */
#define CALL 200

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(gate, call_gate, "gate", .from = "gate");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(vga, device, "device");

static volatile u32 busy;
static u32 selector;

static void handler(void)
{
}

static int take_port(void)
{
    return port->open(PORT, PORTS);
}

static int give_port(void)
{
    return port->close(PORT, PORTS);
}

static int take_line(void)
{
    return interrupt->attach(LINE, handler, &busy);
}

static int give_line(void)
{
    return interrupt->detach(LINE);
}

static int take_exception(void)
{
    return vector->attach(EXCEPTION, handler);
}

static int give_exception(void)
{
    return vector->detach(EXCEPTION);
}

static int take_call(void)
{
    return vector->attach_call(CALL, handler);
}

static int give_call(void)
{
    return vector->detach(CALL);
}

static int take_gate(void)
{
    const int result = gate->create(handler);

    selector = (u32)result;
    return result;
}

static int give_gate(void)
{
    return gate->destroy(selector);
}

static int take_cpu(void)
{
    return cpu->cli();
}

static int give_cpu(void)
{
    return cpu->sti();
}

static int take_vga(void)
{
    const int error = vga->claim();

    return error ? error : vga->segment(0);
}

struct holder {
    int (*take_port)(void), (*give_port)(void);
    int (*take_line)(void), (*give_line)(void);
    int (*take_exception)(void), (*give_exception)(void);
    int (*take_call)(void), (*give_call)(void);
    int (*take_gate)(void), (*give_gate)(void);
    int (*take_cpu)(void), (*give_cpu)(void);
    int (*take_vga)(void);
};

static const struct holder table = {
    take_port, give_port, take_line, give_line,
    take_exception, give_exception, take_call, give_call,
    take_gate, give_gate, take_cpu, give_cpu, take_vga,
};

DEIMOS_MODULE("holder", MODULE_SYSTEM);
DEIMOS_INTERFACE("holder", "holder", table,
                 "take_port give_port take_line give_line take_exception "
                 "give_exception take_call give_call take_gate give_gate "
                 "take_cpu give_cpu take_vga");
