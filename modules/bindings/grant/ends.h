/* SPDX-License-Identifier: MIT */
/* Whose spaces a region goes from and to, by the system graph. */
#pragma once

#include "memory.h"

struct end {
    u32 module, carrier;        /* handles; 0: there is none */
    int space;                  /* the carrier's own number */
};

struct ends {
    struct end caller, server;
    u32 callers;                /* 2 while one takes the other's place */
    u32 model;                  /* what the receptacle `memory` is bound to */
    u32 generation;             /* of the graph, when that was so */
};

/* What is bound to interface `service` of module `self`, and to the two slots. */
void ends_find(struct ends *ends, u32 self, const volatile void *server,
               const volatile void *memory);
/* 0: a region can go there. E_UNBOUND: an end is missing; E_NOT_APPLICABLE: they
 * are not both clients of `model`; E_BUSY: two callers, and nobody knows which of
 * them calls: the one that was replaced has not ended its calls. */
int ends_check(const struct ends *ends);
/* Others are bound to other interfaces, to configure the binding. */
int ends_is_service(u32 interface);
/* Is the module of that handle there, and has not died? */
int ends_is_alive(u32 module);
