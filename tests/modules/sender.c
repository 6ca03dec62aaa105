/* SPDX-License-Identifier: MIT */
/* A client whose thread is inside of a binding when it dies. */
#include "deimos.h"

#include "binding.h"
#include "concurrency.h"

#define STACK 8192
#define SIZE 512
#define TURNS 16

DEIMOS_RECEPTACLE(service, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static const u8 bytes[SIZE];

static int send(u32 times)
{
    int error = 0;

    while (times-- && error >= 0)
        error = service->call(SERVICE_DATA, bytes, SIZE, NULL, 0);
    return error;
}

/* In a thread of its own, which sleeps by then. */
static int spawn(u32 times)
{
    const int thread = threads->create(send, times, STACK);

    for (u32 i = 0; i < TURNS && thread > 0; i++)
        threads->yield();
    return thread;
}

static int die(void)
{
    __builtin_trap();
}

static const struct { int (*spawn)(u32 times), (*die)(void); }
    sender = { spawn, die };

DEIMOS_MODULE("sender", MODULE_APPLICATION);
DEIMOS_INTERFACE("sender", "sender", sender, "spawn die");
