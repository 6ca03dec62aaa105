/* SPDX-License-Identifier: MIT */
/*
 * One processor's figures, read from a table such as pentium.csv: a line for each
 * figure, `figure,clocks,kind,source,note`. Each has a source, or is guessed.
 */
#pragma once

#include "../../core/api/types.h"
#include "figures.h"

#define TABLE_BUFFERS 8         /* write buffers: 1 to this many */

/* How a figure is known. ORDER kinds in table.c */
enum certainty {
    DOCUMENTED,                 /* printed by the source */
    RECALLED,                   /* printed there, and not read again */
    MEASURED,                   /* by the source, on the processor */
    DERIVED,                    /* computed from what the source says */
    GUESSED,
    CERTAINTIES
};

struct table {
    u32 clocks[FIGURES];
    u8 certainty[FIGURES];      /* enum certainty */
    u32 checksum;               /* CRC-32 of the text */
};

struct table_error {
    u32 line;                   /* from 1; 0: the table as a whole */
    char what[80];
};

/* Fills `table` from a text that ends with 0. 0, or -1 with the first error. */
int table_read(struct table *table, const char *text,
               struct table_error *error);

/* The figure of that name; FIGURES: there is none. `length` bytes of it. */
enum figure table_find(const char *name, u32 length);

/* 0, or -1: a number of sets, of buffers or the like that the model cannot have. */
int table_check(const struct table *table, struct table_error *error);

/* All guessed figures that are clocks, times three halves: what rests on them. */
void table_shake(struct table *table);
