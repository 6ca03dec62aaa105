/* SPDX-License-Identifier: MIT */
/* client_lender, which is called itself, too: in the middle of a call of its own. */
#define NAME "giver"
#include "client_lender.c"

/* What happens to the caller meanwhile. */
static int asked(u32 operation, const void *from, u32 in_size, void *out,
                 u32 out_size)
{
    const u32 size = pages * PAGE_SIZE;

    (void)from, (void)in_size, (void)out, (void)out_size;
    switch (operation) {
    case LENT_ENDS: __asm__ volatile("hlt"); break;
    case LENT_UNMAPS: pages = 0; return client->unmap(at, size);
    case LENT_SHUTS: return client->protect(at, size, ACCESS_READ);
    }
    return E_UNSUPPORTED;
}

static const struct service service = { asked };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
