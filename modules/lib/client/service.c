/* SPDX-License-Identifier: MIT */
/* What a client asks for, done by its model's own methods in its own space.
 * Where the client wants an answer is checked before anything is done. */
#include "service.h"

#include "client.h"
#include "../space/parts.h"

#define CHUNK 128
#define NAME_MAX 64

/* Of clients at ring 1: who has called a method of theirs has not entered them, and
 * client_main, if it runs at all, is another thread's. */
int service_exit(struct client *client, const u32 *arg)
{
    const u32 began = client->head.active;

    if (!began || !backtrace_is_own(began, nmm))
        return E_UNSUPPORTED;
    client_leave(CLIENT_LINK(client->stack1), (int)arg[0]);
}

int service_yield(struct client *client, const u32 *arg)
{
    (void)client;
    (void)arg;
    return concurrency->yield();
}

/* In pieces: first all of it is tried, then it is printed. */
static int print(struct client *client, u32 text, u32 size, int really)
{
    char chunk[CHUNK];

    for (u32 at = 0; at < size;) {
        const u32 length = size - at < CHUNK ? size - at : CHUNK;
        if (model_memory.read(client->head.handle, text + at, chunk, length) < 0)
            return E_ADDRESS;
        if (really)
            console->write(CONSOLE_TEXT, chunk, length);
        at += length;
    }
    return (int)size;
}

int service_print(struct client *client, const u32 *arg)
{
    const int error = print(client, arg[0], arg[1], 0);

    return error < 0 ? error : print(client, arg[0], arg[1], 1);
}

/* Can an answer be written there? What is there stays. */
static int try_answer(const struct client *client, u32 at)
{
    u32 word;

    if (model_memory.read(client->head.handle, at, &word, sizeof(word)) < 0 ||
        model_memory.write(client->head.handle, at, &word, sizeof(word)) < 0)
        return E_ADDRESS;
    return 0;
}

static int answer(const struct client *client, u32 at, u32 value, int result)
{
    if (result >= 0)
        model_memory.write(client->head.handle, at, &value, sizeof(value));
    return result;
}

int service_map(struct client *client, const u32 *arg)
{
    const int error = try_answer(client, arg[3]);
    u32 at = 0;

    if (error < 0)
        return error;
    return answer(client, arg[3], at,
                  model_memory.map(client->head.handle, arg[0], arg[1], arg[2],
                                   &at));
}

int service_unmap(struct client *client, const u32 *arg)
{
    return model_memory.unmap(client->head.handle, arg[0], arg[1]);
}

int service_protect(struct client *client, const u32 *arg)
{
    return model_memory.protect(client->head.handle, arg[0], arg[1], arg[2]);
}

int service_grow(struct client *client, const u32 *arg)
{
    const int error = try_answer(client, arg[1]);
    u32 at = 0;

    if (error < 0)
        return error;
    return answer(client, arg[1], at,
                  model_memory.grow(client->head.handle, arg[0], &at));
}

/* A string of the client's; E_RANGE if it is longer than size. */
static int copy_name(const struct client *client, u32 from, char *to, u32 size)
{
    for (u32 i = 0; i < size; i++) {
        if (model_memory.read(client->head.handle, from + i, to + i, 1) < 0)
            return E_ADDRESS;
        if (!to[i])
            return 0;
    }
    return E_RANGE;
}

int service_attach(struct client *client, const u32 *arg)
{
    char name[NAME_MAX];
    int error = try_answer(client, arg[3]);
    u32 at = 0;

    if (error >= 0)
        error = copy_name(client, arg[0], name, sizeof(name));
    if (error < 0)
        return error;
    return answer(client, arg[3], at,
                  model_memory.attach(client->head.handle, name, arg[1], arg[2],
                                      &at));
}

/* In pieces, as they are then: who wants one state asks for the generation, too. */
int service_graph(struct client *client, const u32 *arg)
{
    const u32 size = GRAPH_WORD(size);
    char chunk[CHUNK];
    int error = arg[0] > size || arg[2] > size - arg[0] ? E_RANGE : 0;

    for (u32 at = 0; at < arg[2] && error >= 0;) {
        const u32 length = arg[2] - at < CHUNK ? arg[2] - at : CHUNK;
        graph_copy(chunk, arg[0] + at, length);
        error = model_memory.write(client->head.handle, arg[1] + at, chunk,
                                   length);
        at += length;
    }
    return error;
}
