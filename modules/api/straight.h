/* SPDX-License-Identifier: MIT */
/*
 * What the client `straight` executes, from its first instruction on: XOR EAX, EAX
 * (two bytes), so often INC EAX (one byte each), and RET. It returns how often.
 */
#pragma once

#define STRAIGHT_INCS 128
#define STRAIGHT_XOR_0 0x31     /* XOR r/m32, r32 */
#define STRAIGHT_XOR_1 0xc0     /* EAX, EAX */
#define STRAIGHT_INC 0x40
