/* SPDX-License-Identifier: MIT */
/* A client that offers something. */
#include "client.h"

CLIENT("bad_interface");

static int method(void)
{
    return 0;
}

static const struct { int (*method)(void); } table = { method };

DEIMOS_INTERFACE("methods", "methods", table, "method");

int client_main(u32 argument)
{
    return (int)argument;
}
