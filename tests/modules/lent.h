/* SPDX-License-Identifier: MIT */
/* What client_lender and client_borrower agree upon; and tests/lua/lent.lua, by
 * the same names in the same order. */
#pragma once

/* Of the server: with the region that it is called with, or with an older one. */
enum {
    LENT_CHANGE,                /* each word becomes its complement; bytes */
    LENT_LOOK,                  /* each word is read; bytes */
    LENT_BEFORE, LENT_BEHIND,   /* the word there: half of it is the answer */
    LENT_STORE,                 /* the first word becomes what it is */
    LENT_KEEP,                  /* it keeps the address */
    LENT_OLD,                   /* it reads at the one that it has kept */
    LENT_OLD_LAST,              /* the same of the region's last page */
    LENT_OPEN,                  /* it asks for more rights, then stores */
    LENT_DROP,                  /* it unmaps the first page, and keeps the rest */
    LENT_REPLACE,               /* it unmaps all of it, and maps its own there */
    LENT_DIE, LENT_EXIT, LENT_STUCK,
    LENT_YIELD,                 /* others run, then as LENT_LOOK */
    LENT_SUM,                   /* of the bytes behind struct grant */
    LENT_COUNT,                 /* how often it was called */
    LENT_AGAIN,                 /* calls what `next` is bound to, with it all */
    LENT_BUSY,                  /* keeps its model busy as long as it has it */
};

#define LENT_MAIN_DIES 77       /* the argument of the server's client_main */

/* Of the caller, while it grants: it dies, or unmaps all of it, or takes rights from
 * itself. */
enum { LENT_ENDS, LENT_UNMAPS, LENT_SHUTS };

/* Of the caller: what it grants. */
enum {
    LENT_OWN, LENT_NONE, LENT_READ, LENT_NOTHING, LENT_HALF, LENT_ROUND,
    LENT_WRAP, LENT_MORE, LENT_BEYOND, LENT_FAR, LENT_HIGH, LENT_NULL, LENT_ODD,
    LENT_TEXT, LENT_NO_ACCESS, LENT_WRITE_ONLY, LENT_ANY_ACCESS, LENT_SHORT,
    LENT_LONG, LENT_VALUES,
    LENT_LESS,                  /* not all of the last page */
    LENT_PART,                  /* all but the first page and the last */
};

#define LENT_WRONG (-1000)
