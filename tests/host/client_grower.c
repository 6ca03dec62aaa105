/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/* The client `grower`, with services of which one call does one thing wrong:
 * it notices each, and asks for what it should. */
#include "../../modules/clients/grower.c"

#include "clients_world.h"

#define TIMES 4u
#define AFTER (2 * TIMES)               /* calls: grow and yield */

/* Of each call behind these: does it notice? Two maps, unmap, a map of what is
 * there, unmap; attach, unmap, attach; six that are refused or null. */
static const char *const notices[LIES] = {
    [ERROR] = "yyyny" "yyy" "nnyyyy", [SUCCESS] = "nnnyn" "nnn" "yyyyyn",
    [PLACE] = "yynnn" "yny" "nnnnnn", [SPOILT] = "nyyyn" "nnn" "nnnnnn" };

static int is_noticed(u32 call, enum lie how)
{
    const int is_grow = call % 2 == 0;

    if (call >= AFTER)
        return notices[how][call - AFTER] == 'y';
    return how == SPOILT ? !is_grow : how != SUCCESS && is_grow;
}

int main(void)
{
    for (has_objects = 0; has_objects < 2; has_objects++) {
        for (u32 times = 1; times < 9; times++) {
            CHECK_EQ(start(times, 0, TRUE), has_objects ? 7 : 3);
            CHECK_EQ(calls, 2 * times + (has_objects ? 14 : 12));
        }
        initial[2]++;
        CHECK(start(1, 0, TRUE) < 0);
        initial[2]--;
    }
    has_objects = 1;
    for (enum lie how = ERROR; how < LIES; how++)
        for (u32 call = 0; call < AFTER + 14; call++)
            for (u32 i = 0; i < (how == SPOILT ? 30 : 1); i++) {
                if (how == SPOILT && call < AFTER && call % 2 == 0)
                    continue;
                const int result = start(TIMES, call, how);
                if (!CHECK_EQ(result < 0, is_noticed(call, how)))
                    printf("    call %u, lie %d\n", call, how);
            }
    return check_done();
}
