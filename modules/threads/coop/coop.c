/* SPDX-License-Identifier: MIT */
/* Concurrency, cooperative: a thread runs until it yields, waits or ends. */
#include "thread/threads.h"

int kind_start(void)
{
    return E_OK;
}

void kind_stop(void)
{
}

void kind_run(const struct thread *thread)
{
    (void)thread;
}

int kind_create(struct thread *thread)
{
    (void)thread;
    return E_OK;
}

void kind_destroy(struct thread *thread)
{
    (void)thread;
}

void kind_switch(struct thread *from, struct thread *to)
{
    context_switch(from, to);
}

void kind_context(struct thread *thread)
{
    (void)thread;
}

const int kind_is_short = 1;

DEIMOS_MODULE("coop", MODULE_SYSTEM, .export_state = threads_export,
              .import_state = threads_import);
