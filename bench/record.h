/* SPDX-License-Identifier: MIT */
/*
 * Records: how results leave by the serial line. ASCII lines:
 *
 *   DEIMOS-BEGIN 1
 *   @ SEQUENCE CRC PAYLOAD          from 1; CRC-32 (IEEE) of the payload
 *   DEIMOS-END 1 records=COUNT status=STATUS
 *
 * A payload is a word and blank separated key=value; in values (and keys)
 * blanks, '%', control and non-ASCII characters are written %XX. The host's
 * collector parses what is defined here: change both together.
 */
#pragma once

#include "../core/api/types.h"

#define RECORD_BEGIN "DEIMOS-BEGIN 1"
#define RECORD_END "DEIMOS-END 1"
#define RECORD_LINE 240         /* where a list is continued on a new line */
#define RECORD_MAX 2048         /* the longest payload, with its NUL */

int record_begin(void);
int record_end(u32 status);

/* Compose one payload, then send it. record_send: E_RANGE if the payload
 * was too long (nothing is sent), or what the console says. */
void record_start(const char *kind);
void record_text(const char *key, const char *value);
void record_number(const char *key, u64 value);
void record_item(u64 value);    /* one more of a comma separated list */
int record_is_full(void);       /* no room for another item on this line */
int record_send(void);
