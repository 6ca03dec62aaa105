/* SPDX-License-Identifier: MIT */
/* Selectors of the LDT of experiment delivery, for C and assembly. */
#pragma once

#define DELIVERY_CODE 0x0f      /* index 1, LDT, RPL 3 */
#define DELIVERY_DATA 0x17
