/* SPDX-License-Identifier: MIT */
/* What `debug` is put under: acts.S, instruction by instruction, on an area of
 * whole pages whose address it tells. */
#include "client.h"

CLIENT("debugged");

#define PAGE    4096u
#define TELL    0x100           /* where the act begins */
#define STORE   0x1000u         /* from there on: an address to write to */
#define FAR     11              /* to 14 */
#define PRINT   22

u32 debugged_act(const void *act, void *area);          /* acts.S */
extern const void *const debugged_acts[];

static u8 pages[4 * PAGE];

static int services(u32 act, u8 *area)
{
    if (act == PRINT) {
        area[0] = 'd', area[1] = '\n';
        return client->print((const char *)area, 2);
    }
    for (u32 i = 0; i < 1000; i++)
        client->null();
    return 0;
}

/* Far pointers of either size, to the gate that the stub calls. */
static void lead_to_service(u16 *area)
{
    const u16 gate = *(const u16 *)((u32)client->null + 5);

    area[1] = area[2] = area[10] = gate;
}

int client_main(u32 argument)
{
    u8 *area = (u8 *)(((u32)pages + PAGE - 1) & -PAGE);

    if (argument == 0)
        return (int)area;
    if (argument >= STORE) {
        *(volatile u8 *)argument = 1;
        return 7;
    }
    if (argument & TELL)
        return (int)debugged_acts[argument - TELL];
    if (argument >= PRINT)
        return services(argument, area);
    if (argument >= FAR && argument < FAR + 4)
        lead_to_service((u16 *)area);
    return (int)debugged_act(debugged_acts[argument], area);
}
