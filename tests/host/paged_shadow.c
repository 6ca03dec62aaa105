/* SPDX-License-Identifier: MIT */
/* sources: core/lib/error.c */
/* Each word of a shadow: what the processor is to let through of it, what who
 * watches is told of, and what of it may be lent. */
#include "../../modules/models/paged/page/shadow.h"

#include "check.h"

#define WORDS 1024u                     /* all but the page's index */

static int has(u32 word, u32 bit) { return (word & bit) != 0; }

/* Ring 3 reaches a page that allows anything, and one that is closed only if
 * it is open for reading: the processor cannot let it be written alone. */
static void test_flags(u32 word)
{
    const int closed = has(word, SHADOW_GUARD);
    const int user = (has(word, SHADOW_READ) || has(word, SHADOW_WRITE) ||
                      has(word, SHADOW_EXECUTE)) &&
                     (!closed || has(word, SHADOW_OPEN_READ));
    const int write = has(word, SHADOW_WRITE) && !has(word, SHADOW_COPY) &&
                      (!closed || has(word, SHADOW_OPEN_WRITE));

    CHECK_EQ(shadow_flags(word), MAP_PRESENT | (user ? MAP_USER : 0) |
                                 (write ? MAP_WRITE : 0));
}

static void test_closed(u32 word)
{
    const int closed = has(word, SHADOW_GUARD);

    CHECK_EQ(shadow_is_closed(word, ACCESS_READ),
             closed && !has(word, SHADOW_OPEN_READ));
    CHECK_EQ(shadow_is_closed(word, ACCESS_WRITE),
             closed && !has(word, SHADOW_OPEN_WRITE));
}

/* Reading is never taken away for good; writing and execution are. */
static void test_may(u32 word)
{
    const u32 most = SHADOW_READ |
                     (has(word, SHADOW_NO_WRITE) ? 0 : SHADOW_WRITE) |
                     (has(word, SHADOW_NO_EXECUTE) ? 0 : SHADOW_EXECUTE);

    CHECK_EQ(shadow_most(word), most);
    for (u32 access = 0; access <= SHADOW_RIGHTS; access++)
        CHECK_EQ(shadow_may(word, access), !(access & ~most));
}

static void test_lent(u32 access)
{
    const u32 word = shadow_lent(access);

    CHECK_EQ(word & SHADOW_RIGHTS, access);
    CHECK_EQ(word & ~(SHADOW_RIGHTS | SHADOW_NO_WRITE | SHADOW_NO_EXECUTE),
             SHADOW_USED);
    CHECK_EQ(shadow_most(word), access | SHADOW_READ);
}

int main(void)
{
    for (u32 word = 0; word < WORDS; word++)
        for (u32 page = 0; page < 2; page++) {
            const u32 whole = word | page << SHADOW_SHIFT;
            test_flags(whole);
            test_closed(whole);
            test_may(whole);
        }
    for (u32 access = 0; access <= SHADOW_RIGHTS; access++)
        test_lent(access);
    return check_done();
}
