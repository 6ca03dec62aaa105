/* SPDX-License-Identifier: MIT */
/*
 * A block, as carrier.h draws it: stubs; manifest, tables, texts; slots. The
 * stubs stand for the gates of a memory model: each calls a function of porter,
 * which knows the program by the return address.
 */
#include "program.h"

#include "../../../core/lib/string.h"

enum { STUB = 32, STUB_TARGET = 19, STUBS = 4 };
enum { SERVICE, EXIT, CRASH, STATE };           /* the stubs */
enum { HAS_INIT = 1, HAS_EXIT = 2, HAS_STATE = 4 };

struct spec {
    const char *name, *pairs, *demands, *wants, *from;
    u32 functions;
};

static const struct spec specs[] = {
    { .name = "echo" },
    { .name = "twin" },
    { .name = "friend", .pairs = "<role, \"friend\">" },
    { .name = "picky", .demands = "<role, \"friend\">" },
    { .name = "single", .demands = "bindcount() < 1" },
    { .name = "chooser", .wants = "<role, \"friend\">" },
    { .name = "first", .pairs = "<moduleName, \"first\">" },
    { .name = "second", .pairs = "<moduleName, \"second\">" },
    { .name = "third", .pairs = "<moduleName, \"third\">" },
    { .name = "ordered",
      .demands = "before(<moduleName, \"first\">, <moduleName, \"second\">)" },
    { .name = "pairing", .demands = "compatible(<moduleName, \"first\">, "
                                    "<moduleName, \"second\">)" },
    { .name = "nobody", .from = "missing" },
    { .name = "from_null", .from = "null" },
    { .name = "starter", .functions = HAS_INIT },
    { .name = "leaver", .functions = HAS_EXIT },
    { .name = "stateful", .functions = HAS_STATE },
    { .name = "twin_state", .functions = HAS_STATE },
};

struct block {
    u8 text[TEXT];
    union {
        struct {
            struct manifest_entry manifest[4];
            u32 service[1], crash[1];
            char texts[1024];
        };
        u8 fixed[FIXED - TEXT];
    };
    const struct service *volatile server[2];
    struct program *program;
    char *texts_end;
};
_Static_assert(sizeof(struct block) <= BLOCK, "one page");

struct program programs[PROGRAMS];
u32 exits;

/* PUSH EBP; MOV ESP, EBP; five arguments again; MOV $target, EAX; CALL EAX;
 * LEAVE; RET */
static const u8 stub_code[] = {
    0x55, 0x89, 0xe5, 0xff, 0x75, 24, 0xff, 0x75, 20, 0xff, 0x75, 16,
    0xff, 0x75, 12, 0xff, 0x75, 8, 0xb8, 0, 0, 0, 0, 0xff, 0xd0, 0xc9, 0xc3,
};

static struct block *block_at(const void *inside)
{
    return (struct block *)((u32)inside & ~(BLOCK - 1u));
}

static int serve(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    struct program *p = block_at(__builtin_return_address(0))->program;

    p->calls++;
    switch (operation) {
    case ECHO:
        if (in_size > out_size)
            return E_RANGE;
        memcpy(out, in, in_size);
        return (int)in_size;
    case PASS_ON:
        return program_server(p)->call(ECHO, in, in_size, out, out_size);
    case UNLOAD_ME:
        return cm->unload(p->module);
    case PORTER_DIES:
        __builtin_trap();
    case COUNT:
        return (int)p->calls;
    }
    return E_UNSUPPORTED;
}

static void leave(void)
{
    exits++;
}

/* export_state and import_state: a call count of 41 is handed over. */
static int hand_over(struct module_state *state)
{
    struct program *p = block_at(__builtin_return_address(0))->program;

    if (!state->data) {
        state->data = &p->calls;
        state->size = sizeof(p->calls);
    } else {
        p->calls = *(const u32 *)state->data;
    }
    return 0;
}

static void put_stub(struct block *b, u32 which, saddr_t target)
{
    u8 *stub = b->text + which * STUB;

    memcpy(stub, stub_code, sizeof(stub_code));
    memcpy(stub + STUB_TARGET, &target, sizeof(target));
}

static const char *put_text(struct block *b, const char *text)
{
    const u32 size = text ? (u32)strlen(text) + 1 : 0;

    if (!size)
        return NULL;
    memcpy(b->texts_end, text, size);
    b->texts_end += size;
    return b->texts_end - size;
}

static void *stub_of(struct block *b, u32 which, u32 is_there)
{
    return is_there ? b->text + which * STUB : NULL;
}

static struct manifest_entry entry(struct block *b, u32 kind,
                                   const char *name, const char *type)
{
    return (struct manifest_entry){ .magic = MANIFEST_MAGIC, .kind = kind,
        .name = put_text(b, name), .type = put_text(b, type) };
}

static void put_module(struct block *b, const struct spec *s)
{
    struct manifest_entry *m = &b->manifest[0];

    *m = entry(b, MANIFEST_MODULE, s->name, NULL);
    m->module_type = MODULE_APPLICATION;
    m->init = stub_of(b, EXIT, s->functions & HAS_INIT);
    m->exit = stub_of(b, EXIT, s->functions & HAS_EXIT);
    m->export_state = stub_of(b, STATE, s->functions & HAS_STATE);
    m->import_state = stub_of(b, STATE, s->functions & HAS_STATE);
}

static void put_manifest(struct block *b, const struct spec *s)
{
    struct manifest_entry *m = b->manifest;

    put_module(b, s);
    m[1] = entry(b, MANIFEST_INTERFACE, "service", "service");
    m[1].table = b->service;
    m[1].count = 1;
    m[1].methods = put_text(b, SERVICE_METHODS);
    m[1].pairs = put_text(b, s->pairs);
    m[1].predicate = put_text(b, s->demands);
    m[2] = entry(b, MANIFEST_INTERFACE, "crash", "crash");
    m[2].table = b->crash;
    m[2].count = 1;
    m[2].methods = put_text(b, "crash");
    m[3] = entry(b, MANIFEST_RECEPTACLE, "server",
                 s->from && !strcmp(s->from, "null") ? "null" : "service");
    m[3].table = (const void *)b->server;
    m[3].count = ARRAY_SIZE(b->server);
    m[3].pairs = put_text(b, s->pairs);
    m[3].predicate = put_text(b, s->wants);
    m[3].from = put_text(b, s->from);
}

static void fill(struct block *b, const struct spec *s)
{
    b->texts_end = b->texts;
    put_stub(b, SERVICE, (saddr_t)serve);
    put_stub(b, EXIT, (saddr_t)leave);
    put_stub(b, STATE, (saddr_t)hand_over);
    b->text[CRASH * STUB] = 0x0f;               /* UD2 */
    b->text[CRASH * STUB + 1] = 0x0b;
    b->service[0] = (u32)(b->text + SERVICE * STUB);
    b->crash[0] = (u32)(b->text + CRASH * STUB);
    put_manifest(b, s);
}

static const struct spec *find_spec(const char *name)
{
    for (u32 i = 0; i < ARRAY_SIZE(specs); i++)
        if (!strcmp(specs[i].name, name))
            return &specs[i];
    return NULL;
}

int program_build(struct program *p, const char *name,
                  struct carried *carried)
{
    const struct spec *s = find_spec(name);
    struct region_info info;

    if (!s)
        return E_NOTFOUND;
    const int region = nmm->create_region(NMM_UPS, 0, BLOCK, REGION_ANYWHERE,
                                          &info);
    if (region < 0)
        return region;
    struct block *b = memset((void *)info.base, 0, BLOCK);
    b->program = p;
    fill(b, s);
    *p = (struct program){ .region = (u32)region, .block = info.base };
    *carried = (struct carried){
        .base = info.base, .size = BLOCK, .text_size = TEXT,
        .fixed_size = FIXED, .manifest = (saddr_t)b->manifest,
        .manifest_size = sizeof(b->manifest), .space = p - programs + 1 };
    return 0;
}

void program_destroy(struct program *p)
{
    if (p->region)
        nmm->destroy_region(p->region);
    *p = (struct program){ 0 };
}

struct program *program_of(int module)
{
    for (u32 i = 0; i < PROGRAMS; i++)
        if (module && programs[i].module == module)
            return &programs[i];
    return NULL;
}

struct program *program_free(void)
{
    for (u32 i = 0; i < PROGRAMS; i++)
        if (!programs[i].region)
            return &programs[i];
    return NULL;
}

service_method *program_service(const struct program *p)
{
    return (service_method *)((struct block *)p->block)->service[0];
}

const struct service *program_server(const struct program *p)
{
    return ((const struct block *)p->block)->server[0];
}
