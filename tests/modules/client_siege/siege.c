/* SPDX-License-Identifier: MIT */
/*
 * Takes an order (siege.h): calls services, then goes one way into ring 1 with
 * the registers, flags, selectors and stack that the order names. Argument 0
 * tells where the order is to be written, 1 obeys it. Returns SIEGE_OK if it
 * has come back to its own code.
 */
#include "client.h"
#include "far.h"
#include "siege.h"

#include "ring3/ring3.h"

CLIENT("siege");

#define PAGE    4096u
#define CALL    5               /* words of one */

/* Places that only a client knows, by the number that SIEGE_PLACE names. */
enum { BACK, ORDER, STACK, DATA_LIMIT, STACK_LIMIT, CODE_LIMIT, MAPPED,
       ATTACHED, TEXT_PAGE, ORDER_PAGE, STACK_PAGE, PAGES, STUBS_PAGE, FAR,
       FAR_POINTER, DATA_WRAP, STUB, BASES };

void siege_attack(const u32 *order, u32 act) __attribute__((noreturn));
extern const char siege_back[];
extern const u32 siege_acts[], siege_acts_end[];

static u32 order[SIEGE_SIZE];
static u8 pages[4 * PAGE];
static u32 mapped, attached, bases[BASES];

static u32 limit_of(u32 selector)
{
    u32 limit = 0;

    __asm__ volatile("lsl %1, %0" : "+r"(limit) : "r"(selector) : "cc");
    return limit;
}

static void find_bases(void)
{
    const u32 stack = (u32)__builtin_frame_address(0);
    const u32 list[BASES] = {
        [BACK] = (u32)siege_back, [ORDER] = (u32)order, [STACK] = stack,
        [DATA_LIMIT] = limit_of(CLIENT_DATA),
        [STACK_LIMIT] = limit_of(CLIENT_STACK),
        [CODE_LIMIT] = limit_of(CLIENT_CODE),
        [MAPPED] = mapped, [ATTACHED] = attached,
        [TEXT_PAGE] = (u32)siege_back & -PAGE,
        [ORDER_PAGE] = (u32)order & -PAGE,
        [STACK_PAGE] = (stack - 4) & -PAGE,
        [PAGES] = ((u32)pages + PAGE - 1) & -PAGE,
        [STUBS_PAGE] = (u32)*(const u32 *)client & -PAGE,
        [FAR] = far_selector(attached),
        [FAR_POINTER] = (u32)&order[SIEGE_FAR],
        [DATA_WRAP] = 0u - limit_of(CLIENT_DATA), [STUB] = *(const u32 *)client,
    };

    for (u32 i = 0; i < BASES; i++)
        bases[i] = list[i];
}

static u32 resolve(u32 word)
{
    const u32 base = word >> 16 & 0xff;

    return word >> 24 == SIEGE_PLACE && base < BASES ?
           bases[base] + (u32)(short)word : word;
}

static void call(const u32 *c)
{
    int (*const *services)(u32, u32, u32, u32) =
        (int (*const *)(u32, u32, u32, u32))(const void *)client;

    if (c[0] != SIEGE_NONE)
        services[c[0]](c[1], c[2], c[3], c[4]);
}

static void lay_words(void)
{
    u32 *to = (u32 *)order[SIEGE_STACK];

    if (order[SIEGE_WORDS] != SIEGE_NONE)
        for (u32 i = 0; i < SIEGE_FAR - SIEGE_WORDS; i++)
            to[i] = order[SIEGE_WORDS + i];
}

/* An exception that is pending, unmasked; or nothing free. */
static void spoil_fpu(u32 how)
{
    static const u16 unmasked = 0x340;

    if (how == 1)
        __asm__ volatile("fninit\n\tfldcw %0\n\tfld1\n\tfldz\n\t"
                         "fdivrp %%st, %%st(1)" :: "m"(unmasked));
    if (how == 2)
        __asm__ volatile("fninit\n\tfld1\n\tfldpi\n\tfld1\n\tfld1\n\tfld1\n\t"
                         "fld1\n\tfld1\n\tfld1");
}

int client_main(u32 obey)
{
    const u32 count = (u32)(siege_acts_end - siege_acts);

    if (!obey)
        return (int)order;
    mapped = attached = 0;
    client->map(0, 2 * PAGE, 3, &mapped);
    client->attach("siege", PAGE, 3, &attached);
    find_bases();
    for (u32 i = 1; i < SIEGE_SIZE; i++)
        order[i] = resolve(order[i]);
    if (order[SIEGE_ACT] >= count)
        return (int)count;
    lay_words();
    spoil_fpu(order[SIEGE_FPU]);
    call(&order[SIEGE_BEFORE]);
    call(&order[SIEGE_BEFORE + CALL]);
    siege_attack(order, siege_acts[order[SIEGE_ACT]]);
}
