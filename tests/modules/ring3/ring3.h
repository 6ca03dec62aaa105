/* SPDX-License-Identifier: MIT */
/* Selectors of the LDT, and what handlers do. C and assembly. */
#pragma once

#define CLIENT_CS   0x0f
#define CLIENT_DS   0x17
#define CLIENT_EXIT 0x1f        /* call gate: the end, EAX is the status */
#define CLIENT_BACK 0x27        /* another, which returns */
#define CLIENT_TEXT 0x1000      /* where its image lies in its segments */
#define CLIENT_SIZE 0x3000      /* with that page, the image and the stack */
#define CLIENT_STOP 0x2004      /* a word that ends its loop; not in the page
                                   of its code, where stores are dear */

#define MODE_SKIP    0          /* two bytes of the faulting instruction */
#define MODE_DECLINE 1
#define MODE_FAULT   2          /* once, in the handler; then decline */
#define MODE_RECURSE 3          /* again and again */
#define MODE_DETACH  4          /* give the vector up, and skip */
#define MODE_RETURN  5          /* IRET at once */
#define MODE_VANISH  6          /* skip, to what is no longer there */
