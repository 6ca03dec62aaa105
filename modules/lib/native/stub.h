/* SPDX-License-Identifier: MIT */
/* The services of a client, by number: one stub of its text leads to each. */
#pragma once

/* In the order of struct client_services (modules/api/client.h). */
#define SERVICE_EXIT     0
#define SERVICE_YIELD    1
#define SERVICE_HAND_OFF 2
#define SERVICE_PRINT    3
#define SERVICE_NULL     4
#define SERVICE_MAP      5
#define SERVICE_UNMAP    6
#define SERVICE_PROTECT  7
#define SERVICE_GROW     8
#define SERVICE_ATTACH   9
#define SERVICE_GRAPH   10
#define SERVICES        11

#define IMAGE_STUB      48      /* bytes of a client's text for each */

/* Behind them the way to finish by, which has in it, so far on, the way into a
 * method of the client's; and the ways out through its receptacles' slots. */
#define IMAGE_FINISH    (SERVICES * IMAGE_STUB)         /* where that begins */
#define STUB_VISIT      16
#define IMAGE_SERVICES  ((SERVICES + 1) * IMAGE_STUB)
#define IMAGE_SLOTS     16
#define IMAGE_CALL      16      /* bytes for each */
#define IMAGE_STUBS     (IMAGE_SERVICES + IMAGE_SLOTS * IMAGE_CALL)
