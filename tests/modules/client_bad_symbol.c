/* SPDX-License-Identifier: MIT */
/* A client that needs what nobody has. */
#include "client.h"

CLIENT("bad_symbol");

extern int nowhere(void);

int client_main(u32 argument)
{
    return nowhere() + (int)argument;
}
