/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/native/image.c modules/lib/native/program.c
 *         modules/lib/client/load.c core/loader/elf.c
 *         core/loader/elf_section.c core/loader/elf_symbol.c
 *         core/loader/elf_reloc.c core/loader/elf_layout.c
 *         core/loader/elf_place.c core/lib/crc32.c core/lib/format.c */
/*
 * A client program from its source to its memory: under which names it is asked
 * for, where its parts lie, its table of services, and what is left when any
 * step of it is refused, or the source does anything that it can.
 */
#include "../../modules/api/deimos.h"
#include "../../modules/lib/client/client.h"
#include "../../modules/lib/native/image.h"
#include "../../modules/lib/native/loader.c"
#include "../../modules/lib/native/program.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "elf_builder.h"
#include "model_lock.h"

#define TEXT 0x30000u
#define DATA 0x70000u
#define CODE 40u                        /* bytes of the program's .text */
#define ENTRIES 4096u                   /* where they lie: .deimos is first */
#define SLOT (2 * sizeof(struct manifest_entry))    /* in the same section */
#define REGIONS 8u

const char model_name[] = "model";

static struct builder file;
static char module[100];                /* the name that its source knows */
static u32 asked, live, requests;
static int size_says, read_says, refuse = -1;
static u32 sizes[REGIONS];
static void *regions[REGIONS];
static char reported[200];
static struct client *space;

void model_report(const char *text, ...)
{
    va_list args;

    va_start(args, text);
    vsnprintf(reported, sizeof(reported), text, args);
    va_end(args);
}

void *model_allocate(u32 size, u32 *region)
{
    if (!size || (int)requests++ == refuse)
        return NULL;
    for (*region = 1; regions[*region]; ++*region)
        ;
    sizes[*region] = size;
    live++;
    return regions[*region] = calloc(1, size);
}

void model_release(u32 *region)
{
    live -= *region != 0;
    free(regions[*region]);
    regions[*region] = NULL;
    *region = 0;
}

/* --- A source ------------------------------------------------------------- */

static const struct images other;
static const struct images *swapped;    /* what size() binds in its place */
static u32 methods = 2;                 /* of what `loader` is bound to */
static enum method dies = METHODS;      /* in that method */

static int get_size(const char *name)
{
    asked++;
    if (strcmp(name, module))
        return E_NOTFOUND;
    if (swapped)
        loader = swapped;
    return size_says;
}

static int read(const struct images_place *place)
{
    CHECK(!strcmp(place->name, module) && place->size == (u32)size_says);
    if (read_says > 0)
        memcpy(place->to, file.image, file.size);
    return read_says;
}

static const struct images source = { get_size, read };

u32 bound_methods(const volatile void *slot)
{
    CHECK(slot == &loader);
    return methods;
}

u64 recover_call(void *method, const u32 *args, u32 n)
{
    const enum method number = method == (void *)read ? READ : SIZE;
    int (*const call)(u32) = method;

    CHECK(n == 1 && (number == READ || method == (void *)get_size));
    return dies == number ? 1ull << 32 | (u32)E_DIED : (u32)call(args[0]);
}

struct space_head *spaces_find(int handle)
{
    return handle == 7 ? (struct space_head *)space : NULL;
}

/* --- A program ----------------------------------------------------------- */

static u32 manifest, text_symbol, data_symbol;

static void relocate(u32 offset, u32 symbol)
{
    builder_rel(&file, manifest, offset, symbol, R_386_32);
}

/* Bytes of .text, its alignment, and how many bytes its data end with. */
static void build(u32 code, u32 align, u32 tail)
{
    static u8 zeros[5000];
    struct { struct manifest_entry at[2]; u32 slot; char name[8]; u8 more[8]; }
        data = { .at = {
        { .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .count = 1,
          .type = (char *)(SLOT + 4), .table = (void *)SLOT },
        { .magic = MANIFEST_MAGIC, .kind = MANIFEST_MODULE,
          .module_type = MODULE_APPLICATION, .init = (int (*)(int))8 } },
        .name = "client" };

    builder_init(&file);
    text_symbol = builder_section(&file, ".text", SHT_PROGBITS,
                                  SHF_ALLOC | SHF_EXECINSTR, zeros, code,
                                  align);
    manifest = builder_section(&file, ".deimos", SHT_PROGBITS,
                               SHF_ALLOC | SHF_WRITE, &data,
                               SLOT, 4);
    data_symbol = builder_section(&file, ".data", SHT_PROGBITS,
                                  SHF_ALLOC | SHF_WRITE, &data.slot,
                                  12 + tail, 4);
    const u32 text = builder_symbol(&file, "text", STB_GLOBAL, STT_FUNC,
                                    text_symbol, 0, 4);
    const u32 words = builder_symbol(&file, "words", STB_GLOBAL, STT_OBJECT,
                                     data_symbol, 0, 4);
    relocate(offsetof(struct manifest_entry, type), words);
    relocate(offsetof(struct manifest_entry, table), words);
    relocate(64 + offsetof(struct manifest_entry, init), text);
    struct manifest_entry *first = (void *)(file.image +
                                            file.sections[manifest].offset);
    first->type = (char *)4;
    first->table = NULL;
}

static void finish(void)
{
    builder_finish(&file);
    size_says = read_says = (int)file.size;
    strcpy(module, "client_some");
    loader = &source;
    requests = asked = 0;
    reported[0] = 0;
}

/* --- Where everything lies ------------------------------------------------ */

static void test_layout(u32 code, u32 align, u32 tail, u32 room)
{
    const u32 stubs = (code + 15) & ~15u;
    const u32 text = (stubs + IMAGE_STUBS + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    const u32 table = (text + SLOT + 12 + tail + 3) & ~3u;
    struct image image;
    u32 word;

    build(code, align, tail);
    finish();
    CHECK_EQ(image_open_room(&image, "some", room), 0);
    CHECK_EQ(image.text_size, stubs + IMAGE_STUBS);
    CHECK_EQ(image.data_start, text);
    CHECK_EQ(image.table, table);
    CHECK_EQ(image.size, table + (SERVICES + IMAGE_SLOTS) * 4);
    CHECK_EQ(sizes[image.region], image.size + room);
    CHECK(image.memory == regions[image.region] && image.room == room);
    CHECK(image_place(&image, TEXT, DATA) == 0 && !reported[0]);
    CHECK(image.text == TEXT && image.data == DATA && image.entry == TEXT + 8);
    CHECK_EQ(image.finish, TEXT + stubs + SERVICES * IMAGE_STUB);
    for (u32 i = 0; i <= SERVICES; i++) {
        CHECK(image_stub(&image, i) == image.memory + stubs + i * IMAGE_STUB);
        memcpy(&word, image.memory + table + 4 * i, 4 * (i < SERVICES));
        CHECK(i == SERVICES || word == TEXT + stubs + i * IMAGE_STUB);
    }
    for (u32 i = 0; i < IMAGE_SLOTS; i++) {     /* behind them, to the end */
        const u32 at = stubs + IMAGE_STUBS - (IMAGE_SLOTS - i) * IMAGE_CALL;
        CHECK(image_call(&image, i) == image.memory + at);
        memcpy(&word, image.memory + table + 4 * (SERVICES + i), 4);
        CHECK_EQ(word, TEXT + at);
    }
    CHECK_EQ(image.finish - IMAGE_FINISH + IMAGE_STUBS, TEXT + image.text_size);
    CHECK(image.program->count == 1 && !image.program->slots);
    memcpy(&word, image.memory + text + SLOT, 4);
    CHECK_EQ(word, DATA + table - text);
    image_close(&image);
    CHECK(!live && !image.file && !image.scratch && !image.region);
}

/* --- Under which name ----------------------------------------------------- */

/* A name that would be cut names nothing, whatever its beginning names. */
static void test_names(void)
{
    static const char *const forms[] = { "client_", "" };
    char name[80];
    struct image image;

    for (u32 form = 0; form < 2; form++)
        for (u32 length = 0; length < 70; length++) {
            const u32 all = (u32)strlen(forms[form]) + length;
            memset(name, 'n', length);
            name[length] = 0;
            build(CODE, 16, 0);
            finish();
            snprintf(module, sizeof(module), "%s%s", forms[form], name);
            const int is_none = all > 31 || length == 0;
            CHECK_EQ(image_open(&image, name), is_none ? E_NOTFOUND : 0);
            CHECK_EQ(image.room, 0);
            CHECK(memchr(image.kept, 0, sizeof(image.kept)));   /* it ends */
            CHECK_EQ(!image.name, !length || length >= NAME_SIZE);
            CHECK_EQ(asked, length ? (length < 25) +
                            (length < 32 && (form || length >= 25)) : 0);
            module[31] = 0;             /* as it would be cut */
            if (is_none)
                CHECK_EQ(image_open(&image, name), E_NOTFOUND);
            if (!is_none) {
                CHECK(!strcmp(image.name, name) && image.name != name);
                image_close(&image);
            }
            CHECK(!live && !reported[0]);
        }
}

/* --- What is refused ------------------------------------------------------ */

static void refused(int error, const char *why)
{
    struct image image;
    reported[0] = 0;
    int found = image_open(&image, "some");

    if (found == 0) {
        found = image_place(&image, TEXT, DATA);
        image_close(&image);
    }
    CHECK_EQ(found, error);
    if (!CHECK(strstr(reported, why)))
        printf("    %s\n", reported);
    CHECK(strstr(reported, "model: client some: ") == reported);
    CHECK(!live && !image.file && !image.scratch && !image.region);
}

static void test_refused(void)
{
    build(CODE, 16, 0);
    finish();
    for (refuse = 0; refuse < 3; refuse++, requests = 0)
        refused(E_NOMEM, "no memory");
    refuse = -1;
    file.image[0] = 0;
    refused(E_FORMAT, "ELF");
    build(CODE, 16, 0);
    builder_rel(&file, text_symbol, 0,
                builder_symbol(&file, "none", STB_GLOBAL, 0, SHN_UNDEF, 0, 0),
                R_386_32);
    finish();
    refused(E_SYMBOL, "none");
    build(CODE, 16, 0);
    builder_rel(&file, text_symbol, 0, 2, R_386_8);
    finish();
    refused(E_RELOCATION, "");
    build(CODE, 16, 0);
    file.image[file.sections[manifest].offset]++;
    finish();
    refused(E_MANIFEST, "its magic number");
}

/* Whatever its source does: one error, one line, and nothing is left. */
static void test_source(void)
{
    build(CODE, 16, 0);
    finish();
    const int size = size_says;
    for (int i = 0; i < 2; i++) {
        int *const says = i ? &read_says : &size_says;
        for (int error = -40; error < 0; error++) {
            *says = error;
            if (error == E_NOTFOUND && !i)
                continue;
            refused(error, error == E_DEAD ? "is dead" : "refused it: -");
        }
        *says = (int)0x80000000;
        refused((int)0x80000000, "refused it: -2147483648");
        *says = size;
        dies = i ? READ : SIZE;
        refused(E_DIED, "died");
        dies = METHODS;
    }
    static const int wrong[] = { 0, (64 << 20) + 1, 0x7fffffff };
    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++) {
        size_says = wrong[i];
        refused(E_RANGE, "1 to 67108864 are possible");
    }
    size_says = size;
    const int others[] = { 0, 1, size - 1, size + 1, 0x7fffffff };
    for (u32 i = 0; i < ARRAY_SIZE(others); i++) {
        read_says = others[i];
        refused(E_RANGE, "bytes and had said");
    }
    read_says = size;
    methods = 0;
    refused(E_UNBOUND, "'loader' is unbound");
    methods = 1;
    refused(E_TYPE, "has 1 methods instead of 2");
    methods = 2;
    swapped = &other;
    refused(E_BUSY, "another source");
    swapped = NULL;
    loader = &source;
    size_says = E_NOTFOUND;
    struct image image;
    reported[0] = 0;
    CHECK(image_open(&image, "some") == E_NOTFOUND && !reported[0] && !live);
}

/* --- Into a space --------------------------------------------------------- */

static u32 loads;
static int load_says;

static int load(struct client *client, const char *name)
{
    CHECK(client == space && !strcmp(name, "some") && locked == 1);
    loads++;
    return load_says;
}

static void test_load(void)
{
    struct client client = { .top = 5 };
    const struct image image = { .name = "a program with a long name, which ends",
                                 .entry = 0x123, .finish = 0x456 };

    space = &client;
    for (load_says = -3; load_says < 2; load_says++)
        CHECK_EQ(client_load(7, "some", load), load_says);
    CHECK_EQ(client_load(8, "some", load), E_HANDLE);
    CHECK_EQ(loads, 5);
    client_adopt(&client, &image);
    CHECK(client.entry == 0x123 && client.finish == 0x456 && client.top == 5);
    CHECK_EQ(strlen(client.name), sizeof(client.name) - 1);
    CHECK(!memcmp(client.name, image.name, sizeof(client.name) - 1));
    CHECK_EQ(client_load(7, "some", load), E_EXISTS);
    CHECK(loads == 5 && !locked);
}

int main(void)
{
    static const u32 codes[] = { 12, 16, 17, 40, 4096 - IMAGE_STUBS,
                                 4097 - IMAGE_STUBS, 5000 };
    for (u32 i = 0; i < ARRAY_SIZE(codes); i++)
        for (u32 tail = 0; tail < 8; tail++)
            test_layout(codes[i], 16, tail, tail * 4096);
    test_names();
    test_refused();
    test_source();
    test_load();
    return check_done();
}
