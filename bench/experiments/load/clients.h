/* SPDX-License-Identifier: MIT */
/*
 * Threads that call the receptacle `served`, over its first x slots in turn,
 * and note which server answered, and when, around each change of it.
 */
#pragma once

#include "../../../core/api/types.h"

#define SLOTS 64
#define CLIENTS 2

int clients_start(u32 x);
int clients_stop(void);

/* Let them run. */
int clients_yield(void);

/* The change has succeeded, now. */
void clients_note_change(void);

/* Until that server serves all of them, and each slot leads to it; E_VERIFY:
 * it does not. */
int clients_wait_for(int number);

/* Calls that the client completed; E_VERIFY: one of them failed. */
int clients_calls(u32 index);

/* Ticks between the completions of all around the last change; E_VERIFY. */
int clients_gap(void);
