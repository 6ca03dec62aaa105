/* SPDX-License-Identifier: MIT */
/* Hands over to all threads that there can be, in its initialisation. */
#include "concurrency.h"
#include "deimos.h"

#define SLOTS 4
#define USES 256

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static int bind(int self)
{
    static const char *const kinds[] = { "coop", "preempt", "tasks" };

    for (u32 i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const int kind = cm->find(kinds[i]);
        if (kind >= 0)
            return cm->bind(self, "threads", kind, "concurrency");
    }
    return E_NOTFOUND;
}

static int init(int self)
{
    const int bound = bind(self);

    if (bound < 0)
        return bound;
    for (int uses = 0; uses < USES; uses++)
        for (int slot = 1; slot <= SLOTS; slot++)
            if (threads->hand_off(uses << 8 | slot) != E_ACTIVE)
                return E_VERIFY;
    return E_ACTIVE;
}

DEIMOS_MODULE("init_hand_off", MODULE_APPLICATION, .init = init);
