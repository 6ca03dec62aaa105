/* SPDX-License-Identifier: MIT */
/* Descriptions of spaces (modules/api/area.h): telling one, area by area, and
 * looking at one that a caller has made. */
#pragma once

#include "../../api/area.h"

struct telling {
    struct area *to;
    u32 room, count;
};

/* One more; beyond `room` it only counts. */
void area_tell(struct telling *telling, const struct area *area);
/* E_ADDRESS: not all of it is there; E_INVALID: it is damaged. For a space
 * whose addresses mean one thing each; E_NOT_APPLICABLE: these do not. */
int area_check(const struct description *description);
/* The same for a space of segments: text has addresses of its own, and so has
 * what lies at each far address. */
int area_check_segments(const struct description *description);
/* The description as it is now, in memory of the model's: what is checked is what is
 * used, whoever goes on writing there. model_release(region) gives that back. E_ADDRESS,
 * E_INVALID as area_check(); E_NOMEM. */
int area_copy(const struct description *description, u32 *region,
              const struct description **copied);
/* Whether [base, + size) is memory of the UPS that ring 1 can touch. */
int area_is_there(u32 base, u32 size);
/* What lies right behind it can be more of the same mapping: the same but for
 * its access. */
int area_follows(const struct area *area, const struct area *before);
/* Area i goes on with the mapping of the one before. */
int area_continues(const struct description *description, u32 i);
/* Bytes of the mapping that begins with area i. */
u32 area_run(const struct description *description, u32 i);
/* The end of the highest area of that kind; 0: there is none. */
u32 area_end(const struct description *description, u32 kind);
