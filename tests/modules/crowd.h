/* SPDX-License-Identifier: MIT */
/* For modules that fill the tables of the system graph. */
#pragma once

struct crowd { int (*none)(void); };

static int crowd_none(void)
{
    return 0;
}

static const struct crowd crowd_table = { crowd_none };

#define CROWD_OF_4(one, p) one(p##0); one(p##1); one(p##2); one(p##3)
#define CROWD_OF_16(one) CROWD_OF_4(one, a); CROWD_OF_4(one, b); \
    CROWD_OF_4(one, c); CROWD_OF_4(one, d)
