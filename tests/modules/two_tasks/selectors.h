/* SPDX-License-Identifier: MIT */
/* Selectors of the LDT that module tasks makes, and its results. */
#pragma once

#define CODE 0x0f
#define DATA 0x17
#define STACK 0x1f
#define GATE 0x27
#define HARD_GATE 0x2f
#define READ_ONLY 0x37

#define FAULTED 0x40000000
