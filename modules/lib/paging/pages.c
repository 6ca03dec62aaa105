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

static int is_open(u32 open)
{
    return open == 0 || open == ACCESS_READ || open == PAGES_OPEN ||
           open == (ACCESS_READ | ACCESS_WRITE);
}

int model_pages_close(int space, u32 address, u32 how)
{
    const u32 open = how & ~PAGES_NOW;
    int error = is_open(open) ? 0 : E_INVALID;

    if (!error && how & PAGES_NOW)
        error = model_try_lock() ? 0 : E_ACTIVE;
    else if (!error)
        error = model_lock();
    return error ? error : model_leave(model_close(space, address, open));
}

/* A client's 0 is the lowest of its addresses. */
static int address_of(int space, u32 linear)
{
    laddr_t start, at;
    int vsas;
    const int error = model_lock();

    if (error)
        return error;
    vsas = model_page(space, 0, &start);
    if (vsas >= 0)
        vsas = linear < start ? E_RANGE :
               model_page(space, linear - start, &at);
    return model_leave(vsas < 0 ? vsas : (int)(linear - start));
}

static const struct pages table = { attributes, strategy, model_pages_close, address_of };

DEIMOS_INTERFACE("pages", "pages", table, PAGES_METHODS);
