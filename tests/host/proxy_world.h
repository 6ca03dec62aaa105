/* SPDX-License-Identifier: MIT */
/* A program, and what a proxy of it finds around it: memory that can be refused,
 * a CM that looks at all that it is told. To be included once. */
#pragma once

#include "../../modules/api/deimos.h"
#include "../../modules/lib/native/image.h"
#include "../../modules/lib/native/program.h"
#include "../../modules/lib/proxy/proxy.h"
#include "../../modules/lib/carried/module.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define DATA 0x40000u                   /* address of the client's data */
#define TEXT_AT 0x10000u
#define START 4096u                     /* where its data lie in the image */
#define DATA_SIZE 8192u
#define TEXTS 2048u                     /* offset in the data */
#define TABLES 1024u
#define TOP 0x9000u
#define BYTES 0xa000u
#define HANDLE 7

static u8 image_bytes[START + DATA_SIZE];
static struct program program;
static struct image image;
static struct client client;
static u32 live, limits, entered, region_size;
static u8 *region;
static int refuse_memory, enter_says, limit_says;

/* Exactly as large as it was asked for: one byte more is an error. */
void *model_allocate(u32 size, u32 *handle)
{
    *handle = 0;
    if (refuse_memory)
        return NULL;
    CHECK_EQ(live, 0);
    region_size = size;
    region = calloc(1, size);
    *handle = 5;
    live++;
    return region;
}

void model_release(u32 *handle)
{
    if (*handle) {
        CHECK(*handle == 5 && live == 1);
        free(region);
        live--;
    }
    *handle = 0;
}

const char model_name[] = "model";
static char reported[100];

int loader_refuse(const char *name, int error, const char *fmt, ...);
int loader_refuse(const char *name, int error, const char *fmt, ...)
{
    CHECK(!strcmp(name, "some"));
    strncpy(reported, fmt, sizeof(reported) - 1);
    return error;
}

int model_refuse(const char *name, int error, const char *why)
{
    return loader_refuse(name, error, why);
}

int limit_begin(struct client *of)
{
    CHECK(of == &client && of->proxy);
    limits += limit_says >= 0;
    return limit_says;
}

void limit_end(const struct client *of)
{
    CHECK(of == &client);
    limits = 0;
}

int elf_section_find(const struct elf_object *object, const char *name,
                     u32 *at, u32 *size)
{
    (void)object, (void)name, (void)at, (void)size;
    return E_NOTFOUND;
}
