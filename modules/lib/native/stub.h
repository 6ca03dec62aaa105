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
#define SERVICES        10

#define IMAGE_STUB      48      /* bytes of a client's text for each */
