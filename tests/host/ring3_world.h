/* SPDX-License-Identifier: MIT */
/* What models' assembly calls and names, without a model. Included once. */
#pragma once

#include <string.h>

#include "../../core/api/error.h"
#include "../../modules/api/concurrency.h"
#include "../../modules/lib/ring3/ring3.h"
#include "../../modules/lib/ring3/copy.h"
#include "../../modules/lib/ring3/fault.h"
#include "../../modules/lib/client/service.h"
#include "check.h"
#include "ring3.h"

struct client *ring_client;
static struct client client;
static u32 called_service, called_times, seen_link, result_next;
static u32 called_arg[4], called_call[5], link_word;
static int dies_inside;                 /* its module, while it calls */
u32 ring_ldt = 0x48;                    /* of the current task */
static u32 strays, returns;             /* the call ends in another task */
static int return_says;
static u32 seen_flags, seen_segments[4];

/* How C is entered: the link of the backtrace, flags, segments. */
static inline __attribute__((always_inline)) void look(void)
{
    u32 flags;

    seen_link = *(const u32 *)__builtin_frame_address(0);
    link_word = *(const u32 *)seen_link;
    __asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
    seen_flags = flags & 0x4400;        /* NT, DF */
    __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1\n\tmov %%fs, %2\n\t"
                     "mov %%gs, %3"
                     : "=r"(seen_segments[0]), "=r"(seen_segments[1]),
                       "=r"(seen_segments[2]), "=r"(seen_segments[3]));
}

static inline void is_at_ring1(u32 fs)
{
    CHECK_EQ(seen_segments[0], HOST_DS);
    CHECK_EQ(seen_segments[1], HOST_DS);
    CHECK_EQ(seen_segments[2], fs);
    CHECK_EQ(seen_segments[3], HOST_GS);
    CHECK_EQ(seen_flags, 0);
}

#define SERVICE(name, number) \
    int service_##name(struct client *of, const u32 *arg) \
    { \
        look(); \
        CHECK(of == &client); \
        called_service = number; \
        called_times++; \
        memcpy(called_arg, arg, sizeof(called_arg)); \
        return (int)result_next; \
    }

SERVICE(exit, SERVICE_EXIT)
SERVICE(yield, SERVICE_YIELD)
SERVICE(print, SERVICE_PRINT)
SERVICE(map, SERVICE_MAP)
SERVICE(unmap, SERVICE_UNMAP)
SERVICE(protect, SERVICE_PROTECT)
SERVICE(grow, SERVICE_GROW)
SERVICE(attach, SERVICE_ATTACH)
SERVICE(graph, SERVICE_GRAPH)
SERVICE(hand_off, SERVICE_HAND_OFF)
SERVICE(null, SERVICE_NULL)

service *const sysenter_services[SERVICES] = {
    [SERVICE_EXIT] = service_exit, [SERVICE_YIELD] = service_yield,
    [SERVICE_HAND_OFF] = service_hand_off, [SERVICE_PRINT] = service_print,
    [SERVICE_NULL] = service_null, [SERVICE_MAP] = service_map,
    [SERVICE_UNMAP] = service_unmap, [SERVICE_PROTECT] = service_protect,
    [SERVICE_GROW] = service_grow, [SERVICE_ATTACH] = service_attach,
    [SERVICE_GRAPH] = service_graph,
};

static int hand_off(int thread)
{
    look();
    called_arg[0] = (u32)thread;
    called_service = SERVICE_HAND_OFF;
    called_times++;
    return (int)result_next;
}

static int (*const threads[METHODS_OF(concurrency)])(int) = {
    METHOD_AT(concurrency, hand_off) = hand_off,
};
extern u32 concurrency[2];              /* a slot, and a selector behind it */

/* What a call need not keep. */
static inline __attribute__((always_inline)) void lose_registers(void)
{
    __asm__ volatile("mov $-1, %%ecx\n\tmov $-1, %%edx" : : : "ecx", "edx");
}

/* With bytes: arguments are where the processor has put them. */
static const struct service *called_slot;
int client_call(struct client *of, const struct call *call, u32 slot);
int client_call(struct client *of, const struct call *call, u32 slot)
{
    look();
    CHECK(of == &client);
    called_service = GATE_CALL;
    called_times++;
    called_slot = client.proxy->slots[slot];
    memcpy(called_call, call, sizeof(called_call));
    if (dies_inside)
        client.proxy->is_dead = 1;
    ring_ldt += strays;
    lose_registers();
    return (int)result_next;
}

/* Behind a call that has led astray. */
int client_come_back(const struct client *of, saddr_t stack1);
int client_come_back(const struct client *of, saddr_t stack1)
{
    CHECK(of == &client && *(struct client **)stack1 == of);
    CHECK_EQ(*(u32 *)(stack1 + 4), link_word);
    ring_ldt -= strays;
    returns++;
    lose_registers();
    return return_says;
}

static int activate_error;
static u32 activated;
saddr_t ring_stack1;                    /* of ring 1, when it is entered */
static u32 activated_link[6];           /* the link, and the frame it leads to */
int client_activate(struct client *of, saddr_t stack1);
int client_activate(struct client *of, saddr_t stack1)
{
    CHECK(of == &client && *(struct client **)stack1 == of);
    ring_stack1 = stack1;
    memcpy(activated_link, (const u32 *)stack1 + 1, 8);
    memcpy(activated_link + 2, (const void *)activated_link[0], 16);
    activated++;
    lose_registers();
    return activate_error;
}

static void (*on_fault)(struct client_fault *fault);
void client_fault(struct client *of, struct client_fault *fault);
void client_fault(struct client *of, struct client_fault *fault)
{
    look();
    CHECK(of == &client);
    called_times++;
    on_fault(fault);
}
