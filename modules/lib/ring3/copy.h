/* SPDX-License-Identifier: MIT */
/*
 * Copies between the UPS and a client, through the client's data segment
 * (FS): to be called while its task is the current one, such as by a service
 * of the thread that runs it. Limit and type are checked first, by LSL, VERR
 * and VERW. A page fault that the model's handler cannot serve leads to
 * client_copy_failed:
 *
 *     if (fault.eip == (u32)client_copy_in_at ||
 *         fault.eip == (u32)client_copy_out_at)
 *             fault.eip = (u32)client_copy_failed;
 */
#pragma once

#include "../../../core/api/types.h"

/* 0 or E_ADDRESS; then an unknown part has been copied. */
int client_copy_in(void *to, u32 address, u32 size);
int client_copy_out(u32 address, const void *from, u32 size);

extern const char client_copy_in_at[], client_copy_out_at[];
extern const char client_copy_failed[];
