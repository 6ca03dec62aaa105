/* SPDX-License-Identifier: MIT */
/* What clients died of: interface "deaths" of models that protect. */
#pragma once

#include "../../core/api/types.h"

/* The vector of a client that ran longer than it may. */
#define VECTOR_TIME_LIMIT 256

struct deaths {
    int (*count)(void);         /* so far */
    int (*vector)(void);        /* of the latest, or VECTOR_TIME_LIMIT */
    int (*error)(void);
    int (*space)(void);         /* handle of its space */
    u32 (*eip)(void);
};

#define DEATHS_METHODS "count vector error space eip"
