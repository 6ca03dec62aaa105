/* SPDX-License-Identifier: MIT */
#include "hand.h"

struct replacement_state hand_state;

int hand_export(struct module_state *out)
{
    *out = (struct module_state){ REPLACEMENT_STATE, &hand_state,
                                  sizeof(hand_state) };
    return E_OK;
}

int hand_import(const struct module_state *in)
{
    if (in->kind != REPLACEMENT_STATE || in->size != sizeof(hand_state))
        return E_INVALID;
    hand_state = *(const struct replacement_state *)in->data;
    return E_OK;
}
