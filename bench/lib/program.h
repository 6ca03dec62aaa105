/* SPDX-License-Identifier: MIT */
/*
 * For experiments with clients that are modules of the graph: a program in a
 * space of its own, with memory of its own, and the words that go there and come
 * back.
 */
#pragma once

#include "../../core/lib/string.h"
#include "ipc_client.h"
#include "deimos.h"
#include "look.h"
#include "memory.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

struct program {
    int space, module;              /* handles; 0: none */
    u32 at;                         /* of its memory, its own address */
};

/* Memory in the way that its model has. */
static inline int program_memory(const struct memory *model, int space,
                                 u32 size, u32 *at)
{
    const u32 pages = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    const int error = model->map(space, 0, pages, ACCESS_READ | ACCESS_WRITE,
                                 at);

    return error == E_NOT_APPLICABLE ? model->grow(space, pages, at) : error;
}

/* Which module of the graph the program in that space is. Of a model whose
 * programs are none, nothing can be measured. */
static inline int program_find(int space, const char *name)
{
    struct graph_node node;
    const int module = cm->find(name);

    if (module < 0)
        return module == E_NOTFOUND ? E_NOT_APPLICABLE : module;
    graph_copy(&node, look_node(module), sizeof(node));
    return node.handle == (u32)module && node.carrier &&
           node.space == (u32)space ? module : E_VERIFY;
}

static inline int program_create(struct program *program,
                                 const struct memory *model, const char *name,
                                 u32 size)
{
    *program = (struct program){ 0 };
    const int space = model->create();
    if (space < 0)
        return space;
    program->space = space;
    int error = model->load(space, name);
    if (error >= 0)
        error = program_find(space, name);
    if (error < 0)
        return error;
    program->module = error;
    return program_memory(model, space, size, &program->at);
}

/* The server, which is told where to write down what it is called with. */
static inline int program_serve(struct program *program,
                                const struct memory *model, const char *name)
{
    const int error = program_create(program, model, name,
                                     sizeof(struct ipc_served));

    return error < 0 ? error : model->run(program->space, program->at);
}

static inline int program_destroy(struct program *program,
                                  const struct memory *model)
{
    const int error = program->space > 0 ? model->destroy(program->space) : 0;

    *program = (struct program){ 0 };
    return error;
}

/* The server's counters, in its own memory: begin from 0. */
static inline int program_reset(const struct program *program,
                                const struct memory *model)
{
    const struct ipc_served none = { 0 };

    return model->write(program->space, program->at, &none, sizeof(none));
}

/* It has been called once, with so many bytes. */
static inline int program_verify(const struct program *program,
                                 const struct memory *model, u32 bytes)
{
    struct ipc_served served;
    const int error = model->read(program->space, program->at, &served,
                                  sizeof(served));

    return error < 0 ? error :
           served.calls == 1 && served.bytes == bytes ? 0 : E_VERIFY;
}

/* What sample number `round` sends, and what is where the answer comes to:
 * nothing of it is right. */
static inline void program_fill(u32 *in, u32 *out, u32 round)
{
    for (u32 i = 0; i < IPC_WORDS; i++)
        in[i] = out[i] = round * 0x9e3779b1u + i;
}

/* Are the first `bytes` the server's answer, and the others as they were? */
static inline int program_compare(const u32 *out, u32 bytes, u32 round)
{
    for (u32 i = 0; i < IPC_WORDS; i++) {
        const u32 sent = round * 0x9e3779b1u + i;
        if (out[i] != (i < bytes / sizeof(u32) ? ~sent : sent))
            return E_VERIFY;
    }
    return 0;
}
