/* SPDX-License-Identifier: MIT */
/* The memory of a client: 0 its code, from DATA on data and stack. */
#pragma once

#define CODE_SELECTOR 0x0f      /* of its LDT, RPL 3 */
#define DATA_SELECTOR 0x17
#define GATE_SELECTOR 0x1f      /* call gate, one dword: what it wants */

#define DATA          0x1000
#define ID            (DATA + 0)
#define ROUNDS        (DATA + 4)
#define SPINNING      (DATA + 8)    /* between two calls, so often */
#define COUNTER       (DATA + 12)
#define LAST          (DATA + 16)   /* the id that ran last, on entry */
#define TURN          (DATA + 20)
#define VALUE         (DATA + 24)   /* of the FPU */
#define SIZE          0x2000
#define STACK_TOP     SIZE

#define WANT_EXIT     0         /* with EAX as status */
#define WANT_HAND_OFF 1
#define WANT_YIELD    2
#define WANT_NULL     3

#define SIDE_STACK1   0         /* of struct side */
#define SIDE_SAVED    4         /* ebx esi edi */
