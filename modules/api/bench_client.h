/* SPDX-License-Identifier: MIT */
/*
 * What an experiment asks of the client `bench`: client_main(argument), where
 * argument is the address of a struct bench_request in the client's memory.
 * It does one operation, timed by its own copy of lib/measure/measure.S, and puts
 * the ticks there.
 */
#pragma once

#include "../../core/api/types.h"

#define BENCH_PAGES 100         /* as Appel and Li have it */

enum bench_operation {
    BENCH_STORE,        /* its address, to page order[first] of the area */
    BENCH_PROTECT,      /* all pages, by one call */
    BENCH_PROTECT_EACH, /* all pages, one call each, in that order */
    BENCH_PROTECT_ONE,  /* page order[first] */
    BENCH_SWEEP,        /* protect all pages, then store to each in order */
    BENCH_NULL,         /* the null service, and then words[0]: CS, rest: the
                           limit of DS, as LSL has it */
    BENCH_INT,          /* INT BENCH_VECTOR */
    BENCH_SYSENTER,     /* the null service by SYSENTER */
    BENCH_SWITCH,       /* `rounds` times hand_off(other) */
    BENCH_FILL,         /* its address, to each page in order */
    BENCH_LOOK,         /* how many words of page order[first] are not `words`
                           and, from the third on, `rest` */
    BENCH_MAP,          /* a page, anywhere; base: where */
    BENCH_UNMAP,        /* page order[first] */
    BENCH_GROW,         /* by a page; base: where */
    BENCH_TRIPLE,       /* map a page, store its address there, unmap it; base:
                           where; words[0]: what it held then */
    BENCH_OPERATIONS,
};

#define BENCH_VECTOR 0x60       /* of BENCH_INT */

struct bench_request {
    u32 operation;              /* enum bench_operation */
    u32 kind;                   /* enum tsc_kind */
    u32 base;                   /* of the area: BENCH_PAGES pages; an address
                                   of the client's own */
    u32 first;                  /* an index of `order` */
    u32 touch;                  /* so many pages behind it are touched before */
    u32 touch_access;           /* ACCESS_READ or ACCESS_WRITE */
    u32 access;                 /* of protect() */
    u32 other, rounds;          /* BENCH_SWITCH: a thread; how often */
    s32 result;                 /* what the operation returned */
    u64 ticks;                  /* of the operation, TSC read to TSC read */
    u64 span[2];                /* BENCH_SWITCH: both reads of the last round */
    u32 words[2], rest;         /* of BENCH_LOOK, BENCH_NULL, BENCH_TRIPLE */
    u8 order[BENCH_PAGES];      /* numbers of pages */
};
