/* SPDX-License-Identifier: MIT */
/*
 * What assembly knows of C: the body of a folder's offsets.c.
 *
 *      #include "core/api/offset.h"
 *      #include "mine.h"
 *
 *      void offsets(void)
 *      {
 *          OFFSET(MINE_COUNT, mine, count);    bytes from the start
 *          SIZE(MINE_SIZE, mine);              bytes
 *          VALUE(MINE_MOST, MINE_ENTRIES);     any constant of C
 *      }
 *
 * The build compiles that file, which is in no image, and makes the folder's
 * offsets.h of it, of lines `#define MINE_COUNT 4`, for .S files: those of
 * the same folder include "offsets.h", all others its whole path. So a
 * module of a stranger's has its own by having such a file.
 */
#pragma once

#include "types.h"

void offsets(void);

#define VALUE(name, value) \
    __asm__ volatile("->" #name " %c0" : : "i"(value))
#define OFFSET(name, type, member) \
    __asm__ volatile("->" #name " %c0" : : "i"(offsetof(struct type, member)))
#define SIZE(name, type) \
    __asm__ volatile("->" #name " %c0" : : "i"(sizeof(struct type)))
/* The same as a shift. */
#define SIZE_SHIFT(name, type) do { \
        _Static_assert(!(sizeof(struct type) & (sizeof(struct type) - 1)), \
                       #type ": its size is no power of 2"); \
        __asm__ volatile("->" #name " %c0" : : \
                         "i"(__builtin_ctz(sizeof(struct type)))); \
    } while (0)
