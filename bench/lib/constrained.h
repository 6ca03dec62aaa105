/* SPDX-License-Identifier: MIT */
/*
 * The modules bench_constrained1 to 32, which bench_constraints binds: the
 * file of each defines SIZE and includes this. Interface `terms` has a
 * predicate of SIZE terms, all of which hold on <mem, flat>; `pairs` has SIZE
 * pairs, of which the last is <last, 1>. A module for each size, so that the
 * CM always finds the interface in the same place.
 */
#pragma once

#include "deimos.h"
#include "null.h"

#ifndef SIZE
#define SIZE 1
#endif

/* Of 32, 475 characters: 511 are what a predicate may have. */
#define TERM "<mem,flat>"
#define AND " and "
#define TERMS1 TERM
#define TERMS2 TERMS1 AND TERMS1
#define TERMS4 TERMS2 AND TERMS2
#define TERMS8 TERMS4 AND TERMS4
#define TERMS16 TERMS8 AND TERMS8
#define TERMS32 TERMS16 AND TERMS16

#define FILLER(n_) "<p" #n_ ",1>"
#define PAIRS1 "<last,1>"
#define PAIRS2 FILLER(1) PAIRS1
#define PAIRS4 FILLER(2) FILLER(3) PAIRS2
#define PAIRS8 FILLER(4) FILLER(5) FILLER(6) FILLER(7) PAIRS4
#define PAIRS16 FILLER(8) FILLER(9) FILLER(10) FILLER(11) FILLER(12) \
    FILLER(13) FILLER(14) FILLER(15) PAIRS8
#define PAIRS32 FILLER(16) FILLER(17) FILLER(18) FILLER(19) FILLER(20) \
    FILLER(21) FILLER(22) FILLER(23) FILLER(24) FILLER(25) FILLER(26) \
    FILLER(27) FILLER(28) FILLER(29) FILLER(30) FILLER(31) PAIRS16

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define QUOTE_(a) #a
#define QUOTE(a) QUOTE_(a)

static int calls;

static int count_call(void)
{
    return ++calls;
}

static const struct null null = { .null = count_call };

DEIMOS_MODULE("bench_constrained" QUOTE(SIZE), MODULE_SYSTEM);
DEIMOS_INTERFACE("terms", "null", null, NULL_METHODS,
                 .predicate = PASTE(TERMS, SIZE));
DEIMOS_INTERFACE("pairs", "null", null, NULL_METHODS,
                 .pairs = PASTE(PAIRS, SIZE));
