/* SPDX-License-Identifier: MIT */
/* What clients died of: interface "deaths" of models that protect. */
#pragma once

#include "../../core/api/types.h"

/* The vector of a client that ran longer than it may. */
#define VECTOR_TIME_LIMIT 256

struct deaths {
    int (*count)(void);         /* so far; 0: the rest is 0, too */
    int (*vector)(void);        /* of the latest, or VECTOR_TIME_LIMIT */
    int (*error)(void);         /* its error code; 0 where it has none */
    int (*space)(void);         /* handle of its space */
    u32 (*eip)(void);           /* in the client, an address of its own */
};

#define DEATHS_METHODS "count vector error space eip"
