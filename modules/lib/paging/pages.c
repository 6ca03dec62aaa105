/* SPDX-License-Identifier: MIT */
#include "pages.h"

#include "../../api/pages.h"
#include "../space/parts.h"

u32 model_flush = FLUSH_BEST;

static int attributes(int space, u32 address)
{
    laddr_t linear;
    int vsas;
    const int error = model_lock();

    if (error)
        return error;
    vsas = model_page(space, address, &linear);
    return model_leave(vsas < 0 ? vsas :
                       nmm->page_attributes((u32)vsas, linear, 1, 0, 0,
                                            FLUSH_NONE));
}

static int strategy(u32 strategy)
{
    const u32 before = model_flush;

    if (strategy > FLUSH_BEST)
        return E_INVALID;
    model_flush = strategy;
    return (int)before;
}

static const struct pages table = { attributes, strategy };

DEIMOS_INTERFACE("pages", "pages", table, PAGES_METHODS);
