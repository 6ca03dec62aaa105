/* SPDX-License-Identifier: MIT */
/* sources: core/wrapper/gate.c core/wrapper/interrupt.c
 *         core/wrapper/port.c core/descriptor/ports.c
 *         core/descriptor/io_bitmap.c core/base/holders.c core/lib/crc32.c */
/* Whose a call gate, a line or a port is, against plain lists: opened and
 * closed at random by modules with two bindings each. */
#include "../../core/descriptor/ports.h"
#include "../../core/gate/detour.h"
#include "check.h"
#include "owners.h"

#define STEPS 60000

/* Nothing hits the core. */
void detour_lead(struct trap_state *trap) { CHECK(!trap); }
void detour_lead_call(struct gate_call *call) { CHECK(!call); }

/* Call gates: a list of handlers, by index. */
static struct { u32 binding, handler; } gates_of[CALL_GATES];

static s32 gate_selector_of(u32 i)
{
    return (s32)((CALL_GATE_FIRST + i) * 8 | 1);
}

static s32 expect_create(u32 binding, u32 handler)
{
    u32 i = 0;

    while (i < CALL_GATES && gates_of[i].binding)
        i++;
    if (!is_in(handler, module_of(binding)))
        return E_ADDRESS;
    if (i == CALL_GATES)
        return E_FULL;
    gates_of[i].binding = binding;
    gates_of[i].handler = handler;
    return gate_selector_of(i);
}

static s32 expect_destroy(u32 binding, u32 selector)
{
    for (u32 i = 0; i < CALL_GATES; i++)
        if ((s32)selector == gate_selector_of(i) &&
            gates_of[i].binding == binding) {
            gates_of[i].binding = 0;
            return E_OK;
        }
    return E_OWNER;
}

static void check_gates(void)
{
    for (u32 i = 0; i < CALL_GATES; i++)
        CHECK_EQ(gate_handler[i], gates_of[i].binding ? gates_of[i].handler
                                                      : 0);
}

static void step_gate(u32 binding)
{
    const u32 selector = (CALL_GATE_FIRST + random_below(CALL_GATES + 2)) * 8 +
                         (random_below(8) ? 1 : random_below(8));
    const u32 handler = random_handler(module_of(binding));

    if (random_below(2))
        CHECK_EQ(ask_wrapper(&gate_wrapper, 0, binding, handler, 0, 0),
                 expect_create(binding, handler));
    else
        CHECK_EQ(ask_wrapper(&gate_wrapper, 1, binding, selector, 0, 0),
                 expect_destroy(binding, selector));
    check_gates();
}

/* Lines: at most 16 owners, one of each binding. */
static struct { u32 binding, line; } lines_of[16];

static int find_line(u32 binding, u32 line)
{
    for (u32 i = 0; i < 16; i++)
        if (lines_of[i].binding == binding &&
            (!binding || lines_of[i].line == line))
            return (int)i;
    return -1;
}

static int is_owned(u32 line)
{
    for (u32 i = 0; i < 16; i++)
        if (lines_of[i].binding && lines_of[i].line == line)
            return 1;
    return 0;
}

static s32 expect_attach(u32 binding, u32 line, u32 handler, u32 busy)
{
    const u32 module = module_of(binding);
    const int i = find_line(0, 0);

    if (line > 15 || line == 2)
        return E_RANGE;
    if (!is_in(handler, module) || busy % 4 || !is_in(busy, module) ||
        !is_in(busy + 3, module))
        return E_ADDRESS;
    if (module == APPLICATION)
        return E_TYPE;
    if (find_line(binding, line) >= 0)
        return E_BUSY;
    if (i < 0)
        return E_FULL;
    lines_of[i].binding = binding;
    lines_of[i].line = line;
    return E_OK;
}

static s32 expect_detach(u32 binding, u32 line)
{
    const int i = find_line(binding, line);

    if (i < 0)
        return E_OWNER;
    lines_of[i].binding = 0;
    return E_OK;
}

static void check_lines(void)
{
    for (u32 line = 1; line < 16; line++)
        CHECK_EQ(open_lines >> line & 1, is_owned(line));
    CHECK(open_lines & 1);
}

static void step_line(u32 binding)
{
    const u32 line = random_below(4) ? 12 : random_below(18);
    const u32 handler = random_handler(module_of(binding));
    const u32 busy = base_of(module_of(binding)) +
                     (random_below(0x1100) & (random_below(3) ? ~3u : ~0u));

    if (random_below(3))
        CHECK_EQ(ask_wrapper(&interrupt_wrapper, 0, binding, line, handler, busy),
                 expect_attach(binding, line, handler, busy));
    else
        CHECK_EQ(ask_wrapper(&interrupt_wrapper, 1, binding, line, 0, 0),
                 expect_detach(binding, line));
    check_lines();
}

/* Ports: whose each is, and how it was asked for. */
static u32 port_of[PORTS];
static struct { u32 binding, first, count; } ranges_of[64];

/* The interrupt controllers' commands are the core's: one of each four. */
static int is_of_core(u32 p)
{
    return (p - 0x20 < 0x20 || p - 0xa0 < 0x20) && p % 4 == 0;
}

static s32 expect_open(u32 binding, u32 first, u32 count)
{
    u32 i = 0;

    if (!count || count > PORTS || first > PORTS - count)
        return E_RANGE;
    for (u32 p = first; p < first + count; p++)
        if (port_of[p] || is_of_core(p))
            return E_BUSY;
    while (i < 64 && ranges_of[i].binding)
        i++;
    if (i == 64)
        return E_FULL;
    ranges_of[i].binding = binding;
    ranges_of[i].first = first;
    ranges_of[i].count = count;
    for (u32 p = first; p < first + count; p++)
        port_of[p] = binding;
    return E_OK;
}

static s32 expect_close(u32 binding, u32 first, u32 count)
{
    for (u32 i = 0; i < 64; i++)
        if (ranges_of[i].binding == binding && ranges_of[i].first == first &&
            ranges_of[i].count == count) {
            ranges_of[i].binding = 0;
            for (u32 p = first; p < first + count; p++)
                port_of[p] = 0;
            return E_OK;
        }
    return E_OWNER;
}

static void check_ports(u32 first, u32 last)
{
    for (u32 p = first; p <= last; p++)
        CHECK_EQ(io_bitmap_is_open(IO_RING1, p, 1), port_of[p] != 0);
}

/* Around both ends, where a range may begin or stop one too early. */
static void step_port(u32 binding)
{
    static const u32 places[] = { 0, 1, 7, 8, 0x1e, 0x22, 60,
                                  0x9e, 0xbe, 0xc0, 0xfff8, 0xfffe, 0xffff,
                                  0x10000, 0xffffffff };
    const u32 first = places[random_below(ARRAY_SIZE(places))];
    const u32 count = random_below(16) ? random_below(10)
                                       : 0xffffu + random_below(4);

    if (random_below(2))
        CHECK_EQ(ask_wrapper(&port_wrapper, 0, binding, first, count, 0),
                 expect_open(binding, first, count));
    else
        CHECK_EQ(ask_wrapper(&port_wrapper, 1, binding, first, count, 0),
                 expect_close(binding, first, count));
    check_ports(0, 80);
    check_ports(0xfff0, 0xffff);
}

/* Everything of a binding goes with it, and nothing else. */
static void release(u32 binding)
{
    gate_wrapper.released(binding);
    interrupt_wrapper.released(binding);
    port_wrapper.released(binding);
    for (u32 i = 0; i < CALL_GATES; i++)
        expect_destroy(binding, (u32)gate_selector_of(i));
    for (u32 line = 0; line < 16; line++)
        expect_detach(binding, line);
    for (u32 i = 0; i < 64; i++)
        if (ranges_of[i].binding == binding)
            expect_close(binding, ranges_of[i].first, ranges_of[i].count);
    check_gates();
    check_lines();
    check_ports(0, PORTS - 1);
}

static void check_entered(void)
{
    for (u32 module = 0; module < MODULES; module++) {
        u32 gates = 0, lines = 0;
        for (u32 i = 0; i < CALL_GATES; i++)
            gates += gates_of[i].binding &&
                     module_of(gates_of[i].binding) == module;
        for (u32 i = 0; i < 16; i++)
            lines += lines_of[i].binding &&
                     module_of(lines_of[i].binding) == module;
        CHECK_EQ(gate_wrapper.entered(handle_of(module)), gates);
        CHECK_EQ(interrupt_wrapper.entered(handle_of(module)), lines);
    }
}

/* All ranges are taken: none of their ports is anybody else's, the last one's
 * neither. And all go with the bitmap that they are open in. */
static void test_full_ports(void)
{
    const u32 empty = ports_digest(0);

    for (u32 i = 0; i < 64; i++)
        CHECK_EQ(ask_wrapper(&port_wrapper, 0, 1, 0x1000 + 4 * i, 2, 0),
                 expect_open(1, 0x1000 + 4 * i, 2));
    for (u32 i = 0; i <= 64; i++)
        CHECK_EQ(ask_wrapper(&port_wrapper, 0, 3, 0x1001 + 4 * i, 1, 0),
                 i < 64 ? E_BUSY : E_FULL);
    ports_forget(IO_RING1 + 1);
    CHECK(ports_digest(0) != empty);
    ports_forget(IO_RING1);
    CHECK_EQ(ports_digest(0), empty);
    for (u32 i = 0; i < 64; i++)
        CHECK_EQ(ask_wrapper(&port_wrapper, 0, 1, 0x1000 + 4 * i, 2, 0), 0);
    release(1);
}

/* Half of the time, so that the tables are full now and then. */
static void run(void)
{
    for (u32 i = 0; i < STEPS; i++) {
        const u32 binding = 1 + random_below(BINDINGS);
        switch (random_below(3)) {
        case 0: step_gate(binding); break;
        case 1: step_line(binding); break;
        default: step_port(binding);
        }
        if (i % 1024 == 1023) {
            check_entered();
            release(binding);
        }
    }
    for (u32 binding = 1; binding <= BINDINGS; binding++)
        release(binding);
}

int main(void)
{
    io_bitmap_init();
    const u32 before = port_wrapper.digest(interrupt_wrapper.digest(
        gate_wrapper.digest(0)));

    test_full_ports();
    run();
    CHECK_EQ(port_wrapper.digest(interrupt_wrapper.digest(
        gate_wrapper.digest(0))), before);
    return check_done();
}
