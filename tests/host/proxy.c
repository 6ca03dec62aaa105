/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/proxy modules/lib/native/program.c core/lib/string.S */
/*
 * The proxy of a client: the block that the CM is shown, of programs of every
 * shape. All that it leads to lies in it, and nothing lies twice; what is
 * refused leaves nothing.
 */
#include "proxy_world.h"

#define PIECE 32u

static u32 text_at;                     /* the next free byte of TEXTS */

static const char *text(u32 length)
{
    u8 *at = image_bytes + START + text_at;
    const char *own = (const char *)(DATA + text_at);

    memset(at, 'a' + (int)(text_at % 26), length);
    at[length] = 0;
    text_at += length + 1;
    return own;
}

static void reset(void)
{
    memset(image_bytes, 0, sizeof(image_bytes));
    text_at = TEXTS;
    program = (struct program){ .count = 1 };
    program.entries[0] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_MODULE, .name = text(4),
        .module_type = MODULE_APPLICATION };
    image = (struct image){ .name = "some", .memory = image_bytes,
        .text = TEXT_AT, .data = DATA, .data_start = START,
        .finish = TEXT_AT + 512, .program = &program };
    image.object.memory_size = START + DATA_SIZE;
    client = (struct client){ .head.handle = HANDLE };
    refuse_memory = enter_says = limit_says = 0;
    entered = 0;
    reported[0] = 0;
}

/* Texts are there in turn, of lengths around a word. */
static struct manifest_entry *add(u32 kind)
{
    struct manifest_entry *e = &program.entries[program.count];
    const u32 n = program.count++;

    *e = (struct manifest_entry){ .magic = MANIFEST_MAGIC, .kind = kind,
        .name = text(1 + n % 5), .type = text(7),
        .pairs = n & 1 ? text(n) : NULL, .predicate = n & 2 ? text(9) : NULL };
    return e;
}

static void add_receptacle(u32 count)
{
    struct manifest_entry *e = add(MANIFEST_RECEPTACLE);

    e->count = count;
    e->from = count & 1 ? text(3) : NULL;
    e->table = (void *)DATA;
    program.slots += count;
}

/* Its slot is no client's to call: behind those, and not counted. */
static void add_threads(void)
{
    struct manifest_entry *e = add(MANIFEST_RECEPTACLE);

    e->count = 1;
    e->table = (void *)DATA;
    program.threads = program.count;
}

static void add_interface(void)
{
    struct manifest_entry *e = add(MANIFEST_INTERFACE);
    const u32 at = TABLES + program.interfaces * 4;
    const u32 method = TEXT_AT + 100 + program.interfaces;

    e->count = 1;
    e->methods = text(4);
    e->table = (void *)(DATA + at);
    memcpy(image_bytes + START + at, &method, 4);
    program.interfaces++;
}

/* --- What the CM sees ---------------------------------------------------- */

static u8 used[200000];                 /* bytes of the block, by what has them */

static void take(const void *at, u32 size, u32 from, u32 to)
{
    const u32 offset = (u32)((const u8 *)at - region);

    if (!CHECK(offset >= from && offset <= to && size <= to - offset))
        return;
    for (u32 i = 0; i < size; i++) {
        CHECK(!used[offset + i]);
        used[offset + i] = 1;
    }
}

/* A text is a copy, in the part that is fixed. */
static void check_text(const char *copy, const char *own)
{
    const u32 fixed = client.carried.fixed_size;

    CHECK_EQ(!copy, !own);
    if (!copy)
        return;
    const char *s = (const char *)image_bytes + START + ((u32)own - DATA);
    take(copy, (u32)strlen(s) + 1, client.carried.text_size, fixed);
    CHECK(!strcmp(copy, s));
}

static u32 word_at(u32 at)
{
    u32 word;

    memcpy(&word, (const void *)at, 4);
    return word;
}

/* What host/proxy_code runs has the right operands; from CALL on, to where. */
static void check_piece(u32 at, u32 number)
{
    CHECK_EQ(word_at(at + 8), number);
    CHECK_EQ(word_at(at + 13), (u32)&client);
    CHECK_EQ(at + 22 + word_at(at + 18), (u32)client_visit);
}

static void check_interface(const struct manifest_entry *e, u32 number)
{
    const u32 *table = e->table;

    take(table, 4, client.carried.text_size, client.carried.fixed_size);
    CHECK(table[0] == (u32)region + (number + 1) * PIECE);
    check_piece(table[0], number);
    CHECK_EQ(client.proxy->methods[number], TEXT_AT + 100 + number);
}

static u32 check_receptacle(const struct manifest_entry *e, u32 first)
{
    const struct service *volatile *slots = (void *)e->table;

    CHECK(slots == client.proxy->slots + first);
    take(e->table, e->count * 4, client.carried.fixed_size, region_size);
    for (u32 i = 0; i < e->count; i++)
        CHECK_EQ(slots[i]->call(1, NULL, 0, NULL, 0), E_UNBOUND);
    return first + e->count;
}

static void check_entries(const struct carried *c)
{
    const struct manifest_entry *e = (const void *)c->manifest;
    u32 slots = 0, interfaces = 0;

    CHECK_EQ(c->manifest_size, program.count * sizeof(*e));
    take(e, c->manifest_size, c->text_size, c->fixed_size);
    for (u32 i = 0; i < program.count; i++) {
        const struct manifest_entry *own = &program.entries[i];
        CHECK(e[i].magic == own->magic && e[i].kind == own->kind);
        CHECK(e[i].count == own->count && e[i].module_type == own->module_type);
        CHECK(!e[i].init && !e[i].exit && !e[i].reserved);
        check_text(e[i].name, own->name);
        check_text(e[i].type, own->type);
        check_text(e[i].methods, own->methods);
        check_text(e[i].pairs, own->pairs);
        check_text(e[i].predicate, own->predicate);
        check_text(e[i].from, own->from);
        if (own->kind == MANIFEST_INTERFACE)
            check_interface(&e[i], interfaces++);
        if (i + 1 == program.threads)
            take(e[i].table, 4, (u32)((u8 *)(client.proxy->slots +
                                             program.slots) - region),
                 region_size);
        else if (own->kind == MANIFEST_RECEPTACLE)
            slots = check_receptacle(&e[i], slots);
        if (own->kind == MANIFEST_MODULE)
            CHECK(!e[i].table);
    }
}

/* Of CALL_BYTES each: client_main's, and that of calls inside a call. */
static void check_buffers(const struct carried *c, const struct proxy *proxy)
{
    const u32 count = !program.slots ? 0 : program.interfaces ? 2 : 1;

    if (count)
        take(proxy->buffers, count * CALL_BYTES, c->fixed_size, c->size);
    CHECK_EQ((u32)(proxy->buffers - region) + count * CALL_BYTES, c->size);
    memset(proxy->buffers, 0x77, count * CALL_BYTES);
}

int module_enter(struct space_head *space, const struct carried *c,
                 const char *name)
{
    struct proxy *proxy = client.proxy;

    entered++;
    CHECK(space == &client.head && c == &client.carried && proxy);
    CHECK(!strcmp(name, "some") && (u32)c->space == HANDLE);
    CHECK(c->base == (u32)region && c->size == region_size);
    const u32 pieces = program.interfaces + 1 + (program.threads != 0);
    CHECK(c->text_size == pieces * PIECE);
    CHECK(c->text_size < c->fixed_size && c->fixed_size <= c->size);
    memset(used, 0, sizeof(used));
    take(region, c->text_size, 0, c->text_size);
    check_entries(c);
    if (program.interfaces)
        take(proxy->methods, program.interfaces * 4, c->text_size, c->fixed_size);
    take(proxy, sizeof(*proxy), c->fixed_size, c->size);
    CHECK_EQ(proxy->slot_count, program.slots);
    CHECK_EQ((u32)region + 14 + word_at((u32)region + 10), (u32)client_enter);
    CHECK(program.threads ? (u32)client.threads ==
                            (u32)(proxy->slots + program.slots) :
          !client.threads);
    const u32 last = (u32)region + (pieces - 1) * PIECE;
    if (program.threads)
        CHECK((u32)client.begin == last &&
              last + 14 + word_at(last + 10) == (u32)client_begin);
    CHECK(proxy->enter == region && !proxy->is_dead && !proxy->ticks);
    CHECK(proxy->top == TOP && proxy->bytes == BYTES);
    CHECK_EQ(proxy->visit, image.finish + STUB_VISIT);
    CHECK_EQ(limits, program.interfaces != 0);
    check_buffers(c, proxy);
    if (enter_says >= 0)
        space->module = 77;
    return enter_says;
}

static u32 deaths;
void module_died(const struct space_head *space)
{
    CHECK(space == &client.head);
    deaths++;
}

int client_begin(u32 space) { return (int)space; }
int client_enter(struct client *of, u32 esp) { return of && esp; }
int client_visit(struct client *of, u32 i, const struct call *call)
{
    return of && i && call;
}

/* --- Every shape --------------------------------------------------------- */

static void nothing_is_left(int error)
{
    CHECK_EQ(proxy_open(&client, &image, TOP, BYTES), error);
    CHECK(!live && !limits && !client.proxy && !client.threads);
}

static void test_shape(void)
{
    CHECK_EQ(proxy_is_called(&image), program.interfaces != 0);
    CHECK_EQ(proxy_open(&client, &image, TOP, BYTES), 0);
    CHECK(entered == 1 && live == 1 && !reported[0]);
    proxy_died(&client);
    CHECK(client.proxy->is_dead && deaths == 1);
    deaths = 0;
    proxy_close(&client);
    CHECK(!live && !client.proxy && !limits);
    proxy_close(&client);               /* it is gone by now */
    proxy_died(&client);
    CHECK_EQ(deaths, 1);
    deaths = 0;
    refuse_memory = 1;
    nothing_is_left(E_NOMEM);
    refuse_memory = 0;
    enter_says = E_CONSTRAINT;
    nothing_is_left(E_CONSTRAINT);
    enter_says = 0;
    limit_says = E_BUSY;
    if (program.interfaces)
        nothing_is_left(E_BUSY);
    CHECK_EQ(entered, 2);
}

/* Receptacles of so many slots each, and interfaces, one way round or the
 * other. */
static void test_shapes(u32 slots, u32 each, u32 interfaces, int turned)
{
    reset();
    if ((slots + interfaces) % 3 == 1)
        add_threads();
    for (u32 i = 0; turned && i < interfaces; i++)
        add_interface();
    for (u32 i = 0; i < slots; i += each)
        add_receptacle(slots - i < each ? slots - i : each);
    if ((slots + interfaces) % 3 == 2)
        add_threads();
    for (u32 i = 0; !turned && i < interfaces; i++)
        add_interface();
    test_shape();
}

/* --- Texts --------------------------------------------------------------- */

/* Which of the six, of the entry behind the module's. */
static const char **text_of(u32 which)
{
    struct manifest_entry *e = &program.entries[1];
    const char **const all[] = { &e->name, &e->type, &e->methods, &e->pairs,
                                 &e->predicate, &e->from };

    return all[which];
}

static void test_texts(u32 which)
{
    static const u32 wrong[] = { 1, DATA - 1, DATA + DATA_SIZE, TEXT_AT,
                                 DATA + DATA_SIZE - 3, 0xffffffff };
    static const u32 lengths[] = { 0, 1, 3, 4, 5, PROGRAM_TEXT - 1 };

    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++) {
        reset();
        add_interface();
        memset(image_bytes + START + DATA_SIZE - 3, 'x', 3);    /* no end */
        *text_of(which) = (const char *)wrong[i];
        nothing_is_left(E_MANIFEST);
        CHECK(strstr(reported, "%s") || strstr(reported, "text"));
        CHECK_EQ(entered, 0);
    }
    for (u32 i = 0; i < ARRAY_SIZE(lengths); i++) {
        reset();
        add_interface();
        *text_of(which) = text(lengths[i]);
        test_shape();
    }
    reset();
    add_interface();
    *text_of(which) = text(PROGRAM_TEXT);
    nothing_is_left(E_MANIFEST);
    reset();
    add_interface();
    *text_of(which) = NULL;
    test_shape();
}

int main(void)
{
    static const u32 counts[] = { 0, 1, 2, 3, 7, 15, 16 };

    for (u32 slots = 0; slots <= 16; slots++)
        for (u32 i = 0; i < ARRAY_SIZE(counts); i++)
            for (u32 each = 1; each <= 16; each += 5) {
                test_shapes(slots, each, counts[i], 0);
                test_shapes(slots, each, counts[i], 1);
            }
    for (u32 which = 0; which < 6; which++)
        test_texts(which);
    return check_done();
}
