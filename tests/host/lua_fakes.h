/* SPDX-License-Identifier: MIT */
/* Tables of methods that are all the script's: see lua_library.c. */
#pragma once

#define N1(name) static int f_##name(u32 a) { return ask(#name, "u", a); }
#define N2(name) static int f_##name(u32 a, u32 b) \
    { return ask(#name, "uu", a, b); }
#define N3(name) static int f_##name(u32 a, u32 b, u32 c) \
    { return ask(#name, "uuu", a, b, c); }
#define N4(name) static int f_##name(u32 a, u32 b, u32 c, u32 d) \
    { return ask(#name, "uuuu", a, b, c, d); }
N1(destroy_region) N1(paging) N1(destroy_page_table) N1(reverse_structure)
N1(destroy_global_segment) N1(create_ldt) N1(destroy_ldt) N1(destroy_tss)
N2(create_page_table) N2(invalidate_page_mapping) N2(phys_to_virt)
N2(destroy_local_segment) N3(create_page_mapping) N4(flush) N4(share_region)
N2(give_region)
N1(unload) N1(unbind) N2(drain) N1(end)

static int f_page_attributes(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
{
    return ask("page_attributes", "uuuuuu", a, b, c, d, e, f);
}

static int f_create_region(u32 a, u32 b, u32 c, u32 d, struct region_info *info)
{
    *info = region;
    return ask("create_region", "uuuu", a, b, c, d);
}

static int f_copy_bytes(void *to, const void *from, u32 size, u32 region)
{
    return ask("copy_bytes", "uuuu", (u32)to, (u32)from, size, region);
}

static int f_query_region(u32 a, u32 b, struct region_info *info)
{
    *info = region;
    return ask("query_region", "uu", a, b);
}

static int f_identify_region(void) { return ask("identify_region", ""); }

static int f_frame_status(u32 frame, struct frame_info *info)
{
    *info = (struct frame_info){ 21, 22, 23, 24, frame & 1 };
    return ask("frame_status", "u", frame);
}

static int f_create_global_segment(u32 a, u32 b, u32 c,
                                   struct segment_info *info)
{
    *info = (struct segment_info){ 31, 32, 33, 34, 35 };
    return ask("create_global_segment", "uuu", a, b, c);
}

static int f_create_local_segment(u32 ldt, const struct local_segment *s)
{
    return ask("create_local_segment", "uuuuuuuu", ldt, s->type, s->space,
               s->base, s->size, s->index, s->handler, s->dwords);
}

static int f_create_tss(const struct task *t)
{
    return ask("create_tss", "uuuuuuuuuu", t->ldt, t->space, t->eip, t->cs,
               t->esp, t->ss, t->ds, t->es, t->eax, t->esp1);
}

static const struct nmm nmm = {
    .create_region = f_create_region, .destroy_region = f_destroy_region,
    .query_region = f_query_region, .identify_region = f_identify_region,
    .paging = f_paging, .create_page_table = f_create_page_table,
    .destroy_page_table = f_destroy_page_table,
    .create_page_mapping = f_create_page_mapping,
    .invalidate_page_mapping = f_invalidate_page_mapping,
    .phys_to_virt = (void *)f_phys_to_virt,
    .create_global_segment = f_create_global_segment,
    .destroy_global_segment = f_destroy_global_segment,
    .create_ldt = f_create_ldt, .destroy_ldt = f_destroy_ldt,
    .create_local_segment = f_create_local_segment,
    .destroy_local_segment = f_destroy_local_segment,
    .create_tss = f_create_tss, .destroy_tss = f_destroy_tss,
    .page_attributes = f_page_attributes, .frame_status = f_frame_status,
    .flush = f_flush, .share_region = f_share_region,
    .reverse_structure = f_reverse_structure, .give_region = f_give_region,
    .copy_bytes = f_copy_bytes,
};

static int f_load(const char *name) { return ask("load", "s", name); }
static int f_find(const char *name) { return ask("find", "s", name); }
static int f_digest(void) { return ask("digest", ""); }
static int f_bind(int a, const char *b, int c, const char *d)
{
    return ask("bind", "usus", a, b, c, d);
}
static int f_rebind(int a, int b, const char *c)
{
    return ask("rebind", "uus", a, b, c);
}
static int f_load_by(int a, const char *b) { return ask("load_by", "us", a, b); }
static int f_replace(int a, const char *b) { return ask("replace", "us", a, b); }
static int f_archive_size(const char *name)
{
    return ask("archive_size", "s", name);
}
static int f_archive_read(const char *name, u32 at, void *to, u32 size)
{
    memset(to, 'A', size);
    return ask("archive_read", "suu", name, at, size);
}
static int f_archive_name(u32 index, char *to, u32 size)
{
    snprintf(to, size, "member%u", index);
    return ask("archive_name", "uu", index, size);
}
static int f_reason(char *to, u32 size)
{
    snprintf(to, size, "the reason");
    return ask("reason", "u", size);
}

static const struct cm cm = {
    .load = f_load, .unload = f_unload, .find = f_find, .bind = f_bind,
    .rebind = f_rebind, .unbind = f_unbind, .reason = f_reason,
    .archive_size = f_archive_size, .archive_read = f_archive_read,
    .archive_name = f_archive_name, .digest = f_digest,
    .load_by = f_load_by, .replace = f_replace, .drain = (void *)f_drain,
};

static int f_begin(void) { return ask("begin", ""); }
static int f_environment(const char *a, const char *b)
{
    return ask("environment", "ss", a, b);
}
static int f_run(const struct harness_row *r, struct harness_summary *s)
{
    *s = (struct harness_summary){ 41, 1, 43, 44, 45, 46, 47, 48, 49, 50, 51,
                                   52, 53, 54 };
    s->verified = r->parameter != 7;
    return ask("run", "ssssuuuuu", r->experiment, r->name, r->model, r->x,
               r->parameter, r->warmup, r->samples, r->live, r->timed);
}
static int f_not_applicable(const struct harness_row *r)
{
    return ask("not_applicable", "ssss", r->experiment, r->name, r->model,
               r->x);
}
static int f_record(const char *kind, const char *fields)
{
    return ask("record", "ss", kind, fields);
}

static const struct harness harness = {
    .begin = f_begin, .environment = f_environment, .run = f_run,
    .not_applicable = f_not_applicable, .record = f_record, .end = (void *)f_end,
};
