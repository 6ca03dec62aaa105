/* SPDX-License-Identifier: MIT */
/*
 * What every memory model needs from others (its receptacles), and what the
 * library needs from every model.
 */
#pragma once

#include "../../api/concurrency.h"
#include "../../api/deimos.h"
#include "../../api/memory.h"
#include "lock.h"

/* parts.c; bound at load, but concurrency, which may stay unbound. */
extern const struct nmm *volatile nmm;
extern const struct console *volatile console;
extern const struct concurrency *volatile concurrency;

/* The model's: its name, and its own method table. */
extern const char model_name[];
extern const struct memory model_memory;
/* What a thread that is no more has left half done, seen to with the lock, by who
 * takes it from that thread; or NULL. */
extern void (*const model_mend)(void);

/* One line on the console; up to 160 characters. */
void model_report(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
/* The same of a program that is refused: returns the error. */
int model_refuse(const char *program, int error, const char *why);

/* `size` bytes of the UPS, cleared, in a region of their own; NULL: no
 * memory. release() takes region 0, too, and sets it. */
void *model_allocate(u32 size, u32 *region);
void model_release(u32 *region);

