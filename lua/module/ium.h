/* SPDX-License-Identifier: MIT */
/*
 * What the files of the IUM share: its receptacles, and the little that
 * every binding to Lua needs. A C library's headers come before this one.
 */
#pragma once

#undef PAGE_SIZE                /* limits.h of musl has one too */
#include "../../core/api/ium.h"
#include "../../modules/api/harness.h"
#include "../../modules/api/deimos.h"
#include "../../modules/api/recover.h"

#define IUM_SLOTS 64            /* of the receptacle `any` */


/* The receptacles (manifest.c). */
extern const struct cm *volatile ium_cm;
extern const struct nmm *volatile ium_nmm;
extern const struct console *volatile ium_console;
extern const struct harness *volatile ium_harness;

extern int ium_self;            /* handle of this module */

int ium_main(void);

/* Leave the script, whatever it is in, with the run's status: so do exit()
 * and abort() of the C library. */
_Noreturn void ium_leave(int status);
