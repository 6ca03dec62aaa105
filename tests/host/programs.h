/* SPDX-License-Identifier: MIT */
/* A client program that lies in memory, with its manifest, for tests of
 * modules/lib/native/program.c. To be included once. */
#pragma once

#include "../../modules/api/deimos.h"
#include "../../modules/lib/native/image.h"
#include "../../modules/lib/native/program.h"

#include <string.h>

#include "check.h"

#define TEXT 0x10000u                   /* addresses of the client */
#define DATA 0x40000u
#define START 4096u
#define SIZE 8192u                      /* of the image, with its data */
#define AT (START + 256)                /* of the manifest */
#define TEXT_SIZE (IMAGE_STUBS + 64)
#define TYPE 3072u                      /* offset in the data of "client" */
#define SERVICE_TYPE 3104u              /* and of "service" */
#define SLOT 3200u                      /* the slot of its services */
#define ENTRIES 38u

static u8 memory[SIZE + 256];
static struct manifest_entry entries[ENTRIES];
static u32 count, section_size;
static struct image image;
static struct program program;

int elf_section_find(const struct elf_object *object, const char *name,
                     u32 *at, u32 *size)
{
    CHECK(object == &image.object && !strcmp(name, ".deimos"));
    *at = AT;
    *size = section_size;
    return section_size ? 0 : E_NOTFOUND;
}

static void reset(void)
{
    memset(memory, 0, sizeof(memory));
    memset(&program, 0xee, sizeof(program));
    memcpy(memory + START + TYPE, "client", 7);
    memcpy(memory + START + SERVICE_TYPE, "service", 8);
    entries[0] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,
        .type = (const char *)(DATA + TYPE), .table = (void *)(DATA + SLOT),
        .count = 1 };
    entries[1] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_MODULE,
        .module_type = MODULE_APPLICATION,
        .init = (int (*)(int))(TEXT + 16) };
    count = 2;
    section_size = 0;
    image = (struct image){ .memory = memory, .text = TEXT, .data = DATA,
                            .text_size = TEXT_SIZE, .data_start = START,
                            .table = SIZE };
    image.object.memory_size = SIZE;
}

static const char *check(void)
{
    memcpy(memory + AT, entries, count * sizeof(entries[0]));
    if (!section_size)
        section_size = count * sizeof(entries[0]);
    return program_check(&image, &program);
}

static inline void refused(const char *why)
{
    const char *found = check();

    if (!CHECK(found && !strcmp(found, why)))
        printf("    %s\n", found ? found : "nothing");
    reset();
}

static inline u32 *word(u32 entry, u32 offset)
{
    return (u32 *)((u8 *)&entries[entry] + offset);
}

#define FIELD(name) offsetof(struct manifest_entry, name)
