/* SPDX-License-Identifier: MIT */
/*
 * A client that knows nothing of how it reaches its server. It overwrites its
 * buffer the moment that a call returns. Its further receptacles take only
 * bindings of a quality of service.
 */
#include "deimos.h"

#include "binding.h"
#include "concurrency.h"

#define SIZE 4096
#define CROWD 8
#define STACK 8192
#define JUNK 0xee

enum { ECHO = 1 };

DEIMOS_RECEPTACLE(service, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(ordered, service, "service",
    .predicate = "<ordering, \"fifo\"> and <delivery, \"asynchronous\">");
DEIMOS_RECEPTACLE(isolated, service, "service",
    .predicate = "<threads, 2> and <death, \"error\">");
DEIMOS_RECEPTACLE(immediate, service, "service",
    .predicate = "<overflow, \"refuse\">");
DEIMOS_RECEPTACLE(replies, service, "service",
    .predicate = "<reply, \"yes\"> and <loss, \"none\">");

struct client {
    int (*send)(u32 seed, u32 size);    /* what the binding says */
    int (*echo)(u32 seed, u32 size);    /* E_VERIFY: a wrong reply */
    int (*other)(u32 operation);        /* an operation without bytes */
    int (*crowd)(u32 count, u32 times); /* threads that send at one time */
};

#define CLIENT_METHODS "send echo other crowd"

static u8 buffer[SIZE], reply[SIZE];

static u8 byte(u32 seed, u32 i)
{
    return (u8)(seed * 31 + i);
}

static void fill(u32 seed, u32 size)
{
    for (u32 i = 0; i < size; i++)
        buffer[i] = byte(seed, i);
}

static void spoil(u32 size)
{
    for (u32 i = 0; i < size; i++)
        buffer[i] = JUNK;
}

static int send(u32 seed, u32 size)
{
    if (size > SIZE)
        return E_RANGE;
    fill(seed, size);
    const int result = service->call(SERVICE_DATA, buffer, size, NULL, 0);
    spoil(size);
    return result;
}

static int echo(u32 seed, u32 size)
{
    if (size > SIZE)
        return E_RANGE;
    fill(seed, size);
    const int result = service->call(ECHO, buffer, size, reply, SIZE);
    spoil(size);
    for (int i = 0; i < result; i++)
        if (reply[i] != byte(seed, size - 1 - (u32)i))
            return E_VERIFY;
    return result;
}

static int other(u32 operation)
{
    return service->call(operation, NULL, 0, NULL, 0);
}

static u32 crowd_times;

/* One thread of a crowd: its messages are numbers that no other sends. */
static int send_many(u32 who)
{
    for (u32 i = 1; i <= crowd_times; i++) {
        u32 message = who * crowd_times + i;
        const int error = service->call(SERVICE_DATA, &message,
                                        sizeof(message), NULL, 0);
        message = JUNK;
        if (error < 0)
            return error;
    }
    return 0;
}

static int crowd(u32 count, u32 times)
{
    int thread[CROWD], error = count <= CROWD ? 0 : E_RANGE;
    u32 made = 0;

    crowd_times = times;
    while (!error && made < count) {
        thread[made] = threads->create(send_many, made, STACK);
        error = thread[made] < 0 ? thread[made] : 0;
        made += !error;
    }
    while (made) {
        const int result = threads->join(thread[--made]);
        error = error ? error : result;
    }
    return error;
}

static const struct client client = { send, echo, other, crowd };

DEIMOS_MODULE("client", MODULE_APPLICATION);
DEIMOS_INTERFACE("client", "client", client, CLIENT_METHODS);
