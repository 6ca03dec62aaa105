/* SPDX-License-Identifier: MIT */
/*
 * What a client of "client_siege" is to do, in words. They may name places
 * that only the client knows: 0x5a, the number of a base, a signed offset.
 */
#pragma once

#define SIEGE_OK        42      /* it has come back */
#define SIEGE_PLACE     0x5a

/* Words of an order, which tests/lua/siege.lua packs. */
#define SIEGE_ACT       0       /* of acts.S, in pairs: as it is, with TF */
#define SIEGE_REGISTERS 1       /* eax ebx ecx edx ebp */
#define SIEGE_FLAGS     6
#define SIEGE_STACK     7       /* esp ss */
#define SIEGE_DATA      9       /* ds es fs gs */
#define SIEGE_WORDS     13      /* laid at ESP, unless ... */
#define SIEGE_FAR       19      /* EIP, CS */
#define SIEGE_BEFORE    21      /* two calls: service, arguments; unless ... */
#define SIEGE_FPU       31      /* 1: an exception is pending; 2: full */
#define SIEGE_SIZE      32

#define SIEGE_NONE      0xffffffff      /* ... the first word is that */
