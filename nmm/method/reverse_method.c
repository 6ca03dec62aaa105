/* SPDX-License-Identifier: MIT */
/* Which variants of the fast paths the gates lead to. */
#include "reverse_method.h"

#include "../nmm.h"
#include "mapping_method.h"
#include "method.h"
#include "page_method.h"

#define VARYING 3

static gate_method *const variants[][VARYING] = {
    [REVERSE_SCAN] = {
        mapping_method_create, mapping_method_invalidate, page_method_lookup,
    },
    [REVERSE_INVERTED] = {
        mapping_method_create_inverted, mapping_method_invalidate_inverted,
        page_method_lookup_inverted,
    },
    [REVERSE_CHAIN] = {
        mapping_method_create_chain, mapping_method_invalidate_chain,
        page_method_lookup,
    },
};

static u32 current;             /* what the tables hold */

static void exchange(gate_method *old, gate_method *new)
{
    for (u32 i = 0; i < ARRAY_SIZE(nmm_methods); i++)
        if (nmm_methods[i] == old)
            nmm_methods[i] = new;
    gate_exchange(old, new);
}

void reverse_method_select(u32 kind)
{
    if (kind == current)
        return;
    for (u32 i = 0; i < VARYING; i++)
        exchange(variants[current][i], variants[kind][i]);
    current = kind;
}
