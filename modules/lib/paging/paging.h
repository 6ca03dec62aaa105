/* SPDX-License-Identifier: MIT */
/*
 * Paging for models that have their clients in page tables. They know each
 * other by the pair <paging, "yes"> of their interface "memory", in the system
 * graph. The first turns paging on, the last off again, unless it was on
 * before there was one.
 */
#pragma once

/* What such a model tells the next one: interface type "paging". */
struct paging {
    int (*is_switched)(void);   /* paging is on for models like this one */
};

#define PAGING_METHODS "is_switched"

/* From init: on; `self` as init has it. What nmm.paging refuses. */
int model_paging_start(int self);
/* From exit. */
void model_paging_stop(void);
