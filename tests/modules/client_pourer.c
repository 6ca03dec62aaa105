/* SPDX-License-Identifier: MIT */
/* A client that sends bytes, and wants none back: its argument is how many, and in
 * the upper half how often. What the last call answered. The receptacle `patient`
 * takes no binding but what sleeps until there is room; `hasty`, none but what
 * refuses then; `prompt`, none that does not reply. */
#include "client.h"

#include "binding.h"

#define MOST 4096

CLIENT("pourer");
DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(patient, service, "service",
                  .predicate = "<overflow, \"wait\"> and <loss, \"none\">");
DEIMOS_RECEPTACLE(hasty, service, "service",
                  .predicate = "<overflow, \"refuse\">");
DEIMOS_RECEPTACLE(prompt, service, "service",
                  .predicate = "<reply, \"yes\"> and <death, \"unwinds\"> and "
                               "<copies, 0>");

static u8 bytes[MOST];
static u32 next;                        /* the stream goes on from run to run */

int client_main(u32 argument)
{
    const u32 size = argument & 0xffff;
    int result = 0;

    if (size > MOST)
        return E_RANGE;
    for (u32 k = 0; k < argument >> 16 && result >= 0; k++) {
        for (u32 i = 0; i < size; i++)
            bytes[i] = (u8)(next + i);
        result = server->call(SERVICE_DATA, size ? bytes : NULL, size, NULL, 0);
        next += result < 0 ? 0 : size;
    }
    return result;
}
