/* SPDX-License-Identifier: MIT */
/* A client that serves: what each operation does is by its number. */
#include "client.h"

#include "binding.h"

enum { DATA, COUNT, ADD, EXIT, DIE, YIELD, POINTERS, NEST, STUCK };

#ifndef NAME
#define NAME "echo"
#endif

CLIENT(NAME);
DEIMOS_RECEPTACLE(next, service, "service");

static int calls;

static int reverse(const u8 *in, u32 in_size, u8 *out, u32 out_size)
{
    for (u32 i = 0; i < in_size && i < out_size; i++)
        out[i] = in[in_size - 1 - i];
    return (int)in_size;
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    calls++;
    switch (operation) {
    case DATA: return reverse(in, in_size, out, out_size);
    case COUNT: return calls;
    case ADD: return ((const int *)in)[0] + ((const int *)in)[1];
    case EXIT: client->exit(77); break;
    case DIE: __asm__ volatile("hlt"); break;
    case YIELD: client->yield(); return 5;
    case POINTERS: return (!in_size == !in) + 2 * (!out_size == !out);
    case NEST: return next->call(DATA, in, in_size, out, out_size);
    case STUCK: for (;;) { }
    }
    return E_UNSUPPORTED;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = "<moduleName, \"echo\">");

/* Yields so often; and runs, in thousands of rounds, by the upper half. */
int client_main(u32 argument)
{
    for (u32 i = 0; i < (argument & 0xffff); i++)
        client->yield();
    for (volatile u32 i = 0; i < (argument >> 16) * 1000; i++)
        ;
    return calls;
}
