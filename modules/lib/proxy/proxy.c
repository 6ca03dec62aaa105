/* SPDX-License-Identifier: MIT */
#include "proxy.h"

#include "../../../core/lib/string.h"
#include "../native/image.h"
#include "../native/program.h"
#include "../carried/module.h"
#include "../space/parts.h"
#include "code.h"

/* Where things lie in the region. With base NULL it is only measured. */
struct plan {
    u8 *base;
    u32 at;
    const struct image *image;
    int is_wrong;               /* a text that is none */
};

static void *take(struct plan *plan, u32 size)
{
    const u32 at = plan->at;

    plan->at += (size + 3) & ~3u;
    return plan->base ? plan->base + at : NULL;
}

static const char *copy_text(struct plan *plan, const char *at)
{
    const char *s = program_string(plan->image, at);

    if (at && !s)
        plan->is_wrong = 1;
    if (!s)
        return NULL;
    const u32 size = strlen(s) + 1;
    char *to = take(plan, size);
    return to ? memcpy(to, s, size) : NULL;
}

static void copy_texts(struct plan *plan, struct manifest_entry *to,
                       const struct manifest_entry *from)
{
    const struct manifest_entry copy = {
        .magic = from->magic, .kind = from->kind, .count = from->count,
        .module_type = from->module_type,
        .name = copy_text(plan, from->name),
        .type = copy_text(plan, from->type),
        .methods = copy_text(plan, from->methods),
        .pairs = copy_text(plan, from->pairs),
        .predicate = copy_text(plan, from->predicate),
        .from = copy_text(plan, from->from),
    };

    if (to)
        *to = copy;
}

/* What the manifest says of an interface becomes a piece of code, a table of it
 * and the address of the client's method. */
struct parts {
    u8 *code;
    struct manifest_entry *entries;
    u32 *tables, *methods;
    struct proxy *proxy;
    const struct service **slots;
};

/* One more piece enters the client, and one is where its own threads begin. */
static u32 code_size(const struct program *p)
{
    return (p->interfaces + 1 + (p->threads != 0)) * CODE_PIECE;
}

static struct parts lay_out(struct plan *plan)
{
    const struct program *p = plan->image->program;
    struct parts parts = { 0 };

    parts.code = take(plan, code_size(p));
    parts.entries = take(plan, p->count * sizeof(struct manifest_entry));
    parts.tables = take(plan, p->interfaces * sizeof(u32));
    parts.methods = take(plan, p->interfaces * sizeof(u32));
    for (u32 i = 0; i < p->count; i++)
        copy_texts(plan, parts.entries ? &parts.entries[i] : NULL,
                   &p->entries[i]);
    parts.proxy = take(plan, sizeof(struct proxy));
    parts.slots = take(plan, (p->slots + (p->threads != 0)) * sizeof(u32));
    return parts;
}

static u32 buffers_size(const struct program *p)
{
    return p->slots ? (p->interfaces ? 2 : 1) * CALL_BYTES : 0;
}

static void fill_interface(struct client *client, const struct image *image,
                           const struct parts *parts, u32 entry, u32 i)
{
    const u32 table = (u32)image->program->entries[entry].table - image->data;
    u8 *code = parts->code + (i + 1) * CODE_PIECE;

    code_with_arguments(code, (u32)client, i, (void *)client_visit);
    parts->tables[i] = (u32)code;
    memcpy(&parts->methods[i], image->memory + image->data_start + table,
           sizeof(u32));
    parts->entries[entry].table = &parts->tables[i];
}

static int unbound(u32 operation, const void *in, u32 in_size, void *out,
                   u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    return E_UNBOUND;
}

/* Of a system whose CM is gone, where slots stay as they are. */
static const struct service no_service = { unbound };

static void fill_entries(struct client *client, const struct image *image,
                         const struct parts *parts)
{
    const struct program *p = image->program;
    u32 slots = 0, interfaces = 0;

    for (u32 i = 0; i < p->count; i++) {
        if (p->entries[i].kind == MANIFEST_INTERFACE)
            fill_interface(client, image, parts, i, interfaces++);
        if (p->entries[i].kind != MANIFEST_RECEPTACLE)
            continue;
        if (i + 1 == p->threads) {      /* out of reach of its stubs */
            parts->entries[i].table = &parts->slots[p->slots];
            continue;
        }
        parts->entries[i].table = &parts->slots[slots];
        slots += p->entries[i].count;
    }
    for (u32 i = 0; i < p->slots; i++)
        parts->slots[i] = &no_service;
}

static void fill_threads(struct client *client, const struct parts *parts,
                         const struct program *p)
{
    u8 *code = parts->code + (p->interfaces + 1) * CODE_PIECE;

    code_passed_on(code, (void *)client_begin);
    client->begin = (void *)code;
    client->threads = (void *)&parts->slots[p->slots];
}

static void fill_proxy(struct client *client, const struct plan *plan,
                       const struct parts *parts, u32 region)
{
    const struct program *p = plan->image->program;
    struct proxy *proxy = parts->proxy;

    code_passed_on(parts->code, (void *)client_enter);
    *proxy = (struct proxy){
        .region = region, .slot_count = p->slots, .methods = parts->methods,
        .slots = (const struct service *volatile *)parts->slots,
        .enter = parts->code, .buffers = plan->base + plan->at };
    client->carried = (struct carried){
        .base = (saddr_t)plan->base, .size = plan->at + buffers_size(p),
        .text_size = code_size(p),
        .fixed_size = (u32)proxy - (u32)plan->base,
        .manifest = (saddr_t)parts->entries,
        .manifest_size = p->count * sizeof(*parts->entries),
        .space = client->head.handle };
    if (p->threads)
        fill_threads(client, parts, p);
    client->proxy = proxy;
}

int proxy_is_called(const struct image *image)
{
    return image->program->interfaces != 0;
}

int proxy_open(struct client *client, const struct image *image, u32 top,
               u32 bytes)
{
    struct plan plan = { .image = image };
    struct parts parts = lay_out(&plan);
    u32 region;

    if (plan.is_wrong)
        return model_refuse(image->name, E_MANIFEST,
                            "a text of its manifest is not in its data");
    u8 *base = model_allocate(plan.at + buffers_size(image->program), &region);
    if (!base)
        return E_NOMEM;
    plan = (struct plan){ .base = base, .image = image };
    parts = lay_out(&plan);
    fill_entries(client, image, &parts);
    fill_proxy(client, &plan, &parts, region);
    client->proxy->top = top;
    client->proxy->bytes = bytes;
    client->proxy->visit = image->finish + STUB_VISIT;
    int error = proxy_is_called(image) ? limit_begin(client) : 0;
    if (error < 0)
        model_refuse(image->name, error, "no time limit: the timer's line is "
                     "not to be had");
    else
        error = module_enter(&client->head, &client->carried, image->name);
    if (error < 0)
        proxy_close(client);
    return error;
}

void proxy_close(struct client *client)
{
    u32 region = client->proxy ? client->proxy->region : 0;

    limit_end(client);
    client->proxy = NULL;
    client->threads = NULL;
    model_release(&region);
}

void proxy_died(struct client *client)
{
    if (client->proxy)
        client->proxy->is_dead = 1;
    module_died(&client->head);
}

